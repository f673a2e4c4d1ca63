"""Checked rows of a list become records, each row an action: what is there is not copied."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, Protocol, TypeVar

import msgspec
from sqlalchemy.orm import Session

from renda_desktop.domain.department import DEPARTMENT, DepartmentDetails, RegisterDepartment
from renda_desktop.domain.deputy import (
    DEPUTY,
    Deputy,
    DeputyDetails,
    EndMandate,
    GrantMandate,
    Mandate,
    RegisterDeputy,
)
from renda_desktop.domain.entry import Author
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of
from renda_desktop.queries import references
from renda_desktop.services.action import Action, Changes
from renda_desktop.services.amendments import record_amendments
from renda_desktop.services.imports.departments import DepartmentRow
from renda_desktop.services.imports.deputies import DeputyRow
from renda_desktop.services.imports.rows import BadRow, Problem, Sheet

Fate = Literal["added", "changed", "same"]
R = TypeVar("R", bound="Numbered")


class Numbered(Protocol):
    """A row that knows its number in the list."""

    @property
    def row(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Written(Changes):
    """How many rows were added, changed something, or were known as they are.

    `refused` are the numbers of the rows that a rule forbade. Where `kept` is False nothing was
    written, and the counts tell what would have been.
    """

    added: int
    changed: int
    same: int
    refused: dict[int, RuleBroken]
    kept: bool


def write_deputies(
    session: Session,
    *,
    by: Author,
    rows: Sequence[DeputyRow],
    term: int | None = None,
    keep_good: bool = True,
    dry_run: bool = False,
) -> Written:
    """Write the rows of a roster; a deputy on record gets what the roster knows better.

    Args:
        term: of the mandates of rows that name none.
        keep_good: write the others where a rule forbids a row; else nothing is written then.
        dry_run: write nothing in any case.
    """
    seen: set[Id] = set()
    one = partial(_deputy, term=term, seen=seen)
    return _write(session, by, rows, one, keep_good=keep_good, dry_run=dry_run)


def write_departments(
    session: Session,
    *,
    by: Author,
    rows: Sequence[DepartmentRow],
    keep_good: bool = True,
    dry_run: bool = False,
) -> Written:
    """Write the rows of a list of offices; the parameters are those of `write_deputies`."""
    return _write(session, by, rows, _department, keep_good=keep_good, dry_run=dry_run)


def together(parts: Sequence[Written]) -> Written:
    """Return what several writes of one list came to."""
    return replace(
        parts[-1],
        nouns=frozenset().union(*(one.nouns for one in parts)),
        ids=frozenset().union(*(one.ids for one in parts)),
        added=sum(one.added for one in parts),
        changed=sum(one.changed for one in parts),
        same=sum(one.same for one in parts),
        refused={row: why for one in parts for row, why in one.refused.items()},
        kept=all(one.kept for one in parts),
    )


# Which column is marked where a rule refuses a row; the name's, unless another is meant.
_MEANT = {
    "import.deputy_unknown": "deputies",
    "import.deputy_alike": "deputies",
    "import.department_unknown": "unit",
    "import.nobody_handled": "unit",
    "import.day_ahead": "day",
}


def with_refused(sheet: Sheet[R], /, refused: dict[int, RuleBroken]) -> Sheet[R]:
    """Return the sheet with the refused rows among the bad ones, what is wrong marked."""
    bad = [
        BadRow(line, (_problem(sheet, refused[line.number]),))
        for line in sheet.good_lines
        if line.number in refused
    ]
    good = tuple(row for row in sheet.good if row.row not in refused)
    lines = tuple(line for line in sheet.good_lines if line.number not in refused)
    ordered = sorted((*sheet.bad, *bad), key=lambda one: one.line.number)
    return replace(sheet, good=good, good_lines=lines, bad=tuple(ordered))


def _problem(sheet: Sheet[R], why: RuleBroken) -> Problem:
    columns = sheet.header.columns
    first = columns.get("name", next(iter(columns.values())))
    index = columns.get(_MEANT.get(why.rule, ""), first)
    return Problem(index, sheet.header.title(index), str(why))


def _write(
    session: Session,
    by: Author,
    rows: Sequence[R],
    one: Callable[[Action, R], tuple[Id, Fate]],
    *,
    keep_good: bool,
    dry_run: bool,
) -> Written:
    fates: list[Fate] = []
    refused: dict[int, RuleBroken] = {}
    actions: list[Changes] = []
    with session.begin_nested() as whole:
        for row in rows:
            try:
                with session.begin_nested():
                    action = Action(session, by)
                    about, fate = one(action, row)
                    if fate != "same":
                        actions.append(action.done(about))
                    fates.append(fate)
            except RuleBroken as broken:
                refused[row.row] = broken.with_traceback(None)
        kept = not dry_run and (keep_good or not refused)
        if not kept:
            whole.rollback()
            actions.clear()
    return Written(
        action=actions[-1].action if actions else by.scope,
        id=actions[-1].id if actions else by.scope,
        nouns=frozenset().union(*(changes.nouns for changes in actions)),
        ids=frozenset().union(*(changes.ids for changes in actions)),
        added=fates.count("added"),
        changed=fates.count("changed"),
        same=fates.count("same"),
        refused=refused,
        kept=kept,
    )


def _deputy(action: Action, row: DeputyRow, *, term: int | None, seen: set[Id]) -> tuple[Id, Fate]:
    seats = _seats(row, term, action.by)
    details = DeputyDetails(
        name=row.name,
        gender=row.gender,
        birth=_birth(row),
        ethnicity=row.ethnicity,
        post=row.post,
        phone=row.phone or "",
        outpost=row.station,
        remark=row.remark,
    )
    known = _known(action, row, seen)
    if known is None:
        made = action.begin(DEPUTY, RegisterDeputy(details, seats))
        seen.add(made)
        return made, "added"
    seen.add(known.id)
    news = record_amendments(action, noun="deputy", stream=known.id, changes=_given(details))
    news += sum(_seated(action, known, seat) for seat in seats)
    return known.id, "changed" if news else "same"


def _seats(row: DeputyRow, term: int | None, by: Author) -> tuple[Mandate, ...]:
    terms = row.terms or ((term,) * len(row.levels) if term else ())
    if not terms:
        raise RuleBroken("import.term_missing")
    ended = day_of(by.now) if row.resigned else None
    reason = row.remark if row.resigned else ""
    return tuple(
        Mandate(level, number, ended=ended, reason=reason)
        for level, number in zip(row.levels, terms, strict=True)
    )


def _seated(action: Action, known: Deputy, seat: Mandate) -> int:
    """Grant or end one mandate, if that is news; a mandate that ended is not given back."""
    held = [one for one in known.mandates if (one.level, one.term) == (seat.level, seat.term)]
    if not held:
        action.record(DEPUTY, known.id, GrantMandate(seat))
        return 1
    if seat.ended is None or known.seat(seat.level, seat.term) is None:
        return 0
    fact = EndMandate(seat.level, seat.term, seat.ended, seat.reason)
    action.record(DEPUTY, known.id, fact)
    return 1


def _known(action: Action, row: DeputyRow, seen: set[Id]) -> Deputy | None:
    """Return the deputy on record whom a row means: by name and telephone, else by birth."""
    named = references.deputies_named(action.session, name=row.name, station=action.by.scope)
    same = [action.load(DEPUTY, one) for one, _ in named if one not in seen]
    if row.phone:
        exact = [one for one in same if one.details.phone == row.phone]
        if exact:
            return exact[0]
        same = [one for one in same if not one.details.phone]
    born = _birth(row)
    alike = [one for one in same if not born or one.details.birth in ("", born)]
    if len(alike) > 1:
        alike = [one for one in alike if one.details.post == row.post] or alike
    if len(alike) > 1:
        raise RuleBroken("import.several_alike", count=len(alike))
    return alike[0] if alike else None


def _birth(row: DeputyRow) -> str:
    if row.birth is None:
        return ""
    month = row.birth.month
    return f"{row.birth.year}-{month:02d}" if month else str(row.birth.year)


def _department(action: Action, row: DepartmentRow) -> tuple[Id, Fate]:
    details = DepartmentDetails(
        name=row.name,
        short=row.short,
        contact=row.contact,
        phone=row.phone or "",
        address=row.address,
    )
    known = references.department_named(action.session, name=row.name, station=action.by.scope)
    if known is None:
        return action.begin(DEPARTMENT, RegisterDepartment(details)), "added"
    changes = _given(details)
    news = record_amendments(action, noun="department", stream=known, changes=changes)
    return known, "changed" if news else "same"


def _given(details: msgspec.Struct) -> dict[str, object]:
    """Return what a row says; what it leaves empty does not empty the record."""
    fields = msgspec.structs.asdict(details)
    return {name: value for name, value in fields.items() if value and name != "name"}
