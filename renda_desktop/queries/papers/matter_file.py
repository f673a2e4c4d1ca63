"""归档卷: all that is recorded of one matter, and its papers as they were on the day."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from sqlalchemy.orm import Session

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter import (
    MATTER,
    Assign,
    Matter,
    Remind,
    Reply,
    Resolve,
    Supervise,
    Transfer,
)
from renda_desktop.domain.matter.state import Round
from renda_desktop.domain.moments import day_of, from_micros, local
from renda_desktop.domain.stream import Fact
from renda_desktop.domain.terms import Outcome
from renda_desktop.queries.names import Names
from renda_desktop.queries.papers import issued, letters, matter_slips, parts
from renda_desktop.queries.papers.receipt import receipt
from renda_desktop.queries.papers.registration_form import registration_form
from renda_desktop.queries.papers.sheet import Persons, Sheet
from renda_desktop.queries.papers.sheets import StationHead, TimelineLine
from renda_desktop.store import blobs, log

_MOST_PAPERS: Final = 60


@dataclass(frozen=True, slots=True)
class FilePart:
    """A paper of the file: its kind, the day it is of, and what it shows."""

    form: str
    on: date
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class FileRound:
    """One round of handling: who had it, and what was replied and rated, each with its day."""

    unit: str
    assigned_on: date | None
    due: date | None
    replies: tuple[tuple[date, str, str, str], ...]
    ratings: tuple[tuple[date, str, int, str], ...]


@dataclass(frozen=True, slots=True)
class FileIssued:
    """A paper that was issued: its number and the hash of the first print."""

    number: str
    title: str
    on: date
    who: str
    copies: int
    digest: str
    withdrawn: str


@dataclass(frozen=True, slots=True)
class FileAttachment:
    """A file of the matter. Without `content` it is listed only, for the reason in `left_out`."""

    name: str
    mime: str
    size: int
    sha256: str
    evidence: bool
    content: bytes | None = None
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class MatterArchive(Sheet):
    """归档卷 of one matter; `facts` are labels and values for its cover."""

    station: StationHead
    number: str
    title: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[FilePart, ...]
    rounds: tuple[FileRound, ...]
    timeline: tuple[TimelineLine, ...]
    issued: tuple[FileIssued, ...]
    attachments: tuple[FileAttachment, ...]


def matter_file(session: Session, *, matter: Id, now: datetime) -> MatterArchive:
    """Return the file of one matter, whichever way it went.

    Slips and letters are those of the day on which they were due, made again of the records.

    Raises:
        RuleBroken: there is no such matter.
    """
    entries = log.read(session, stream=matter)
    state = MATTER.fold(matter, entries)
    if not state.exists:
        raise RuleBroken("stream.missing", noun=state.term)
    names = Names(session)
    form = registration_form(session, matter=matter, now=now)
    found = [FilePart("registration-form", day_of(form.received_at), form)]
    if state.details.visit:
        with suppress(RuleBroken):
            home = receipt(session, visit=state.details.visit, now=now)
            found.append(FilePart("receipt", day_of(home.received_at), home))
    found += _papers(session, state, entries, now)
    shown = parts.shown(session)
    return MatterArchive(
        station=parts.station_head(session),
        number=state.details.number,
        title=parts.NO_WORDS if state.details.confidential else state.details.title,
        facts=tuple(_facts(session, state, names)),
        parts=tuple(replace(one, sheet=replace(one.sheet, persons=shown)) for one in found),
        rounds=tuple(_round(one, names) for one in state.rounds),
        timeline=parts.lines(state, names=names),
        issued=tuple(_issued(session, matter)),
        attachments=tuple(_attachments(session, state)),
        printed_at=now,
        persons=shown,
    )


def _papers(
    session: Session, state: Matter, entries: list[Entry], now: datetime
) -> Iterator[FilePart]:
    """Yield slips and letters in the order of their days, each of the state of its day."""
    count = 0
    for place, event in enumerate(state.timeline, 1):
        form = "" if event.void or event.fact is None else _form(event.fact)
        if not form or count == _MOST_PAPERS:
            continue
        orders = [one for one in entries[place:] if one.kind in MATTER.erasing]
        then = MATTER.fold(state.id, [*entries[:place], *orders])
        at = local(from_micros(event.entry.recorded_at))
        with suppress(RuleBroken):
            sheet: Sheet
            if form == "assignment":
                sheet = matter_slips.slip_of(session, then, now=now)
            else:
                sheet = letters.written_of(session, kind=form, state=then, now=at)
            count += 1
            yield FilePart(form, day_of(at), replace(sheet, printed_at=now))


def _form(fact: Fact) -> str:
    """Return which paper a step of a matter brings with it."""
    match fact:
        case Assign() | Transfer():
            return "assignment"
        case Remind():
            return "reminder"
        case Supervise():
            return "supervision-letter"
        case Reply():
            return "reply"
        case Resolve(outcome=Outcome.DECLINED):
            return "refusal"
        case _:
            return ""


def _facts(session: Session, state: Matter, names: Names) -> Iterator[tuple[str, str]]:
    who, _phone, _address = parts.person(session, state)
    d = state.details
    yield "反映人", who
    yield "类别", d.category.replace("/", "—")
    yield "地点", "" if d.confidential else d.place
    yield "处理方式", parts.way(state)
    yield "承办", parts.addressee(state, names=names)
    yield "当前阶段", state.stage.label
    yield "办理结果", state.outcome.label if state.outcome else ""
    for label, at in (
        ("登记日期", state.registered_at),
        ("办结日期", state.resolved_at),
        ("销号日期", state.closed_at),
    ):
        yield label, _day(at) if at else ""


def _day(at: int) -> str:
    on = day_of(from_micros(at))
    return f"{on.year}年{on.month}月{on.day}日"


def _round(turn: Round, names: Names) -> FileRound:
    units = (
        names.department(turn.unit),
        names.departments(turn.co_units),
        names.deputy(turn.deputy),
    )
    return FileRound(
        unit="、".join(filter(None, units)),
        assigned_on=_on(turn.assigned_at) if turn.assigned_at else None,
        due=turn.due.on if turn.due else None,
        replies=tuple(
            (
                _on(one.at),
                names.department(one.unit) or names.deputy(one.deputy) or one.official,
                one.grade.label,
                one.text,
            )
            for one in turn.replies
        ),
        ratings=tuple(
            (_on(one.at), one.rater.label, one.stars, one.comment) for one in turn.ratings.values()
        ),
    )


def _on(at: int) -> date:
    return day_of(from_micros(at))


def _issued(session: Session, matter: Id) -> Iterator[FileIssued]:
    for one in reversed(issued.papers(session, about=matter)):
        on = day_of(one.issued_at)
        yield FileIssued(
            one.number, one.title, on, one.issued_by, one.copies, one.digest, one.withdrawn
        )


def _attachments(session: Session, state: Matter) -> Iterator[FileAttachment]:
    """Yield the files: with their content, unless it would show what the paper must not."""
    reason = "保密事项，附件不编入" if state.details.confidential else ""
    if parts.shown(session) is Persons.REDACTED:
        reason = "脱敏版不编入附件"
    for file in state.attachments.values():
        data = None if reason else blobs.get(session, sha256=file.sha256)
        missing = "" if data is not None else reason or "原件不在本机，尚未同步"
        yield FileAttachment(
            file.name, file.mime, file.size, file.sha256, file.sha256 in state.evidence, data,
            missing,
        )  # fmt: skip
