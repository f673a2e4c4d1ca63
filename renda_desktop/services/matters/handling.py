"""From choosing the way to the reply: what a clerk records while a matter is handled."""

from datetime import date

from sqlalchemy.orm import Session

from renda_desktop.domain import matter as m
from renda_desktop.domain.entry import Author
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter import demands
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.terms import Grade
from renda_desktop.queries import calendar as calendars
from renda_desktop.services import ways
from renda_desktop.services.action import Action, Changes
from renda_desktop.services.matters.one import one, rules_of


def choose(session: Session, *, by: Author, matter: Id, way: ways.Way) -> Changes:
    """Choose the way of a matter (当场答复、交办、列入计划、解释说明、不予受理)."""
    action = Action(session, by)
    ways.choose(action, matter, way)
    return action.done(matter)


def assign(
    session: Session,
    *,
    by: Author,
    matter: Id,
    unit: Id | None = None,
    deputy: Id | None = None,
    co_units: tuple[Id, ...] = (),
    due_on: date | None = None,
    days: int | None = None,
    text: str = "",
) -> Changes:
    """Assign a matter (交办); the due date is the program's unless given."""
    way = ways.Way("assigned", text, unit, deputy, co_units, due_on=due_on, days=days)
    return choose(session, by=by, matter=matter, way=way)


def answer_on_site(
    session: Session,
    *,
    by: Author,
    matter: Id,
    text: str,
    unit: Id | None = None,
    deputy: Id | None = None,
    official: str = "",
) -> Changes:
    """Settle a matter before the resident goes (当场答复)."""
    way = ways.Way("answered_on_site", text, unit, deputy, official=official)
    return choose(session, by=by, matter=matter, way=way)


def deliberate(
    session: Session, *, by: Author, matter: Id, opinion: str, deputies: tuple[Id, ...] = ()
) -> Changes:
    """Record what deputies or the station think (研判)."""
    return one(session, by, matter, m.Deliberate(opinion, deputies))


def transfer(
    session: Session,
    *,
    by: Author,
    matter: Id,
    reason: str,
    unit: Id | None = None,
    deputy: Id | None = None,
    co_units: tuple[Id, ...] = (),
    due_on: date | None = None,
    days: int | None = None,
) -> Changes:
    """Let another unit go on with it (转办); the due date stays unless given."""
    action = Action(session, by)
    state = action.load(m.MATTER, matter)
    term = state.round.due
    ways.check_units(action, unit, co_units)
    if due_on is not None or days is not None or term is None:
        d = state.details
        term = ways.due_for(action, d.program, d.version, due_on=due_on, days=days)
    action.record(m.MATTER, matter, m.Transfer(term, reason, unit, deputy, co_units))
    return action.done(matter)


def return_(session: Session, *, by: Author, matter: Id, reason: str) -> Changes:
    """The addressee sends it back (退回), within the program's term where it has one."""
    action = Action(session, by)
    state, years = action.load(m.MATTER, matter), calendars.calendar(session)
    demands.check_return(state, rules_of(action, state), today=day_of(by.now), calendar=years)
    action.record(m.MATTER, matter, m.ReturnMatter(reason))
    return action.done(matter)


def extend(
    session: Session, *, by: Author, matter: Id, reason: str, granted: bool,
    due_on: date | None = None, days: int | None = None,
) -> Changes:  # fmt: skip
    """An extension was asked for, and granted or not (延期)."""
    action = Action(session, by)
    d = action.load(m.MATTER, matter).details
    if granted and due_on is None and days is None:
        raise RuleBroken("matter.no_due")
    term = None
    if granted:
        term = ways.due_for(action, d.program, d.version, due_on=due_on, days=days)
    action.record(m.MATTER, matter, m.Extend(reason, granted, term))
    return action.done(matter)


def remind(session: Session, *, by: Author, matter: Id, text: str = "") -> Changes:
    """Remind the unit near the due date (催办)."""
    return one(session, by, matter, m.Remind(text))


def supervise(
    session: Session, *, by: Author, matter: Id, text: str = "", deputies: tuple[Id, ...] = ()
) -> Changes:
    """Supervise past the due date, or on the spot (督办)."""
    return one(session, by, matter, m.Supervise(text, deputies))


def reply(
    session: Session,
    *,
    by: Author,
    matter: Id,
    text: str,
    grade: Grade = Grade.SOLVED,
    unit: Id | None = None,
    deputy: Id | None = None,
    official: str = "",
    on_site: bool = False,
) -> Changes:
    """Record the unit's reply (答复), spoken `on_site` at the reception or written later."""
    return one(session, by, matter, m.Reply(text, grade, unit, deputy, official, on_site))
