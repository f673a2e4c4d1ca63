"""The server's answers without a socket: the same calls, packed and signed like any other."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any, TypeVar

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.server.calls import Answer, Call, Server, answer
from renda_desktop.sync import signing, wire
from renda_desktop.sync.link import Link

T = TypeVar("T")
M = TypeVar("M", bound=msgspec.Struct)

Carry = Callable[[Call], Answer]
"""What takes a call to the server and brings the answer back: tests put faults between."""


class Loop:
    """An event loop in a thread of its own, so that what waits can call what does not."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Return what a coroutine comes to."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


class InProcess(Link):
    """A `Link` into a server in this process, for one device."""

    def __init__(
        self,
        server: Server,
        *,
        loop: Loop,
        device: Id,
        key: Ed25519PrivateKey,
        clock: Callable[[], datetime] | None = None,
        carry: Carry | None = None,
    ) -> None:
        self._server = server
        self._loop = loop
        self._device = device
        self._key = key
        self._clock = clock or server.clock
        self._carry = carry or self.carry

    def carry(self, call: Call) -> Answer:
        """Let the server answer."""
        return self._loop.run(answer(self._server, call=call))

    def send(self, path: str, body: bytes) -> Answer:
        """Sign a message that is packed already, and return what comes back."""
        return self._carry(Call(path, self._headers(path, body), body))

    def call(self, path: str, request: msgspec.Struct, *, kind: type[M]) -> M:
        answered = self.send(path, wire.pack(request))
        if answered.status == 200:
            return wire.unpack(answered.body, kind=kind)
        raise failure(answered)

    def _headers(self, path: str, body: bytes) -> dict[str, str]:
        at = int(self._clock().timestamp())
        message = signing.request_message(method="POST", path=path, at=at, body=body)
        return {
            wire.DEVICE.lower(): self._device,
            wire.TIME.lower(): str(at),
            wire.SIGNATURE.lower(): self._key.sign(message).hex(),
        }


def failure(answered: Answer) -> RuleBroken | Unavailable:
    """Return what an answer that is no outcome says: a code that is wrong is the user's to mend."""
    rule = wire.unpack(answered.body, kind=wire.Trouble).rule
    if rule in ("sync.code", "sync.other_station"):
        return RuleBroken(rule)
    return Unavailable(rule, seconds=answered.retry_after)
