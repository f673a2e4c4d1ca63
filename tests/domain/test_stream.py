"""What holds for every noun: what may be amended, and entries that no PC of ours wrote."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from renda_desktop.domain import clerk as c
from renda_desktop.domain import matter as m
from renda_desktop.domain import reception as r
from renda_desktop.domain import resident as p
from renda_desktop.domain import visit as v
from renda_desktop.domain.entry import Entry
from renda_desktop.domain.ids import Id
from renda_desktop.domain.stream import Fact, Noun
from renda_desktop.domain.terms import ReceptionKind, Role
from tests.domain.lives import life

STARTS = datetime(2026, 11, 23, 6, tzinfo=UTC)
WHO = Id(f"{9:032x}")
PLAN = r.PlanReception(
    r.ReceptionDetails(
        "老旧小区改造", ReceptionKind.THEMED, "themed", 1, 11, "一楼", STARTS,
        STARTS + timedelta(hours=2),
    )
)  # fmt: skip
REGISTER = m.RegisterMatter(m.MatterDetails("YH-2026-A-00001", "电梯两年未批", "themed", 1))
TICKET = v.TakeTicket(v.VisitDetails(WHO, "A001", "YH-2026-AV-00001", "王秀英"))


def refused(noun: Noun[Any], *facts: Fact) -> list[str]:
    entries = life(*facts)
    return [e.void.rule for e in noun.fold(entries[0].stream, entries).timeline if e.void]


def raw(value: object) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(value))


@pytest.mark.parametrize(
    ("noun", "begin", "field", "was", "now", "rule"),
    [
        (m.MATTER, REGISTER, "own_words", "电梯两年未批", " ", "matter.no_words"),
        (m.MATTER, REGISTER, "number", "YH-2026-A-00001", "YH-2026-A-一", "amend.fixed"),
        (m.MATTER, REGISTER, "program", "themed", "none", "amend.fixed"),
        (v.VISIT, TICKET, "heads", 1, 0, "visit.heads"),
        (v.VISIT, TICKET, "ticket", "A001", "A一", "amend.fixed"),
        (v.VISIT, TICKET, "anonymous", False, True, "visit.anonymous"),
        (r.RECEPTION, PLAN, "ends", STARTS + timedelta(hours=2), STARTS, "reception.times"),
        (r.RECEPTION, PLAN, "title", "老旧小区改造", "", "field.empty"),
        (r.RECEPTION, PLAN, "number", 11, 10**30, "stream.malformed"),
        (r.RECEPTION, PLAN, "starts", STARTS, STARTS.replace(tzinfo=None), "stream.malformed"),
    ],
)
def test_an_amendment_obeys_the_rules_of_the_beginning(
    noun: Noun[Any], begin: Fact, field: str, was: object, now: object, rule: str
) -> None:
    amend = noun.facts[f"{noun.name}.amend"]
    assert refused(noun, begin, amend(field=field, was=raw(was), now=raw(now))) == [rule]


@pytest.mark.parametrize(
    ("noun", "begin"),
    [
        (p.RESIDENT, p.RegisterResident(p.ResidentDetails(" "))),
        (c.CLERK, c.RegisterClerk(c.ClerkDetails(""))),
        (c.CLERK, c.RegisterClerk(c.ClerkDetails("王芳", roles=()))),
    ],
)
def test_nothing_begins_without_a_name(noun: Noun[Any], begin: Fact) -> None:
    assert refused(noun, begin) == ["field.empty"]


def test_a_refused_amendment_leaves_the_value() -> None:
    amend = m.AmendMatter(field="own_words", was=raw("电梯两年未批"), now=raw(""))
    entries = life(REGISTER, amend)
    assert m.MATTER.fold(entries[0].stream, entries).details.own_words == "电梯两年未批"


def test_roles_are_amended() -> None:
    begin = c.RegisterClerk(c.ClerkDetails("王芳"))
    amend = c.AmendClerk(field="roles", was=raw([Role.CLERK]), now=raw([]))
    assert refused(c.CLERK, begin, amend) == ["field.empty"]


@pytest.mark.parametrize(
    "body",
    [
        b'{"text":"\xff\xfe"}',  # not UTF-8
        b'{"x":' + b"[" * 100_000 + b"]" * 100_000 + b',"text":"a"}',
        b'{"text":"a"',
        b'{"into":"not an id"}',
        b'{"into":"' + b"0" * 32 + b'\\n"}',
    ],
)
def test_no_body_stops_the_fold(body: bytes) -> None:
    first, _ = life(REGISTER, m.Note("好"))
    kind = "matter.merge" if b"into" in body else "matter.note"
    wrong = Entry(
        Id("f" * 32), first.scope, first.stream, kind, body, first.author, first.device, 0,
        first.action,
    )  # fmt: skip
    state = m.MATTER.fold(first.stream, [first, wrong])
    assert [e.void.rule for e in state.timeline if e.void] == ["stream.malformed"]
