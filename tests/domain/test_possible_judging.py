"""What can be done now with votes and evaluations is what the rules let pass."""

import pytest

from renda_desktop.domain import ballot as b
from renda_desktop.domain import scorecard as s
from renda_desktop.domain.ids import Id
from renda_desktop.domain.possible_judging import on_ballot, on_scorecard
from renda_desktop.domain.stream import Fact
from tests.domain.evaluations import SIMPLE
from tests.domain.lives import life
from tests.domain.test_scorecard import ALL, CAME_TO, begun
from tests.domain.votes import EACH, LI, OPEN, WANG, Done, count, details, folded, held, top

HEAD = ("station_head", "teller")
BEFORE = {"ballot.call", "ballot.cancel", "ballot.amend"}
ONE = count((40, 1, 1), (20, 20, 2), (30, 10, 2), returned=42)
OTHER = count((40, 1, 1), (21, 19, 2), (30, 10, 2), returned=42)
TIED = count((30,), (25,), (25,), returned=42)
SECRET = held(EACH, present=42)


def votes_open(*facts: Done, clerk: Id = WANG, roles: tuple[str, ...] = HEAD) -> set[str]:
    found = on_ballot(folded(*facts), roles=roles, clerk=clerk)
    return {kind for kind, refused in found.items() if not refused}


@pytest.mark.parametrize(
    ("facts", "clerk", "able"),
    [
        ((b.PrepareBallot(details(EACH)),), WANG, BEFORE),
        (SECRET[:2], WANG, BEFORE | {"ballot.issue"}),
        ([*SECRET[:1], b.CallBallot(10)], WANG, BEFORE),  # too few came
        (SECRET, WANG, {"ballot.tally", "ballot.cancel"}),
        ((*SECRET, (WANG, b.TallyBallot(ONE))), WANG, {"ballot.recount", "ballot.cancel"}),
        (
            (*SECRET, (WANG, b.TallyBallot(ONE))),
            LI,
            {"ballot.tally", "ballot.recount", "ballot.cancel"},
        ),
        (
            (*SECRET, (WANG, b.TallyBallot(ONE)), (LI, b.TallyBallot(OTHER))),
            LI,
            {"ballot.recount", "ballot.cancel"},
        ),
        (
            (*SECRET, (WANG, b.TallyBallot(ONE)), (LI, b.TallyBallot(ONE))),
            LI,
            {"ballot.conclude", "ballot.recount", "ballot.cancel"},
        ),
        (held(OPEN, present=42), WANG, {"ballot.vote", "ballot.cancel"}),
    ],
)
def test_a_vote(facts: list[Done], clerk: Id, able: set[str]) -> None:
    assert votes_open(*facts, clerk=clerk) == able


def test_a_tie_asks_for_a_second_vote() -> None:
    counted: list[Done] = [
        *held(top(2), present=42),
        (WANG, b.TallyBallot(TIED)),
        (LI, b.TallyBallot(TIED)),
    ]
    assert "ballot.prepare" not in votes_open(*counted)
    passed = folded(*counted).decided().passed
    assert votes_open(*counted, b.ConcludeBallot(passed)) == {"ballot.prepare", "ballot.recount"}


def test_a_clerk_announces_nothing() -> None:
    facts: list[Done] = [*SECRET, (WANG, b.TallyBallot(ONE)), (LI, b.TallyBallot(ONE))]
    found = on_ballot(folded(*facts), roles=("clerk",), clerk=WANG)
    assert "站长" in found["ballot.conclude"]


def able(*facts: Fact, roles: tuple[str, ...] = ("station_head",)) -> set[str]:
    entries = life(*facts)
    found = on_scorecard(s.SCORECARD.fold(entries[0].stream, entries), roles=roles)
    return {kind.removeprefix("scorecard.") for kind, refused in found.items() if not refused}


def test_an_evaluation_from_its_opening_to_its_grade() -> None:
    opened = {"rate", "tally", "measure", "adjust", "veto", "evidence", "withdraw", "amend"}
    assert able(begun()) == opened
    assert able(*ALL) == (opened | {"take_back", "conclude"}) - {"measure"}
    assert able(*ALL, s.ConcludeScorecard(CAME_TO)) == {"reopen"}
    assert able(begun(), roles=("clerk",)) == {"rate", "tally", "measure", "evidence"}


def test_rules_without_sheets_say_so() -> None:
    entries = life(begun(SIMPLE))
    found = on_scorecard(s.SCORECARD.fold(entries[0].stream, entries), roles=("station_head",))
    assert found["scorecard.rate"] == "这项评议没有逐份评分的评价主体。"
    assert found["scorecard.veto"] == "没有这一项否决事由。"
    assert found["scorecard.measure"] == ""
