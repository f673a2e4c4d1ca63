"""Publishing figures: computed here, from what is on record, and kept as they were."""

from importlib.metadata import version

import msgspec
from sqlalchemy.orm import Session

from renda_desktop.domain.definitions import DEFINITIONS
from renda_desktop.domain.entry import Author
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.figures import Figure, FigureFilter, FigureKey
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.snapshot import (
    SNAPSHOT,
    Published,
    PublishSnapshot,
    SnapshotDetails,
    WithdrawSnapshot,
)
from renda_desktop.queries import figures as computed
from renda_desktop.queries.figures.conditions import described
from renda_desktop.services.action import Action, Changes

EVERYTHING = FigureFilter()


def publish(
    session: Session,
    *,
    by: Author,
    title: str,
    where: FigureFilter = EVERYTHING,
    figures: tuple[FigureKey, ...] = (),
) -> Changes:
    """Publish figures as they stand, or as of a moment; those of its programs if none is named.

    What is published is computed here; numbers are never taken from whoever publishes.
    """
    if where.as_of is not None and where.as_of > by.now:
        raise RuleBroken("figure.future")
    keys = figures or computed.listed(session, keys=where.programs)
    found = computed.figures(session, keys=keys, where=where, today=day_of(by.now))
    action = Action(session, by)
    details = SnapshotDetails(
        title=title,
        where=where,
        conditions=described(session, where),
        moment=where.as_of or by.now,
        figures=tuple(map(_published, found)),
        app=f"renda-desktop {version('renda-desktop')}",
    )
    return action.done(action.begin(SNAPSHOT, PublishSnapshot(details)))


def withdraw(session: Session, *, by: Author, snapshot: Id, reason: str) -> Changes:
    """Withdraw published figures; they stay on record as they were."""
    action = Action(session, by)
    action.record(SNAPSHOT, snapshot, WithdrawSnapshot(reason))
    return action.done(snapshot)


def _published(figure: Figure) -> Published:
    words = msgspec.structs.asdict(DEFINITIONS[figure.key])
    kept = {name: words[name] for name in ("counts", "dated", "numerator", "denominator")}
    return Published(key=figure.key, title=figure.key.label, value=figure.value, **kept)
