"""Themes of receptions."""

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from renda_desktop.domain.entry import Author
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.theme import (
    THEME,
    CloseTheme,
    Measure,
    RegisterTheme,
    ReopenTheme,
    ThemeDetails,
    WithdrawMeasurement,
)
from renda_desktop.queries import programs
from renda_desktop.services.action import Action, Changes


def register(
    session: Session,
    *,
    by: Author,
    title: str,
    description: str = "",
    keywords: tuple[str, ...] = (),
    source: str = "",
) -> Changes:
    """Register a theme."""
    action = Action(session, by)
    details = ThemeDetails(title, description, keywords, source)
    return action.done(action.begin(THEME, RegisterTheme(details)))


def close(session: Session, *, by: Author, theme: Id) -> Changes:
    """The theme is offered no more for new receptions."""
    action = Action(session, by)
    action.record(THEME, theme, CloseTheme())
    return action.done(theme)


def reopen(session: Session, *, by: Author, theme: Id) -> Changes:
    """The theme is offered again."""
    action = Action(session, by)
    action.record(THEME, theme, ReopenTheme())
    return action.done(theme)


def measure(
    session: Session,
    *,
    by: Author,
    theme: Id,
    program: str,
    key: str,
    value: Decimal,
    day: date,
    source: str = "",
) -> Changes:
    """Record what was measured on a day; the program says what it is and in which unit.

    What was made is the entry, by which the measurement can be withdrawn.
    """
    action = Action(session, by)
    rules = programs.program(session, key=program, at=by.scope)
    found = next((one for one in rules.measures if one.key == key.strip()), None)
    if found is None:
        raise RuleBroken("program.measure", title=rules.title, key=key)
    fact = Measure(rules.key, found.key, found.title, found.unit, value, day, source)
    return action.done(action.record(THEME, theme, fact))


def withdraw_measurement(
    session: Session, *, by: Author, theme: Id, entry: Id, reason: str
) -> Changes:
    """A value was recorded by mistake; `entry` is the one that recorded it."""
    action = Action(session, by)
    action.record(THEME, theme, WithdrawMeasurement(entry, reason))
    return action.done(theme)
