"""Figures of deputies, proposals, evaluations, votes and measurements: each with its trap."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from renda_desktop.domain import ballot as b
from renda_desktop.domain import scorecard as s
from renda_desktop.domain.deputy import EndMandate, GrantMandate, JoinGroup, Mandate
from renda_desktop.domain.figures import Congress, Dimension, FigureKey
from renda_desktop.domain.ids import Id, Ref
from renda_desktop.domain.proposal import PROPOSAL, ProposalDetails
from renda_desktop.domain.scoring.rules import ScorecardRules
from renda_desktop.domain.scoring.sheets import Measurement
from renda_desktop.domain.terms import DeputyLevel, SubjectKind
from renda_desktop.domain.theme import Measure
from renda_desktop.domain.voting import BallotRules
from tests.domain import evaluations, votes
from tests.queries.figures.world import World, at

_K = FigureKey
COUNTY = DeputyLevel.COUNTY


def _member(world: World, who: Id, name: str = "中心组") -> None:
    world.tell(JoinGroup(name, date(2026, 1, 5)), of=who)


def test_a_person_with_several_mandates_is_one_deputy(world: World) -> None:
    world.deputy("张", COUNTY, DeputyLevel.TOWNSHIP)
    world.deputy("李", COUNTY)
    world.deputy("王", DeputyLevel.STREET)  # no deputy
    gone = world.deputy("赵", COUNTY)
    world.tell(EndMandate(COUNTY, 16, date(2026, 5, 1)), of=gone)
    assert world.rate(_K.DEPUTIES_ONBOARD) == (2, 2)
    assert world.rate(_K.DEPUTIES_ONBOARD, until=date(2026, 4, 30)) == (3, 3)
    assert world.rate(_K.DEPUTIES_ONBOARD, until=date(2026, 5, 1)) == (2, 2)


def test_only_the_programs_group_is_on_board(world: World) -> None:
    world.program("online", group="中心组")
    world.program("open")
    members = [world.deputy(name, COUNTY) for name in ("张", "李")]
    world.deputy("王", COUNTY)
    for who in members:
        _member(world, who)
    assert world.rate(_K.DEPUTIES_ONBOARD, programs=("online",)) == (2, 3)
    assert world.rate(_K.DEPUTIES_ONBOARD, programs=("online", "open")) == (3, 3)
    assert world.rate(_K.DEPUTIES_ONBOARD, group="中心组") == (2, 3)
    assert world.rate(_K.DEPUTIES_ONBOARD, deputy=members[0]) == (1, 1)


def _evaluated(world: World, who: Id, *, conclude: bool = True, **own: Any) -> Id:
    """Open an evaluation of a deputy, and bring it to its result."""
    rules = ScorecardRules(
        SubjectKind.DEPUTY,
        evaluations.SIMPLE.panels,
        evaluations.SIMPLE.indicators,
        evaluations.SIMPLE.bands,
    )
    details = s.ScorecardDetails(
        title="联评", program="review", version=1, rules=rules,
        subject=s.Subject(SubjectKind.DEPUTY, "张", ref=Ref("deputy", who)), year=2026,
        begins=date(2026, 1, 1), ends=date(2026, 12, 31), **own,
    )  # fmt: skip
    made = world.tell(s.OpenScorecard(details), s.MeasureScorecard(Measurement("rate", Decimal(8))))
    if conclude:
        best = s.ConcludeScorecard(s.Conclusion(Decimal(100), "优秀", 5))
        world.tell(best, of=made, when=at(6))
    return made


def test_coverage_is_of_the_group_and_counts_a_deputy_once(world: World) -> None:
    world.program("review", group="中心组")
    inside = [world.deputy(name, COUNTY) for name in ("张", "李", "王")]
    outside = world.deputy("赵", COUNTY)
    for who in inside:
        _member(world, who)
    for who in (inside[0], inside[0], outside):
        _evaluated(world, who)
    _evaluated(world, inside[1], conclude=False)
    reopened = _evaluated(world, inside[2])
    world.tell(s.ReopenScorecard("漏计"), of=reopened)
    only = {"programs": ("review",)}
    assert world.rate(_K.EVALUATION_COVERAGE, **only) == (1, 3)
    assert world.amount(_K.SUBJECTS_EVALUATED, **only) == 2
    assert world.amount(_K.INDICATORS, **only) == 1
    assert world.amount(_K.SUBJECTS_EVALUATED, until=date(2026, 5, 31)) == 0


def test_an_evaluation_of_another_term_does_not_cover_this_one(world: World) -> None:
    who = world.deputy("张", COUNTY, term=15, ended=date(2025, 12, 31))
    world.tell(GrantMandate(Mandate(COUNTY, 16)), of=who)
    _evaluated(world, who, level=COUNTY, term=15)
    for term, covered in ((15, 1), (16, 0)):
        congress = Congress(COUNTY, term)
        assert world.rate(_K.EVALUATION_COVERAGE, congress=congress) == (covered, 1)
        assert world.amount(_K.SUBJECTS_EVALUATED, congress=congress) == covered


def test_a_term_has_a_start_and_an_end(world: World) -> None:
    seat = {"term": 15, "began": date(2026, 2, 1), "ended": date(2026, 3, 31)}
    world.deputy("张", COUNTY, **seat)
    for month in (1, 2, 3, 4):
        world.matter(when=at(month, 31 if month in (1, 3) else 1))
    ended = Congress(COUNTY, 15)
    assert world.amount(_K.MATTERS_RAISED, congress=ended) == 2
    assert world.amount(_K.MATTERS_RAISED, congress=ended, since=date(2026, 3, 1)) == 1
    assert world.rate(_K.DEPUTIES_ONBOARD, congress=ended) == (1, 1)


def test_a_term_that_nobody_knows_the_days_of_is_said(world: World) -> None:
    world.deputy("张", COUNTY)
    value = world.figure(_K.MATTERS_RAISED, congress=Congress(COUNTY, 16))
    assert (value.amount, value.unfit) == (None, (Dimension.TERM,))
    assert value.shown == "不适用(届次的起止日期没有登记)"
    assert world.rate(_K.DEPUTIES_ONBOARD, congress=Congress(COUNTY, 16)) == (1, 1)


def test_what_a_filter_says_nothing_about_is_not_counted_as_if_it_did(world: World) -> None:
    theme = world.theme("停车")
    world.deputy("张", COUNTY)
    value = world.figure(_K.DEPUTIES_ONBOARD, theme=theme)
    assert (value.amount, value.unfit) == (None, (Dimension.THEME,))
    assert world.rows(_K.DEPUTIES_ONBOARD, theme=theme) == []
    assert world.figure(_K.ITEMS_VOTED, deputy=world.id()).unfit == (Dimension.DEPUTY,)


def test_proposals_count_without_those_that_were_declined(world: World) -> None:
    begins = next(fact for fact in PROPOSAL.facts.values() if fact.begins)
    who = world.deputy("张", COUNTY)
    made = [
        world.tell(begins(details=ProposalDetails(title=title, deputies=(who,))))
        for title in ("甲", "乙")
    ]
    decline = PROPOSAL.facts["proposal.decline"]
    world.tell(decline(reason="不属职权"), of=made[1])
    assert world.amount(_K.PROPOSALS_RAISED) == 2
    assert world.parts(_K.PROPOSALS_RAISED) == {"declined": 1}
    assert world.rate(_K.PROPOSAL_REPLY_RATE) == (0, 1)
    assert world.rate(_K.PROPOSAL_SATISFACTION) == (0, 0)
    assert world.figure(_K.PROPOSAL_SATISFACTION).shown == "—"
    assert world.by(_K.PROPOSALS_RAISED, Dimension.DEPUTY) == {"张": 2}


def test_items_count_once_the_vote_is_announced(world: World) -> None:
    each = votes.held(votes.EACH, present=40)
    made = world.tell(*each)
    assert world.amount(_K.ITEMS_VOTED) == 0
    counted = votes.count((30, 5, 5), (10, 25, 5), (40, 0, 0), returned=40)
    for teller in (votes.WANG, votes.LI):
        world.tell(b.TallyBallot(counted), of=made, author=teller)
    world.tell(b.ConcludeBallot((1, 3)), of=made)
    assert (world.amount(_K.ITEMS_VOTED), world.amount(_K.ITEMS_PASSED)) == (3, 2)
    titles = {row.title for row in world.rows(_K.ITEMS_PASSED)}
    assert titles == {"第1个项目", "第3个项目"}


def test_an_item_that_is_voted_on_again_is_the_same_item(world: World) -> None:
    """One of two places is sure, the other goes to one of two items that tied."""
    first = _announced(world, votes.top(2), ((30,), (25,), (25,)), passed=(1,))
    runoff = msgspec.structs.replace(
        votes.details(votes.top(1), items=2), follows=Ref("ballot", first)
    )
    _announced(world, None, ((30,), (10,)), passed=(1,), details=runoff)
    assert (world.amount(_K.ITEMS_VOTED), world.amount(_K.ITEMS_PASSED)) == (3, 2)
    assert world.parts(_K.ITEMS_VOTED) == {"tied": 2}


def _announced(
    world: World,
    rules: BallotRules | None,
    got: tuple[tuple[int, ...], ...],
    *,
    passed: tuple[int, ...],
    details: b.BallotDetails | None = None,
) -> Id:
    about = details or votes.details(rules or votes.EACH)
    made = world.tell(b.PrepareBallot(about), b.CallBallot(40), b.IssueBallot(40))
    for teller in (votes.WANG, votes.LI):
        tally = b.TallyBallot(votes.count(*got, returned=40))
        world.tell(tally, of=made, author=teller)
    return world.tell(b.ConcludeBallot(passed), of=made)


def test_a_measure_goes_from_its_first_to_its_last_reading_in_the_period(world: World) -> None:
    theme, other = world.theme("大气"), world.theme("污水")
    for value, month in (("49", 1), ("40", 2), ("29", 3)):
        read = Measure("air", "pm", "PM2.5", "μg/m³", Decimal(value), date(2026, month, 1))
        world.tell(read, of=theme, when=at(5))
    read = Measure("air", "pm", "PM2.5", "万吨/日", Decimal(5), date(2026, 1, 1))
    world.tell(read, of=other)
    parts = world.figure(_K.MEASUREMENTS).parts
    assert {part.title: part.shown for part in parts} == {
        "大气·PM2.5": "49 → 29 μg/m³(2026-01-01 至 2026-03-01)",
        "污水·PM2.5": "5 → 5 万吨/日(2026-01-01 至 2026-01-01)",
    }
    (part,) = world.figure(_K.MEASUREMENTS, since=date(2026, 2, 1), theme=theme).parts
    assert part.amount == -11
    assert [row.amount for row in world.rows(_K.MEASUREMENTS, theme=theme)] == [29, 40, 49]
    assert set(world.by(_K.MEASUREMENTS, Dimension.THEME)) == {"大气", "污水"}


@pytest.mark.parametrize("key", list(FigureKey))
def test_every_figure_can_be_asked_of_a_station_where_nothing_happened(
    world: World, key: FigureKey
) -> None:
    value = world.figure(key)
    assert not value.amount
    assert value.exact in (None, 0)
