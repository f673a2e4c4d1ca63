"""The made-up station's words and names, as its files hold them."""

import tomllib
from functools import cache
from typing import TypeVar

import msgspec

from renda_desktop import resources
from renda_desktop.domain.terms import Appeal, AreaLevel, Urgency

T = TypeVar("T")
Lines = tuple[str, ...]


class Area(msgspec.Struct, frozen=True):
    name: str
    level: AreaLevel
    code: str


class Outpost(msgspec.Struct, frozen=True):
    name: str
    address: str


class Department(msgspec.Struct, frozen=True):
    name: str
    short: str
    contact: str


class Theme(msgspec.Struct, frozen=True):
    title: str
    description: str
    keywords: Lines
    source: str


class Station(msgspec.Struct, frozen=True):
    """The station itself, from its areas down to its themes."""

    name: str
    code: str
    address: str
    phone: str
    hours: str
    room: str
    head: str
    clerks: Lines
    area: tuple[Area, ...]
    outpost: tuple[Outpost, ...]
    department: tuple[Department, ...]
    theme: tuple[Theme, ...]


class People(msgspec.Struct, frozen=True):
    """Parts of names, addresses and posts."""

    surnames: str
    compounds: Lines
    rare_surnames: Lines
    given: str
    rare_given: Lines
    minority: Lines
    ethnicities: Lines
    prefixes: Lines
    posts: Lines
    leaders: Lines
    press: Lines
    observers: Lines
    places: dict[str, Lines]


class Problem(msgspec.Struct, frozen=True):
    """One kind of thing that residents raise, in pieces to put together.

    `at` says what sort of place it is about; `go_to` is set where a station declines it.
    """

    category: str
    at: str
    units: Lines
    summary: Lines
    said: Lines
    detail: Lines
    wish: Lines
    answers: Lines
    replies: Lines
    theme: str = ""
    appeal: Appeal = Appeal.HELP
    urgency: Urgency = Urgency.NORMAL
    go_to: Lines = ()


class _Problems(msgspec.Struct):
    problem: tuple[Problem, ...]


@cache
def station() -> Station:
    """Return the station."""
    return _read("station.toml", Station)


@cache
def people() -> People:
    """Return the parts of names and addresses."""
    return _read("people.toml", People)


@cache
def problems() -> tuple[Problem, ...]:
    """Return all that residents raise, in the order of the files."""
    files = sorted(resources.path("demo", "problems").glob("*.toml"))
    return tuple(
        found for file in files for found in _read(f"problems/{file.name}", _Problems).problem
    )


@cache
def phrases() -> dict[str, Lines]:
    """Return what is written on a matter's way, by its use; a single line is a list of one."""
    found = _read("phrases.toml", dict[str, Lines | str])
    return {use: (lines,) if isinstance(lines, str) else lines for use, lines in found.items()}


def _read(name: str, form: type[T]) -> T:
    text = resources.path("demo", *name.split("/")).read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), type=form)
