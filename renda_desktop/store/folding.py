"""States that are folded as their entries come, so that nobody reads these again."""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy.orm import Session

from renda_desktop.domain import erasure
from renda_desktop.domain.entry import Entry
from renda_desktop.domain.ids import Id
from renda_desktop.domain.nouns import noun_of
from renda_desktop.domain.stream import Noun, Stream
from renda_desktop.store import exchange, log

MOST: Final = 300_000
"""Entries: with more, the states would take too much memory."""


class Folding:
    """What entries lead to, taken in the order of their logs.

    An order to erase changes how what came before it is read: then all is read again. So it is
    where a stream begins with what this version does not know, or goes on in another log, and
    where a log is taken from elsewhere than its beginning, or with gaps.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._count: int | None = 0
        self._ends: dict[Id, int] = {}
        self._states: dict[Id, tuple[Id, Noun[Any], Stream]] = {}

    def take(self, entries: Iterable[Entry]) -> None:
        """Let entries change the states of their streams."""
        if self._count is None:
            return
        for entry in entries:
            known = self._states.get(entry.stream) or self._begun(entry)
            next_ = self._ends.get(entry.scope, 0) + 1
            if (
                known is None or known[0] != entry.scope or entry.kind in erasure.KINDS
                or entry.seq != next_
            ):  # fmt: skip
                self._give_up()
                return
            self._ends[entry.scope] = next_
            known[1].step(known[2], entry)
            self._count += 1
        if self._count > self._most:
            self._give_up()

    def whole(self, session: Session) -> list[Stream] | None:
        """Return the states, if all that is in the log led to them."""
        if not self._count or self._count != log.extent(session)[0]:
            return None
        here = {one.scope: one.seq for one in exchange.cursors(session).values() if one.seq}
        if here != self._ends:  # some were not written, as many others were here before
            return None
        return [self._states[one][2] for one in sorted(self._states)]

    def _begun(self, entry: Entry) -> tuple[Id, Noun[Any], Stream] | None:
        noun = noun_of(entry.kind)
        if noun is None:
            return None
        known = entry.scope, noun, noun.state(entry.stream)
        self._states[entry.stream] = known
        return known

    def _give_up(self) -> None:
        self._count = None
        self._states.clear()
