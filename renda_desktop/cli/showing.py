"""Looking at the data: lists, one thing with all that belongs to it, and search."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from inspect import signature
from typing import Any

import msgspec
from sqlalchemy.orm import Session

from renda_desktop.bootstrap import Office
from renda_desktop.cli import columns, opening
from renda_desktop.cli.arguments import ONES, Options
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.moments import day_of
from renda_desktop.queries import (
    ballots,
    clerks,
    matters,
    people,
    programs,
    proposals,
    receptions,
    residents,
    snapshots,
    stations,
    taxonomy,
    visits,
)
from renda_desktop.queries import search as searching
from renda_desktop.queries.matters import MatterFilter
from renda_desktop.queries.papers import issued
from renda_desktop.queries.scorecards import ScorecardFilter, scorecards
from renda_desktop.services import catalogue
from renda_desktop.services.arguments import decoded, parameters

_ALL = 1_000_000_000
_QUERIES: Mapping[str, Callable[..., Sequence[Any]]] = {
    "receptions": receptions.receptions,
    "visits": visits.visits,
    "proposals": proposals.proposals,
    "ballots": ballots.ballots,
    "residents": residents.residents,
    "deputies": people.deputies,
    "departments": people.departments,
    "themes": people.themes,
    "clerks": clerks.clerks,
    "stations": stations.stations,
    "areas": stations.areas,
    "programs": programs.programs,
    "categories": taxonomy.categories,
    "snapshots": snapshots.snapshots,
    "papers": issued.papers,
}
_FIGURES = ("figures", "figure")


def show(options: Options) -> int:
    """Show a list, or one thing."""
    from renda_desktop.cli import things

    with opening.opened(options) as office, office.session() as session:
        if options.what in _FIGURES:
            from renda_desktop.cli import figures

            look_at = getattr(figures, options.what)
            thing = look_at(session, options=options, now=office.clock())
            print(_json(thing.data) if options.json else thing.text)
        elif options.what in ONES:
            if not options.id:
                raise RuleBroken("action.missing", place="编号")
            look = partial(catalogue.find, session, refs={}, station=office.station)
            one = look(options.what, options.id, "编号")
            thing = things.THINGS[options.what](session, one, day_of(office.clock()))
            print(_json(thing.data) if options.json else thing.text)
        else:
            rows = _rows(session, office, options)
            print(_json(rows) if options.json else columns.table(options.what, rows))
    return 0


def search(options: Options) -> int:
    """Show what a text finds."""
    with opening.opened(options) as office:
        hits = office.read(searching.search, text=options.text, limit=20)
    print(_json(hits) if options.json else columns.table("hits", hits))
    return 0


def _rows(session: Session, office: Office, options: Options) -> Sequence[Any]:
    limit = options.limit or _ALL
    if options.what == "matters":
        where = MatterFilter(**conditions(session, MatterFilter, options.where))
        today = day_of(office.clock())
        return matters.matters(session, today=today, where=where, limit=limit)
    if options.what == "scorecards":
        wanted = ScorecardFilter(**conditions(session, ScorecardFilter, options.where))
        at_desk = clerks.clerk(session, id=office.clerk)
        return scorecards(session, roles=at_desk.roles, where=wanted, limit=limit)
    query = _QUERIES[options.what]
    if "today" in signature(query).parameters:
        query = partial(query, today=day_of(office.clock()))
    given = conditions(session, query, options.where)
    if "limit" in given:
        given["limit"] = limit
    return query(session, **given)[:limit]


def conditions(
    session: Session, query: Callable[..., object], words: Sequence[str]
) -> dict[str, Any]:
    """Return the conditions written as `key=value`, by the parameters of the query."""
    known = parameters(query).__struct_fields__
    given: dict[str, object] = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not equals:
            raise RuleBroken("action.wrong_form", place=key)
        several = next((name for name in (f"{key}s", f"{key}es") if name in known), None)
        if several and key not in known:
            given[several] = value.split(",")
        else:
            given[key] = value
    look = partial(catalogue.find, session, refs={})
    return decoded(query, given, look=look, about="", strict=False)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
