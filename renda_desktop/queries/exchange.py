"""Where this PC stands with its server, and what the server did not take."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import from_micros
from renda_desktop.queries import references
from renda_desktop.queries.pending import reason_of
from renda_desktop.store import exchange, log, positions, settings


@dataclass(frozen=True, slots=True)
class LogRow:
    """A log that this PC may hold: how many of its entries are here.

    `may_leave`: it is held beside the desk's own, whose areas and clerk this PC needs.
    """

    scope: Id
    kind: str
    name: str
    writes: bool
    entries: int
    may_leave: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """`server` is None before the PC is enrolled. `forked`: it must enrol anew.

    `own_ca`: the organisation's own certificate is trusted.
    """

    server: Id | None
    url: str
    device: Id
    letter: str
    forked: bool
    pending: int
    refused: int
    logs: tuple[LogRow, ...]
    own_ca: bool = False


def standing(session: Session) -> Standing:
    """Return where this PC stands."""
    peer = exchange.peer(session)
    needed = rested_on(session)
    return Standing(
        server=peer.server if peer else None,
        url=peer.url if peer else "",
        device=Id(settings.get(session, key="device") or ""),
        letter=settings.get(session, key="letter") or "A",
        forked=peer is not None and peer.forked,
        pending=log.pending(session),
        refused=len(exchange.refused(session)),
        logs=tuple(
            LogRow(one.scope, one.kind, one.name, one.writes, one.seq, one.scope not in needed)
            for one in exchange.cursors(session).values()
        ),
        own_ca=bool(peer and peer.ca),
    )


def rested_on(session: Session) -> set[Id]:
    """Return the logs without which nobody could go on here: the desk's own, and the clerk's."""
    own = Id(settings.get(session, key="station") or "")
    found = set(positions.chain(session, scope=own))
    clerk = settings.get(session, key="clerk")
    home = references.clerk_scope(session, clerk=Id(clerk)) if clerk else None
    return found if home is None else {*found, *positions.chain(session, scope=home)}


def refused_whole(session: Session) -> Iterator[dict[str, object]]:
    """Return every refused action with all that it says, to be kept in a file."""
    for one in exchange.refused(session):
        yield {
            "action": one.id,
            "scope": one.scope,
            "rule": one.rule,
            "reason": reason_of(one.rule or ""),
            "detail": one.detail,
            "entries": [
                {
                    "id": entry.id,
                    "stream": entry.stream,
                    "kind": entry.kind,
                    "author": entry.author,
                    "device": entry.device,
                    "recorded_at": from_micros(entry.recorded_at),
                    "body": entry.body.decode(errors="replace"),
                }
                for entry, _ in exchange.entries_of(session, action=one)
            ],
        }
