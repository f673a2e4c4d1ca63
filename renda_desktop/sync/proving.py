"""The signatures that a first sync left for later, checked in idle time; the place is kept."""

from itertools import groupby
from typing import TYPE_CHECKING, Final

from renda_desktop.domain.errors import Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.store import exchange, log
from renda_desktop.store.exchange import Peer
from renda_desktop.sync import signing
from renda_desktop.sync.outbox import sent

if TYPE_CHECKING:
    from renda_desktop.sync.loop import Place

SOME: Final = 5_000
"""Entries at a time, so that it takes less than a second; no action has as many."""


def go_on(place: "Place", *, peer: Peer) -> bool:
    """Check the next signatures that were left for later; return whether there are more.

    Raises:
        Unavailable: one does not hold. It is found again each time, as long as it is there.
    """
    with place.session() as session:
        left, logs = exchange.unproved(session), exchange.cursors(session)
    for scope, (after, until) in left.items():
        checked = _checked(place, peer, scope, after, until)
        if checked is None:
            raise Unavailable("sync.forged", scope=logs[scope].name if scope in logs else "")
        with place.session(writes=True) as session:
            exchange.prove(session, scope=scope, until=checked)
        return checked < until or len(left) > 1
    return False


def _checked(place: "Place", peer: Peer, scope: Id, after: int, until: int) -> int | None:
    """Return up to which number devices signed what is in a log; None if one did not."""
    end = min(after + SOME, until)
    with place.session() as session:
        keys = exchange.keys(session)
        where = "scope = ? AND seq > ? AND seq <= ? ORDER BY seq"
        found = log.selected(session, where=where, given=(bytes.fromhex(scope), after, end))
        groups = [list(group) for _, group in groupby(found, key=lambda one: one[0].action)]
        if end < until and len(groups) > 1:
            groups.pop()  # it may go on behind the end
        actions = [group[0][0].action for group in groups]
        signed = exchange.signed_of(session, scope=scope, actions=actions)
    said: list[tuple[bytes, bytes, bytes]] = []
    for group in groups:
        one = signed.get(group[0][0].action)
        if one is None:
            return None
        message = signing.action_message(sent(one, group), server=peer.server)
        said.append((message, one.signature, keys.get(one.device, b"")))
    if not signing.all_verified(said):
        return None
    return (groups[-1][-1][0].seq or end) if end < until and groups else end
