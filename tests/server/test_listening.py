"""The server on a real socket: who is slow, endless, huge or silent costs it little."""

import json
import socket
from argparse import Namespace
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection, HTTPResponse

import httpx
import pytest
import uvicorn
import zstandard

from renda_desktop.domain.errors import Unavailable
from renda_desktop.server import app as application
from renda_desktop.server import limits, listening
from renda_desktop.server.app import make_app
from renda_desktop.server.limits import Limits, Rate
from renda_desktop.sync import wire
from renda_desktop.sync.http import Https
from renda_desktop.sync.messages import MOST_BYTES, Hello
from tests.server.pcs import Pc, Town
from tests.server.test_protocol import signed

HEAD = f"POST {wire.PUSH} HTTP/1.1\r\nHost: server\r\nContent-Type: {wire.MEDIA}\r\n"
SOON = 0.3
WAITS = 20.0
"""Seconds for what must happen at once, on a machine that has other things to do."""


@pytest.fixture
def port(town: Town) -> Iterator[int]:
    """The port of a server that listens."""
    options = Namespace(
        host="127.0.0.1", port=0, plain=True, tls_cert=None, tls_key=None, proxy="127.0.0.1"
    )
    config = listening.config(options)
    config.app = make_app(town.server)
    server = uvicorn.Server(config)

    async def begin() -> int:
        config.load()
        server.lifespan = config.lifespan_class(config)
        await server.startup()
        found: int = server.servers[0].sockets[0].getsockname()[1]
        return found

    yield town.loop.run(begin())
    town.loop.run(server.shutdown())


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "LONGEST", SOON)
    monkeypatch.setattr(application, "PATIENCE", SOON / 2)


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=WAITS)


def hung_up(peer: socket.socket, drip: bytes = b"") -> bool:
    """Go on dripping until the server hangs up; return whether it said nothing before."""
    said = b""
    peer.settimeout(SOON / 10)
    for _ in range(int(WAITS / SOON * 10)):
        try:
            part = peer.recv(4096)
            if not part:
                return not said
            said += part
        except TimeoutError:
            pass
        except ConnectionError:
            return not said
        try:
            peer.sendall(drip)
        except ConnectionError:
            return not said
    raise AssertionError("the server waits")


def answered(peer: socket.socket) -> tuple[int, str]:
    """Return the status of an answer and what it says is wrong."""
    found = HTTPResponse(peer)
    found.begin()
    assert found.headers["Content-Type"] == wire.MEDIA
    return found.status, wire.unpack(found.read(), kind=wire.Trouble).rule


def well(port: int) -> bool:
    told: dict[str, str] = httpx.get(f"http://127.0.0.1:{port}/health").json()
    return told["status"] == "ok"


@pytest.mark.parametrize("first", [b"", b"P", HEAD.encode()], ids=["nothing", "a letter", "half"])
@pytest.mark.parametrize("drip", [b"", b"x"], ids=["silent", "dripping"])
def test_who_does_not_come_to_the_point_is_hung_up_on(
    port: int, hasty: None, first: bytes, drip: bytes
) -> None:
    with connected(port) as peer:
        peer.sendall(first)
        assert hung_up(peer, drip if first else b"")
    assert well(port)


def test_a_body_that_trickles_is_told_and_hung_up_on(port: int, hasty: None) -> None:
    with connected(port) as peer:
        peer.sendall(f"{HEAD}Content-Length: 1000\r\n\r\nabc".encode())
        assert answered(peer) == (408, "sync.slow")
        assert hung_up(peer, b"x")
    assert well(port)


def test_a_request_of_too_many_bytes_is_not_read(port: int) -> None:
    with connected(port) as peer:
        peer.sendall(f"{HEAD}Content-Length: {MOST_BYTES + 1}\r\n\r\n".encode())
        assert answered(peer) == (413, "sync.too_large")
        assert hung_up(peer)


def test_a_request_without_end_is_not_read_on(port: int) -> None:
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    with connected(port) as peer:
        peer.sendall(f"{HEAD}Transfer-Encoding: chunked\r\n\r\n".encode())
        with suppress(ConnectionError):  # hung up on while it goes on
            for _ in range(MOST_BYTES // 0x10000 + 2):
                peer.sendall(chunk)
            assert answered(peer) == (413, "sync.too_large")
    assert well(port)


def test_a_head_without_end_is_not_read_on(port: int) -> None:
    with connected(port) as peer:
        peer.sendall(HEAD.encode())
        filler = b"X-Filler: " + b"x" * 1000 + b"\r\n"
        with pytest.raises(ConnectionError):
            peer.sendall(filler * 10_000)
    assert well(port)


def test_half_sent_requests_do_not_fill_the_memory(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(application, "MOST_READING", 100_000)
    with connected(port) as first, connected(port) as second:
        first.sendall(f"{HEAD}Content-Length: 90000\r\n\r\n".encode() + b"x" * 80_000)
        assert well(port)
        second.sendall(f"{HEAD}Content-Length: 90000\r\n\r\n".encode() + b"x" * 80_000)
        assert answered(second) == (503, "sync.busy")
        first.sendall(b"x" * 10_000)
        assert answered(first) == (400, "sync.garbled")


@pytest.mark.parametrize("size", [MOST_BYTES + 1, 1 << 30], ids=["just", "a thousandfold"])
def test_a_bomb_is_not_unpacked(town: Town, port: int, size: int) -> None:
    pc = town.founded()
    packer = zstandard.ZstdCompressor(level=3).compressobj()
    parts = [packer.compress(bytes(1 << 20)) for _ in range((size >> 20) + 1)]
    body = b"".join([*parts, packer.flush()])
    assert len(body) < 200_000
    for path in (wire.PUSH, wire.PULL, wire.HELLO):
        asked = HTTPConnection("127.0.0.1", port, timeout=WAITS)
        asked.request("POST", path, body, {"Content-Type": wire.MEDIA, **signed(pc, path, body)})
        found = asked.getresponse()
        rule = wire.unpack(found.read(), kind=wire.Trouble).rule
        assert (found.status, rule) == (413, "sync.too_large")
        asked.close()


def way(pc: Pc, port: int) -> Https:
    return Https(
        f"http://127.0.0.1:{port}", ca="", server=pc.server, device=pc.device, key=pc.key,
        clock=pc.town.clock,
    )  # fmt: skip


def test_who_calls_too_often_hears_when_to_come_back(
    town: Town, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "CALLS", Rate(2, 1 / 7))
    town.server.limits = Limits(ticks=lambda: 0.0)
    pc = town.pc()
    link = way(pc, port)
    hello = Hello(pc.server, pc.device, town.clock(), "0.1.0")
    assert [link.hello(hello).server for _ in range(2)] == [pc.server] * 2
    with pytest.raises(Unavailable) as told:
        link.hello(hello)
    assert (told.value.rule, told.value.params["seconds"]) == ("sync.busy", 7)
    link.close()
    other = town.pc(pc.scope)
    link = way(other, port)
    assert link.hello(Hello(other.server, other.device, town.clock(), "0.1.0")).scopes
    link.close()


def test_who_comes_through_a_proxy_is_counted_by_where_he_comes_from(
    town: Town, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "STRANGERS", Rate(1, 1 / 9))
    town.server.limits = Limits(ticks=lambda: 0.0)

    def told(source: str) -> int:
        headers = {"Content-Type": wire.MEDIA, "X-Forwarded-For": source}
        url = f"http://127.0.0.1:{port}{wire.HELLO}"
        return httpx.post(url, content=json.dumps({}), headers=headers).status_code

    assert [told(one) for one in ("192.0.2.1", "192.0.2.1", "192.0.2.2")] == [400, 429, 400]
