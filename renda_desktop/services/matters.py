"""The closed loop of a matter: one function for each thing that a clerk records."""

from datetime import date

from sqlalchemy.orm import Session

from renda_desktop.domain import matter as m
from renda_desktop.domain.entry import Author
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter.ending import DIRECT
from renda_desktop.domain.matter.state import UNDECIDED_STAGES
from renda_desktop.domain.resident import RESIDENT
from renda_desktop.domain.stream import Fact
from renda_desktop.domain.terms import Appeal, Channel, Grade, Outcome, RaterKind, Urgency
from renda_desktop.queries import programs
from renda_desktop.services import joining, ways
from renda_desktop.services.action import Action, Changes
from renda_desktop.services.numbers import MatterNumbers


def register(
    session: Session,
    *,
    by: Author,
    program: str,
    own_words: str,
    channel: Channel = Channel.PHONE,
    summary: str = "",
    category: str = "",
    place: str = "",
    urgency: Urgency = Urgency.NORMAL,
    appeal: Appeal = Appeal.HELP,
    confidential: bool = False,
    resident: Id | None = None,
    reporter: Id | None = None,
    theme: Id | None = None,
) -> Changes:
    """Register a matter that came without a visit: by phone, letter, deputy or web page.

    `reporter` is the deputy of 代表随手拍.
    """
    action = Action(session, by)
    rules = programs.program(session, key=program)
    if resident is not None:
        action.load(RESIDENT, resident)
    details = m.MatterDetails(
        number=MatterNumbers(action).next(),
        own_words=own_words,
        program=rules.key,
        version=rules.version,
        summary=summary,
        category=category,
        place=place,
        urgency=urgency,
        appeal=appeal,
        channel=channel,
        confidential=confidential,
        resident=resident,
        reporter=reporter,
        theme=theme,
    )
    return action.done(action.begin(m.MATTER, m.RegisterMatter(details)))


def _one(session: Session, by: Author, matter: Id, fact: Fact) -> Changes:
    action = Action(session, by)
    action.record(m.MATTER, matter, fact)
    return action.done(matter)


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
    return _one(session, by, matter, m.Deliberate(opinion, deputies))


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
    """The addressee sends it back (退回)."""
    return _one(session, by, matter, m.ReturnMatter(reason))


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
    return _one(session, by, matter, m.Remind(text))


def supervise(
    session: Session, *, by: Author, matter: Id, text: str = "", deputies: tuple[Id, ...] = ()
) -> Changes:
    """Supervise past the due date, or on the spot (督办)."""
    return _one(session, by, matter, m.Supervise(text, deputies))


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
    return _one(session, by, matter, m.Reply(text, grade, unit, deputy, official, on_site))


def resolve(
    session: Session,
    *,
    by: Author,
    matter: Id,
    outcome: Outcome,
    text: str,
    unit: Id | None = None,
    go_to: str = "",
) -> Changes:
    """End the handling with an outcome (办结), or choose a way that ends it at once."""
    action = Action(session, by)
    stage = action.load(m.MATTER, matter).stage
    if stage in UNDECIDED_STAGES and outcome in DIRECT:
        ways.check_offered(action, matter, DIRECT[outcome])
    action.record(m.MATTER, matter, m.Resolve(outcome, text, unit, go_to))
    return action.done(matter)


def rate(
    session: Session,
    *,
    by: Author,
    matter: Id,
    rater: RaterKind,
    stars: int,
    comment: str = "",
    deputy: Id | None = None,
) -> Changes:
    """Record a star rating (星级评价)."""
    return _one(session, by, matter, m.Rate(rater, stars, comment, deputy))


def rehandle(
    session: Session, *, by: Author, matter: Id, reason: str,
    due_on: date | None = None, days: int | None = None,
) -> Changes:  # fmt: skip
    """Begin another round of handling (重新办理); the earlier reply stays."""
    action = Action(session, by)
    state = action.load(m.MATTER, matter)
    d = state.details
    term = None
    if state.round.unit or state.round.deputy:
        term = ways.due_for(action, d.program, d.version, due_on=due_on, days=days)
    action.record(m.MATTER, matter, m.Rehandle(reason, term))
    return action.done(matter)


def call_back(
    session: Session,
    *,
    by: Author,
    matter: Id,
    reached: bool,
    text: str = "",
    satisfied: bool | None = None,
) -> Changes:
    """Ask the resident (回访)."""
    return _one(session, by, matter, m.CallBack(reached, text, satisfied))


def look_back(
    session: Session, *, by: Author, matter: Id, lasts: bool, text: str, reopen: bool = False
) -> Changes:
    """Check later whether the result lasts (回头看)."""
    return _one(session, by, matter, m.LookBack(lasts, text, reopen))


def strike_off(session: Session, *, by: Author, matter: Id, evidence: str) -> Changes:
    """Strike a resolved matter off the list (销号): the station head's, on evidence."""
    return _one(session, by, matter, m.StrikeOff(evidence))


def merge(session: Session, *, by: Author, matter: Id, into: Id) -> Changes:
    """Join a matter into another that goes on for both (并案)."""
    action = Action(session, by)
    joining.check_target(action, into)
    joining.check_alone(action, matter)
    action.record(m.MATTER, matter, m.Merge(into))
    return action.done(matter)


def separate(session: Session, *, by: Author, matter: Id, reason: str = "") -> Changes:
    """The joining was a mistake (拆分)."""
    return _one(session, by, matter, m.Separate(reason))


def note(session: Session, *, by: Author, matter: Id, text: str) -> Changes:
    """Write something down beside the loop (记事)."""
    return _one(session, by, matter, m.Note(text))


def withdraw(session: Session, *, by: Author, matter: Id, reason: str) -> Changes:
    """It was registered by mistake (作废)."""
    action = Action(session, by)
    joining.check_alone(action, matter)
    action.record(m.MATTER, matter, m.WithdrawMatter(reason))
    return action.done(matter)
