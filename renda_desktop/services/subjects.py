"""Whom an evaluation is about: taken from the rosters where they have it."""

from dataclasses import dataclass

from renda_desktop.domain.department import DEPARTMENT
from renda_desktop.domain.deputy import DEPUTY, Mandate
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id, Ref
from renda_desktop.domain.scorecard import Subject
from renda_desktop.domain.scoring.rules import ScorecardRules
from renda_desktop.domain.terms import DeputyLevel, SubjectKind
from renda_desktop.services.action import Action


@dataclass(frozen=True, slots=True)
class Named:
    """How somebody named the subject."""

    deputy: Id | None
    department: Id | None
    name: str
    unit: str
    unit_kind: str


@dataclass(frozen=True, slots=True)
class Mandated:
    """In which group and under which mandate a deputy is evaluated; the newest unless said."""

    group: str
    level: DeputyLevel | None
    term: int | None


def subject_of(action: Action, rules: ScorecardRules, named: Named) -> Subject:
    """Return the subject, of the kind that the rules are for."""
    kind = rules.subjects
    if (kind is SubjectKind.DEPUTY) is not (named.deputy is not None):
        raise RuleBroken("scorecard.subject", kind=kind.label)
    if named.deputy is not None:
        deputy = action.load(DEPUTY, named.deputy).details
        ref = Ref("deputy", named.deputy)
        return Subject(kind, deputy.name, deputy.post, ref, named.unit_kind)
    if named.department is None:
        return Subject(kind, named.name.strip(), named.unit, None, named.unit_kind)
    department = action.load(DEPARTMENT, named.department).details
    if kind is SubjectKind.OFFICIAL:  # a person who serves there
        return Subject(kind, named.name.strip(), department.name, None, named.unit_kind)
    ref = Ref("department", named.department)
    return Subject(kind, department.name, named.unit, ref, named.unit_kind)


def seat_of(action: Action, deputy: Id, wanted: Mandated) -> Mandate:
    """Return the mandate under which a deputy is evaluated.

    Raises:
        RuleBroken: it is not clear which one, or the deputy does not belong to the group.
    """
    state = action.load(DEPUTY, deputy)
    if wanted.group and wanted.group not in state.groups:
        raise RuleBroken("scorecard.not_in_group", group=wanted.group)
    seats = [
        seat
        for seat in state.current
        if wanted.level in (None, seat.level) and wanted.term in (None, seat.term)
    ]
    if len(seats) != 1:
        raise RuleBroken("scorecard.term")
    return seats[0]
