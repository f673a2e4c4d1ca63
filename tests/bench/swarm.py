"""Many PCs at once in one thread: what they sign and send is real, what they keep is a cursor."""

import asyncio
import random
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

import msgspec

from renda_desktop.domain.ids import Id
from renda_desktop.sync import signing, wire
from renda_desktop.sync.messages import Hello, Page, Pull, Push, Pushed, SignedAction, Welcome
from tests.bench.stations import percentile
from tests.server.pcs import NOTE, Pc, Said, Town

M = TypeVar("M", bound=msgspec.Struct)
_HOST = "127.0.0.1"
_PATIENCE = 60.0  # as long as a PC waits for an answer


class BusyError(Exception):
    """The server asks to come back after some seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass
class Figures:
    """How long each kind of call took, and what else happened."""

    times: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    sizes: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)

    def show(self, seconds: float) -> None:
        calls = sum(map(len, self.times.values()))
        print(f"  {calls:,} calls in {seconds:.1f} s: {calls / seconds:,.0f}/s")
        for kind, times in sorted(self.times.items()):
            p50, p99 = percentile(times, 0.5) * 1000, percentile(times, 0.99) * 1000
            print(
                f"  {kind:6} {len(times):7,}  p50 {p50:7.1f} ms  p99 {p99:7.1f} ms"
                f"  longest {max(times) * 1000:7.1f} ms  {self.sizes[kind] / len(times):7,.0f} B"
            )
        print(f"  faults: {dict(self.faults) or 'none'}")


@dataclass
class Station:
    """A PC on its way: its keys, its cursor, the connection of one exchange."""

    pc: Pc
    port: int
    figures: Figures
    after: int = 0
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None

    async def hello(self) -> Welcome:
        pc = self.pc
        said = Hello(pc.server, pc.device, datetime.now(UTC), "0.1.0")
        return await self._call("hello", wire.HELLO, said, Welcome)

    async def push(self, *actions: SignedAction) -> Pushed:
        pc = self.pc
        offer = Push(pc.server, 1, pc.scope, pc.device, actions)
        return await self._call("push", wire.PUSH, offer, Pushed)

    async def pull(self) -> Page:
        pc = self.pc
        asked = Pull(pc.server, 1, pc.scope, pc.device, self.after)
        page = await self._call("pull", wire.PULL, asked, Page)
        self.after = page.until
        return page

    async def exchange(self, *, notes: int = 0) -> None:
        """Do what a PC does when it looks: greet, send what waits, take what is new."""
        try:
            welcome = await self.hello()
            head = next(one.head for one in welcome.scopes if one.id == self.pc.scope)
            if notes:
                head = (await self.push(*self.pc.notes(notes))).head
            while self.after < head:
                await self.pull()
        finally:
            self.close()

    def close(self) -> None:
        """Let the connection go, as a PC does after each exchange."""
        if self.writer is not None:
            self.writer.close()
        self.reader = self.writer = None

    async def _call(self, kind: str, path: str, message: msgspec.Struct, answer: type[M]) -> M:
        body = wire.pack(message)
        began = time.perf_counter()
        async with asyncio.timeout(_PATIENCE):
            status, headers, data = await self._sent(path, body)
        self.figures.sizes[kind] += len(body) + len(data)
        if status == 503:
            self.figures.faults["busy"] += 1
            raise BusyError(int(headers["retry-after"]))
        if status != 200:
            rule = wire.unpack(data, kind=wire.Trouble).rule
            self.figures.faults[rule] += 1
            raise RuntimeError(rule)
        self.figures.times[kind].append(time.perf_counter() - began)
        return wire.unpack(data, kind=answer)

    async def _sent(self, path: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
        if self.writer is None or self.reader is None:
            self.reader, self.writer = await asyncio.open_connection(_HOST, self.port)
        at = int(time.time())
        message = signing.request_message(method="POST", path=path, at=at, body=body)
        signature = self.pc.key.sign(message).hex()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {_HOST}\r\nContent-Type: {wire.MEDIA}\r\n"
            f"{wire.DEVICE}: {self.pc.device}\r\n{wire.TIME}: {at}\r\n"
            f"{wire.SIGNATURE}: {signature}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self.writer.write(head.encode() + body)
        await self.writer.drain()
        first, *lines = (await self.reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")[:-2]
        headers = {name.lower(): value for name, _, value in (one.partition(": ") for one in lines)}
        data = await self.reader.readexactly(int(headers["content-length"]))
        return int(first.split()[1]), headers, data


def founded(town: Town, number: int) -> Pc:
    """Let a PC found a new station."""
    pc = town.pc(town.station(f"联络站{number}", f"S{number}"))
    pc.push(pc.founding())
    return pc


def copies(town: Town, scope: Id, many: int) -> list[Pc]:
    """Let more PCs into a station."""
    return [town.pc(scope) for _ in range(many)]


def fill(pc: Pc, actions: Sequence[Sequence[Said]], *, entries: int) -> int:
    """Push actions again and again until the log has so many entries; return how many it has."""
    head = pc.pull().head
    at = 0
    while head < entries:
        some = [pc.action(*actions[(at + n) % len(actions)]) for n in range(200)]
        at += len(some)
        head = pc.push(*some).head
    return head


def sampled(most: int = 2000) -> list[list[Said]]:
    """Return what clerks of a made-up station did, action by action."""
    from sqlalchemy import text

    from tests.bench.stations import station

    office = station(500)
    rows = "SELECT action, kind, body FROM entry ORDER BY id"
    grouped: defaultdict[bytes, list[Said]] = defaultdict(list)
    with office.session() as session:
        for action, kind, body in session.execute(text(rows)):
            if not kind.startswith(("clerk.", "station.", "program.")):
                grouped[action].append((kind, bytes(body).decode()))
    office.close()
    return list(grouped.values())[:most]


def some(chance: float) -> bool:
    """Return whether something that happens so often happens now."""
    return random.random() < chance


NOTES = [[NOTE]]
