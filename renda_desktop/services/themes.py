"""Themes of receptions."""

from sqlalchemy.orm import Session

from renda_desktop.domain.entry import Author
from renda_desktop.domain.ids import Id
from renda_desktop.domain.theme import (
    THEME,
    CloseTheme,
    RegisterTheme,
    ReopenTheme,
    ThemeDetails,
)
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
