"""What votes come to, by examples worked out by hand and by what must hold for any of them."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.terms import ItemOutcome, TieRule, VoteBase
from renda_desktop.domain.verdict import (
    Count,
    Turnout,
    Verdict,
    Votes,
    check_count,
    check_quorum,
    decide,
    percent,
)
from renda_desktop.domain.voting import BallotRules, Choice, Ratio
from tests.domain.votes import EACH, HALF, TWO_THIRDS, count, top

ALL_45 = Turnout(due=45, present=44, issued=44)


def came_to(rules: BallotRules, *items: Sequence[int], returned: int, due: int = 45) -> Verdict:
    found = count(*items, returned=returned)
    check_count(rules, count=found, numbers=range(1, len(items) + 1))
    return decide(rules, turnout=Turnout(due, returned, returned), count=found)


def outcomes(verdict: Verdict) -> list[str]:
    return [one.outcome.value for one in verdict.items]


def test_two_thirds_of_45_are_30() -> None:
    with pytest.raises(RuleBroken) as told:
        check_quorum(EACH, turnout=Turnout(45, 29, 0))  # 29 × 3 = 87 < 90 = 45 × 2
    assert told.value.rule == "ballot.no_quorum"
    assert str(told.value) == "应到 45 人,到会 29 人,到会人数须达到 2/3,不能投票。"
    check_quorum(EACH, turnout=Turnout(45, 30, 0))  # 30 × 3 = 90


def test_exactly_half_does_not_exceed_half() -> None:
    # Of 44 members: 22 is exactly a half, 23 is more.
    verdict = came_to(EACH, (22, 10, 8), (23, 9, 8), returned=40, due=44)
    assert outcomes(verdict) == ["not_passed", "passed"]
    assert [one.share for one in verdict.items] == [Fraction(1, 2), Fraction(23, 44)]
    assert [one.reason for one in verdict.items] == [
        "得 22 票,占应到人数 44 的 50.00%;未超过 1/2",
        "得 23 票,占应到人数 44 的 52.27%;已超过 1/2",
    ]
    reached = BallotRules(TWO_THIRDS, Ratio(1, 2))  # a half is enough where it need not be exceeded
    assert outcomes(came_to(reached, (22, 10, 8), returned=40, due=44)) == ["passed"]


@pytest.mark.parametrize(
    ("base", "of", "outcome"),
    [
        # 45 members, 44 came, 40 valid ballots: 18 for, 12 against, 10 abstain.
        (VoteBase.DUE, 45, "not_passed"),  # 18/45 = 40 %: who abstains or stays away is no vote for
        (VoteBase.PRESENT, 44, "not_passed"),  # 18/44 = 41 %
        (VoteBase.VALID_BALLOTS, 40, "not_passed"),  # 18/40 = 45 %
        (VoteBase.VALID, 30, "passed"),  # 18/30 = 60 %: who abstains is left out
    ],
)
def test_abstentions_count_against_or_not_by_the_base(
    base: VoteBase, of: int, outcome: str
) -> None:
    rules = BallotRules(TWO_THIRDS, HALF, base=base)
    (one,) = decide(rules, turnout=ALL_45, count=Count(42, 2, (Votes(1, 18, 12, 10),))).items
    assert (one.base, one.share, one.outcome.value) == (of, Fraction(18, of), outcome)


def test_nothing_passes_where_nobody_counts() -> None:
    rules = BallotRules(TWO_THIRDS, Ratio(1, 2), base=VoteBase.VALID)
    (one,) = came_to(rules, (0, 0, 40), returned=40).items
    assert (one.base, one.share, one.outcome) == (0, None, ItemOutcome.NOT_PASSED)


# Five items for three places; 45 members, 40 ballots, each chooses up to 3: at most 120 votes.
# More than a half of 45 is 23. 30 and 28 are ahead; 25 and 25 tie for the third place; 10 is short.
TIED = ((30,), (25,), (28,), (25,), (10,))


@pytest.mark.parametrize(
    ("tie", "outcome", "places", "passed"),
    [
        (TieRule.RUNOFF, "tied", 1, (1, 3)),
        (TieRule.NONE, "not_elected", 0, (1, 3)),
        (TieRule.ALL, "elected", 0, (1, 2, 3, 4)),
    ],
)
def test_a_tie_for_the_last_place(
    tie: TieRule, outcome: str, places: int, passed: tuple[int, ...]
) -> None:
    verdict = came_to(top(3, tie=tie), *TIED, returned=40)
    assert outcomes(verdict) == ["elected", outcome, "elected", outcome, "not_passed"]
    assert (verdict.places, verdict.passed) == (places, passed)
    assert verdict.tied == ((2, 4) if tie is TieRule.RUNOFF else ())
    assert tie.label in verdict.items[1].reason or tie is TieRule.ALL


def test_a_tie_that_all_have_room_for_is_none() -> None:
    verdict = came_to(top(4), *TIED, returned=40)
    assert (verdict.passed, verdict.tied, verdict.places) == ((1, 2, 3, 4), (), 0)


def test_a_tie_in_front_of_the_last_place_is_none() -> None:
    # 30, 30 and 28 take the three places; 25 has enough votes and no place.
    verdict = came_to(top(3), (30,), (30,), (28,), (25,), returned=40)
    assert outcomes(verdict) == ["elected", "elected", "elected", "not_elected"]
    assert verdict.items[3].reason.endswith("得票第 4,应选 3 项,名额已满")


def test_three_tie_for_two_places() -> None:
    verdict = came_to(top(3), (30,), (25,), (25,), (25,), returned=40)
    assert (verdict.tied, verdict.places) == ((2, 3, 4), 2)


def test_fewer_than_there_are_places() -> None:
    verdict = came_to(top(3), (30,), (22,), (22,), returned=40)  # 22 is short of more than 22.5
    assert outcomes(verdict) == ["elected", "not_passed", "not_passed"]


def test_in_a_second_vote_the_most_votes_are_enough() -> None:
    again = top(3).second_vote(places=1)
    again.check()
    assert (again.passes, again.top, again.choose) == (None, 1, Choice(1, 1))
    # 16 of 45 is far from a half, yet more than 14.
    verdict = came_to(again, (16,), (14,), returned=30)
    assert outcomes(verdict) == ["elected", "not_elected"]
    nothing = came_to(top(2).second_vote(places=2), (0,), (20,), (20,), returned=40)
    assert outcomes(nothing) == ["not_passed", "elected", "elected"]


def test_unless_its_rules_ask_for_a_majority_again() -> None:
    again = top(3, again=HALF).second_vote(places=1)
    assert outcomes(came_to(again, (16,), (14,), returned=30)) == ["not_passed", "not_passed"]


def test_percent_is_rounded_half_up() -> None:
    shares = (Fraction(23, 45), Fraction(1, 3), Fraction(1, 800), Fraction(1), Fraction(0))
    assert [percent(one) for one in shares] == ["51.11%", "33.33%", "0.13%", "100.00%", "0.00%"]


@pytest.mark.parametrize(
    ("rules", "found", "rule"),
    [
        (EACH, count((20, 10, 9), returned=40), "ballot.sum"),  # 39 of 40
        (EACH, count((20, 10, 11), returned=40), "ballot.sum"),
        (EACH, count((20, 10, 10), returned=40, invalid=1), "ballot.sum"),
        (EACH, count((0, 0, 0), returned=1, invalid=2), "ballot.invalid"),
        (EACH, count((20, 10, 10), (20, 10, 10), returned=40), "ballot.items"),
        (EACH, Count(0, 0, (Votes(1, 0), Votes(1, 0))), "ballot.items"),
        (EACH, Count(0, 0, ()), "ballot.items"),
        (top(1), count((41,), returned=40), "ballot.over"),
        (top(1), count((20, 1), returned=40), "ballot.only_for"),
        (top(1), count((39,), returned=40), "ballot.choices"),  # each chooses at least one
    ],
)
def test_a_count_that_does_not_add_up(rules: BallotRules, found: Count, rule: str) -> None:
    with pytest.raises(RuleBroken) as told:
        check_count(rules, count=found, numbers=(1,))
    assert told.value.rule == rule


def test_nobody_chooses_more_than_they_may() -> None:
    # 10 valid ballots of up to 2 choices: 20 votes at most.
    check_count(top(2), count=count((10,), (6,), (4,), returned=10), numbers=(1, 2, 3))
    with pytest.raises(RuleBroken) as told:
        check_count(top(2), count=count((10,), (6,), (5,), returned=10), numbers=(1, 2, 3))
    assert told.value.params == {"total": 21, "least": 10, "most": 20}


@pytest.mark.parametrize(
    ("rules", "path"),
    [
        (BallotRules(Ratio(3, 2), HALF), "ballot.quorum.part"),
        (BallotRules(Ratio(1, 1, over=True), HALF), "ballot.quorum.part"),
        (BallotRules(HALF, Ratio(2, 1)), "ballot.passes.part"),
        (BallotRules(HALF), "ballot.passes"),
        (BallotRules(HALF, HALF, top=3), "ballot.top"),
        (BallotRules(HALF, HALF, choose=Choice(3, 2)), "ballot.choose.most"),
        (BallotRules(HALF, HALF, choose=Choice(1, 4), top=3), "ballot.choose.most"),
        (BallotRules(HALF, HALF, choose=Choice(4, 4), top=3), "ballot.choose.least"),
        (BallotRules(HALF, HALF, again=HALF), "ballot.again"),
        (top(3, tie=TieRule.ALL, again=HALF), "ballot.again"),
        (top(3, again=Ratio(5, 4)), "ballot.again.part"),
    ],
)
def test_rules_that_cannot_work_name_the_key(rules: BallotRules, path: str) -> None:
    with pytest.raises(RuleBroken) as told:
        rules.check()
    assert f"“{path}”" in str(told.value)


def test_what_is_allowed_is_said() -> None:
    with pytest.raises(RuleBroken) as told:
        BallotRules(HALF, HALF, choose=Choice(2, 5), top=3).check()
    assert told.value.params == {"path": "ballot.choose.most", "least": 2, "most": 3}


@st.composite
def choices(draw: st.DrawFn) -> tuple[int, list[int]]:
    """Ballots that choose up to `places` of some items: places, votes by item."""
    places = draw(st.integers(1, 5))
    items = draw(st.integers(1, 8))
    chosen = st.lists(st.integers(0, items - 1), min_size=1, max_size=places, unique=True)
    ballots = draw(st.lists(chosen, max_size=12))
    return places, [sum(item in one for one in ballots) for item in range(items)]


@given(choices(), st.sampled_from(TieRule), st.sampled_from(VoteBase), st.integers(12, 20))
def test_never_more_pass_than_there_are_places(
    chosen: tuple[int, list[int]], tie: TieRule, base: VoteBase, due: int
) -> None:
    places, votes = chosen
    items = tuple(Votes(n, got) for n, got in enumerate(votes, 1))
    rules, turnout = top(places, tie=tie, base=base), Turnout(due, 12, 12)
    verdict = decide(rules, turnout=turnout, count=Count(12, 0, items))
    if tie is not TieRule.ALL:
        assert len(verdict.passed) <= places
    if verdict.tied:
        assert tie is TieRule.RUNOFF
        assert len(verdict.passed) + verdict.places == places
        assert 0 < verdict.places < len(verdict.tied)
    by_number = {one.votes.number: one for one in verdict.items}
    least = min((by_number[n].votes.for_ for n in verdict.passed), default=0)
    waiting = [one for one in verdict.items if one.outcome is ItemOutcome.NOT_ELECTED]
    assert all(one.votes.for_ <= least for one in waiting) or not verdict.passed


@given(
    st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60),
    st.sampled_from(VoteBase), st.integers(1, 4), st.booleans(),
)  # fmt: skip
def test_more_members_never_help_and_more_votes_never_harm(
    for_: int, against: int, abstain: int, more: int, base: VoteBase, part: int, over: bool
) -> None:
    rules = BallotRules(HALF, Ratio(part, 5, over), base=base)
    valid = for_ + against + abstain

    def passes(due: int, votes: Votes) -> bool:
        found = Count(valid, 0, (votes,))
        return bool(decide(rules, turnout=Turnout(due, valid, valid), count=found).passed)

    before = passes(valid, Votes(1, for_, against, abstain))
    assert passes(valid + more, Votes(1, for_, against, abstain)) <= before
    if against:
        assert passes(valid, Votes(1, for_ + 1, against - 1, abstain)) >= before
