"""代表阅件: what residents raised that one deputy should know."""

from datetime import datetime

from sqlalchemy.orm import Session

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter import MATTER
from renda_desktop.domain.moments import day_of
from renda_desktop.queries import matters, people, receptions
from renda_desktop.queries.matters import MatterFilter, MatterRow
from renda_desktop.queries.names import Names
from renda_desktop.queries.papers import parts
from renda_desktop.queries.papers.sheets import BriefingRow, BriefingSheet
from renda_desktop.store import log

_MOST_ROWS = 300


def briefing(
    session: Session, *, deputy: Id, now: datetime, reception: Id | None = None
) -> BriefingSheet:
    """Return a deputy's briefing: of one reception, else of what is open with the deputy.

    Of a reception it holds every matter raised there; else the open matters that the deputy
    heard or was assigned, the most urgent first.

    Raises:
        RuleBroken: there is no such deputy.
    """
    names = Names(session)
    name = names.deputy(deputy)
    if not name:
        raise RuleBroken("stream.missing", noun="代表")
    today = day_of(now)
    held = receptions.reception(session, id=reception) if reception else None
    where = MatterFilter(reception=reception) if held else MatterFilter(deputy=deputy, open=True)
    order = "number" if held else "urgency"
    rows = matters.matters(
        session, today=today, where=where, order=order, descending=False, limit=_MOST_ROWS
    )
    levels = people.seats(session, deputies=[deputy]).get(deputy, ())
    return BriefingSheet(
        station=parts.station_head(session),
        deputy=name,
        levels="、".join(level.label for level in levels),
        title="接待事项" if held else "在办事项",
        reception=f"{held.row.title}(第{held.row.number}期)" if held else "",
        rows=tuple(_row(session, row, names) for row in rows),
        printed_at=now,
    )


def _row(session: Session, row: MatterRow, names: Names) -> BriefingRow:
    state = MATTER.fold(row.id, log.read(session, stream=row.id))
    who, _phone, _address = parts.person(session, state)
    return BriefingRow(
        number=row.number,
        raised_on=day_of(row.registered_at),
        resident=who,
        own_words=state.details.own_words,
        summary=state.details.summary,
        category=row.category,
        place=row.place,
        stage=row.stage.label,
        unit=parts.addressee(state, names=names),
        due=row.due,
        provisional=row.provisional,
        days=row.days,
        signal=row.signal,
        history=parts.lines(state, names=names),
    )
