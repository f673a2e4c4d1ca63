"""来访回执: what is on a visit's receipt."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter import MATTER
from renda_desktop.domain.terms import Disposition, Stage
from renda_desktop.domain.visit import VISIT
from renda_desktop.queries import receptions
from renda_desktop.queries.names import Names
from renda_desktop.queries.papers import parts
from renda_desktop.queries.papers.sheets import ReceiptMatter, ReceiptSheet
from renda_desktop.store import log
from renda_desktop.store.tables import projection as t


def receipt(session: Session, *, visit: Id, now: datetime) -> ReceiptSheet:
    """Return a visit's receipt.

    Raises:
        RuleBroken: there is no such visit, or it was not registered yet.
    """
    state = VISIT.fold(visit, log.read(session, stream=visit))
    if not state.exists:
        raise RuleBroken("stream.missing", noun=state.term)
    d = state.details
    if state.received_at is None:
        raise RuleBroken("visit.status", status=state.status.label, action="打印回执")
    names = Names(session)
    held = receptions.reception(session, id=d.reception)
    raised = session.scalars(
        select(t.matter.c.id)
        .where(t.matter.c.visit == visit, t.matter.c.stage != Stage.WITHDRAWN)
        .order_by(t.matter.c.id)
    )
    if d.anonymous:
        who = parts.ANONYMOUS
    else:
        who = parts.CONFIDENTIAL if d.confidential else parts.person_name(session, d.name)
    return ReceiptSheet(
        station=parts.station_head(session),
        number=d.number,
        ticket=d.ticket,
        reception=f"{held.row.title}（第{held.row.number}期）" if held else "",
        received_at=datetime.fromtimestamp(state.received_at / 1_000_000, now.tzinfo),
        resident=who,
        heads=d.heads,
        matters=tuple(_matter(session, matter, names) for matter in raised),
        clerk=names.clerk(state.timeline[-1].entry.author),
        printed_at=now,
    )


def _matter(session: Session, matter: Id, names: Names) -> ReceiptMatter:
    state = MATTER.fold(matter, log.read(session, stream=matter))
    due = state.round.due if state.disposition is Disposition.ASSIGNED else None
    return ReceiptMatter(
        number=state.details.number,
        text=state.details.own_words,
        way=parts.way(state),
        unit=parts.addressee(state, names=names),
        due=due.on if due else None,
        provisional=due.provisional if due else False,
        next_step=parts.next_step(state, names=names),
    )
