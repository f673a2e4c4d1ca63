"""Residents: registering, one person's several records, erasing a person by order."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from renda_desktop.domain import erasure
from renda_desktop.domain.entry import Author, Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter import MATTER, RedactMatter
from renda_desktop.domain.resident import (
    RESIDENT,
    EraseResident,
    MarkNotSame,
    MergeResident,
    RegisterResident,
    ResidentDetails,
    SeparateResident,
)
from renda_desktop.domain.stream import Stream
from renda_desktop.domain.terms import Gender
from renda_desktop.domain.visit import VISIT, RedactVisit
from renda_desktop.queries import residents as reads
from renda_desktop.services.action import Action, Changes
from renda_desktop.store import erasing


def register(
    session: Session,
    *,
    by: Author,
    name: str,
    phone: str = "",
    address: str = "",
    gender: Gender | None = None,
    remark: str = "",
) -> Changes:
    """Register a resident."""
    action = Action(session, by)
    details = ResidentDetails(name, phone, address, gender, remark)
    return action.done(action.begin(RESIDENT, RegisterResident(details)))


def merge(session: Session, *, by: Author, resident: Id, into: Id) -> Changes:
    """Two records are one person: `into` goes on. `separate` undoes it."""
    action = Action(session, by)
    goes_on = action.load(RESIDENT, into)
    goes_on.require_own()
    if resident in goes_on.not_same:
        raise RuleBroken("resident.not_same")
    action.record(RESIDENT, resident, MergeResident(into))
    return action.done(into)


def separate(session: Session, *, by: Author, resident: Id) -> Changes:
    """The merge was a mistake."""
    action = Action(session, by)
    action.record(RESIDENT, resident, SeparateResident())
    return action.done(resident)


def mark_not_same(
    session: Session, *, by: Author, resident: Id, other: Id, same: bool = False
) -> Changes:
    """Two records are different persons; `same` takes that back."""
    action = Action(session, by)
    action.load(RESIDENT, other)
    action.record(RESIDENT, resident, MarkNotSame(other, same))
    return action.done(resident)


def erase(
    session: Session,
    *,
    by: Author,
    resident: Id,
    reason: str,
    matters: tuple[Id, ...] = (),
    confirm: bool = False,
) -> Changes:
    """Erase a person for ever, here, on the server and on every PC (个人信息保护法, article 47).

    All records of the person and the name in all visits go; what was counted stays counted. What
    matters say stays as it is, but for those that are named: there the person's names and
    telephones go out of the words; once they are erased nobody knows any more what to look for.
    Visits that another PC adds later are erased by a second order. Backups, drafts, exported
    files and printed papers are not reached.

    Args:
        matters: those of the person's matters whose words name him.
        confirm: that this is meant; nothing brings the words back.
    """
    if not confirm:
        raise RuleBroken("resident.confirm_erasure")
    if not reason.strip():
        raise RuleBroken("resident.reason")
    action = Action(session, by)
    people = reads.all_records(session, resident=resident)
    action.load(RESIDENT, resident)
    words: set[str] = set()
    for one in people:
        entries = _said(action.load(RESIDENT, one))
        words |= erasure.words(entries)
        action.record(RESIDENT, one, EraseResident(reason, erasure.instead(entries)))
    for visit in reads.visits_of(session, residents=people):
        said = _said(action.load(VISIT, visit))
        instead = erasure.redacted(said, words=frozenset(words), names=True)
        if instead:
            action.record(VISIT, visit, RedactVisit(reason, instead))
    for matter in matters:
        state = action.load(MATTER, matter)
        if state.details.resident not in people:
            raise RuleBroken("resident.not_theirs", number=state.details.number)
        instead = erasure.redacted(_said(state), words=frozenset(words))
        if instead:
            action.record(MATTER, matter, RedactMatter(reason, instead))
    done = action.done(resident)
    erasing.carry_out(session, entries=action.entries)
    return done


def _said(state: Stream) -> Iterable[Entry]:
    """Return the entries of a stream as they are read now."""
    return [event.entry for event in state.timeline]
