"""Published figures on the terminal: each with its definition, and the rows behind it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import msgspec
from sqlalchemy.orm import Session

from renda_desktop.cli.arguments import Options
from renda_desktop.cli.columns import table
from renda_desktop.cli.grids import grid
from renda_desktop.cli.things import Thing
from renda_desktop.domain.definitions import DEFINITIONS
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.figures import (
    Check,
    Congress,
    Dimension,
    Figure,
    FigureFilter,
    FigureKey,
    Value,
    checks,
    plain,
)
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import CHINA, day_of, local, start_of
from renda_desktop.domain.terms import DeputyLevel, ReceptionKind, Term
from renda_desktop.queries import figures as computed
from renda_desktop.queries.figures.conditions import described
from renda_desktop.services import catalogue


def figures(session: Session, *, options: Options, now: datetime) -> Thing:
    """Return the figures asked for: all of them, or those of the programs that are named."""
    where, today = _where(session, options), day_of(now)
    keys = computed.listed(session, keys=where.programs)
    head = {"conditions": described(session, where), "moment": where.as_of or now}
    title = [f"条件:{head['conditions']}", f"统计时刻:{local(where.as_of or now):%Y-%m-%d %H:%M}"]
    if options.by:
        by = _term(Dimension, options.by, "--by")
        slices = computed.breakdown(session, keys=keys, by=by, where=where, today=today)
        data = head | {"by": by, "groups": [_slice(one) for one in slices]}
        return Thing(data, "\n".join([*title, "", _grid(by, slices)]))
    found = computed.figures(session, keys=keys, where=where, today=today)
    checked = checks({one.key: one.value for one in found})
    data = head | {"figures": [told(one) for one in found], "checks": [_check(c) for c in checked]}
    lines = [line for one in found for line in ["", *_lines(one)]]
    return Thing(data, "\n".join([*title, *lines, *_checked(checked)]))


def figure(session: Session, *, options: Options, now: datetime) -> Thing:
    """Return one figure, with the rows behind it where they are asked for."""
    if not options.id:
        raise RuleBroken("action.missing", place="指标")
    key = _term(FigureKey, options.id, "指标")
    where, today = _where(session, options), day_of(now)
    value = computed.figure(session, key=key, where=where, today=today)
    one = Figure(key, value)
    data: dict[str, Any] = {"conditions": described(session, where)} | told(one)
    text = [f"条件:{data['conditions']}", "", *_lines(one)]
    if options.rows:
        rows = computed.rows(session, key=key, where=where, today=today)
        data["rows"] = rows
        limit = options.limit or len(rows)
        text += ["", table("figure_rows", rows[:limit])]
        text += [f"共 {len(rows)} 行,只列出前 {limit} 行"] if len(rows) > limit else []
    return Thing(data, "\n".join(text))


def told(one: Figure) -> dict[str, Any]:
    """Return a figure with its definition and its exact value, as JSON has it."""
    definition: dict[str, Any] = msgspec.to_builtins(DEFINITIONS[one.key])
    value: dict[str, Any] = msgspec.to_builtins(one.value)
    exact = one.value.exact
    words = {"title": one.key.label, "shown": one.value.shown}
    return definition | words | value | {"exact": None if exact is None else str(exact)}


def amount(value: Value) -> str:
    """Return a value with what it is made of: 88.85%(271/305 件)."""
    if value.of is None or value.amount is None or value.unfit:
        return value.shown
    return f"{value.shown}({plain(value.amount)}/{value.of} {value.unit})"


def _lines(one: Figure) -> list[str]:
    definition, value = DEFINITIONS[one.key], one.value
    measured = value.amount is None  # then the parts are the value
    title = one.key.label
    lines = [f"{title}  {amount(value)}"] if not measured or not value.parts else [title]
    parts = [f"{part.title} {part.shown}" for part in value.parts]
    lines += [f"    {part}" for part in parts] if measured else []
    lines += [f"    其中:{'、'.join(parts)}"] if parts and not measured else []
    lines.append(f"    口径:{definition.counts}(按{definition.dated})")
    if definition.denominator:
        lines.append(f"    分子:{definition.numerator};分母:{definition.denominator}")
    return lines


def _checked(found: Sequence[Check]) -> list[str]:
    lines = []
    for one in found:
        apart = "、".join(f"{part.title} {part.shown}" for part in one.apart)
        sides = f"{one.title}:{plain(one.total)},总数 {plain(one.whole)}"
        rest = f",另有{apart}" if apart else ""
        verdict = f"相差 {plain(one.difference)}" if one.difference else "相符"
        lines.append(f"核对:{sides}{rest},{verdict}")
    return ["", *lines] if lines else []


def _check(one: Check) -> dict[str, Any]:
    made: dict[str, Any] = msgspec.to_builtins(one)
    return made | {"difference": one.difference}


def _slice(one: computed.Slice) -> dict[str, Any]:
    return {
        "group": one.group,
        "label": one.label,
        "figures": [
            msgspec.to_builtins(figure.value) | {"key": figure.key, "shown": figure.value.shown}
            for figure in one.figures
        ],
    }


def _grid(by: Dimension, slices: Sequence[computed.Slice]) -> str:
    keys = list(dict.fromkeys(one.key for each in slices for one in each.figures))
    cells = [[by.label, *(key.label for key in keys)]]
    for each in slices:
        values = {one.key: one.value.shown for one in each.figures}
        cells.append([each.label, *(values.get(key, "") for key in keys)])
    return grid(cells)


def _where(session: Session, options: Options) -> FigureFilter:
    look = partial(catalogue.find, session, refs={})

    def one(kind: str) -> Id | None:
        named = getattr(options, kind)
        return look(kind, named, f"--{kind}") if named else None

    unit = look("department", options.unit, "--unit") if options.unit else None
    return FigureFilter(
        since=written_day(options.since, "--from"),
        until=written_day(options.until, "--to"),
        congress=_congress(options.term),
        as_of=written_moment(options.as_of),
        programs=tuple(options.program),
        kind=_term(ReceptionKind, options.kind, "--kind") if options.kind else None,
        theme=one("theme"),
        unit=unit,
        deputy=one("deputy"),
        group=options.group or "",
        stations=tuple(look("station", named, "--station") for named in options.station),
        area=one("area"),
    )


def _term(of: type[Term], written: str, place: str) -> Any:  # a word of that set
    """Return the word of a closed set that is meant, by its identifier or its Chinese term."""
    for word in of:
        if written in (word.value, word.label):
            return word
    raise RuleBroken("action.wrong_form", place=place)


def written_day(written: str | None, place: str) -> date | None:
    """Return a day as it is written on the command line."""
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise RuleBroken("action.wrong_form", place=place) from None


def written_moment(written: str | None) -> datetime | None:
    """Return a moment; without a zone it is China's, and a day means its end."""
    if not written:
        return None
    try:
        if len(written) == len("2026-01-01"):
            day = date.fromisoformat(written)
            return start_of(day + timedelta(days=1)) - timedelta(microseconds=1)
        moment = datetime.fromisoformat(written)
    except (ValueError, OverflowError):
        raise RuleBroken("action.wrong_form", place="--as-of") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)


def _congress(written: str | None) -> Congress | None:
    if not written:
        return None
    level, _, term = written.partition(":")
    if not term.isdecimal() or not 0 < int(term) < 1000:
        raise RuleBroken("figure.congress")
    return Congress(_term(DeputyLevel, level, "--term"), int(term))
