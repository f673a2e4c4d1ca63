"""How far papers show who raised a matter: masked, in full on request, or redacted altogether."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Final, TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.terms import SOMEBODY
from renda_desktop.queries.papers import parts
from renda_desktop.queries.papers.sheet import Persons, Sheet
from renda_desktop.store.tables import projection as t

S = TypeVar("S", bound=Sheet)

_HIDDEN: Final = "***"
_LEAST_NAME, _LEAST_ADDRESS = 2, 4  # characters of what is looked for in others' words
# Whose names and telephones papers tell on purpose: the station, deputies, units, clerks.
_OFFICE: Final = frozenset({
    "station", "number", "ticket", "deputy", "deputies", "listeners", "clerk", "lead", "co_units",
    "unit", "sender", "contact", "who", "mandates", "code", "codes", "stamp",
})  # fmt: skip
_NUMBERS: Final = re.compile(
    r"(?<![0-9])(?:"
    r"[1-9][0-9]{16}[0-9Xx]"  # of an identity card
    r"|1[3-9][0-9](?:[ -]?[0-9]){8}"
    r"|0[0-9]{2,3}[ -]?[1-9][0-9]{6,7}(?:-[0-9]{1,6})?"
    r")(?![0-9])"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    re.ASCII,
)


def sheets(
    session: Session, *, make: Callable[[Session], Sequence[S]], persons: Persons
) -> list[S]:
    """Return the sheets that are made of a session, showing persons as far as told.

    Redacted, they have no name, telephone, address or identity number of any resident, not even
    within the residents' own words. Whoever is confidential is shown to nobody, whatever is told.
    """
    with parts.showing(session, persons):
        made = [replace(sheet, persons=persons) for sheet in make(session)]
    if persons is not Persons.REDACTED:
        return made
    cleaner = _Cleaner.of(session, _texts(tuple(made)))
    return [cleaner.clean(sheet) for sheet in made]


def check(persons: Persons, *, issue: bool) -> None:
    """Raise RuleBroken where a paper that shows persons in full would be issued."""
    if issue and persons is Persons.FULL:
        raise RuleBroken("paper.full")


@dataclass(frozen=True, slots=True)
class _Cleaner:
    """What is looked for in the words of a sheet."""

    names: re.Pattern[str] | None
    places: re.Pattern[str] | None
    official: frozenset[str]

    @classmethod
    def of(cls, session: Session, text: str) -> "_Cleaner":
        """Look up which recorded names, telephones and addresses stand in a text."""
        r, v = t.resident.c, t.visit.c
        names = {*_standing(session, r.name, text, _LEAST_NAME)}
        names |= {*_standing(session, v.name, text, _LEAST_NAME)}
        places = {*_standing(session, r.address, text, _LEAST_ADDRESS)}
        phones = {*_standing(session, r.phone, text, _LEAST_ADDRESS)}
        s, d = t.station.c, t.department.c
        official = {*session.scalars(select(s.phone)), *session.scalars(select(d.phone))}
        return cls(_any_of(names), _any_of(places | phones), frozenset(map(_digits, official)))

    def clean(self, value: Any) -> Any:  # whatever stands in a sheet
        if type(value) is str:  # a term is a text too, and stays what it is
            return self._text(value)
        if isinstance(value, tuple):
            return tuple(self.clean(one) for one in value)
        if is_dataclass(value) and not isinstance(value, type):
            told = (f.name for f in fields(value) if f.name not in _OFFICE)
            return replace(value, **{name: self.clean(getattr(value, name)) for name in told})
        return value

    def _text(self, text: str) -> str:
        if self.places:
            text = self.places.sub(_HIDDEN, text)
        if self.names:
            text = self.names.sub(SOMEBODY, text)
        return _NUMBERS.sub(self._number, text)

    def _number(self, found: re.Match[str]) -> str:
        return found[0] if _digits(found[0]) in self.official else _HIDDEN


def _standing(session: Session, column: ColumnElement[str], text: str, least: int) -> Iterable[str]:
    """Yield the values of a column that stand in a text."""
    for value in session.scalars(select(column).distinct()):
        if len(value) >= least and value in text:
            yield value


def _any_of(values: Iterable[str]) -> re.Pattern[str] | None:
    longest = sorted(values, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest))) if longest else None


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit()) or text


def _texts(value: Any) -> str:  # whatever stands in a sheet
    """Return all words of a sheet, one after the other."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return "\n".join(map(_texts, value))
    if is_dataclass(value) and not isinstance(value, type):
        return "\n".join(_texts(getattr(value, f.name)) for f in fields(value))
    return ""
