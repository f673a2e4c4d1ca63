"""Receptions from plan to archive."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from renda_desktop.domain.entry import Author
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.program import ProgramDetails
from renda_desktop.domain.reception import (
    RECEPTION,
    ArchiveReception,
    Attendance,
    CancelReception,
    CloseReception,
    Counts,
    NoticeReception,
    OpenReception,
    PlanReception,
    PostponeReception,
    ReceptionDetails,
    ReopenReception,
    SignIn,
    SignOut,
)
from renda_desktop.domain.terms import (
    AttendeeRole,
    Disposition,
    Presence,
    ReceptionKind,
    VisitStatus,
)
from renda_desktop.queries import programs, references
from renda_desktop.services.action import Action, Changes


def plan(
    session: Session,
    *,
    by: Author,
    kind: ReceptionKind,
    program: str,
    place: str,
    starts: datetime,
    ends: datetime,
    deputies: tuple[Id, ...],
    departments: tuple[Id, ...] = (),
    leaders: tuple[str, ...] = (),
    title: str = "",
    theme: Id | None = None,
    number: int | None = None,
    outpost: Id | None = None,
    moved_from: date | None = None,
    provisional: bool = False,
    remark: str = "",
) -> Changes:
    """Plan a reception under the newest version of a program.

    `number` (期) follows the program's last one where it is not given; `title` is the kind's
    term where it is empty. `moved_from` is the duty day that fell on a holiday.
    """
    action = Action(session, by)
    rules = programs.program(session, key=program, at=by.scope)
    if kind not in rules.kinds:
        raise RuleBroken("program.kind", title=rules.title, kind=kind.label)
    check_deputies(rules, deputies)
    details = ReceptionDetails(
        title=title.strip() or kind.label,
        kind=kind,
        program=rules.key,
        version=rules.version,
        number=number or references.last_period(session, program=program, station=by.scope) + 1,
        place=place,
        starts=starts,
        ends=ends,
        deputies=deputies,
        departments=departments,
        leaders=leaders,
        theme=theme,
        outpost=outpost,
        moved_from=moved_from,
        provisional=provisional,
        remark=remark,
    )
    return action.done(action.begin(RECEPTION, PlanReception(details)))


def check_deputies(rules: ProgramDetails, deputies: Sequence[Id]) -> None:
    """Raise RuleBroken where a program asks for more deputies than these."""
    count = len(set(deputies))
    if count < rules.least_deputies:
        raise RuleBroken("reception.deputies", least=rules.least_deputies, count=count)


def notice(
    session: Session,
    *,
    by: Author,
    reception: Id,
    posted: date | None = None,
    text: str = "",
    late: str = "",
) -> Changes:
    """Post the notice (接待公告), in time or with the reason why it is late."""
    action = Action(session, by)
    details = action.load(RECEPTION, reception).details
    rules = programs.program(session, key=details.program, version=details.version)
    on = posted or day_of(by.now)
    if (day_of(details.starts) - on).days < rules.notice_days and not late.strip():
        raise RuleBroken("reception.notice_late", days=rules.notice_days)
    action.record(RECEPTION, reception, NoticeReception(on, text, late))
    return action.done(reception)


def sign_in(
    session: Session,
    *,
    by: Author,
    reception: Id,
    name: str,
    role: AttendeeRole,
    person: Id | None = None,
    unit: str = "",
    presence: Presence = Presence.PRESENT,
) -> Changes:
    """Record that somebody is there, on leave or absent."""
    action = Action(session, by)
    attendance = Attendance(name, role, person, unit, presence)
    action.record(RECEPTION, reception, SignIn(attendance))
    return action.done(reception)


def sign_out(session: Session, *, by: Author, reception: Id, key: str) -> Changes:
    """Take a sign-in back; `key` is the attendance's."""
    action = Action(session, by)
    action.record(RECEPTION, reception, SignOut(key))
    return action.done(reception)


def open_(session: Session, *, by: Author, reception: Id) -> Changes:
    """Begin receiving."""
    action = Action(session, by)
    action.record(RECEPTION, reception, OpenReception())
    return action.done(reception)


def counts(session: Session, *, reception: Id) -> Counts:
    """Return what a reception would close with now."""
    visits = references.visits_by_status(session, reception=reception)
    received, heads = visits.get(VisitStatus.RECEIVED, (0, 0))
    ways = Counter(references.dispositions(session, reception=reception))
    matters = references.counted_matters(session, reception=reception)
    return Counts(received, heads, matters, {Disposition(k): n for k, n in ways.items()})


def close(
    session: Session, *, by: Author, reception: Id, minutes: str = "", press: str = ""
) -> Changes:
    """End the reception: nobody waits, and every matter has exactly one disposition."""
    action = Action(session, by)
    waiting = references.waiting(session, reception=reception)
    if waiting:
        raise RuleBroken("reception.waiting", count=waiting)
    undecided = references.undecided_matters(session, reception=reception)
    if undecided:
        shown = "、".join(undecided[:5]) + ("…" if len(undecided) > 5 else "")
        raise RuleBroken("reception.undecided", count=len(undecided), numbers=shown)
    agreed = counts(session, reception=reception)
    action.record(RECEPTION, reception, CloseReception(agreed, minutes, press))
    return action.done(reception)


def reopen(session: Session, *, by: Author, reception: Id, reason: str) -> Changes:
    """It was closed too early."""
    action = Action(session, by)
    action.record(RECEPTION, reception, ReopenReception(reason))
    return action.done(reception)


def archive(session: Session, *, by: Author, reception: Id) -> Changes:
    """Put the closed reception into the archive."""
    action = Action(session, by)
    action.record(RECEPTION, reception, ArchiveReception())
    return action.done(reception)


def postpone(
    session: Session, *, by: Author, reception: Id, starts: datetime, ends: datetime, reason: str
) -> Changes:
    """Move the reception, before anybody came; a new notice is due."""
    action = Action(session, by)
    _check_nobody_came(session, reception, "延期")
    action.record(RECEPTION, reception, PostponeReception(starts, ends, reason))
    return action.done(reception)


def cancel(session: Session, *, by: Author, reception: Id, reason: str) -> Changes:
    """Call the reception off, before anybody came."""
    action = Action(session, by)
    _check_nobody_came(session, reception, "取消")
    action.record(RECEPTION, reception, CancelReception(reason))
    return action.done(reception)


def _check_nobody_came(session: Session, reception: Id, what: str) -> None:
    if references.came(session, reception=reception):
        raise RuleBroken("reception.visits", action=what)
