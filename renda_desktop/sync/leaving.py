"""Leaving a log: what waits is sent first, the server says that it has all, then all of it goes."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.queries.exchange import rested_on
from renda_desktop.store import exchange, forgetting, settings
from renda_desktop.store.exchange import Cursor, Peer
from renda_desktop.store.forgetting import Left
from renda_desktop.sync import outbox, report, signing
from renda_desktop.sync.link import Link
from renda_desktop.sync.messages import Leave, Point
from renda_desktop.sync.report import Trouble

if TYPE_CHECKING:
    from renda_desktop.sync.loop import Place


def follow(place: "Place", *, link: Link, peer: Peer, ended: Collection[Id]) -> list[Trouble]:
    """Leave what the server said has ended, but for what this PC's own desk rests on."""
    if not ended:
        return []
    troubles = []
    with place.session() as session:
        held, needed = exchange.cursors(session), rested_on(session)
        waiting = exchange.waiting(session)
        if _own(session) in ended:
            troubles.append(report.trouble(Unavailable("sync.station_ended")))
    for scope in ended:
        if scope not in held or scope in needed or scope in waiting:
            continue
        try:
            leave(place, link=link, peer=peer, log=held[scope])
        except Unavailable as failure:
            troubles.append(report.trouble(failure))
    return troubles


def leave(place: "Place", *, link: Link, peer: Peer, log: Cursor, wanted: bool = False) -> None:
    """Let one log go, once the server has said that it has all of it.

    Args:
        wanted: somebody here lets it go, though the server would still grant it.

    Raises:
        Unavailable: the server has not all that is here, or cannot be reached: nothing changed.
    """
    at = Point(log.seq, log.chain)
    left = link.leave(Leave(peer.server, peer.epoch, log.scope, place.device, at, wanted))
    if not left.agreed:
        raise Unavailable("sync.behind", scope=log.name)
    with place.session(writes=True) as session:
        now = exchange.cursor(session, scope=log.scope)
        if now == log and log.scope not in exchange.waiting(session):
            last = _last(session, log.scope, peer.server, place.device)
            forgetting.drop(session, scope=log.scope, left=last)


def named(session: Session, name: str, /) -> Cursor:
    """Return the log of this name that can be left.

    Raises:
        RuleBroken: there is none, something of it waits, or this PC's desk rests on it.
    """
    found = [one for one in exchange.cursors(session).values() if name in (one.name, one.scope)]
    if len(found) != 1:
        raise RuleBroken("scope.unknown", name=name)
    (log,) = found
    if log.scope in rested_on(session):
        raise RuleBroken("scope.needed", scope=log.name)
    if log.scope in exchange.waiting(session):
        raise RuleBroken("scope.waiting", scope=log.name)
    return log


def _own(session: Session) -> Id:
    return Id(settings.get(session, key="station") or "")


def _last(session: Session, scope: Id, server: Id, device: Id) -> Left | None:
    """Return the last action that this device signed in a log, and what the next would name."""
    last = exchange.last_signed(session, scope=scope, device=device)
    before = forgetting.came_to(session, scope=scope, device=device)
    if last is None or (before is not None and before.dseq >= last.dseq):
        return before
    action = outbox.sent(last, exchange.entries_of(session, action=last))
    return Left(device, last.dseq, signing.link(action, server=server))
