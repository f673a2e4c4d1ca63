"""The way between a PC and the server, with all that can happen to a message on it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

import asyncpg

from renda_desktop.bootstrap import Office
from renda_desktop.domain.errors import Unavailable
from renda_desktop.server import calls
from renda_desktop.server.calls import Answer, Call
from renda_desktop.server.inprocess import InProcess
from renda_desktop.sync import signing
from renda_desktop.sync.loop import Place
from tests.server.pcs import Town

FAULTS = (
    "lost", "unheard", "twice", "delayed", "overtaken", "request cut", "answer cut", "old answer",
    "noise", "database", "killed before", "killed after",
)  # fmt: skip
_STATEMENTS = frozenset({
    "execute", "executemany", "fetch", "fetchrow", "fetchval", "copy_records_to_table",
})  # fmt: skip


class Killed(BaseException):
    """The PC died here."""


@dataclass
class Post:
    """What is on its way longer than its sender waits, and the answers that were given."""

    delayed: list[Call] = field(default_factory=list)
    answers: dict[tuple[str, str], list[Answer]] = field(default_factory=dict)


@dataclass
class Road:
    """Carries calls to the server; with `chance` every call may meet a fault.

    `rate` is how often one does.
    """

    town: Town
    post: Post = field(default_factory=Post)
    chance: Random | None = None
    rate: float = 0.35
    met: list[str] = field(default_factory=list)

    def of(self, office: Office) -> InProcess:
        """Return the way from a PC to the server."""
        return self._from(office._place())

    @contextmanager
    def way(self, place: Place) -> Iterator[InProcess]:
        yield self._from(place)

    def arrive(self) -> None:
        """Let everything that was delayed arrive, the latest first; nobody hears the answers."""
        while self.post.delayed:
            self._send(self.post.delayed.pop())

    def carry(self, call: Call) -> Answer:
        """Bring a call to the server and its answer back, as far as they come."""
        chance = self.chance
        if chance is None or chance.random() > self.rate:
            return self._answered(call)
        fault = chance.choice(FAULTS)
        self.met.append(fault)
        return self._with(fault, call, chance)

    def _with(self, fault: str, call: Call, chance: Random) -> Answer:
        match fault:
            case "lost":
                raise Unavailable("sync.offline")
            case "unheard":
                self._answered(call)
                raise Unavailable("sync.slow")
            case "twice":
                self._answered(call)
                return self._answered(call)
            case "delayed":
                self.post.delayed.append(call)
                raise Unavailable("sync.slow")
            case "overtaken":
                self.arrive()
                return self._answered(call)
            case "request cut":
                body = call.body[: chance.randrange(len(call.body))]
                return self._answered(dataclasses.replace(call, body=body))
            case "old answer":
                given = self.post.answers.get(_kind(call))
                return chance.choice(given) if given else self._answered(call)
            case "killed before":
                raise Killed
            case "killed after":
                self._answered(call)
                raise Killed
            case "database":
                return self._send(call, fails=chance.randrange(12))
            case _:
                whole = self._answered(call)
                body = whole.body[: chance.randrange(len(whole.body))]
                if fault == "noise":
                    body = chance.randbytes(chance.randrange(200))
                return dataclasses.replace(whole, body=body)

    def _from(self, place: Place) -> InProcess:
        # As over HTTPS, the server's clock signs requests: the PC's own decides nothing.
        key = signing.device_key(place.key, device=place.device)
        return InProcess(
            self.town.server, loop=self.town.loop, device=place.device, key=key, carry=self.carry
        )

    def _answered(self, call: Call) -> Answer:
        answer = self._send(call)
        if answer.status == 200:
            self.post.answers.setdefault(_kind(call), []).append(answer)
        return answer

    def _send(self, call: Call, *, fails: int | None = None) -> Answer:
        server = self.town.server
        if fails is not None:
            server = dataclasses.replace(server, pool=_Failing(server.pool, fails))
        return self.town.loop.run(calls.answer(server, call=call))


def _kind(call: Call) -> tuple[str, str]:
    return call.path, call.headers.get("renda-device", "")


class _Failing:
    """A pool whose connection breaks after so many statements."""

    def __init__(self, pool: Any, left: int) -> None:
        self._pool = pool
        self.left = left

    def acquire(self) -> _Failing:
        return self

    async def __aenter__(self) -> _Breaking:
        self._db = await self._pool.acquire()
        return _Breaking(self._db, self)

    async def __aexit__(self, *_: object) -> None:
        await self._pool.release(self._db)


class _Breaking:
    """A connection that breaks."""

    def __init__(self, db: Any, pool: _Failing) -> None:
        self._db = db
        self._pool = pool

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._db, name)
        return self._counted(found) if name in _STATEMENTS else found

    def _counted(self, work: Callable[..., Any]) -> Callable[..., Any]:
        async def done(*given: Any, **named: Any) -> Any:
            if self._pool.left <= 0:
                raise asyncpg.ConnectionDoesNotExistError
            self._pool.left -= 1
            return await work(*given, **named)

        return done
