"""One fact about one matter, and the program that the matter began under."""

from sqlalchemy.orm import Session

from renda_desktop.domain import matter as m
from renda_desktop.domain.entry import Author
from renda_desktop.domain.ids import Id
from renda_desktop.domain.program import ProgramDetails
from renda_desktop.domain.stream import Fact
from renda_desktop.queries import programs
from renda_desktop.services.action import Action, Changes


def one(session: Session, by: Author, matter: Id, fact: Fact, /) -> Changes:
    """Record one fact about a matter: an action of its own."""
    action = Action(session, by)
    action.record(m.MATTER, matter, fact)
    return action.done(matter)


def rules_of(action: Action, state: m.Matter, /) -> ProgramDetails:
    """Return the program version that a matter began under."""
    d = state.details
    return programs.program(action.session, key=d.program, version=d.version)
