"""The closed loop of a matter: examples, and what holds for every sequence of facts."""

from copy import deepcopy
from datetime import date
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renda_desktop.domain import matter as m
from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter import MATTER
from renda_desktop.domain.matter.state import MatterDetails
from renda_desktop.domain.program import Due, Term
from renda_desktop.domain.stream import Fact
from renda_desktop.domain.terms import (
    Disposition,
    Grade,
    Outcome,
    RaterKind,
    Signal,
    Stage,
)
from renda_desktop.store.log import in_order
from tests.domain.lives import entry, ids, life

UNIT, OTHER, DEPUTY = (Id(f"{n:032x}") for n in (11, 12, 13))
DUE = Due(date(2026, 12, 23), date(2026, 12, 17), date(2026, 11, 23), Term(22))
LATER = Due(date(2027, 1, 23), date(2027, 1, 17), date(2026, 11, 23), Term(40), provisional=True)

REGISTER = m.RegisterMatter(MatterDetails("YH-2026-A-00001", "电梯两年未批", "themed", 1))
ASSIGN = m.Assign(DUE, unit=UNIT, deputy=DEPUTY)
REPLY = m.Reply("已受理审批", Grade.SOLVED)
RESOLVE = m.Resolve(Outcome.RESOLVED_AFTER_FOLLOW_UP, "已装好")
PHOTO = "a" * 64
ATTACH = m.Attach(PHOTO, "现场.jpg", "image/jpeg", 7)


def folded(*facts: Fact) -> m.Matter:
    entries = life(*facts)
    return MATTER.fold(entries[0].stream, entries)


def amend(field: str, was: object, now: object) -> m.AmendMatter:
    raw = [msgspec.Raw(msgspec.json.encode(value)) for value in (was, now)]
    return m.AmendMatter(field=field, was=raw[0], now=raw[1])


def test_the_whole_loop() -> None:
    state = folded(
        REGISTER,
        m.Deliberate("由区住建局牵头"),
        ASSIGN,
        m.Remind("临近期限"),
        m.Supervise("现场督办", (DEPUTY,)),
        m.Extend("方案需公示", granted=True, due=LATER),
        REPLY,
        RESOLVE,
        m.Rate(RaterKind.RESIDENT, 2, "噪声未除"),
        m.Rehandle("选民不满意", LATER),
        m.Reply("已加装隔音", Grade.SOLVED),
        RESOLVE,
        m.Rate(RaterKind.RESIDENT, 5),
        m.Rate(RaterKind.DEPUTY, 4, deputy=DEPUTY),
        m.CallBack(reached=True, satisfied=True),
        m.StrikeOff("现场照片"),
        m.LookBack(lasts=True, text="运行正常"),
    )
    assert [str(e.void) for e in state.timeline if e.void] == []
    assert state.stage is Stage.CLOSED
    assert state.disposition is Disposition.ASSIGNED
    assert state.outcome is Outcome.RESOLVED_AFTER_FOLLOW_UP
    assert len(state.rounds) == 2
    assert state.rounds[0].replies[0].text == "已受理审批"  # the earlier reply stays
    assert state.rounds[0].ratings[RaterKind.RESIDENT].stars == 2
    assert state.rating(RaterKind.RESIDENT) == state.rounds[1].ratings[RaterKind.RESIDENT]
    assert state.looked_back
    assert state.called_back


@pytest.mark.parametrize(
    ("facts", "disposition", "outcome", "stage"),
    [
        (
            [m.AnswerOnSite("已联系物业断电")],
            Disposition.ANSWERED_ON_SITE,
            Outcome.RESOLVED_ON_SITE,
            Stage.RESOLVED,
        ),
        (
            [m.AnswerOnSite("政策如此", Outcome.EXPLAINED)],
            Disposition.EXPLAINED,
            Outcome.EXPLAINED,
            Stage.RESOLVED,
        ),
        (
            [m.Resolve(Outcome.PLANNED, "列入明年计划", UNIT)],
            Disposition.PLANNED,
            Outcome.PLANNED,
            Stage.RESOLVED,
        ),
        (
            [m.Resolve(Outcome.DECLINED, "属诉讼范围", go_to="区人民法院")],
            Disposition.DECLINED,
            Outcome.DECLINED,
            Stage.RESOLVED,
        ),
        ([ASSIGN], Disposition.ASSIGNED, None, Stage.ASSIGNED),
        ([m.Convert(OTHER)], Disposition.CONVERTED, None, Stage.ASSIGNED),
        (
            [ASSIGN, REPLY, m.Resolve(Outcome.PLANNED, "列入计划")],
            Disposition.ASSIGNED,
            Outcome.PLANNED,
            Stage.RESOLVED,
        ),
    ],
)
def test_every_way(
    facts: list[Fact], disposition: Disposition, outcome: Outcome | None, stage: Stage
) -> None:
    state = folded(REGISTER, *facts)
    assert (state.disposition, state.outcome, state.stage) == (disposition, outcome, stage)


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ([m.Reply("未交办先答复")], "matter.stage"),
        ([m.Resolve(Outcome.RESOLVED_AFTER_FOLLOW_UP, "没有答复")], "matter.outcome"),
        ([ASSIGN, m.Resolve(Outcome.PLANNED, "未答复")], "matter.stage"),
        ([m.Assign(DUE)], "matter.no_unit"),
        ([m.Assign(DUE, unit=UNIT, co_units=(UNIT,))], "matter.lead_is_co"),
        ([ASSIGN, ASSIGN], "matter.stage"),
        ([ASSIGN, m.Transfer(DUE, "同一单位", UNIT, DEPUTY)], "matter.same_unit"),
        (
            [ASSIGN, m.Extend("一次", granted=True, due=LATER), m.Extend("二次", granted=False)],
            "matter.extended",
        ),
        ([ASSIGN, REPLY, m.StrikeOff("未办结")], "matter.stage"),
        ([m.AnswerOnSite("答复", Outcome.PLANNED)], "matter.on_site_outcome"),
        ([m.AnswerOnSite("  ")], "matter.no_text"),
        ([m.AnswerOnSite("好"), m.Rate(RaterKind.RESIDENT, 6)], "matter.stars"),
        ([m.Merge(OTHER), ASSIGN], "matter.stage"),
        ([m.Convert(OTHER), m.Convert(OTHER)], "matter.converted"),
        ([ASSIGN, m.SettleDue(LATER)], "matter.not_provisional"),
        (
            [ASSIGN, m.Extend("问", granted=False), m.Extend("再问", granted=True, due=LATER)],
            "matter.extended",
        ),
        ([ASSIGN, m.Extend("不延", granted=True, due=DUE)], "matter.not_later"),
        ([ASSIGN, REPLY, m.WithdrawMatter("登错")], "matter.replied"),
        ([ASSIGN, REPLY, m.Merge(OTHER), m.WithdrawMatter("登错")], "matter.replied"),
        ([m.AnswerOnSite("好"), m.LookBack(True, "好", True)], "matter.lasts"),
        ([ATTACH, ATTACH], "matter.attached"),
        ([m.Detach(PHOTO)], "matter.not_attached"),
        ([m.AnswerOnSite("好"), m.StrikeOff("照片", (PHOTO,))], "matter.evidence"),
        (
            [ATTACH, m.AnswerOnSite("好"), m.StrikeOff("照片", (PHOTO,)), m.Detach(PHOTO)],
            "matter.is_evidence",
        ),
        ([m.Attach("a.exe", "x", "image/png", 1)], "stream.malformed"),
        ([REGISTER], "stream.exists"),
    ],
)
def test_what_is_not_legal_is_not_in_effect(facts: list[Fact], rule: str) -> None:
    entries = life(REGISTER, *facts)
    before = MATTER.fold(entries[0].stream, entries[:-1])
    after = MATTER.fold(entries[0].stream, entries)
    void = after.timeline[-1].void
    assert void is not None
    assert void.rule == rule
    assert "{" not in str(void)  # the sentence is complete
    assert _visible(after) == _visible(before)
    with pytest.raises(RuleBroken) as refused:
        MATTER.accept(before, entries[-1])
    assert refused.value.rule == rule


def test_a_matter_that_was_not_registered_cannot_go_on() -> None:
    state = folded(ASSIGN)
    assert not state.exists
    assert state.timeline[0].void is not None
    assert state.timeline[0].void.rule == "stream.missing"


def test_joining_is_undone() -> None:
    joined = folded(REGISTER, ASSIGN, m.Merge(OTHER))
    assert (joined.stage, joined.joined_into) == (Stage.JOINED, OTHER)
    apart = folded(REGISTER, ASSIGN, m.Merge(OTHER), m.Separate())
    assert (apart.stage, apart.joined_into) == (Stage.ASSIGNED, None)
    assert apart.round.unit == UNIT


def test_a_struck_off_matter_opens_again_when_the_result_does_not_last() -> None:
    state = folded(
        REGISTER, ASSIGN, REPLY, RESOLVE, m.StrikeOff("照片"), m.LookBack(False, "又漏水", True)
    )
    assert state.stage is Stage.DELIBERATED
    assert (state.outcome, state.resolved_at, state.closed_at) == (None, None, None)
    assert len(state.rounds) == 2


@pytest.mark.parametrize(
    "facts",
    [
        [],
        [ASSIGN],
        [ASSIGN, m.ReturnMatter("退")],
        [m.AnswerOnSite("登错了人")],
        [m.Resolve(Outcome.DECLINED, "属诉讼")],
        [m.Merge(OTHER)],
    ],
)
def test_a_slip_is_withdrawn_until_somebody_replied(facts: list[Fact]) -> None:
    state = folded(REGISTER, *facts, m.WithdrawMatter("登错"))
    assert state.stage is Stage.WITHDRAWN
    assert state.joined_into is None


def test_the_next_addressee_may_ask_for_an_extension() -> None:
    asked = [REGISTER, ASSIGN, m.Extend("问", granted=False)]
    later = m.Extend("公示", granted=True, due=LATER)
    for handed_on in (
        [m.ReturnMatter("退"), m.Assign(DUE, unit=OTHER)],
        [m.Transfer(DUE, "职能", OTHER)],
    ):
        assert folded(*asked, *handed_on, later).voids == 0


@pytest.mark.parametrize(
    ("way", "unit"),
    [
        (m.Resolve(Outcome.PLANNED, "列入计划", OTHER), OTHER),
        (m.Resolve(Outcome.DECLINED, "属诉讼"), None),
        (m.Convert(OTHER), None),
    ],
)
def test_who_returned_a_matter_has_it_no_longer(way: Fact, unit: Id | None) -> None:
    returned = m.Assign(DUE, unit=UNIT, deputy=DEPUTY, co_units=(OTHER,))
    state = folded(REGISTER, returned, m.ReturnMatter("不属我局"), way)
    assert (state.round.unit, state.round.deputy, state.round.co_units) == (unit, None, ())
    assert state.stage is not Stage.ASSIGNED or state.round.due is None


def test_an_amendment_holds_what_it_replaces() -> None:
    state = folded(REGISTER, amend("place", "", "迎春小区"), amend("place", "迎春小区", "柳汀"))
    assert state.details.place == "柳汀"
    assert state.conflicts == {}


def test_two_amendments_of_one_value_are_a_conflict_until_settled() -> None:
    facts = [REGISTER, amend("place", "", "迎春小区"), amend("place", "", "柳汀")]
    state = folded(*facts)
    assert state.details.place == "迎春小区"
    assert [v.value for v in state.conflicts["place"]] == ["迎春小区", "柳汀"]
    assert state.voids == 1
    third = folded(*facts, amend("place", "柳汀", "秀水街"))
    assert [v.value for v in third.conflicts["place"]] == ["迎春小区", "柳汀", "秀水街"]
    chosen = m.SettleMatter(field="place", value=msgspec.Raw(b'"\xe6\x9f\xb3\xe6\xb1\x80"'))
    settled = folded(*facts, chosen, amend("place", "柳汀", "柳汀街"))
    assert settled.details.place == "柳汀街"
    assert settled.conflicts == {}


def test_the_same_amendment_twice_is_no_conflict() -> None:
    state = folded(REGISTER, amend("place", "", "柳汀"), amend("place", "", "柳汀"))
    assert state.details.place == "柳汀"
    assert state.conflicts == {}


def test_an_amendment_of_the_wrong_form_is_not_in_effect() -> None:
    state = folded(REGISTER, amend("urgency", "normal", "at once"), amend("nothing", 1, 2))
    rules = [event.void.rule for event in state.timeline if event.void]
    assert rules == ["stream.malformed", "amend.unknown_field"]


def test_unknown_kinds_and_fields_are_kept() -> None:
    entries = life(REGISTER, ASSIGN)
    later = msgspec.structs.replace(entries[1], kind="matter.from_the_future")
    wider = msgspec.structs.replace(entries[0], body=entries[0].body[:-1] + b',"colour":"blue"}')
    state = MATTER.fold(wider.stream, [wider, later])
    assert state.exists
    assert state.unknown == 1
    assert state.timeline[1].fact is None


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 12, 16), Signal.GREEN),
        (date(2026, 12, 17), Signal.AMBER),
        (date(2026, 12, 23), Signal.AMBER),
        (date(2026, 12, 24), Signal.RED),
    ],
)
def test_three_colours(today: date, expected: Signal) -> None:
    colour = m.signal(stage=Stage.ASSIGNED, due=DUE.on, amber_on=DUE.amber_on, today=today)
    assert colour is expected
    done = m.signal(stage=Stage.RESOLVED, due=DUE.on, amber_on=DUE.amber_on, today=today)
    assert done is None


FACTS: list[Fact] = [
    m.Note("记事"),
    m.Deliberate("研判"),
    m.AnswerOnSite("当场"),
    m.AnswerOnSite("说明", Outcome.EXPLAINED),
    ASSIGN,
    m.Assign(LATER, deputy=DEPUTY),
    m.Transfer(DUE, "转", OTHER),
    m.ReturnMatter("退"),
    m.Extend("延", granted=True, due=LATER),
    m.Extend("延", granted=False),
    m.SettleDue(DUE),
    m.Remind(),
    m.Supervise(),
    REPLY,
    m.Reply("未解决", Grade.UNSOLVED),
    RESOLVE,
    m.Resolve(Outcome.PLANNED, "计划"),
    m.Resolve(Outcome.EXPLAINED, "解释"),
    m.Resolve(Outcome.DECLINED, "不受理"),
    m.Rate(RaterKind.RESIDENT, 1),
    m.Rate(RaterKind.DEPUTY, 5),
    m.Rehandle("重办", DUE),
    m.CallBack(reached=False),
    m.LookBack(lasts=True, text="好"),
    m.LookBack(lasts=False, text="反弹", reopen=True),
    m.StrikeOff("照片"),
    m.Convert(OTHER),
    m.Merge(OTHER),
    m.Separate(),
    m.WithdrawMatter("登错"),
    ATTACH,
    m.Detach(PHOTO),
    m.StrikeOff("照片", (PHOTO,)),
    m.RecordQuantity("recovered", "收回资金", "万元", Decimal("3.5"), date(2023, 1, 1)),
    amend("place", "", "甲"),
    amend("place", "甲", "乙"),
    amend("summary", "", "摘要"),
    m.SettleMatter(field="place", value=msgspec.Raw(b'"\xe4\xb8\x99"')),
    REGISTER,
]
LIVES = st.lists(st.sampled_from(FACTS), max_size=25)


def _visible(state: m.Matter) -> object:
    """Return all of a state but its timeline."""
    return [
        getattr(state, name)
        for name in (
            "details", "stage", "disposition", "outcome", "rounds", "resolved_at", "closed_at",
            "joined_into", "proposal", "attachments", "evidence", "quantities", "called_back",
            "looked_back",
        )
    ]  # fmt: skip


def _check(state: m.Matter) -> None:
    if state.stage in (Stage.RESOLVED, Stage.CLOSED):
        assert state.outcome is not None
        assert state.disposition is not None
        assert state.resolved_at is not None
        assert state.first_replied_at is not None
    if state.stage in (Stage.REGISTERED, Stage.DELIBERATED, Stage.RETURNED, Stage.ASSIGNED):
        assert state.outcome is None
    if state.stage in (Stage.ASSIGNED, Stage.REPLIED, Stage.RETURNED):
        assert state.disposition is not None
    if state.stage is Stage.ASSIGNED and state.proposal is None:
        assert state.round.due is not None
        assert state.round.unit or state.round.deputy
    assert (state.stage is Stage.CLOSED) == (state.closed_at is not None)
    assert (state.stage is Stage.JOINED) == (state.joined_into is not None)
    assert all(1 <= r.stars <= 5 for turn in state.rounds for r in turn.ratings.values())


@settings(max_examples=300, deadline=None)
@given(LIVES)
def test_whatever_is_done_the_invariants_hold(facts: list[Fact]) -> None:
    entries = life(REGISTER, *facts)
    state = MATTER.fold(entries[0].stream, entries[:1])
    for one in entries[1:]:
        before = deepcopy(_visible(state))
        MATTER.step(state, one)
        void = state.timeline[-1].void
        if void is not None and void.rule != "amend.conflict":
            assert _visible(state) == before
        _check(state)


@given(LIVES)
def test_the_fold_is_deterministic(facts: list[Fact]) -> None:
    entries = life(REGISTER, *facts)
    first, again = (MATTER.fold(entries[0].stream, entries) for _ in range(2))
    assert _visible(first) == _visible(again)
    assert [str(e.void) for e in first.timeline] == [str(e.void) for e in again.timeline]


@given(LIVES)
def test_what_is_refused_when_tried_is_void_when_folded(facts: list[Fact]) -> None:
    entries = life(REGISTER, *facts)
    state = MATTER.fold(entries[0].stream, [])
    for one in entries:
        tried = deepcopy(state)
        try:
            MATTER.accept(tried, one)
            refused = None
        except RuleBroken as broken:
            refused = broken.rule
        MATTER.step(state, one)
        void = state.timeline[-1].void
        assert (void.rule if void else None) == refused


@given(LIVES, st.data())
def test_the_servers_order_goes_before_what_is_pending(
    facts: list[Fact], data: st.DataObject
) -> None:
    made = ids()
    stream = next(made)
    entries = [entry(fact, stream=stream, id=next(made)) for fact in [REGISTER, *facts]]
    numbered = data.draw(st.permutations(entries))[: data.draw(st.integers(0, len(entries)))]
    seqs = {one.id: seq for seq, one in enumerate(numbered, start=1)}
    known: list[Entry] = [msgspec.structs.replace(one, seq=seqs.get(one.id)) for one in entries]
    expected = [*numbered, *(one for one in entries if one.id not in seqs)]
    assert [one.id for one in in_order(known)] == [one.id for one in expected]
    _check(MATTER.fold(stream, in_order(known)))


@pytest.mark.parametrize(
    ("settled", "again"),
    [
        (m.AnswerOnSite("当场修好"), m.LookBack(lasts=False, text="又坏了", reopen=True)),
        (m.Resolve(Outcome.PLANNED, "明年"), m.Rehandle("太晚")),
    ],
)
def test_what_is_taken_up_again_is_not_settled_that_way_any_more(
    settled: Fact, again: Fact
) -> None:
    assert folded(REGISTER, settled).disposition is not None
    state = folded(REGISTER, settled, again)
    assert (state.voids, state.stage, state.disposition) == (0, Stage.DELIBERATED, None)
    state = folded(REGISTER, settled, again, ASSIGN)
    assert (state.voids, state.disposition) == (0, Disposition.ASSIGNED)


def test_a_refused_rehandling_changes_nothing() -> None:
    """It came without a date: the fold marks it, and the result stands as before."""
    entries = life(REGISTER, ASSIGN, REPLY, RESOLVE, m.Rehandle("不满意"))
    state = MATTER.fold(entries[0].stream, entries)
    assert state.voids == 1
    assert (state.stage, len(state.rounds), state.outcome) == (
        Stage.RESOLVED,
        1,
        Outcome.RESOLVED_AFTER_FOLLOW_UP,
    )
