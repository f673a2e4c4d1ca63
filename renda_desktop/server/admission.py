"""Who is served now, who waits for a turn, and who is asked to come back, and when."""

import asyncio
import math
import random
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from renda_desktop.domain.errors import Unavailable

_LONGEST: Final = 600.0


@dataclass(slots=True)
class Lane:
    """So many turns at once, the next one for whoever waits longest.

    Who would wait longer than `patience` seconds is not kept: he is told to come back when the
    queue that is there now will be gone, give or take a half, so that not all come back at once.
    """

    at_once: int
    patience: float
    turn_takes: float = 0.05  # seconds, on average lately; this one is a guess
    weight: float = 0.1  # of the last turn in that average
    ticks: Callable[[], float] = time.monotonic
    chance: Callable[[], float] = random.random
    under_way: int = 0
    _waiting: deque[asyncio.Future[None]] = field(default_factory=deque)

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._waiting)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a turn, and have it.

        Raises:
            Unavailable: that would take too long.
        """
        await self._admitted()
        began = self.ticks()
        try:
            yield
        finally:
            self.turn_takes += self.weight * (self.ticks() - began - self.turn_takes)
            self._next()

    async def _admitted(self) -> None:
        if self.under_way < self.at_once:
            self.under_way += 1
            return
        wait = (self.waiting + 1) * self.turn_takes / self.at_once
        if wait > self.patience:
            later = math.ceil(min(wait, _LONGEST) * (0.5 + self.chance()))
            raise Unavailable("sync.busy", seconds=later)
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        try:
            await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():  # the turn came as the caller went away
                self._next()
            raise

    def _next(self) -> None:
        """Hand the turn on; who went away meanwhile is passed over."""
        while self._waiting:
            place = self._waiting.popleft()
            if not place.done():
                place.set_result(None)
                return
        self.under_way -= 1


def _small() -> Lane:
    # A disk that hangs for a moment says little about the turns after it.
    return Lane(at_once=12, patience=20.0, turn_takes=0.005, weight=0.02)


def _large() -> Lane:
    return Lane(at_once=2, patience=25.0, turn_takes=0.1)


@dataclass(slots=True)
class Lanes:
    """What takes a moment never waits behind pages and pushes of thousands of entries.

    All turns together are fewer than the connections to the database.
    """

    small: Lane = field(default_factory=_small)
    large: Lane = field(default_factory=_large)
