"""What is registered, joined, noted and withdrawn."""

from sqlalchemy.orm import Session

from renda_desktop.domain import matter as m
from renda_desktop.domain.entry import Author
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter import demands
from renda_desktop.domain.resident import RESIDENT
from renda_desktop.domain.terms import Appeal, Channel, Urgency
from renda_desktop.queries import programs
from renda_desktop.services import joining, ways
from renda_desktop.services.action import Action, Changes
from renda_desktop.services.matters.one import one
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
    way: ways.Way | None = None,
) -> Changes:
    """Register a matter that came without a visit: by phone, letter, deputy, web page or list.

    `reporter` is the deputy of 代表随手拍; `way` is chosen now or later.
    """
    action = Action(session, by)
    rules = programs.program(session, key=program, at=by.scope)
    if not rules.dispositions:
        raise RuleBroken("program.no_matters", title=rules.title)
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
        demands=demands.demanded(rules),
    )
    matter = action.begin(m.MATTER, m.RegisterMatter(details))
    if way is not None:
        ways.choose(action, matter, way)
    return action.done(matter)


def merge(session: Session, *, by: Author, matter: Id, into: Id) -> Changes:
    """Join a matter into another that goes on for both (并案)."""
    action = Action(session, by)
    joining.check_target(action, into, at=action.load(m.MATTER, matter).scope)
    joining.check_alone(action, matter)
    action.record(m.MATTER, matter, m.Merge(into))
    return action.done(matter)


def separate(session: Session, *, by: Author, matter: Id, reason: str = "") -> Changes:
    """The joining was a mistake (拆分)."""
    return one(session, by, matter, m.Separate(reason))


def note(session: Session, *, by: Author, matter: Id, text: str) -> Changes:
    """Write something down beside the loop (记事)."""
    return one(session, by, matter, m.Note(text))


def withdraw(session: Session, *, by: Author, matter: Id, reason: str) -> Changes:
    """It was registered by mistake (作废)."""
    action = Action(session, by)
    joining.check_alone(action, matter)
    action.record(m.MATTER, matter, m.WithdrawMatter(reason))
    return action.done(matter)
