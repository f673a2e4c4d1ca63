"""What holds of any vote, whatever is done to it and in whatever order it arrives."""

from hypothesis import given, settings
from hypothesis import strategies as st

from renda_desktop.domain import ballot as b
from renda_desktop.domain.stream import Fact
from renda_desktop.domain.terms import BallotStatus, VoteOption
from renda_desktop.domain.verdict import Count
from renda_desktop.domain.voting import BallotRules
from tests.domain.votes import EACH, LI, OPEN, WANG, Done, count, folded, held

FOR, AGAINST = VoteOption.FOR, VoteOption.AGAINST

# Three members; tallies of three ballots on two items, some of which agree, in any order.
ONE = b.TallyBallot(count((2, 1, 0), (1, 1, 1), returned=3))
TWO = b.TallyBallot(count((3, 0, 0), (2, 0, 1), returned=3))
MANY = b.TallyBallot(count((4, 0, 0), (4, 0, 0), returned=4))
SECRET_FACTS: list[Done] = [
    *((teller, tally) for teller in (WANG, LI) for tally in (ONE, TWO, MANY)),
    b.ConcludeBallot((1,)), b.ConcludeBallot((1, 2)), b.ConcludeBallot(()),
    b.RecountBallot("异议"), b.CancelBallot("停电"), b.CallBallot(3), b.IssueBallot(3),
]  # fmt: skip
OPEN_FACTS: list[Done] = [
    *(b.CastVote(who, item, option) for who in (WANG, LI) for item in (1, 2)
      for option in (FOR, AGAINST)),
    *(b.ChangeVote(who, 1, option, "登记有误") for who in (WANG, LI) for option in (FOR, None)),
    b.ConcludeBallot((1,)), b.ConcludeBallot((1, 2)), b.ConcludeBallot(()),
    b.RecountBallot("异议"), b.IssueBallot(3),
]  # fmt: skip


def _check(state: b.Ballot, before: Count | None, fact: Fact) -> None:
    """Check what holds after every single fact."""
    found = state.count
    if found is not None:
        assert all(one.for_ + one.against + one.abstain == found.valid for one in found.items)
        assert 0 <= found.valid <= found.returned
    if before is not None and found != before:
        assert isinstance(fact, b.RecountBallot | b.CastVote | b.ChangeVote)
    if state.verdict is not None:
        assert state.status is BallotStatus.CONCLUDED
        assert found is not None
        assert found.returned <= state.turnout.issued <= state.turnout.present
        assert state.quorate
    assert (state.status is BallotStatus.CONCLUDED) == (state.verdict is not None)


def _walk(rules: BallotRules, facts: list[Done], *, begun: int) -> None:
    start = held(rules, present=3, items=2, due=3)[:begun]
    for length in range(len(facts)):
        before = folded(*start, *facts[:length]).count
        last = facts[length]
        fact = last[1] if isinstance(last, tuple) else last
        _check(folded(*start, *facts[: length + 1]), before, fact)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(SECRET_FACTS), max_size=12), st.integers(1, 3))
def test_whatever_is_done_a_secret_count_changes_only_by_a_recount(
    facts: list[Done], begun: int
) -> None:
    _walk(EACH, facts, begun=begun)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(OPEN_FACTS), max_size=12), st.integers(1, 3))
def test_whatever_is_done_an_open_count_is_what_was_voted(facts: list[Done], begun: int) -> None:
    _walk(OPEN, facts, begun=begun)


WHOLE_LIFE: list[Done] = [
    *held(EACH, present=3, items=2, due=3), (WANG, ONE), (LI, ONE), b.ConcludeBallot((1,)),
    b.RecountBallot("异议"), (WANG, TWO), (LI, ONE), b.RecountBallot("不一致"), (WANG, TWO),
    (LI, TWO), b.ConcludeBallot((1, 2)),
]  # fmt: skip


@settings(deadline=None)
@given(st.permutations(WHOLE_LIFE))
def test_any_order_folds(facts: list[Done]) -> None:
    state = folded(*facts)
    assert len(state.timeline) == len(facts)
    assert state.exists
    _check(state, None, ONE)


def test_the_whole_life_in_its_order() -> None:
    """Or else the test above would prove little."""
    state = folded(*WHOLE_LIFE)
    assert (state.voids, len(state.rounds), len(state.superseded)) == (0, 3, 1)
    assert state.verdict is not None
    assert state.verdict.passed == (1, 2)
