"""What matters brought, in the units that their programs count in (成效)."""

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from renda_desktop.domain.entry import Author
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter import MATTER, RecordQuantity, WithdrawQuantity
from renda_desktop.domain.moments import day_of
from renda_desktop.queries import programs
from renda_desktop.services.action import Action, Changes


def record(
    session: Session,
    *,
    by: Author,
    matter: Id,
    key: str,
    amount: Decimal,
    day: date | None = None,
    remark: str = "",
) -> Changes:
    """Record what a matter brought; its program says what is counted and in which unit.

    What was made is the entry, by which the quantity can be withdrawn. The day is today's
    unless given.
    """
    action = Action(session, by)
    d = action.load(MATTER, matter).details
    rules = programs.program(session, key=d.program, version=d.version)
    counted = next((one for one in rules.quantities if one.key == key.strip()), None)
    if counted is None:
        raise RuleBroken("program.quantity", title=rules.title, key=key)
    on = day or day_of(by.now)
    fact = RecordQuantity(counted.key, counted.title, counted.unit, amount, on, remark)
    return action.done(action.record(MATTER, matter, fact))


def withdraw(session: Session, *, by: Author, matter: Id, entry: Id, reason: str) -> Changes:
    """A quantity was recorded by mistake; `entry` is the one that recorded it."""
    action = Action(session, by)
    action.record(MATTER, matter, WithdrawQuantity(entry, reason))
    return action.done(matter)
