"""How the server listens: encrypted beyond this machine, and with bounded patience."""

import asyncio
import ssl
from argparse import Namespace
from typing import Final

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.server.app import PATIENCE

_HERE: Final = ("127.0.0.1", "::1", "localhost")
_BETWEEN: Final = 30  # seconds that a connection may lie idle

LONGEST: Final = PATIENCE + _BETWEEN
"""Seconds in which a whole request must have come, its first byte and its head included."""


class Patient(H11Protocol):
    """HTTP/1.1, where whoever connects and says nothing, or goes on and on, is hung up on.

    uvicorn waits for ever for the head of a request, and for what nobody reads any more.
    """

    _due: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state in (h11.DONE, h11.MUST_CLOSE, h11.CLOSED):
            self._stop_waiting()

    def on_response_complete(self) -> None:
        self._wait()
        super().on_response_complete()

    def _wait(self) -> None:
        self._stop_waiting()
        self._due = self.loop.call_later(LONGEST, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._due is not None:
            self._due.cancel()


def config(options: Namespace) -> uvicorn.Config:
    """Return how to listen: what leaves this machine is encrypted, here or by a proxy."""
    if not (options.tls_cert or options.plain or options.host in _HERE):
        raise RuleBroken("server.plain")
    try:
        if options.tls_cert:
            ssl.create_default_context().load_cert_chain(options.tls_cert, options.tls_key)
    except (OSError, ValueError):
        raise Unavailable("server.tls") from None
    return uvicorn.Config(
        "",
        host=options.host,
        port=options.port,
        http=Patient,
        ssl_certfile=options.tls_cert,
        ssl_keyfile=options.tls_key,
        forwarded_allow_ips=options.proxy,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=_BETWEEN,
        timeout_graceful_shutdown=30,
    )
