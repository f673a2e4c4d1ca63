"""Evaluations (评议、联评、绩效评价): opening one, what is said, and what it comes to."""

from datetime import date
from decimal import Decimal

import msgspec
from sqlalchemy.orm import Session

from renda_desktop.domain import access
from renda_desktop.domain import scorecard as s
from renda_desktop.domain.entry import Author
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.program import ProgramDetails
from renda_desktop.domain.scoring.rules import Panel, ScorecardRules
from renda_desktop.domain.scoring.sheets import (
    Counts,
    Evidence,
    Extra,
    Mark,
    Measurement,
    Sheet,
    Tally,
    Vetoed,
)
from renda_desktop.domain.stream import Fact
from renda_desktop.domain.terms import DeputyLevel, Role, ScorecardStatus
from renda_desktop.queries import programs
from renda_desktop.queries import scorecards as reads
from renda_desktop.services.action import Action, Changes
from renda_desktop.services.attachments import keep
from renda_desktop.services.subjects import Mandated, Named, seat_of, subject_of

_FOR_THEMSELVES = frozenset({Role.RATER, Role.DEPUTY})


class Upload(msgspec.Struct, frozen=True):
    """A file that is put in with what is said."""

    name: str
    data: bytes


def open_(
    session: Session,
    *,
    by: Author,
    program: str,
    begins: date,
    ends: date,
    year: int | None = None,
    deputy: Id | None = None,
    department: Id | None = None,
    name: str = "",
    unit: str = "",
    unit_kind: str = "",
    group: str = "",
    level: DeputyLevel | None = None,
    term: int | None = None,
    title: str = "",
    remark: str = "",
) -> Changes:
    """Begin an evaluation under the newest version of a program.

    The subject is a deputy, a department, or a person (`name`, `unit`) who is on no roster here.
    `level` and `term` need be given only of a deputy with several mandates; the group is the
    program's unless given.
    """
    action = Action(session, by)
    found = programs.program(session, key=program, at=by.scope)
    rules = _rules(found)
    subject = subject_of(action, rules, Named(deputy, department, name, unit, unit_kind))
    group = group.strip() or found.group
    seat = seat_of(action, deputy, Mandated(group, level, term)) if deputy else None
    details = s.ScorecardDetails(
        title=title.strip() or f"{subject.name}{year or ends.year}年度{found.title}",
        program=found.key,
        version=found.version,
        rules=rules,
        subject=subject,
        year=year or ends.year,
        begins=begins,
        ends=ends,
        group=group,
        level=seat.level if seat else None,
        term=seat.term if seat else None,
        remark=remark,
    )
    _check_beside(session, details)
    return action.done(action.begin(s.SCORECARD, s.OpenScorecard(details)))


def _rules(program: ProgramDetails) -> ScorecardRules:
    if program.scorecard is None:
        raise RuleBroken("program.no_scorecard", title=program.title)
    return program.scorecard


def _check_beside(session: Session, details: s.ScorecardDetails) -> None:
    """Raise RuleBroken for what one evaluation cannot see: the others."""
    d, yearly = details, details.rules.yearly
    ref = d.subject.ref
    if reads.overlapping(
        session,
        program=d.program,
        begins=d.begins,
        ends=d.ends,
        subject=ref.id if ref else None,
        name=d.subject.name,
        unit=d.subject.unit,
    ):
        raise RuleBroken("scorecard.twice")
    count = reads.year_count(session, program=d.program, year=d.year, group=d.group)
    if yearly is not None and count.opened >= yearly.most:
        raise RuleBroken("scorecard.yearly", year=d.year, most=yearly.most)


def _one(session: Session, by: Author, scorecard: Id, fact: Fact) -> Changes:
    action = Action(session, by)
    action.record(s.SCORECARD, scorecard, fact)
    return action.done(scorecard)


def rate(
    session: Session,
    *,
    by: Author,
    scorecard: Id,
    panel: str,
    marks: tuple[Mark, ...],
    rater: str = "",
    person: Id | None = None,
    comment: str = "",
    files: tuple[Upload, ...] = (),
) -> Changes:
    """Record one rater's sheet (评分表): a mark for each leaf of the panel.

    On the subject's own sheet the rater is the subject, and `comment` the statement (述评).
    """
    action = Action(session, by)
    state = action.load(s.SCORECARD, scorecard)
    d: s.ScorecardDetails = state.details
    found = d.rules.panel(panel)
    if found is not None:
        _check_once(state, by, found)
    if found is not None and found.own:
        ref = d.subject.ref
        person = ref.id if ref and ref.kind == "deputy" else None
        rater = d.subject.name
    kept = tuple(keep(session, name=file.name, data=file.data) for file in files)
    sheet = Sheet(panel, marks, rater.strip(), person, comment, kept)
    action.record(s.SCORECARD, scorecard, s.RateScorecard(sheet))
    return action.done(scorecard)


def _check_once(state: s.Scorecard, by: Author, panel: Panel) -> None:
    """Raise RuleBroken where a rater gives a second sheet, under whatever name.

    Whoever records for others as well enters many, from paper.
    """
    authors = {event.entry.id: event.entry.author for event in state.timeline}
    sheets = (entry for entry, one in state.said.sheets.items() if one.panel == panel.key)
    if by.roles <= _FOR_THEMSELVES and by.clerk in {authors[entry] for entry in sheets}:
        raise RuleBroken("scorecard.rated_once", panel=panel.title)


def tally(
    session: Session,
    *,
    by: Author,
    scorecard: Id,
    panel: str,
    counts: tuple[Counts, ...],
    issued: int,
    returned: int,
    comment: str = "",
) -> Changes:
    """Record the counts of a secret 民主测评: how many gave each grade of each leaf."""
    said = Tally(panel, counts, issued, returned, comment)
    return _one(session, by, scorecard, s.TallyScorecard(said))


def measure(
    session: Session,
    *,
    by: Author,
    scorecard: Id,
    leaf: str,
    value: Decimal,
    divisor: Decimal = Decimal(1),
    numerator: str = "",
    denominator: str = "",
    source: str = "",
) -> Changes:
    """Record a leaf's figure, `value` divided by `divisor`, and where it comes from."""
    said = Measurement(leaf, value, divisor, numerator, denominator, source)
    return _one(session, by, scorecard, s.MeasureScorecard(said))


def adjust(
    session: Session, *, by: Author, scorecard: Id, key: str, points: Decimal, reason: str
) -> Changes:
    """Add or take away points beside the indicators (加分、扣分)."""
    return _one(session, by, scorecard, s.AdjustScorecard(Extra(key, points, reason)))


def veto(session: Session, *, by: Author, scorecard: Id, key: str, reason: str) -> Changes:
    """Record what bounds the whole (一票否决)."""
    return _one(session, by, scorecard, s.VetoScorecard(Vetoed(key, reason)))


def evidence(
    session: Session,
    *,
    by: Author,
    scorecard: Id,
    text: str = "",
    leaf: str = "",
    files: tuple[Upload, ...] = (),
) -> Changes:
    """Record evidence (佐证) for a leaf or for the whole."""
    kept = tuple(keep(session, name=file.name, data=file.data) for file in files)
    return _one(session, by, scorecard, s.AddEvidence(Evidence(text, leaf, kept)))


def take_back(session: Session, *, by: Author, scorecard: Id, entry: Id, reason: str) -> Changes:
    """Take back what one entry said; a veto, or points beside the indicators, by a head only."""
    action = Action(session, by)
    said = action.load(s.SCORECARD, scorecard).said
    for fact, entries in ((s.VetoScorecard, said.vetoes), (s.AdjustScorecard, said.extras)):
        if entry in entries:
            access.check(fact.kind, roles=by.roles)
    action.record(s.SCORECARD, scorecard, s.TakeBack(entry, reason))
    return action.done(scorecard)


def conclude(session: Session, *, by: Author, scorecard: Id) -> Changes:
    """Fix the result (评定); RuleBroken says what is still missing."""
    action = Action(session, by)
    state = action.load(s.SCORECARD, scorecard)
    state.require("评定", ScorecardStatus.OPEN)
    came_to, entries = s.concluded(state.result), tuple(sorted(state.said.entries))
    action.record(s.SCORECARD, scorecard, s.ConcludeScorecard(came_to, entries))
    return action.done(scorecard)


def reopen(session: Session, *, by: Author, scorecard: Id, reason: str) -> Changes:
    """Take the result up again."""
    return _one(session, by, scorecard, s.ReopenScorecard(reason))


def withdraw(session: Session, *, by: Author, scorecard: Id, reason: str) -> Changes:
    """It was opened by mistake (作废)."""
    return _one(session, by, scorecard, s.WithdrawScorecard(reason))
