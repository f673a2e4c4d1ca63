"""What can be done now is what the rules let pass, no more and no less."""

from datetime import date

import msgspec
import pytest

from renda_desktop.domain import matter as m
from renda_desktop.domain import possible
from renda_desktop.domain import reception as r
from renda_desktop.domain.entry import Entry
from renda_desktop.domain.ids import Id
from renda_desktop.domain.program import Due, Term
from renda_desktop.domain.stream import Fact
from renda_desktop.domain.terms import AttendeeRole, Outcome, RaterKind, Stage

HEAD = ("station_head",)
DUE = Due(date(2026, 12, 23), date(2026, 12, 18), date(2026, 11, 23), Term(30))
UNIT, ONE = Id("1" * 32), Id("2" * 32)
ALWAYS = {"matter.note", "matter.attach"}
COUNTS = ALWAYS | {"matter.record_quantity", "matter.give_opinion"}
MOVES = {"matter.propose_move"}
UNDECIDED = COUNTS | MOVES | {
    "matter.deliberate", "matter.answer_on_site", "matter.assign", "matter.resolve",
    "matter.merge", "matter.convert", "matter.withdraw",
}  # fmt: skip
RATED = COUNTS | {"matter.rate", "matter.call_back"}
STEPS: dict[Stage, tuple[tuple[Fact, ...], set[str]]] = {
    Stage.REGISTERED: ((), UNDECIDED),
    Stage.DELIBERATED: ((m.Deliberate("议"),), UNDECIDED),
    Stage.ASSIGNED: (
        (m.Assign(DUE, UNIT),),
        COUNTS
        | MOVES
        | {
            "matter.transfer", "matter.return", "matter.extend", "matter.remind",
            "matter.supervise", "matter.reply", "matter.merge", "matter.convert",
            "matter.withdraw",
        },
    ),
    Stage.RETURNED: (
        (m.Assign(DUE, UNIT), m.ReturnMatter("不归我们管")),
        (UNDECIDED - {"matter.answer_on_site"})
        | {"matter.remind", "matter.supervise"},
    ),
    Stage.REPLIED: (
        (m.Assign(DUE, UNIT), m.Reply("已修")),
        RATED
        | MOVES
        | {
            "matter.supervise", "matter.reply", "matter.resolve", "matter.rehandle",
            "matter.merge", "matter.convert",
        },
    ),
    Stage.RESOLVED: (
        (m.AnswerOnSite("当场说清"),),
        RATED
        | {
            "matter.supervise", "matter.rehandle", "matter.look_back", "matter.strike_off",
            "matter.merge",
            "matter.convert", "matter.withdraw",
        },
    ),
    Stage.CLOSED: (
        (m.AnswerOnSite("当场说清"), m.StrikeOff("现场看过")),
        RATED | {"matter.look_back"},
    ),
    Stage.JOINED: (
        (m.Merge(UNIT),),
        ALWAYS | {"matter.separate", "matter.withdraw", "matter.give_opinion"},
    ),
    Stage.HANDED_OVER: (
        (m.HandOver(UNIT, "白鹤站", UNIT, "不在本辖区"),), ALWAYS | {"matter.take_back"},
    ),
    Stage.WITHDRAWN: ((m.WithdrawMatter("重复登记"),), ALWAYS),
}  # fmt: skip


def entry(fact: Fact) -> Entry:
    return Entry(ONE, ONE, ONE, fact.kind, msgspec.json.encode(fact), ONE, ONE, 1, ONE)


def matter(*facts: Fact) -> m.Matter:
    state = m.Matter(ONE)
    for fact in (m.RegisterMatter(m.MatterDetails("A1", "漏水", "regular", 1)), *facts):
        m.MATTER.accept(state, entry(fact))
    return state


def open_kinds(found: dict[str, str]) -> set[str]:
    return {kind for kind, refused in found.items() if not refused}


@pytest.mark.parametrize("stage", STEPS)
def test_each_stage_allows_its_actions(stage: Stage) -> None:
    facts, expected = STEPS[stage]
    state = matter(*facts)
    assert state.stage is stage
    assert open_kinds(possible.on_matter(state, roles=HEAD)) == expected


def test_asking_changes_nothing() -> None:
    state = matter(m.Assign(DUE, UNIT))
    before = (state.stage, len(state.timeline), state.round.reminders, list(state.round.replies))
    possible.on_matter(state, roles=HEAD)
    assert before == (
        state.stage, len(state.timeline), state.round.reminders, list(state.round.replies)
    )  # fmt: skip


def test_a_refusal_says_why() -> None:
    found = possible.on_matter(matter(), roles=HEAD)
    assert found["matter.reply"] == "该事项已登记,不能答复。"


def test_one_extension_a_round() -> None:
    asked = matter(m.Assign(DUE, UNIT), m.Extend("材料不足", granted=False))
    assert "申请过延期" in possible.on_matter(asked, roles=HEAD)["matter.extend"]


def test_striking_off_is_the_heads() -> None:
    state = matter(m.AnswerOnSite("说清"))
    assert possible.on_matter(state, roles=("clerk",))["matter.strike_off"]
    assert not possible.on_matter(state, roles=HEAD)["matter.strike_off"]


def test_outcomes_follow_the_stage() -> None:
    assert Outcome.DECLINED in possible.outcomes(matter())
    replied = possible.outcomes(matter(m.Assign(DUE, UNIT), m.Reply("已修")))
    assert Outcome.RESOLVED_AFTER_FOLLOW_UP in replied
    assert Outcome.DECLINED not in replied
    assert possible.outcomes(matter(m.Assign(DUE, UNIT))) == ()


def test_rating_again_is_possible() -> None:
    state = matter(m.AnswerOnSite("说清"), m.Rate(RaterKind.RESIDENT, 2))
    assert not possible.on_matter(state, roles=HEAD)["matter.rate"]


def test_a_reception_opens_once_a_deputy_is_there() -> None:
    state = r.Reception(ONE)
    details = {
        "title": "日常接待", "kind": "regular", "program": "regular", "version": 1, "number": 1,
        "place": "站内", "starts": "2026-11-23T06:00:00Z", "ends": "2026-11-23T08:30:00Z",
    }  # fmt: skip
    plan = r.PlanReception(msgspec.convert(details, r.ReceptionDetails))
    r.RECEPTION.accept(state, entry(plan))
    assert possible.on_reception(state, roles=HEAD)["reception.open"]
    there = r.SignIn(r.Attendance("张明", AttendeeRole.DEPUTY, UNIT))
    r.RECEPTION.accept(state, entry(there))
    found = possible.on_reception(state, roles=HEAD)
    assert not found["reception.open"]
    assert found["reception.close"]
    assert not found["reception.cancel"]
