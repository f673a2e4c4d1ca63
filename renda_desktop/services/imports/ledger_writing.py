"""Rows of a ledger become matters, with what became of each: a row is never taken twice."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy.orm import Session

from renda_desktop.domain import matter as m
from renda_desktop.domain.department import DEPARTMENT, DepartmentDetails, RegisterDepartment
from renda_desktop.domain.entry import Author
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter import demands
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.program import ProgramDetails
from renda_desktop.domain.resident import RESIDENT, RegisterResident, ResidentDetails
from renda_desktop.queries import calendar as calendars
from renda_desktop.queries import listed, programs, references
from renda_desktop.services.action import Action
from renda_desktop.services.imports.ledger import LedgerRow
from renda_desktop.services.imports.ledger_states import Handled, facts
from renda_desktop.services.imports.ledger_values import Named, read_named
from renda_desktop.services.imports.values import folded
from renda_desktop.services.imports.writing import Written
from renda_desktop.services.numbers import MatterNumbers

BATCH = 100
"""Rows that are written at once: their entries make one action, and between two one may stop."""


def batches(rows: Sequence[LedgerRow]) -> list[Sequence[LedgerRow]]:
    """Return the rows as they are written, some at once."""
    return [rows[first : first + BATCH] for first in range(0, len(rows), BATCH)] or [rows]


def write_ledger(
    session: Session,
    *,
    by: Author,
    rows: Sequence[LedgerRow],
    program: str | None = None,
    new_units: bool = False,
    keep_good: bool = True,
    dry_run: bool = False,
) -> Written:
    """Write the rows of a ledger; the counts are of matters, of which a row may hold several.

    Args:
        program: whose terms and ways the matters follow; that of everyday receptions, unless given.
        new_units: register the departments that are not on record; else such rows go back.
        keep_good: write the others where a rule forbids a row; else nothing is written then.
        dry_run: write nothing in any case.
    """
    rules = programs.for_matters(session, key=program, at=by.scope)
    if not rules.dispositions or rules.ballot is not None:
        raise RuleBroken("program.no_matters", title=rules.title)
    known = _known(session, by, rules, rows, new_units)
    marks = {row.row: _marks(row, by.scope) for row in rows}
    there = listed.listed_marks(session, marks={one for many in marks.values() for one in many})
    new, refused = _judged(rows, marks, there, known)
    action, made = _recorded(session, by, new, marks, there, known, refused)
    kept = not dry_run and (keep_good or not refused)
    changes = action.done(made[-1]) if kept and made else None
    return Written(
        action=action.id,
        id=changes.id if changes else by.scope,
        nouns=changes.nouns if changes else frozenset(),
        ids=changes.ids if changes else frozenset(),
        added=len(made),
        changed=0,
        same=sum(one in there for many in marks.values() for one in many),
        refused=refused,
        kept=kept,
    )


class _Who(NamedTuple):
    """Whom a row names, on record."""

    deputies: tuple[Id, ...]
    units: tuple[str, ...]


@dataclass
class _Known:
    """The deputies, departments and rules that rows are read by, each looked up once."""

    session: Session
    by: Author
    rules: ProgramDetails
    new_units: bool
    people: dict[str, list[tuple[Id, str]]]
    residents: dict[tuple[str, str], Id]
    units: dict[str, Id | None] = field(default_factory=dict)

    def who(self, row: LedgerRow) -> _Who:
        """Return whom a row names. Raises RuleBroken where somebody is unknown."""
        today = day_of(self.by.now)
        if row.day > today or (row.ended or today) > today:
            raise RuleBroken("import.day_ahead")
        deputies = [self._deputy(one) for one in row.deputies]
        missing = [n.name for n, one in zip(row.deputies, deputies, strict=True) if one is None]
        if missing:
            raise RuleBroken("import.deputy_unknown", names="、".join(missing))
        units = tuple(one.name for one in read_named(row.unit))
        for name in units:
            if self.unit(name) is None and not self.new_units:
                raise RuleBroken("import.department_unknown", name=name)
        return _Who(tuple(filter(None, deputies)), units)

    def unit(self, name: str) -> Id | None:
        """Return the department of a name."""
        if name not in self.units:
            self.units[name] = references.department_named(
                self.session, name=name, station=self.by.scope
            )
        return self.units[name]

    def _deputy(self, named: Named) -> Id | None:
        same = self.people.get(named.name, [])
        if named.phone:
            same = [one for one in same if one[1] == named.phone]
        if len(same) > 1:
            raise RuleBroken("import.deputy_alike", count=len(same), name=named.name)
        return same[0][0] if same else None


def _known(
    session: Session,
    by: Author,
    rules: ProgramDetails,
    rows: Sequence[LedgerRow],
    new_units: bool,  # one of five, handed on
) -> _Known:
    people = {one.name for row in rows for one in row.deputies}
    names = {row.name for row in rows if row.name}
    return _Known(
        session,
        by,
        rules,
        new_units,
        references.deputies_by_name(session, names=people, station=by.scope),
        listed.residents_by_contact(session, scope=by.scope, names=names),
    )


def _judged(
    rows: Sequence[LedgerRow], marks: dict[int, list[Id]], there: set[Id], known: _Known
) -> tuple[list[tuple[LedgerRow, _Who]], dict[int, RuleBroken]]:
    """Return the rows that are news with whom they name, and those that go back."""
    new: list[tuple[LedgerRow, _Who]] = []
    refused: dict[int, RuleBroken] = {}
    for row in rows:
        if there.issuperset(marks[row.row]):
            continue
        try:
            new.append((row, known.who(row)))
        except RuleBroken as broken:
            refused[row.row] = broken.with_traceback(None)
    return new, refused


def _recorded(
    session: Session,
    by: Author,
    new: list[tuple[LedgerRow, _Who]],
    marks: dict[int, list[Id]],
    there: set[Id],
    known: _Known,
    refused: dict[int, RuleBroken],
) -> tuple[Action, list[Id]]:
    """Return an action that holds the rows, without those that a rule refuses after all."""
    while True:
        taking = _Taking(Action(session, by), known)
        try:
            for row, who in new:
                if row.row not in refused:
                    parts = zip(marks[row.row], row.matters, strict=True)
                    taking.take(row, who, [part for part in parts if part[0] not in there])
        except RuleBroken as broken:
            refused[row.row] = broken.with_traceback(None)
            continue
        return taking.action, taking.made


class _Taking:
    """Rows on their way into one action."""

    def __init__(self, action: Action, known: _Known) -> None:
        self.action = action
        self.made: list[Id] = []
        self._known = known
        self._numbers = MatterNumbers(action)
        self._residents = dict(known.residents)
        self._units: dict[str, Id] = {}
        self._calendar = calendars.calendar(action.session)

    def take(self, row: LedgerRow, who: _Who, parts: list[tuple[Id, str]]) -> None:
        """Record the matters of a row that are not there yet."""
        resident = self._resident(row)
        units = tuple(self._unit(name) for name in who.units)
        handled = Handled(
            units, who.deputies, self._known.rules, self._calendar, day_of(self.action.by.now)
        )
        for mark, words in parts:
            details = self._details(row, words, resident, who.deputies, m.Listed(row.day, mark))
            matter = self.action.begin(m.MATTER, m.RegisterMatter(details))
            for fact in facts(row, handled):
                self.action.record(m.MATTER, matter, fact)
            self.made.append(matter)

    def _details(
        self,
        row: LedgerRow,
        words: str,
        resident: Id | None,
        listeners: tuple[Id, ...],
        mark: m.Listed,
    ) -> m.MatterDetails:
        rules = self._known.rules
        return m.MatterDetails(
            number=self._numbers.next(),
            own_words=words,
            program=rules.key,
            version=rules.version,
            category=row.category,
            channel=row.channel,
            resident=resident,
            listeners=listeners,
            demands=demands.demanded(rules),
            listed=mark,
        )

    def _resident(self, row: LedgerRow) -> Id | None:
        if not row.name:
            return None
        told = (row.name, row.phone or row.address)
        found = self._residents.get(told)
        if found is None:
            details = ResidentDetails(row.name, row.phone, row.address)
            found = self.action.begin(RESIDENT, RegisterResident(details))
            if told[1]:
                self._residents[told] = found
        return found

    def _unit(self, name: str) -> Id:
        found = self._known.unit(name) or self._units.get(name)
        if found is None:
            fact = RegisterDepartment(DepartmentDetails(name=name))
            found = self._units[name] = self.action.begin(DEPARTMENT, fact)
        return found


def _marks(row: LedgerRow, scope: Id) -> list[Id]:
    """Return a mark for each matter of a row: the same words of the same person on that day."""
    counts: Counter[str] = Counter()
    marks = []
    for words in row.matters:
        said = folded(words)
        counts[said] += 1
        told = (scope, row.day.isoformat(), row.name, row.phone, folded(row.address), said)
        text = "\x1f".join((*told, str(counts[said])))
        marks.append(Id(sha256(text.encode()).hexdigest()[:32]))
    return marks
