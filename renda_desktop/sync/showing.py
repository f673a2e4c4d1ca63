"""Making what is shown from much that came: from zero, or a little at a time beside a clerk."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from renda_desktop.domain.ids import Id
from renda_desktop.store import rebuild, schema
from renda_desktop.store.folding import Folding

if TYPE_CHECKING:
    from renda_desktop.sync.loop import Place

GAP: Final = 0.12
"""Seconds between two long transactions: whoever waits for one looks every tenth of a second."""
SOME: Final = 300
"""Streams at a time: what a clerk does meanwhile waits well below a second."""


@dataclass(slots=True)
class Due:
    """Streams with something new, a kind of each. `whole`: all else is shown as it is.

    `folding`: what came so far, where it all came at once.
    """

    streams: dict[Id, str] = field(default_factory=dict)
    whole: bool = True
    folding: Folding = field(default_factory=Folding)


def rest(place: "Place") -> None:
    """Let others write in between, where there are any."""
    if not place.alone:
        time.sleep(GAP)


def bring(
    place: "Place",
    *,
    due: Due,
    stop: Callable[[], bool],
    progress: Callable[[int], object],
) -> set[Id]:
    """Make the rows that are due, and return what is in conflict.

    On a PC where nobody works yet all rows are made from zero in one transaction: that is fastest.
    Elsewhere a transaction makes some. If it is cut off, the next start makes all from zero.
    """
    if place.alone or not due.whole:
        with place.session(writes=True) as session:
            known = due.folding.whole(session)
            schema.bring_projection(session, progress=progress, known=known)
            return set(rebuild.in_conflict(session))
    streams = sorted(due.streams)
    for start in range(0, len(streams), SOME):
        if stop():
            return set()
        some = {one: due.streams[one] for one in streams[start : start + SOME]}
        with place.session(writes=True) as session:
            begun = some.keys() - rebuild.shown(session, streams=some)
            rebuild.again(session, streams=some, begun=begun)
        progress((start + len(some)) * 100 // len(streams))
        rest(place)
    with place.session(writes=True) as session:
        schema.complete_projection(session)
        return set(rebuild.in_conflict(session))
