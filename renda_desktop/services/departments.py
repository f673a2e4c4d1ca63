"""The offices that handle matters."""

from sqlalchemy.orm import Session

from renda_desktop.domain.department import (
    DEPARTMENT,
    DeactivateDepartment,
    DepartmentDetails,
    ReactivateDepartment,
    RegisterDepartment,
)
from renda_desktop.domain.entry import Author
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import LONGEST_LINE
from renda_desktop.domain.ids import Id
from renda_desktop.domain.text import clean_line
from renda_desktop.queries import references
from renda_desktop.services.action import Action, Changes


def register(
    session: Session,
    *,
    by: Author,
    name: str,
    short: str = "",
    contact: str = "",
    phone: str = "",
    address: str = "",
) -> Changes:
    """Register a department; names are distinct."""
    check_name(session, name=name, at=by.scope)
    action = Action(session, by)
    details = DepartmentDetails(name, short, contact, phone, address)
    return action.done(action.begin(DEPARTMENT, RegisterDepartment(details)))


def check_name(session: Session, *, name: str, at: Id) -> None:
    """Raise RuleBroken where another department has this name, or this short name."""
    plain = clean_line(name, limit=LONGEST_LINE)
    if references.taken(session, kind="department", name=plain, station=at):
        raise RuleBroken("department.name_taken")


def deactivate(session: Session, *, by: Author, department: Id) -> Changes:
    """The department takes no more matters."""
    action = Action(session, by)
    action.record(DEPARTMENT, department, DeactivateDepartment())
    return action.done(department)


def reactivate(session: Session, *, by: Author, department: Id) -> Changes:
    """The department takes matters again."""
    action = Action(session, by)
    action.record(DEPARTMENT, department, ReactivateDepartment())
    return action.done(department)
