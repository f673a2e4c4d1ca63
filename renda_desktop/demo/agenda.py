"""What happens next: many lives at once, each told in its own order, all in the order of time."""

from collections.abc import Iterator
from datetime import datetime
from heapq import heappop, heappush
from itertools import count

from renda_desktop.demo.clock import Clock

# A life does what it has to do and yields the moment at which it wants to go on.
Life = Iterator[datetime]


class Agenda:
    """Lives that wait for their moments."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: list[tuple[datetime, int, Life]] = []
        self._turns = count()

    def add(self, moment: datetime, life: Life) -> None:
        """Let a life go on at `moment`, or now if that has passed."""
        later = max(moment, self._clock.now)
        heappush(self._waiting, (later, next(self._turns), life))

    def step(self, *, until: datetime) -> bool:
        """Set the clock to the next moment and live it; false when nothing is left before `until`.

        Who waits for a later moment waits for ever: that is how open matters come to be.
        """
        if not self._waiting or self._waiting[0][0] > until:
            return False
        moment, _, life = heappop(self._waiting)
        self._clock.now = moment
        following = next(life, None)
        if following is not None:
            self.add(following, life)
        return True
