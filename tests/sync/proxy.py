"""A proxy between PCs and a server on real sockets, that does to each message what it is told."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from renda_desktop.server.inprocess import Loop

_RESET: Final = struct.pack("ii", 1, 0)  # closing says RST: what is on its way is thrown away
_END: Final = b"\r\n\r\n"


class Gone(Exception):  # noqa: N818 - no fault
    """The other side hung up."""


@dataclass
class Passage:
    """A request on its way through, and the connection that its answer is waited for on."""

    path: str
    request: bytes
    proxy: Proxy
    writer: asyncio.StreamWriter

    async def ask(self, data: bytes | None = None) -> bytes:
        """Send the request to the server on a connection of its own; return the whole answer."""
        reader, writer = await asyncio.open_connection(*self.proxy.target)
        try:
            writer.write(self.request if data is None else data)
            await writer.drain()
            return (await message(reader))[1]
        finally:
            writer.close()

    async def give(self, data: bytes) -> None:
        """Send bytes to the PC."""
        self.writer.write(data)
        await self.writer.drain()

    def hang_up(self, *, rudely: bool = False) -> None:
        """Close the PC's connection, after what was given has gone out or at once."""
        hang_up(self.writer, rudely=rudely)


Fault = Callable[[Passage], Awaitable[None]]
"""What becomes of a request."""


async def none(one: Passage) -> None:
    """Carry a request and its answer."""
    await one.give(await one.ask())


@dataclass
class Proxy:
    """Listens on `url`; every request meets the fault of its path, those of no fault pass.

    `requests` and `answers` hold the last ones of each path.
    """

    loop: Loop
    target: tuple[str, int]
    faults: dict[str, Fault] = field(default_factory=dict)
    requests: dict[str, bytes] = field(default_factory=dict)
    answers: dict[str, bytes] = field(default_factory=dict)
    port: int = 0
    under_way: int = 0
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._server = self.loop.run(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = self._server.sockets[0].getsockname()[1]

    def stop(self) -> None:
        async def stopped() -> None:
            self._server.close()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            await asyncio.sleep(0.01)  # until what was closed is let go of

        self.loop.run(stopped())

    async def arrived(self) -> None:
        """Wait until nothing is on its way any more."""
        while self.under_way:
            await asyncio.sleep(0.002)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            while not writer.is_closing():
                path, request = await message(reader)
                self.requests[path] = request
                passage = Passage(path, request, self, writer)
                self.under_way += 1
                try:
                    await self.faults.get(path, self.faults.get("", none))(passage)
                finally:
                    self.under_way -= 1
        except (Gone, OSError, asyncio.CancelledError):  # its end, whoever wished it
            pass
        finally:
            writer.close()


async def message(reader: asyncio.StreamReader) -> tuple[str, bytes]:
    """Read a request or an answer whole; return its path (of an answer: its status) and bytes.

    Raises:
        Gone: there is none any more.
    """
    try:
        head = await reader.readuntil(_END)
        length = next(
            int(line.partition(b":")[2])
            for line in head.lower().split(b"\r\n")
            if line.startswith(b"content-length:")
        )
        body = await reader.readexactly(length)
    except (asyncio.IncompleteReadError, ConnectionError, StopIteration):
        raise Gone from None
    return head.split(b" ", 2)[1].decode("ascii"), head + body


def hang_up(writer: asyncio.StreamWriter, *, rudely: bool = False) -> None:
    """Close a connection."""
    if rudely:
        sock = writer.get_extra_info("socket")
        with suppress(OSError):
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    writer.close()


# What may happen to a message.


def dropped(*, rudely: bool = False) -> Fault:
    """The server never hears of it."""

    async def fault(one: Passage) -> None:
        one.hang_up(rudely=rudely)

    return fault


def unheard(*, rudely: bool = False) -> Fault:
    """The server does it, and nobody hears."""

    async def fault(one: Passage) -> None:
        one.proxy.answers[one.path] = await one.ask()
        one.hang_up(rudely=rudely)

    return fault


def answer_cut(at: int) -> Fault:
    """So many bytes of the answer arrive."""

    async def fault(one: Passage) -> None:
        answer = await one.ask()
        one.proxy.answers[one.path] = answer
        await one.give(answer[:at])
        one.hang_up(rudely=bool(at % 2))

    return fault


def request_cut(at: int) -> Fault:
    """So many bytes of the request arrive at the server, which then hears no more."""

    async def fault(one: Passage) -> None:
        await sever(one.proxy.target, one.request[:at], rudely=bool(at % 2))
        one.hang_up(rudely=bool(at % 2))

    return fault


async def twice(one: Passage) -> None:
    """The same bytes go there two times, and the second answer comes back."""
    await one.ask()
    await one.give(await one.ask())


async def at_once(one: Passage) -> None:
    """The same bytes go there two times at the same moment."""
    answers = await asyncio.gather(one.ask(), one.ask())
    await one.give(answers[0])


def trickled(size: int = 1) -> Fault:
    """Both ways, so many bytes at a time."""

    async def fault(one: Passage) -> None:
        reader, writer = await asyncio.open_connection(*one.proxy.target)
        sock = writer.get_extra_info("socket")
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for at in range(0, len(one.request), size):
            writer.write(one.request[at : at + size])
            await writer.drain()
            await asyncio.sleep(0)
        answer = (await message(reader))[1]
        writer.close()
        for at in range(0, len(answer), size):
            await one.give(answer[at : at + size])
            await asyncio.sleep(0)

    return fault


def late(after: asyncio.Event) -> Fault:
    """The PC gives up; the request arrives when something else has happened."""

    async def fault(one: Passage) -> None:
        one.hang_up()
        await after.wait()
        await one.ask()

    return fault


def held(until: asyncio.Event) -> Fault:
    """The request waits on its way, and then passes."""

    async def fault(one: Passage) -> None:
        await until.wait()
        await none(one)

    return fault


def answered(data: bytes, *, heard: bool = False, closed: bool = True) -> Fault:
    """Something else answers; `heard`: the server did what was asked."""

    async def fault(one: Passage) -> None:
        if heard:
            await one.ask()
        await one.give(data)
        if closed:
            one.hang_up()

    return fault


async def sever(target: tuple[str, int], data: bytes, *, rudely: bool) -> None:
    """Send a server some bytes and hang up."""
    with suppress(OSError):
        _, writer = await asyncio.open_connection(*target)
        writer.write(data)
        await writer.drain()
        hang_up(writer, rudely=rudely)
        await writer.wait_closed()


async def sever_all(target: tuple[str, int], many: Iterable[bytes], *, at_once: int = 16) -> None:
    """Do that with many beginnings of requests, some at a time."""
    gate = asyncio.Semaphore(at_once)

    async def one(number: int, data: bytes) -> None:
        async with gate:
            await sever(target, data, rudely=bool(number % 2))

    await asyncio.gather(*(one(number, data) for number, data in enumerate(many)))


def http(status: str, body: bytes, **headers: str) -> bytes:
    """Return an answer as it stands on the wire; `_` in a header's name is read as `-`."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body
