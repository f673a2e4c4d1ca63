"""Corrections of any record: each holds what it replaces, so that a clash is seen."""

from typing import Any

import msgspec
from sqlalchemy.orm import Session

from renda_desktop.domain.cleaning import cleaned_value
from renda_desktop.domain.entry import Author
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.nouns import NOUNS
from renda_desktop.domain.stream import Fact, Stream, field_value
from renda_desktop.domain.terms import Role, field_label
from renda_desktop.queries import programs
from renda_desktop.queries.papers import wordings
from renda_desktop.services import areas, clerks, departments, receptions
from renda_desktop.services.action import Action, Changes


def amend(
    session: Session,
    *,
    by: Author,
    noun: str,
    stream: Id,
    changes: dict[str, Any],
) -> Changes:
    """Correct fields of a record; `changes` maps field names to new values.

    Raises:
        RuleBroken: no such field, a value of the wrong form, or nothing to change.
    """
    action = Action(session, by)
    if not record_amendments(action, noun=noun, stream=stream, changes=changes):
        raise RuleBroken("amend.nothing")
    return action.done(stream)


def record_amendments(action: Action, *, noun: str, stream: Id, changes: dict[str, Any]) -> int:
    """Record one amendment for each field whose value is really another; return how many."""
    state = action.load(NOUNS[noun], stream)
    details = state.details
    facts = []
    for name, raw in changes.items():
        if name not in details.__struct_fields__:
            raise RuleBroken("amend.unknown_field", field=name)
        value = _value(details, name, raw)
        was, now = _json(getattr(details, name)), _json(value)
        if was == now:
            continue
        if name in state.conflicts:
            raise RuleBroken("amend.unsettled", field=field_label(name))
        _check_beyond(action, noun, state, name, value)
        facts.append(_fact(f"{noun}.amend", field=name, was=was, now=now))
    _record_all(action, noun, stream, facts)
    return len(facts)


def _record_all(action: Action, noun: str, stream: Id, facts: list[Fact]) -> None:
    """Record the facts in an order that the rules allow: an end may have to move before a start."""
    while facts:
        refused: list[Fact] = []
        for fact in facts:
            try:
                action.record(NOUNS[noun], stream, fact)
            except RuleBroken:
                if len(refused) + 1 == len(facts):  # not one of them went in
                    raise
                refused.append(fact)
        facts = refused


def settle(
    session: Session,
    *,
    by: Author,
    noun: str,
    stream: Id,
    field: str,
    value: Any,
) -> Changes:
    """Choose the value of a field in conflict."""
    action = Action(session, by)
    state = action.load(NOUNS[noun], stream)
    details = state.details
    if field not in details.__struct_fields__:
        raise RuleBroken("amend.unknown_field", field=field)
    chosen = _value(details, field, value)
    if chosen != getattr(details, field):
        _check_beyond(action, noun, state, field, chosen)
    fact = _fact(f"{noun}.settle", field=field, value=_json(chosen))
    action.record(NOUNS[noun], stream, fact)
    return action.done(stream)


def _check_beyond(action: Action, noun: str, state: Stream, field: str, value: Any) -> None:
    """Raise RuleBroken for what the rules of one stream cannot see: the others."""
    match noun, field:
        case "area", "parent":
            areas.check_parent(action, area=state.id, parent=value)
        case "clerk", "name":
            clerks.check_name(action.session, name=value, at=state.scope)
        case "clerk", "roles" if Role.STATION_HEAD not in value:
            clerks.check_head_stays(action.session, without=state.id)
        case "department", "name":
            departments.check_name(action.session, name=value, at=state.scope)
        case "wording", "title" | "to" | "body":
            wordings.check(state.details.kind, field=field, text=value)
        case "reception", "deputies":
            d = state.details
            rules = programs.program(action.session, key=d.program, version=d.version)
            receptions.check_deputies(rules, value)
        case _:
            pass


def _fact(kind: str, **fields: Any) -> Fact:
    noun = NOUNS[kind.partition(".")[0]]
    if kind not in noun.facts:
        raise RuleBroken("amend.unknown_field", field=noun.state.term)
    return noun.facts[kind](**fields)


def _value(details: msgspec.Struct, name: str, raw: Any) -> Any:
    """Return a value of the field's own type, cleaned; a text is cleaned before it is measured."""
    plain = cleaned_value(type(details), name=name, value=raw) if isinstance(raw, str) else raw
    typed = field_value(details, name=name, raw=_json(plain))
    return cleaned_value(type(details), name=name, value=typed)


def _json(value: Any) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(value))
