"""The loop of a proposal: lives with exact days, what is refused, and what always holds."""

from copy import deepcopy
from datetime import date, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renda_desktop import resources
from renda_desktop.domain import proposal as p
from renda_desktop.domain.calendar import Calendar
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import CHINA, to_micros
from renda_desktop.domain.program import ProposalRules, Term, deadline
from renda_desktop.domain.proposal import PROPOSAL, ProposalStage, Verdict
from renda_desktop.domain.stream import Fact
from renda_desktop.domain.terms import DayUnit, Grade, Signal
from renda_desktop.store.program_files import read_program
from tests.domain.lives import entry, ids

UNIT, OTHER, THIRD, LEAD, SIGNER, STRANGER, MATTER = (Id(f"{n:032x}") for n in range(11, 18))
RULES = p.DEFAULT_RULES
DETAILS = p.ProposalDetails(
    "关于改造老旧小区路灯的建议", (LEAD, SIGNER), (MATTER,), "夜间出行不便", rules=RULES
)
NOVEMBER = date(2026, 11, 30)
GOOD: dict[str, int | Verdict] = {"manner": 5, "result": 4}
POOR: dict[str, int | Verdict] = {"manner": 5, "result": 2}


def dates(start: date, *, rules: ProposalRules = RULES, longer: bool = False) -> p.Dates:
    """Return the days that the rules give from a day on."""

    def after(term: Term) -> object:
        return deadline(term, amber=rules.amber, start=start, calendar=Calendar(()))

    lead = rules.complex if longer else rules.lead
    days = [after(term) for term in (lead, rules.complex, rules.co_unit, rules.returns)]
    return p.Dates(*days)  # type: ignore[arg-type]


def again(start: date) -> p.Dates:
    return msgspec.structs.replace(dates(start), return_by=None)


class Life:
    """A proposal to which one thing happens after the other, each on a day of China."""

    def __init__(self, details: p.ProposalDetails = DETAILS, *, on: date = NOVEMBER) -> None:
        self.ids = ids()
        self.state = p.Proposal(next(self.ids))
        self.do(p.RaiseProposal(details), on=on)

    def do(self, *facts: Fact, on: date = NOVEMBER) -> p.Proposal:
        for fact in facts:
            made = entry(fact, stream=self.state.id, id=next(self.ids))
            noon = to_micros(datetime(on.year, on.month, on.day, 12, tzinfo=CHINA))
            PROPOSAL.accept(self.state, msgspec.structs.replace(made, recorded_at=noon))
        return self.state

    def refused(self, fact: Fact, *, on: date = NOVEMBER) -> str:
        before = deepcopy(seen(self.state))
        with pytest.raises(RuleBroken) as broken:
            self.do(fact, on=on)
        assert seen(self.state) == before
        assert "{" not in str(broken.value)
        return broken.value.rule


def seen(state: p.Proposal) -> object:
    """Return all of a state but its timeline."""
    return [
        getattr(state, name)
        for name in (
            "details", "stage", "signed", "rounds", "raised_at", "accepted_at", "concluded_at",
            "filed_at", "origins",
        )
    ]  # fmt: skip


def assigned(*, on: date = NOVEMBER, co_units: tuple[Id, ...] = (OTHER,)) -> Life:
    life = Life(on=on)
    life.do(p.Accept("2026-017"), p.Assign(UNIT, dates(on), co_units), on=on)
    return life


def replied(code: str = "A") -> Life:
    life = assigned()
    life.do(p.Reply(code, "路灯已经修好", official="陈工"))
    return life


def test_a_whole_life_day_by_day() -> None:
    life = Life(on=date(2026, 11, 20))
    life.do(p.Sign(THIRD), on=date(2026, 11, 23))
    life.do(p.Accept("2026-017"), on=date(2026, 11, 25))
    life.do(p.Assign(UNIT, dates(NOVEMBER), (OTHER,)), on=NOVEMBER)
    now = life.state.round
    assert now.due is not None
    assert now.due.on == date(2027, 2, 28)  # February has no 30th
    assert now.due.amber_on == date(2027, 2, 10)  # 90 days, of which 18 are amber
    assert now.dates is not None
    assert now.dates.latest.on == date(2027, 5, 30)
    assert now.dates.co_due.on == date(2026, 12, 30)
    life.do(p.CoOpinion(OTHER, "线路已勘察"), on=date(2026, 12, 30))
    life.do(p.CoOpinion(OTHER, "补充图纸"), on=date(2026, 12, 31))
    assert [one.late for one in life.state.round.opinions] == [False, True]
    life.do(p.Meet("现场面商", (LEAD, THIRD)), p.Remind("临近期限"), on=date(2027, 2, 20))
    life.do(p.Reply("B", "列入二季度计划", promised=date(2027, 6, 30)), on=date(2027, 2, 28))
    assert life.state.round.replies[0].grade is Grade.BASICALLY_SOLVED
    life.do(p.Rate(LEAD, POOR, "没有时间表"), p.Rate(SIGNER, GOOD), on=date(2027, 3, 5))
    rating = life.state.rating
    assert rating is not None
    assert not life.state.satisfied(rating)
    life.do(p.Rehandle("请给出时间表", again(date(2027, 3, 8))), on=date(2027, 3, 8))
    assert life.state.stage is ProposalStage.ASSIGNED
    assert life.state.round.unit == UNIT
    assert life.state.round.due is not None
    assert life.state.round.due.on == date(2027, 6, 8)
    life.do(p.Reply("A", "已经修好"), on=date(2027, 4, 1))
    said: dict[str, int | Verdict] = {"manner": Verdict.SATISFIED, "result": Verdict.BASICALLY}
    life.do(p.Rate(LEAD, said), p.Conclude(), on=date(2027, 4, 10))
    state = life.do(p.File(), on=date(2027, 4, 12))
    assert state.stage is ProposalStage.FILED
    assert [one.replies[0].code for one in state.rounds] == ["B", "A"]
    assert state.rounds[0].ratings[SIGNER].stars == GOOD
    assert state.rating is not None
    assert state.rating.stars == {"manner": 5, "result": 3}
    assert state.satisfied(state.rating)
    assert state.deputies == (LEAD, SIGNER, THIRD)


@pytest.mark.parametrize(
    ("start", "longer", "due"),
    [
        (date(2026, 11, 30), False, date(2027, 2, 28)),
        (date(2027, 11, 30), False, date(2028, 2, 29)),
        (date(2026, 11, 23), False, date(2027, 2, 23)),
        (date(2026, 12, 31), False, date(2027, 3, 31)),
        (date(2026, 8, 31), True, date(2027, 2, 28)),
        (date(2026, 3, 31), True, date(2026, 9, 30)),
        (date(2026, 1, 15), True, date(2026, 7, 15)),
    ],
)
def test_months_end_where_the_month_does(start: date, longer: bool, due: date) -> None:
    life = Life()
    life.do(p.Accept(complex=longer), p.Assign(UNIT, dates(start, longer=longer)), on=start)
    assert life.state.round.due is not None
    assert life.state.round.due.on == due


def test_it_is_returned_within_ten_days_and_not_after() -> None:
    life = assigned()
    assert life.refused(p.ReturnProposal("不属本单位"), on=date(2026, 12, 11)) == (
        "proposal.return_late"
    )
    life.do(p.ReturnProposal("不属本单位"), on=date(2026, 12, 10))
    assert life.state.stage is ProposalStage.RETURNED
    life.do(p.Assign(THIRD, dates(date(2026, 12, 12))), on=date(2026, 12, 12))
    assert life.state.round.due is not None
    assert life.state.round.due.on == date(2027, 3, 12)
    assert (life.state.round.unit, life.state.round.returns) == (THIRD, 1)


def test_what_is_handled_again_is_not_returned() -> None:
    life = replied()
    life.do(p.Rate(LEAD, POOR), p.Rehandle("没有修好", again(NOVEMBER)))
    assert life.refused(p.ReturnProposal("不属本单位")) == "proposal.return_again"


def test_an_extension_goes_as_far_as_the_longer_term() -> None:
    life = assigned()

    def until(day: date) -> Fact:
        due = deadline(
            Term((day - NOVEMBER).days, DayUnit.CALENDAR), amber=RULES.amber, start=NOVEMBER,
            calendar=Calendar(()),
        )  # fmt: skip
        return p.Extend("方案需公示", granted=True, due=due)

    assert life.refused(until(date(2027, 5, 31))) == "proposal.too_late"
    assert life.refused(until(date(2027, 2, 28))) == "proposal.not_later"
    assert life.refused(p.Extend("方案需公示", granted=True)) == "proposal.no_due"
    life.do(until(date(2027, 5, 30)))
    assert life.state.round.due is not None
    assert life.state.round.due.on == date(2027, 5, 30)
    assert life.refused(p.Extend("再延", granted=False)) == "proposal.extended"


def test_a_refused_extension_is_one_too() -> None:
    life = assigned()
    life.do(p.Extend("方案需公示", granted=False))
    assert life.state.round.due == dates(NOVEMBER).due
    assert life.refused(p.Extend("再延", granted=False)) == "proposal.extended"


@pytest.mark.parametrize(
    ("code", "grade"),
    [
        ("A", Grade.SOLVED),
        ("B", Grade.BASICALLY_SOLVED),
        ("C", Grade.UNSOLVED),
        ("D", Grade.UNSOLVED),
    ],
)
def test_the_grade_follows_from_the_class(code: str, grade: Grade) -> None:
    reply = replied(code).state.reply
    assert reply is not None
    assert (reply.code, reply.grade, reply.unit) == (code, grade, UNIT)


def test_a_promise_is_followed_until_it_is_kept() -> None:
    life = replied("B")
    filed = life.do(p.Conclude(), p.Track("已经招标"), p.File())
    assert filed.round.kept_at is None
    kept = life.do(p.Track("全部亮灯", kept=True), on=date(2027, 6, 1))
    assert kept.round.kept_at == kept.timeline[-1].entry.recorded_at
    assert life.refused(p.Track("再看")) == "proposal.kept"


def test_a_dissatisfied_lead_is_not_passed_over_in_silence() -> None:
    life = replied("C")
    life.do(p.Rate(LEAD, POOR))
    assert life.refused(p.Conclude()) == "proposal.unsatisfied"
    life.do(p.Conclude("条件限制,已向代表说明"))
    assert life.state.stage is ProposalStage.CONCLUDED
    life.do(p.Rehandle("条件具备了", again(NOVEMBER)))
    assert life.state.concluded_at is None


def test_a_co_signer_who_is_not_satisfied_can_have_it_handled_again() -> None:
    life = replied()
    life.do(p.Rate(LEAD, GOOD), p.Rate(SIGNER, POOR))
    assert life.state.rating is not None
    assert life.state.satisfied(life.state.rating)  # the lead's counts
    life.do(p.Rehandle("附议代表不满意", again(NOVEMBER)))
    assert len(life.state.rounds) == 2


def test_a_declined_one_can_be_accepted_after_all() -> None:
    life = Life()
    life.do(p.Decline("内容属检察机关职权"))
    assert life.refused(p.Assign(UNIT, dates(NOVEMBER))) == "proposal.stage"
    life.do(p.Accept("2026-018", complex=True))
    assert life.state.details.number == "2026-018"
    assert life.state.details.complex
    assert life.state.accepted_at is not None


def test_a_number_that_two_desks_gave_is_settled_first() -> None:
    life = Life(msgspec.structs.replace(DETAILS, number="1"))

    def amend(was: str, now: str) -> p.AmendProposal:
        raw = [msgspec.Raw(msgspec.json.encode(text)) for text in (was, now)]
        return p.AmendProposal(field="number", was=raw[0], now=raw[1])

    life.do(amend("1", "2"))
    with pytest.raises(RuleBroken, match="选定"):
        life.do(amend("1", "3"))
    assert life.refused(p.Accept("4")) == "amend.unsettled"
    life.do(p.SettleProposal(field="number", value=msgspec.Raw(b'"3"')), p.Accept("4"))
    assert life.state.details.number == "4"


def test_a_number_given_on_acceptance_clashes_with_what_another_desk_wrote() -> None:
    life = Life()
    life.do(p.Accept("12"))
    raw = [msgspec.Raw(msgspec.json.encode(text)) for text in ("", "13")]
    with pytest.raises(RuleBroken, match="选定"):
        life.do(p.AmendProposal(field="number", was=raw[0], now=raw[1]))
    assert [one.value for one in life.state.conflicts["number"]] == ["12", "13"]


@pytest.mark.parametrize(
    ("life", "fact", "rule"),
    [
        (Life, p.Reply("A", "好"), "proposal.stage"),
        (Life, p.Sign(LEAD), "proposal.signed"),
        (Life, p.Sign(SIGNER), "proposal.signed"),
        (Life, p.Decline(" "), "field.empty"),
        (Life, p.File(), "proposal.stage"),
        (assigned, p.Sign(THIRD), "proposal.stage"),
        (assigned, p.Accept(), "proposal.stage"),
        (assigned, p.Assign(UNIT, dates(NOVEMBER)), "proposal.stage"),
        (assigned, p.ReturnProposal(""), "field.empty"),
        (assigned, p.Transfer(UNIT, dates(NOVEMBER), "转", (OTHER,)), "proposal.same_unit"),
        (assigned, p.Transfer(OTHER, dates(NOVEMBER), "转", (OTHER,)), "proposal.lead_is_co"),
        (assigned, p.Transfer(THIRD, dates(NOVEMBER), ""), "field.empty"),
        (assigned, p.CoOpinion(THIRD, "意见"), "proposal.not_co_unit"),
        (assigned, p.CoOpinion(OTHER, ""), "field.empty"),
        (assigned, p.Meet("面商", ()), "proposal.not_deputy"),
        (assigned, p.Meet("面商", (LEAD, STRANGER)), "proposal.not_deputy"),
        (assigned, p.Reply("E", "好"), "proposal.class"),
        (assigned, p.Reply("A", ""), "field.empty"),
        (assigned, p.Reply("A", "好", promised=NOVEMBER), "proposal.no_promise"),
        (assigned, p.Rate(LEAD, GOOD), "proposal.stage"),
        (assigned, p.Track("查"), "proposal.stage"),
        (assigned, p.Conclude(), "proposal.stage"),
        (assigned, p.SettleDates(dates(NOVEMBER)), "proposal.not_provisional"),
        (replied, p.Rate(STRANGER, GOOD), "proposal.not_deputy"),
        (replied, p.Rate(LEAD, {"manner": 5}), "proposal.aspects"),
        (replied, p.Rate(LEAD, GOOD | {"speed": 5}), "proposal.aspects"),
        (replied, p.Rate(LEAD, {"manner": 6, "result": 1}), "stream.malformed"),
        (replied, p.Rehandle("再办", again(NOVEMBER)), "proposal.satisfied"),
        (replied, p.Track("查"), "proposal.no_promise"),
        (replied, p.Meet("面商", (LEAD,)), "proposal.stage"),
    ],
)
def test_what_is_refused(life: type[Life], fact: Fact, rule: str) -> None:
    assert life().refused(fact) == rule


def test_a_rated_reply_stands() -> None:
    life = replied()
    life.do(p.Reply("B", "更正:列入计划"))
    life.do(p.Rate(SIGNER, GOOD))
    assert life.refused(p.Reply("A", "再改")) == "proposal.rated"


def test_dates_out_of_order_are_refused() -> None:
    life = Life()
    life.do(p.Accept())
    late = msgspec.structs.replace(dates(NOVEMBER), latest=dates(date(2026, 1, 1)).latest)
    assert life.refused(p.Assign(UNIT, late)) == "proposal.too_late"
    assert life.refused(p.Assign(UNIT, dates(NOVEMBER), (UNIT,))) == "proposal.lead_is_co"


def test_provisional_days_are_counted_again() -> None:
    unsure = dates(NOVEMBER)
    unsure = msgspec.structs.replace(
        unsure, return_by=msgspec.structs.replace(unsure.co_due, provisional=True)
    )
    life = Life()
    life.do(p.Accept(), p.Assign(UNIT, unsure), p.SettleDates(dates(NOVEMBER)))
    assert life.state.round.dates == dates(NOVEMBER)
    assert life.refused(p.SettleDates(dates(NOVEMBER))) == "proposal.not_provisional"


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2027, 2, 9), Signal.GREEN),
        (date(2027, 2, 10), Signal.AMBER),
        (date(2027, 2, 28), Signal.AMBER),
        (date(2027, 3, 1), Signal.RED),
    ],
)
def test_the_signal(today: date, expected: Signal) -> None:
    due = dates(NOVEMBER).due
    of = {"due": due.on, "amber_on": due.amber_on, "today": today}
    assert p.signal(stage=ProposalStage.ASSIGNED, **of) is expected
    assert p.signal(stage=ProposalStage.REPLIED, **of) is None


OLD = (
    b'{"details":{"title":"\xe5\xbb\xba\xe8\xae\xae","deputies":["%s"],"matters":["%s"],'
    b'"text":"","number":"","unit":"%s"}}'
)


def test_a_proposal_of_an_earlier_version_folds_and_lives_on() -> None:
    made = ids()
    stream = next(made)
    body = OLD % (LEAD.encode(), MATTER.encode(), UNIT.encode())
    first = entry(p.RaiseProposal(DETAILS), stream=stream, id=next(made))
    old = msgspec.structs.replace(first, body=body)
    later = [
        entry(fact, stream=stream, id=next(made))
        for fact in (p.Accept("1"), p.Assign(UNIT, dates(NOVEMBER)), p.Reply("B", "列入计划"))
    ]
    state = PROPOSAL.fold(stream, [old, *later])
    assert state.voids == 0
    assert state.rules == p.DEFAULT_RULES
    assert state.stage is ProposalStage.REPLIED
    assert state.details.unit == UNIT


def test_the_shipped_program_is_what_earlier_proposals_go_by() -> None:
    shipped = read_program(Path(str(resources.path("programs") / "proposals.toml")))
    assert shipped.key == "proposals"
    assert shipped.proposal == p.DEFAULT_RULES


FACTS: list[Fact] = [
    p.Sign(THIRD),
    p.Accept("7"),
    p.Accept(complex=True),
    p.Decline("不属职权"),
    p.Assign(UNIT, dates(NOVEMBER), (OTHER,)),
    p.Assign(THIRD, dates(NOVEMBER)),
    p.ReturnProposal("不属本单位"),
    p.Transfer(THIRD, dates(NOVEMBER), "职能划转"),
    p.Extend("公示", granted=True, due=dates(date(2026, 12, 30)).due),
    p.Extend("公示", granted=False),
    p.SettleDates(dates(NOVEMBER)),
    p.CoOpinion(OTHER, "意见"),
    p.Meet("面商", (LEAD,)),
    p.Remind(),
    p.Supervise("现场", (LEAD,)),
    p.Reply("A", "已办"),
    p.Reply("B", "列入", promised=date(2027, 6, 30)),
    p.Reply("C", "暂难"),
    p.Rate(LEAD, GOOD),
    p.Rate(LEAD, POOR),
    p.Rate(SIGNER, {"manner": Verdict.UNSATISFIED, "result": 3}),
    p.Rehandle("不满意", again(NOVEMBER)),
    p.Track("进展"),
    p.Track("兑现", kept=True),
    p.Conclude(),
    p.Conclude("已说明"),
    p.File(),
]
# Blind chance would seldom come far: most lives begin along the usual way.
USUAL = [FACTS[1], FACTS[4], FACTS[16], FACTS[19]]
LIVES = st.tuples(
    st.integers(0, len(USUAL)), st.lists(st.sampled_from(FACTS), max_size=20)
).map(lambda drawn: [*USUAL[: drawn[0]], *drawn[1]])  # fmt: skip


def _check(state: p.Proposal) -> None:
    now, stage = state.round, state.stage
    if stage in (ProposalStage.ASSIGNED, ProposalStage.RETURNED):
        assert now.unit
        assert now.due
        assert now.dates
        assert now.due.on <= now.dates.latest.on
        assert not now.replies
    if stage in (ProposalStage.REPLIED, ProposalStage.CONCLUDED):
        assert now.replies
    assert (stage is ProposalStage.FILED) == (state.filed_at is not None)
    if stage is ProposalStage.CONCLUDED:
        assert state.concluded_at is not None
    assert now.unit not in now.co_units or now.unit is None
    assert len(set(state.deputies)) == len(state.deputies)
    for one in state.rounds[:-1]:
        assert one.replies
        assert not all(state.satisfied(rating) for rating in one.ratings.values())


@settings(max_examples=300, deadline=None)
@given(LIVES)
def test_whatever_is_done_the_state_holds_and_earlier_rounds_stay(facts: list[Fact]) -> None:
    made = ids()
    stream = next(made)
    state = p.Proposal(stream)
    for fact in (p.RaiseProposal(DETAILS), *facts):
        before, past = deepcopy(seen(state)), deepcopy(state.rounds[:-1])
        said = [reply for one in state.rounds for reply in one.replies]
        PROPOSAL.step(state, entry(fact, stream=stream, id=next(made)))
        if state.timeline[-1].void is not None:
            assert seen(state) == before
        assert state.rounds[: len(past)] == past
        assert [reply for one in state.rounds for reply in one.replies][: len(said)] == said
        _check(state)
