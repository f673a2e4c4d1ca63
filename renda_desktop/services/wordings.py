"""The words of letters: said in the office's own way, or as they ship."""

from sqlalchemy.orm import Session

from renda_desktop.domain.cleaning import cleaned
from renda_desktop.domain.entry import Author
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.own_wording import (
    WORDING,
    RegisterWording,
    WordingDetails,
    stream_of,
)
from renda_desktop.queries import references
from renda_desktop.queries.papers import wordings as known
from renda_desktop.services.action import Action, Changes
from renda_desktop.services.amendments import record_amendments


def set_(
    session: Session, *, by: Author, kind: str, title: str, body: str, to: str = ""
) -> Changes:
    """Say a letter in other words, here and in all that lies beneath.

    Args:
        kind: the letter, such as `reminder`.

    Raises:
        RuleBroken: no such letter, a field that it does not have, a needed one that is missing,
            or nothing to change.
    """
    asked = cleaned(WordingDetails(kind, title, to, body))
    if not asked.body:
        raise RuleBroken("field.empty", field="正文")
    asked.check()
    return _change(session, by, kind, {"title": asked.title, "to": asked.to, "body": asked.body})


def reset(session: Session, *, by: Author, kind: str) -> Changes:
    """Say a letter again as it ships, or as an office above says it.

    Raises:
        RuleBroken: it is said so already.
    """
    return _change(session, by, kind, {"body": "", "title": "", "to": ""})


def _change(session: Session, by: Author, kind: str, changes: dict[str, str]) -> Changes:
    for field, text in changes.items():
        known.check(kind, field=field, text=text)
    action = Action(session, by)
    stream = stream_of(kind, scope=by.scope)
    if references.scope_of(session, kind="wording", id=stream) is None:
        action.begin(WORDING, RegisterWording(WordingDetails(kind)), stream=stream)
    if not record_amendments(action, noun="wording", stream=stream, changes=dict(changes)):
        raise RuleBroken("amend.nothing")
    return action.done(stream)
