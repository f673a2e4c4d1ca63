"""A briefing that came back: its rows, which of them are entered, and the row that was scanned."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import LargeBinary, func, select, type_coerce
from sqlalchemy.orm import Session

from renda_desktop.domain import row_code
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter import MATTER
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.paper import PAPER
from renda_desktop.domain.row_code import RowCode, TypedRow
from renda_desktop.domain.terms import ReceptionStatus, Stage
from renda_desktop.queries import briefings, people, receptions, references
from renda_desktop.queries.matters import MatterRow, matter_row
from renda_desktop.queries.names import Names
from renda_desktop.queries.receptions import ReceptionRow
from renda_desktop.store import log
from renda_desktop.store.tables import paper as papers
from renda_desktop.store.tables import projection as t

FORM = "briefing"
_NOT_YET = (ReceptionStatus.PLANNED, ReceptionStatus.CANCELLED)
_KNOWN = 40  # receptions that are offered


@dataclass(frozen=True, slots=True)
class LoopRow:
    """One row of a briefing. `opinion` is the entry of what the deputy thinks, None before that."""

    row: int
    matter: Id
    number: str
    title: str
    stage: Stage
    opinion: Id | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class LoopSheet:
    """A deputy's briefing for a reception; `issued` is its number, '' where none was filed."""

    reception: Id
    reception_title: str
    deputy: Id
    deputy_name: str
    issued: str
    rows: tuple[LoopRow, ...]

    @property
    def done(self) -> int:
        return sum(row.opinion is not None for row in self.rows)


@dataclass(frozen=True, slots=True)
class Found:
    """The row that was scanned or typed, and whose briefing it stands on."""

    deputy: Id
    row: LoopRow


def held(session: Session) -> list[ReceptionRow]:
    """Return the receptions whose briefings may come back, the latest first."""
    found = receptions.receptions(session, limit=_KNOWN * 3)
    return [row for row in found if row.status not in _NOT_YET][:_KNOWN]


def sheet(
    session: Session, *, reception: Id, deputy: Id, now: datetime, known: tuple[Id, ...] = ()
) -> LoopSheet:
    """Return a deputy's briefing for a reception, as it was issued last; else as it would be now.

    Args:
        known: the matters of the rows as they are shown already: where none was issued they stay,
            whatever is decided on them.

    Raises:
        RuleBroken: there is no such reception.
    """
    view = briefings.reception_of(session, id=reception)
    today = day_of(now)
    issued, listed = _issued(session, reception, deputy)
    if not issued and known:
        listed = list(known)
    elif not issued:
        over = briefings.is_over(view)
        found = (
            briefings.after(session, reception=reception, today=today)
            if over
            else briefings.before(session, reception=reception, deputy=deputy, today=today)
        )
        listed = [one.row.id for one in found]
    rows = [matter_row(session, id=one, today=today) for one in listed]
    return LoopSheet(
        reception=reception,
        reception_title=f"{view.row.title}(第{view.row.number}期)",
        deputy=deputy,
        deputy_name=Names(session).deputy(deputy),
        issued=issued,
        rows=tuple(
            _row(session, row, number, deputy, reception)
            for number, row in enumerate(rows, 1)
            if row is not None
        ),
    )


def read(session: Session, *, text: str, among: LoopSheet, now: datetime) -> Found:
    """Return what was scanned or typed: a QR code, a row with its check or without, a number.

    Raises:
        RuleBroken: it is none of these, has a slip in it, or leads to nothing here.
    """
    match row_code.read(text):
        case RowCode() as code:
            return _scanned(session, code, among, now)
        case TypedRow() as typed:
            return Found(among.deputy, _typed(typed, among))
        case _:
            matter = _numbered(session, text.strip())
    row = next((one for one in among.rows if one.matter == matter), None)
    return Found(among.deputy, row or _beside(session, matter, 0, among.deputy, among, now))


def deputies(session: Session, *, reception: Id) -> list[tuple[Id, str]]:
    """Return whose briefings may come back: who was planned and who came."""
    view = briefings.reception_of(session, id=reception)
    known = {one.id: one.name for one in view.deputies}
    active = {one.id: one.name for one in people.deputies(session)}
    for one in view.attendances:
        if one.person in active:
            known.setdefault(one.person, one.name)
    return list(known.items())


def _issued(session: Session, reception: Id, deputy: Id) -> tuple[str, list[Id]]:
    """Return the number and the matters of the briefing that was issued last."""
    p, a = papers.paper.c, papers.paper_about.c
    mine = select(a.paper).where(a.about == deputy)
    its = select(a.paper).where(a.about == reception)
    wanted = select(p.id, p.number).where(
        p.form == FORM, p.withdrawn == "", p.id.in_(mine), p.id.in_(its)
    )
    newest = wanted.order_by(p.printed_at.desc(), p.id.desc()).limit(1)
    found = session.execute(newest).one_or_none()
    if found is None:
        return "", []
    about = PAPER.fold(found.id, log.read(session, stream=found.id)).details.about
    return found.number, [one.id for one in about if one.kind == "matter"]


def _row(session: Session, row: MatterRow, number: int, deputy: Id, reception: Id) -> LoopRow:
    state = MATTER.fold(row.id, log.read(session, stream=row.id))
    given = [
        one
        for one in state.opinions.values()
        if one.deputy == deputy and one.reception in (reception, None)
    ]
    last = given[-1] if given else None
    return LoopRow(
        number, row.id, row.number, row.title, row.stage,
        last.entry if last else None, last.text if last else "",
    )  # fmt: skip


def _scanned(session: Session, code: RowCode, among: LoopSheet, now: datetime) -> Found:
    """Return the row of a code, even of another deputy's sheet or of an older one."""
    mine = code.is_for(among.deputy)
    row = next((one for one in among.rows if code.names(one.matter)), None) if mine else None
    if row is not None:
        return Found(among.deputy, replace(row, row=code.row))
    deputy = among.deputy if mine else _one(_deputies(session, code))
    matter = _one(_matters(session, code))
    return Found(deputy, _beside(session, matter, code.row, deputy, among, now))


def _typed(typed: TypedRow, among: LoopSheet) -> LoopRow:
    """Return a row by its number; where a check is given, the row that has both."""
    at = next((one for one in among.rows if one.row == typed.row), None)
    if not typed.check:
        if at is None:
            raise RuleBroken("code.not_here", row=typed.row, rows=len(among.rows))
        return at
    both = [one for one in among.rows if _check(one, among.deputy, typed.row) == typed.check]
    if at in both:
        return at
    if len(both) != 1:
        raise RuleBroken("code.check", row=typed.row, check=typed.check)
    return replace(both[0], row=typed.row)


def _check(row: LoopRow, deputy: Id, number: int) -> str:
    code = row_code.code(matter=row.matter, deputy=deputy, row=number)
    return row_code.short(code).partition("-")[2]


def _numbered(session: Session, text: str) -> Id:
    found = references.find(session, kind="matter", text=text) if text else []
    if len(found) != 1:
        raise RuleBroken("code.nothing", text=text)
    return found[0]


def _beside(
    session: Session, matter: Id, number: int, deputy: Id, among: LoopSheet, now: datetime
) -> LoopRow:
    row = matter_row(session, id=matter, today=day_of(now))
    if row is None:
        raise RuleBroken("code.unknown")
    return _row(session, row, number, deputy, among.reception)


def _matters(session: Session, code: RowCode) -> list[Id]:
    last = type_coerce(func.substr(t.matter.c.id, -5), LargeBinary)
    same = last == code.matter.to_bytes(5, "big")
    return list(session.scalars(select(t.matter.c.id).where(same)))


def _deputies(session: Session, code: RowCode) -> list[Id]:
    return [one for one in session.scalars(select(t.deputy.c.id)) if code.is_for(one)]


def _one(found: list[Id]) -> Id:
    if len(found) != 1:
        raise RuleBroken("code.unknown")
    return found[0]
