"""The way between a PC and the server, with all that can happen to a message on it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
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
from renda_desktop.sync.link import Link
from renda_desktop.sync.loop import Place
from tests.server.pcs import Town

FAULTS = (
    "lost", "unheard", "unheard", "twice", "delayed", "overtaken", "request cut", "answer cut",
    "old answer", "old answer", "old answer", "noise", "database", "killed before", "killed after",
)  # fmt: skip
MOST_CALLS = 100
"""Of one exchange, a far greater number than any needs."""
_STATEMENTS = frozenset({
    "execute", "executemany", "fetch", "fetchrow", "fetchval", "copy_records_to_table",
})  # fmt: skip


class Killed(BaseException):
    """The PC died here."""


@dataclass
class Post:
    """What is on its way longer than its sender waits, and the answers that were given."""

    delayed: list[Call] = field(default_factory=list)
    answers: dict[tuple[str, str], tuple[Answer, ...]] = field(default_factory=dict)


@dataclass
class Road:
    """Carries calls to the server; with `chance` every call may meet a fault.

    `rate` is how often one does.
    """

    town: Town
    post: Post = field(default_factory=Post)
    chance: Random | None = None
    rate: float = 0.45
    sent: int = 0

    def of(self, office: Office) -> Link:
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
        return self._with(chance.choice(FAULTS), call, chance)

    def _with(self, fault: str, call: Call, chance: Random) -> Answer:
        if fault == "killed before":
            raise Killed
        if fault in ("lost", "delayed"):
            if fault == "delayed":
                self.post.delayed.append(call)
            raise Unavailable("sync.offline")
        if fault == "request cut":
            call = dataclasses.replace(call, body=call.body[: chance.randrange(len(call.body))])
        if fault == "overtaken":
            self.arrive()
        if fault == "twice":
            self._answered(call)
        fails = chance.randrange(12) if fault == "database" else None
        earlier = self.post.answers.get(_kind(call), ())
        answer = self._answered(call, fails=fails)
        if fault == "unheard":
            raise Unavailable("sync.slow")
        if fault == "killed after":
            raise Killed
        return self._changed(fault, answer, chance, earlier)

    def _changed(
        self, fault: str, answer: Answer, chance: Random, earlier: Sequence[Answer]
    ) -> Answer:
        if fault == "old answer" and earlier:
            return chance.choice(earlier)
        if fault == "answer cut":
            body = answer.body[: chance.randrange(len(answer.body))]
            return dataclasses.replace(answer, body=body)
        if fault == "noise":
            return dataclasses.replace(answer, body=chance.randbytes(chance.randrange(200)))
        return answer

    def _from(self, place: Place) -> InProcess:
        # As over HTTPS, the server's clock signs requests: the PC's own decides nothing.
        key = signing.device_key(place.key, device=place.device)
        return InProcess(
            self.town.server, loop=self.town.loop, device=place.device, key=key, carry=self.carry
        )

    def _answered(self, call: Call, *, fails: int | None = None) -> Answer:
        self.sent += 1
        assert self.sent < MOST_CALLS, "it talks for ever"
        answer = self._send(call, fails=fails)
        if answer.status == 200:
            kept = self.post.answers.get(_kind(call), ())
            self.post.answers[_kind(call)] = (*kept, answer)
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

    def acquire(self, **_: object) -> _Failing:
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
