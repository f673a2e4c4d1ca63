"""The administrative tree."""

from sqlalchemy.orm import Session

from renda_desktop.domain.area import AREA, AreaDetails, RegisterArea
from renda_desktop.domain.entry import Author
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import AreaLevel
from renda_desktop.services.action import Action, Changes


def register(
    session: Session,
    *,
    by: Author,
    name: str,
    level: AreaLevel,
    parent: Id | None = None,
    code: str = "",
) -> Changes:
    """Register an area under its parent."""
    action = Action(session, by)
    if parent is not None:
        action.load(AREA, parent)
    return action.done(action.begin(AREA, RegisterArea(AreaDetails(name, level, parent, code))))


def check_parent(action: Action, *, area: Id, parent: Id | None) -> None:
    """Raise RuleBroken where an area would stand below itself: then it is in no tree."""
    above: set[Id] = set()
    while parent is not None and parent not in above:
        above.add(parent)
        parent = action.load(AREA, parent).details.parent
    if area in above:
        raise RuleBroken("area.below_itself")
