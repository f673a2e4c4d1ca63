"""代表阅件: what residents raised that one deputy should know, before a reception and after it."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from renda_desktop.domain import row_code
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id, Ref
from renda_desktop.domain.matter import MATTER, Matter
from renda_desktop.domain.moments import day_of, from_micros, local
from renda_desktop.domain.terms import Stage
from renda_desktop.queries import briefings, people, residents
from renda_desktop.queries.briefings import Listed
from renda_desktop.queries.matters import MatterRow
from renda_desktop.queries.names import Names
from renda_desktop.queries.papers import parts, theme_voices
from renda_desktop.queries.papers.briefing_sheet import BriefingRow, BriefingSheet, Voices
from renda_desktop.queries.receptions import ReceptionView
from renda_desktop.store import log
from renda_desktop.store.tables import projection as t

_EARLIER = 3  # of one resident's other matters are told
BEFORE, AFTER, IN_HAND = "接待前", "接待后", "在办事项"


def briefing(
    session: Session,
    *,
    deputy: Id,
    now: datetime,
    reception: Id | None = None,
    ahead: bool | None = None,
) -> BriefingSheet:
    """Return a deputy's briefing: for a reception, else of what is open with the deputy.

    Before a reception it holds what the last one left open, what is open with the deputy, and
    what residents say on the theme; after it, every matter raised there and what became of it.

    Args:
        ahead: which of the two; by default as the reception stands.

    Raises:
        RuleBroken: there is no such deputy or reception.
    """
    names = Names(session)
    name = names.deputy(deputy)
    if not name:
        raise RuleBroken("stream.missing", noun="代表")
    today = day_of(now)
    held = briefings.reception_of(session, id=reception) if reception else None
    if ahead is None:
        ahead = held is not None and not briefings.is_over(held)
    listed = _listed(session, deputy, held, ahead, today)
    levels = people.seats(session, deputies=[deputy]).get(deputy, ())
    return BriefingSheet(
        station=parts.station_head(session),
        deputy=name,
        levels="、".join(level.label for level in levels),
        title=IN_HAND if held is None else BEFORE if ahead else AFTER,
        reception=f"{held.row.title}（第{held.row.number}期）" if held else "",
        held=_held(held) if held else "",
        rows=tuple(
            _row(session, one, names, row_code.code(matter=one.row.id, deputy=deputy, row=i))
            for i, one in enumerate(listed, 1)
        ),
        said=_theme(session, held, listed, today) if held and ahead else None,
        also=_filed(deputy, reception, listed),
        printed_at=now,
    )


def _listed(
    session: Session, deputy: Id, held: ReceptionView | None, ahead: bool, today: date
) -> list[Listed]:
    if held is None:
        return briefings.in_hand(session, deputy=deputy, today=today)
    if ahead:
        return briefings.before(session, reception=held.row.id, deputy=deputy, today=today)
    return briefings.after(session, reception=held.row.id, today=today)


def _filed(deputy: Id, reception: Id | None, listed: list[Listed]) -> tuple[Ref, ...]:
    """Return whose it is and what for, then the matter of each row: so a row is found again."""
    held = (Ref("reception", reception),) if reception else ()
    return (Ref("deputy", deputy), *held, *(Ref("matter", one.row.id) for one in listed))


def _held(view: ReceptionView) -> str:
    starts = local(view.row.starts)
    when = f"{starts.year}年{starts.month}月{starts.day}日 {starts:%H:%M}"
    return "，".join(part for part in (when, view.row.place) if part)


def _theme(
    session: Session, held: ReceptionView, listed: list[Listed], today: date
) -> Voices | None:
    if held.row.theme is None:
        return None
    known = frozenset(one.row.id for one in listed)
    return theme_voices.voices(session, theme=held.row.theme, known=known, today=today)


def _row(session: Session, one: Listed, names: Names, code: str) -> BriefingRow:
    row = one.row
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
        way=parts.way(state),
        part=one.part,
        code=code,
        earlier=_earlier(session, state, row),
    )


def _earlier(session: Session, state: Matter, row: MatterRow) -> tuple[str, ...]:
    """Return what the same resident came with before; nothing that would say who told in trust."""
    if state.details.confidential or row.resident is None:
        return ()
    c = t.matter.c
    told = c.confidential.is_(False) & (c.stage != Stage.WITHDRAWN)
    before = told & (c.registered_at < state.registered_at)
    wanted = select(c.title, c.stage, c.registered_at).where(
        c.resident.in_(residents.records(row.resident)), before
    )
    found = session.execute(wanted.order_by(c.registered_at.desc()).limit(_EARLIER))
    return tuple(
        f"{day_of(from_micros(one.registered_at)).isoformat()} {one.title}"
        f"（{Stage(one.stage).label}）"
        for one in found
    )
