"""A vote from its preparation to what was announced, and what is refused on the way."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from renda_desktop.domain import ballot as b
from renda_desktop.domain.ids import Id
from renda_desktop.domain.stream import Fact
from renda_desktop.domain.terms import BallotStatus, VoteOption
from renda_desktop.domain.voting import BallotRules, Choice
from tests.domain.votes import (
    EACH,
    HALF,
    LI,
    OPEN,
    TWO_THIRDS,
    WANG,
    ZHAO,
    Done,
    count,
    details,
    folded,
    held,
    refused,
    top,
)

FOR, AGAINST, ABSTAIN = VoteOption
# 45 members, 40 came: 30, 23 and 22 votes for the three items; more than 22.5 pass.
GOOD = b.TallyBallot(count((30, 5, 5), (23, 9, 8), (22, 10, 8), returned=40))
OTHER = b.TallyBallot(count((30, 5, 5), (22, 10, 8), (22, 10, 8), returned=40))
FEWER = b.TallyBallot(count((30, 5, 4), (23, 9, 7), (22, 10, 7), returned=40, invalid=1))
ANNOUNCED = b.ConcludeBallot((1, 2))
BEGUN = held(EACH, present=40)


def test_from_preparation_to_the_announcement() -> None:
    state = folded(*BEGUN, (WANG, GOOD), (LI, GOOD), ANNOUNCED)
    assert state.voids == 0
    assert state.status is BallotStatus.CONCLUDED
    assert state.verdict is not None
    assert state.verdict.passed == (1, 2)
    assert state.superseded == ()


def test_without_a_quorum_nothing_opens() -> None:
    begun = [b.PrepareBallot(details(EACH)), b.CallBallot(29), b.IssueBallot(29)]
    assert refused(*begun) == ["ballot.no_quorum"]
    assert refused(*begun, b.ConcludeBallot(())) == ["ballot.no_quorum"] * 2
    late = folded(*begun, b.CallBallot(30), b.IssueBallot(30))  # one more arrives
    assert (late.status, late.issued) == (BallotStatus.VOTING, 30)


def test_two_tellers_who_differ() -> None:
    facts: list[Done] = [*BEGUN, (WANG, GOOD), (LI, OTHER)]
    state = folded(*facts)
    assert (state.count, state.agreed) == (None, False)
    assert state.round.differences == ("第 2 项",)
    told = folded(*facts, ANNOUNCED).timeline[-1].void
    assert str(told) == "计票人的结果不一致(第 2 项),须重新计票。"
    assert folded(*BEGUN, (WANG, GOOD), (LI, FEWER)).round.differences == (
        "无效票数",
        "第 1 项",
        "第 2 项",
        "第 3 项",
    )


def test_only_a_recount_settles_it() -> None:
    again = b.RecountBallot("第 2 项计数不一致")
    third: list[Done] = [*BEGUN, (WANG, GOOD), (LI, OTHER), (ZHAO, GOOD)]
    assert refused(*third) == ["ballot.counted"]  # two of three is no agreement
    state = folded(*BEGUN, (WANG, GOOD), (LI, OTHER), again, (WANG, GOOD), (LI, GOOD), ANNOUNCED)
    assert (state.voids, len(state.rounds), state.round.reason) == (0, 2, "第 2 项计数不一致")
    assert [tally.count for tally in state.rounds[0].tallies] == [GOOD.count, OTHER.count]


def test_a_recount_after_the_announcement_keeps_what_was_announced() -> None:
    done: list[Done] = [*BEGUN, (WANG, GOOD), (LI, GOOD), ANNOUNCED]
    again: list[Done] = [b.RecountBallot("有代表提出异议"), (WANG, OTHER), (LI, OTHER)]
    state = folded(*done, *again)
    assert (state.status, state.verdict, state.concluded_at) == (BallotStatus.VOTING, None, None)
    assert [one.passed for one in state.superseded] == [(1, 2)]
    state = folded(*done, *again, b.ConcludeBallot((1,)))
    assert state.verdict is not None
    assert state.verdict.passed == (1,)
    assert [one.passed for one in state.superseded] == [(1, 2)]


def test_what_was_announced_is_what_was_counted() -> None:
    """Another PC's recount may come first in the order."""
    assert refused(*BEGUN, (WANG, OTHER), (LI, OTHER), ANNOUNCED) == ["ballot.announced"]


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ([(WANG, GOOD), (WANG, GOOD)], "ballot.teller_twice"),
        ([(WANG, GOOD), ANNOUNCED], "ballot.tellers_few"),
        ([ANNOUNCED], "ballot.tellers_few"),
        ([b.RecountBallot("无")], "ballot.not_counted"),
        ([(WANG, GOOD), b.RecountBallot(" ")], "ballot.no_reason"),
        ([b.CancelBallot("")], "ballot.no_reason"),
        ([b.CastVote(WANG, 1, FOR)], "ballot.secret"),
        ([b.ChangeVote(WANG, 1, FOR, "错")], "ballot.secret"),
        ([b.CallBallot(41)], "ballot.status"),
        ([b.TallyBallot(count((40, 0, 0), returned=40))], "ballot.items"),
        ([b.CancelBallot("停电"), (WANG, GOOD)], "ballot.status"),
    ],
)
def test_what_is_not_in_effect(facts: list[Done], rule: str) -> None:
    assert refused(*BEGUN, *facts) == [rule]


def test_more_ballots_than_were_issued_come_to_nothing() -> None:
    more = b.TallyBallot(count((31, 5, 5), (24, 9, 8), (22, 11, 8), returned=41))
    state = folded(*BEGUN, (WANG, more), (LI, more), ANNOUNCED)
    assert str(state.timeline[-1].void) == "收回 41 张,多于发出的 40 张,投票无效。"
    assert state.verdict is None


@pytest.mark.parametrize(
    ("fact", "rule"),
    [
        (b.CallBallot(46), "ballot.present"),
        (b.CallBallot(1, (b.Member("张明"), b.Member("李慧"))), "ballot.members"),
        (b.CallBallot(2, (b.Member("张明", WANG), b.Member("李慧", WANG))), "ballot.member_twice"),
        (b.CallBallot(2, (b.Member(""),)), "field.empty"),
        (b.IssueBallot(40), "ballot.not_called"),
        (b.ConcludeBallot(()), "ballot.not_called"),
        (GOOD, "ballot.status"),
    ],
)
def test_what_is_refused_before_the_ballots_are_out(fact: Fact, rule: str) -> None:
    assert refused(b.PrepareBallot(details(EACH)), fact) == [rule]


@pytest.mark.parametrize("issued", [0, 41])
def test_as_many_ballots_as_came(issued: int) -> None:
    facts = [b.PrepareBallot(details(EACH)), b.CallBallot(40), b.IssueBallot(issued)]
    assert refused(*facts) == ["ballot.issued"]


def _with(**changed: object) -> b.PrepareBallot:
    found = details(EACH)
    for name, value in changed.items():
        setattr(found, name, value)
    return b.PrepareBallot(found)


@pytest.mark.parametrize(
    ("begin", "rule"),
    [
        (_with(items=()), "field.empty"),
        (_with(due=0), "field.empty"),
        (_with(title=" "), "field.empty"),
        (_with(items=(b.Item(0, "桥"),)), "ballot.number"),
        (_with(items=(b.Item(1, "桥"), b.Item(1, "路"))), "ballot.number_twice"),
        (_with(items=(b.Item(1, " "),)), "field.empty"),
        (_with(items=(b.Item(1, "桥", amount=Decimal("1e13")),)), "field.number"),
        (_with(items=(b.Item(1, "桥", amount=Decimal(-5)),)), "matter.negative"),
        (_with(rules=BallotRules(HALF)), "program.empty"),
        (_with(rules=BallotRules(HALF, HALF, choose=Choice(4, 4))), "ballot.too_few"),
    ],
)
def test_what_cannot_be_voted_on(begin: Fact, rule: str) -> None:
    assert refused(begin) == [rule]


def _amended(field: str, was: object, now: object) -> b.AmendBallot:
    raw = [msgspec.Raw(msgspec.json.encode(value)) for value in (was, now)]
    return b.AmendBallot(field=field, was=raw[0], now=raw[1])


def test_corrections_end_where_the_ballots_are_out() -> None:
    later = _amended("day", date(2026, 11, 23), date(2026, 11, 24))
    assert folded(*BEGUN[:2], later).details.day == date(2026, 11, 24)
    assert refused(*BEGUN, later) == ["ballot.status"]
    assert refused(BEGUN[0], _amended("rules", EACH, OPEN)) == ["amend.fixed"]


def test_fewer_members_than_came_is_noticed() -> None:
    assert refused(*BEGUN[:2], _amended("due", 45, 39), b.IssueBallot(39)) == ["ballot.present"]


def test_no_ballot_goes_out_while_versions_compete() -> None:
    clash = _amended("title", "旧名", "新名")
    settle = b.SettleBallot(field="title", value=msgspec.Raw(b'"\xe6\x96\xb0"'))
    rules = ["amend.conflict", "amend.unsettled"]
    assert refused(*BEGUN[:2], clash, b.IssueBallot(40)) == rules
    state = folded(*BEGUN[:2], clash, settle, b.IssueBallot(40))
    assert (state.voids, state.details.title) == (1, "新")


# An open vote of three members on two items; more than a half of 3 is 2.
SHOWN = held(OPEN, present=3, items=2, due=3)
CAST = [
    b.CastVote(WANG, 1, FOR), b.CastVote(LI, 1, FOR), b.CastVote(ZHAO, 1, AGAINST),
    b.CastVote(WANG, 2, FOR), b.CastVote(LI, 2, ABSTAIN),
]  # fmt: skip


def test_an_open_vote_counts_what_was_voted() -> None:
    state = folded(*SHOWN, *CAST, b.ConcludeBallot((1,)))
    assert state.voids == 0
    # Zhao said nothing on the second item, and so abstains from it.
    assert state.count == count((2, 1, 0), (1, 0, 2), returned=3)


def test_an_open_vote_changes_only_with_a_reason_and_before_the_end() -> None:
    change = b.ChangeVote(ZHAO, 1, FOR, "登记有误")
    state = folded(*SHOWN, *CAST, change)
    assert state.count == count((3, 0, 0), (1, 0, 2), returned=3)
    assert refused(*SHOWN, *CAST, b.ChangeVote(ZHAO, 1, FOR, "")) == ["ballot.no_reason"]
    assert refused(*SHOWN, *CAST, b.ConcludeBallot((1,)), change) == ["ballot.status"]
    again = [b.ConcludeBallot((1,)), b.RecountBallot("登记有误"), change, b.ConcludeBallot((1,))]
    state = folded(*SHOWN, *CAST, *again)
    assert (state.voids, len(state.superseded)) == (0, 1)
    assert state.verdict is not None
    assert state.verdict.items[0].votes.for_ == 3


def test_a_vote_that_is_taken_back_is_none() -> None:
    back = b.ChangeVote(WANG, 1, None, "登记错人")
    state = folded(*SHOWN, CAST[0], back)
    assert (state.voids, state.votes, state.count) == (0, {}, None)


@pytest.mark.parametrize(
    ("fact", "rule"),
    [
        (b.CastVote(WANG, 1, AGAINST), "ballot.voted"),
        (b.CastVote(WANG, 9, FOR), "ballot.no_item"),
        (b.CastVote(Id("f" * 32), 1, FOR), "ballot.voters"),
        (b.ChangeVote(ZHAO, 2, FOR, "补登"), "ballot.not_voted"),
        (b.ChangeVote(WANG, 1, FOR, "又一次"), "ballot.same_vote"),
        (b.TallyBallot(count((2, 1, 0), (1, 0, 2), returned=3)), "ballot.open"),
        (b.RecountBallot("无"), "ballot.not_counted"),
    ],
)
def test_what_an_open_vote_refuses(fact: Fact, rule: str) -> None:
    assert refused(*SHOWN, *CAST, fact) == [rule]


def test_nothing_is_announced_of_an_open_vote_without_votes() -> None:
    assert refused(*SHOWN, b.ConcludeBallot(())) == ["ballot.no_votes"]


def test_who_is_not_there_does_not_vote() -> None:
    present = b.CallBallot(2, (b.Member("王", WANG), b.Member("李", LI)))
    facts = [SHOWN[0], present, b.IssueBallot(2)]
    assert refused(*facts, b.CastVote(ZHAO, 1, FOR)) == ["ballot.not_present"]
    assert refused(*facts, b.CastVote(LI, 1, FOR)) == []


def test_an_open_choice() -> None:
    begun = held(top(2, secret=False), present=2, items=3, due=2)
    chosen = [*begun, b.CastVote(WANG, 1, FOR), b.CastVote(WANG, 2, FOR)]
    assert refused(*chosen, b.CastVote(WANG, 3, FOR)) == ["ballot.too_many"]
    assert refused(*chosen, b.CastVote(LI, 3, AGAINST)) == ["ballot.option"]
    moved = b.ChangeVote(WANG, 2, None, "改选"), b.CastVote(WANG, 3, FOR)
    assert folded(*chosen, *moved).count == count((1,), (0,), (1,), returned=1)


def test_who_chooses_too_few_gave_no_valid_vote() -> None:
    rules = BallotRules(TWO_THIRDS, HALF, secret=False, choose=Choice(2, 2), top=2)
    begun = held(rules, present=2, items=3, due=2)
    few = [b.CastVote(WANG, 1, FOR), b.CastVote(WANG, 2, FOR), b.CastVote(LI, 1, FOR)]
    assert folded(*begun, *few).count == count((1,), (1,), (0,), returned=2, invalid=1)


def test_a_secret_tally_has_no_room_for_a_voter() -> None:
    body = msgspec.json.encode(GOOD)
    plain = msgspec.json.decode(body)
    assert set(plain) == {"count"}
    assert set(plain["count"]) == {"returned", "invalid", "items"}
    assert all(
        set(one) <= {"number", "for", "against", "abstain"} for one in plain["count"]["items"]
    )
