"""Receptions and visits: from plan to archive, and what is refused on the way."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renda_desktop.domain import reception as r
from renda_desktop.domain import visit as v
from renda_desktop.domain.ids import Id
from renda_desktop.domain.stream import Fact
from renda_desktop.domain.terms import (
    AttendeeRole,
    Disposition,
    Presence,
    ReceptionKind,
    ReceptionStatus,
    VisitStatus,
)
from tests.domain.lives import life

STARTS = datetime(2026, 11, 23, 6, tzinfo=UTC)
DEPUTY = Id(f"{7:032x}")
PLAN = r.PlanReception(
    r.ReceptionDetails(
        "老旧小区改造", ReceptionKind.THEMED, "themed", 1, 11, "一楼", STARTS,
        STARTS + timedelta(hours=2),
    )
)  # fmt: skip
NOTICE = r.NoticeReception(date(2026, 11, 19))
PRESENT = r.SignIn(r.Attendance("张明", AttendeeRole.DEPUTY, DEPUTY))
LEAVE = r.SignIn(r.Attendance("张明", AttendeeRole.DEPUTY, DEPUTY, presence=Presence.LEAVE))
GUEST = r.SignIn(r.Attendance("记者", AttendeeRole.PRESS, unit="日报"))
OPEN, ARCHIVE = r.OpenReception(), r.ArchiveReception()
CLOSE = r.CloseReception(r.Counts(1, 2, 3, {Disposition.ASSIGNED: 1, Disposition.PLANNED: 2}))
ASTRAY = r.CloseReception(r.Counts(1, 2, 3, {Disposition.ASSIGNED: 1}))
POSTPONE = r.PostponeReception(
    STARTS + timedelta(days=7), STARTS + timedelta(days=7, hours=2), "台风"
)
CANCEL = r.CancelReception("取消")
REOPEN = r.ReopenReception("漏登")


def folded(*facts: Fact) -> r.Reception:
    entries = life(*facts)
    return r.RECEPTION.fold(entries[0].stream, entries)


def refused(*facts: Fact) -> list[str]:
    return [e.void.rule for e in folded(*facts).timeline if e.void]


def test_from_plan_to_archive() -> None:
    state = folded(PLAN, NOTICE, PRESENT, GUEST, OPEN, CLOSE, REOPEN, CLOSE, ARCHIVE)
    assert [e.void for e in state.timeline] == [None] * 9
    assert state.status is ReceptionStatus.ARCHIVED
    assert state.deputies_present == 1
    assert state.counts is not None
    assert state.counts.total == 3


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ([PLAN, OPEN], "reception.none_present"),
        ([PLAN, LEAVE, OPEN], "reception.none_present"),
        ([PLAN, GUEST, OPEN], "reception.none_present"),
        ([PLAN, CLOSE], "reception.status"),
        ([PLAN, PRESENT, OPEN, ASTRAY], "reception.sum"),
        ([PLAN, PRESENT, OPEN, CLOSE, CANCEL], "reception.status"),
        ([PLAN, CANCEL, NOTICE], "reception.status"),
        ([PLAN, PRESENT, PRESENT], "reception.signed_in"),
        ([PLAN, r.SignOut("nobody")], "reception.not_signed_in"),
    ],
)
def test_what_is_not_in_effect(facts: list[Fact], rule: str) -> None:
    assert refused(*facts) == [rule]


def test_postponing_takes_the_notice_back() -> None:
    state = folded(PLAN, NOTICE, POSTPONE)
    assert (state.status, state.posted, state.postponed) == (ReceptionStatus.PLANNED, None, 1)
    assert state.details.starts == STARTS + timedelta(days=7)


@pytest.mark.parametrize("way_out", [POSTPONE, CANCEL])
def test_a_reception_opened_by_mistake_does_not_count_as_held(way_out: Fact) -> None:
    state = folded(PLAN, NOTICE, PRESENT, OPEN, way_out)
    assert state.voids == 0
    assert (state.opened_at, state.counts) == (None, None)


def test_who_was_there_on_the_old_day_is_not_there_on_the_new_one() -> None:
    assert refused(PLAN, PRESENT, POSTPONE, OPEN) == ["reception.none_present"]


def test_a_long_unit_is_signed_out_too() -> None:
    guest = r.Attendance("某" * 50, AttendeeRole.OBSERVER, unit="局" * 200)
    assert folded(PLAN, r.SignIn(guest), r.SignOut(guest.key)).attendances == {}


def test_leave_becomes_presence_and_is_taken_back() -> None:
    state = folded(PLAN, LEAVE, PRESENT)
    assert state.deputies_present == 1
    assert folded(PLAN, PRESENT, r.SignOut(DEPUTY)).attendances == {}


FACTS = [NOTICE, PRESENT, LEAVE, GUEST, OPEN, CLOSE, ASTRAY, ARCHIVE, POSTPONE, CANCEL, REOPEN]


@settings(deadline=None)
@given(st.lists(st.sampled_from(FACTS), max_size=15))
def test_whatever_is_done_a_closed_reception_has_counts_that_agree(facts: list[Fact]) -> None:
    state = folded(PLAN, *facts)
    closed = state.status in (ReceptionStatus.CLOSED, ReceptionStatus.ARCHIVED)
    assert closed == (state.counts is not None)
    if state.counts is not None:
        assert state.counts.total == state.counts.matters
    if state.status is ReceptionStatus.OPEN or closed:
        assert state.opened_at is not None


RESIDENT = Id(f"{9:032x}")
TICKET = v.TakeTicket(v.VisitDetails(Id(f"{8:032x}"), "A001", "YH-2026-AV-00001", "王秀英"))
REGISTERED = v.RegisterVisit(2, "王秀英", resident=RESIDENT)


def visited(*facts: Fact) -> v.Visit:
    entries = life(*facts)
    return v.VISIT.fold(entries[0].stream, entries)


def test_a_visit() -> None:
    state = visited(TICKET, v.LeaveVisit(), v.RejoinVisit(), v.CallVisit(), REGISTERED)
    assert state.status is VisitStatus.RECEIVED
    assert (state.details.heads, state.details.resident) == (2, RESIDENT)
    assert state.voids == 0


def test_who_was_called_by_mistake_waits_on() -> None:
    state = visited(TICKET, v.CallVisit(), v.RejoinVisit())
    assert (state.status, state.received_at) == (VisitStatus.WAITING, None)


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ([TICKET, v.RegisterVisit(0, resident=RESIDENT)], "visit.heads"),
        ([TICKET, v.RegisterVisit(1)], "visit.no_resident"),
        ([TICKET, v.RegisterVisit(1, anonymous=True, resident=RESIDENT)], "visit.anonymous"),
        ([TICKET, REGISTERED, REGISTERED], "visit.status"),
        ([TICKET, REGISTERED, v.LeaveVisit()], "visit.status"),
        ([TICKET, v.WithdrawVisit("登错"), v.WithdrawVisit("又一次")], "visit.status"),
        ([REGISTERED], "stream.missing"),
    ],
)
def test_what_a_visit_refuses(facts: list[Fact], rule: str) -> None:
    assert [e.void.rule for e in visited(*facts).timeline if e.void] == [rule]
