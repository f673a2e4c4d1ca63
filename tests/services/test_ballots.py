"""Votes at a real station: two tellers, agreement, ties, the second vote."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from renda_desktop.bootstrap import Office
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id, Ref
from renda_desktop.domain.program import ProgramDetails
from renda_desktop.domain.terms import BallotStatus, ItemOutcome, Role, VoteOption
from renda_desktop.domain.verdict import Votes
from renda_desktop.domain.voting import BallotRules, Choice
from renda_desktop.queries import pending, search
from renda_desktop.queries.ballot_files import BallotFile, ballot_file
from renda_desktop.queries.ballots import ballots as listed
from renda_desktop.queries.programs import program
from renda_desktop.services import amendments, ballots, clerks, matters, programs
from renda_desktop.services.ballots import Project
from renda_desktop.store.rebuild import rebuild
from renda_desktop.store.verify import check_log, check_projection
from tests.domain.votes import HALF, TWO_THIRDS
from tests.offices import Cast

PROJECTS = (
    Project("快速路北延", amount=Decimal("125000.5")),
    Project("文化中心"),
    Project("污水处理厂扩建", text="新增 5 万吨/日"),
)


@dataclass
class Count:
    """Who counts, in a real office."""

    office: Office
    tellers: list[Id] = field(default_factory=list)

    def prepared(self, program: str = "major-projects", due: int = 45, **more: Any) -> Id:
        given: dict[str, Any] = {"items": PROJECTS} | more
        return self.office.act(ballots.prepare, program=program, due=due, **given).id

    def opened(self, ballot: Id, present: int) -> Id:
        self.office.act(ballots.call, ballot=ballot, present=present)
        return self.office.act(ballots.issue, ballot=ballot).id

    def tally(self, ballot: Id, teller: int, *votes: tuple[int, ...], returned: int) -> None:
        numbers = [one.number for one in self.file(ballot).items]
        items = tuple(Votes(n, *got) for n, got in zip(numbers, votes, strict=True))
        self.office.act(
            ballots.tally,
            acting=self.tellers[teller],
            ballot=ballot,
            returned=returned,
            items=items,
        )

    def both(self, ballot: Id, *votes: tuple[int, ...], returned: int) -> None:
        for teller in (0, 1):
            self.tally(ballot, teller, *votes, returned=returned)

    def file(self, ballot: Id) -> BallotFile:
        return self.office.read(ballot_file, id=ballot)


@pytest.fixture
def room(office: Office) -> Count:
    """An office with two tellers."""
    made = Count(office)
    for name in ("周监票", "吴计票"):
        made.tellers.append(office.act(clerks.register, name=name, roles=(Role.TELLER,)).id)
    return made


def refused(office: Office, service: Any, **given: Any) -> RuleBroken:
    with pytest.raises(RuleBroken) as told:
        office.act(service, **given)
    return told.value


def test_items_are_voted_on_one_by_one(room: Count) -> None:
    one = room.prepared(title="2026年重大项目", place="常委会会议厅")
    assert refused(room.office, ballots.issue, ballot=one).rule == "ballot.not_called"
    room.office.act(ballots.call, ballot=one, present=29)
    assert refused(room.office, ballots.issue, ballot=one).rule == "ballot.no_quorum"
    room.opened(one, 30)
    # 45 members: more than 22.5 pass; 23 and 22 votes of 30.
    room.both(one, (30, 0, 0), (23, 2, 5), (22, 0, 8), returned=30)
    found = room.office.read(ballot_file, id=one)
    assert [item.votes_for for item in found.items] == [30, 23, 22]
    assert {item.outcome for item in found.items} == {None}  # nothing is announced yet
    room.office.act(ballots.conclude, ballot=one, text="逐项表决结果")
    found = room.file(one)
    assert [(item.outcome, item.share) for item in found.items] == [
        (ItemOutcome.PASSED, "66.67%"),
        (ItemOutcome.PASSED, "51.11%"),
        (ItemOutcome.NOT_PASSED, "48.89%"),
    ]
    assert found.items[0].amount == Decimal("125000.5")
    assert (found.final, found.row.passed, found.row.day) == ((1, 2), 2, date(2026, 11, 23))
    assert [teller.teller for teller in found.rounds[0].tellers] == ["周监票", "吴计票"]
    assert found.timeline[-1].text == "通过第 1、2 项;逐项表决结果"


def test_a_teller_does_not_see_the_other_count_before_their_own(room: Count) -> None:
    one = room.opened(room.prepared(), 30)
    room.tally(one, 0, (30, 0, 0), (23, 2, 5), (22, 0, 8), returned=30)
    found = room.file(one)
    assert [teller.count for teller in found.rounds[0].tellers] == [None]
    assert {item.votes_for for item in found.items} == {None}
    assert "23" not in "".join(event.what + event.text for event in found.timeline)


def test_two_tellers_that_differ_count_again(room: Count) -> None:
    one = room.opened(room.prepared(), 30)
    room.tally(one, 0, (30, 0, 0), (23, 2, 5), (22, 0, 8), returned=30)
    room.tally(one, 1, (30, 0, 0), (22, 3, 5), (22, 0, 8), returned=30)
    found = room.file(one)
    assert (found.rounds[0].agreed, found.rounds[0].differences) == (False, ("第 2 项",))
    assert {item.votes_for for item in found.items} == {None}
    told = refused(room.office, ballots.conclude, ballot=one)
    assert told.params == {"what": "第 2 项"}
    room.office.act(ballots.recount, ballot=one, reason="第 2 项不一致")
    room.both(one, (30, 0, 0), (23, 2, 5), (22, 0, 8), returned=30)
    room.office.act(ballots.conclude, ballot=one)
    found = room.file(one)
    assert [one.agreed for one in found.rounds] == [False, True]
    assert [one.count.items[1].for_ for one in found.rounds[0].tellers if one.count] == [23, 22]
    room.office.act(ballots.recount, ballot=one, reason="有代表提出异议")
    found = room.file(one)
    assert [(one.passed, one.superseded) for one in found.rounds] == [
        (None, False),
        ((1, 2), True),
        (None, False),
    ]
    assert (found.row.status, found.final) == (BallotStatus.VOTING, None)


def test_only_tellers_count_and_they_do_nothing_else(room: Count) -> None:
    one = room.opened(room.prepared(), 30)
    items = tuple(Votes(n, 30) for n in (1, 2, 3))
    given: dict[str, Any] = {"ballot": one, "returned": 30, "items": items}
    assert refused(room.office, ballots.tally, **given).rule == "access.denied"
    room.office.act(ballots.tally, acting=room.tellers[0], **given)
    again = refused(room.office, ballots.tally, acting=room.tellers[0], **given)
    assert again.rule == "ballot.teller_twice"
    room.office.act(ballots.tally, acting=room.tellers[1], **given)
    for service, more in (
        (ballots.conclude, {}),
        (ballots.recount, {"reason": "x"}),
        (ballots.cancel, {"reason": "x"}),
    ):
        told = refused(room.office, service, acting=room.tellers[0], ballot=one, **more)
        assert told.rule == "access.denied"


TEN = tuple(Project(f"候选{n}") for n in range(1, 13))
# 100 members, 90 ballots, each chooses up to 10 of 12 items: at most 900 votes. More than 50 pass.
# Eight are sure (85 to 78), three tie with 60 for the last two places, one stays below a half;
# 652 + 180 + 40 = 872 votes.
POLLED = (*[(85 - n,) for n in range(8)], (60,), (60,), (60,), (40,))


def test_ten_are_chosen_and_the_tied_are_voted_on_again(room: Count) -> None:
    one = room.opened(room.prepared("livelihood-projects", 100, items=TEN), 90)
    room.both(one, *POLLED, returned=90)
    room.office.act(ballots.conclude, ballot=one)
    found = room.file(one)
    assert (found.row.passed, found.row.tied, found.row.places) == (8, 3, 2)
    assert [item.number for item in found.items if item.outcome is ItemOutcome.TIED] == [9, 10, 11]
    assert found.final is None

    second = room.office.act(ballots.runoff, ballot=one).id
    file = room.file(second)
    assert (file.row.follows, [item.number for item in file.items]) == (one, [9, 10, 11])
    assert (file.rules.top, file.rules.choose, file.rules.passes) == (2, Choice(1, 2), None)
    assert refused(room.office, ballots.runoff, ballot=one).rule == "ballot.followed"
    told = refused(room.office, ballots.recount, ballot=one, reason="异议")
    assert told.rule == "ballot.followed"

    # 30 and 30 are ahead of 25, though none has a half; 85 votes of 45 ballots with two each.
    room.opened(second, 70)
    room.both(second, (30,), (25,), (30,), returned=45)
    room.office.act(ballots.conclude, ballot=second)
    assert room.file(second).final == (9, 11)
    assert room.file(one).final == (1, 2, 3, 4, 5, 6, 7, 8, 9, 11)
    assert refused(room.office, ballots.runoff, ballot=second).rule == "ballot.no_tie"


def test_a_second_vote_that_ties_is_followed_by_a_third(room: Count) -> None:
    one = room.opened(room.prepared("livelihood-projects", 100, items=TEN), 90)
    assert refused(room.office, ballots.runoff, ballot=one).rule == "ballot.not_concluded"
    room.both(one, *POLLED, returned=90)
    room.office.act(ballots.conclude, ballot=one)
    second = room.office.act(ballots.runoff, ballot=one).id
    room.office.act(ballots.cancel, ballot=second, reason="时间不够")
    second = room.office.act(ballots.runoff, ballot=one, title="次日再次投票").id
    room.opened(second, 80)
    room.both(second, (50,), (20,), (20,), returned=60)
    room.office.act(ballots.conclude, ballot=second)
    assert room.file(one).final is None
    third = room.office.act(ballots.runoff, ballot=second).id
    assert room.file(third).rules.top == 1
    room.opened(third, 80)
    room.both(third, (31,), (30,), returned=61)
    room.office.act(ballots.conclude, ballot=third)
    assert room.file(one).final == (1, 2, 3, 4, 5, 6, 7, 8, 9, 10)


def test_the_rules_are_the_programs_and_stay(room: Count) -> None:
    assert (
        refused(room.office, ballots.prepare, program="themed", due=3, items=PROJECTS).rule
        == "program.no_ballot"
    )
    one = room.prepared()
    details = room.office.read(program, key="major-projects")
    version = _version(details, BallotRules(HALF, HALF, secret=False), details.version + 1)
    room.office.act(programs.publish, details=version)
    assert room.file(one).rules.quorum == TWO_THIRDS
    assert not room.file(room.prepared()).rules.secret
    told = refused(
        room.office, amendments.amend, noun="ballot", stream=one,
        changes={"rules": {"quorum": {"part": 1, "of": 2}, "passes": {"part": 1, "of": 2}}},
    )  # fmt: skip
    assert told.rule == "amend.fixed"


def _version(details: ProgramDetails, rules: BallotRules, version: int) -> ProgramDetails:
    return msgspec.structs.replace(details, ballot=rules, version=version)


def test_an_open_vote(room: Count, cast: Cast) -> None:
    details = room.office.read(program, key="major-projects")
    rules = BallotRules(HALF, HALF, secret=False)
    room.office.act(programs.publish, details=_version(details, rules, details.version + 1))
    one = room.prepared(due=3)
    room.opened(one, 3)
    said = (VoteOption.FOR, VoteOption.FOR, VoteOption.AGAINST)
    for who, option in zip(cast.deputies, said, strict=True):
        given: dict[str, Any] = {"ballot": one, "voter": who, "item": 1, "option": option}
        assert refused(room.office, ballots.vote, **given).rule == "access.denied"
        room.office.act(ballots.vote, acting=room.tellers[0], **given)
    room.office.act(
        ballots.change_vote, acting=room.tellers[0], ballot=one, voter=cast.deputies[1], item=1,
        option=VoteOption.ABSTAIN, reason="登记有误",
    )  # fmt: skip
    room.office.act(ballots.conclude, ballot=one)
    found = room.file(one)
    first = found.items[0]
    assert (first.votes_for, first.against, first.abstain) == (1, 1, 1)
    assert (first.outcome, found.final) == (ItemOutcome.NOT_PASSED, ())
    assert [vote.name for vote in found.votes] == ["张明", "李慧", "䶮𬍛㛃"]
    assert found.timeline[-2].text == "第 1 项 弃权;登记有误"


def test_a_matter_is_put_to_the_vote(room: Count) -> None:
    matter = room.office.act(
        matters.register, program="livelihood-projects", own_words="建公园", channel="list"
    ).id
    one = room.prepared(items=(Project("口袋公园", matter=matter), Project("步道")))
    first = room.file(one).items[0]
    assert Ref(first.ref_kind, first.ref or Id("")) == Ref("matter", matter)
    told = refused(
        room.office, ballots.prepare, program="major-projects", due=3,
        items=(Project("x", matter=one),),
    )  # fmt: skip
    assert told.rule == "stream.missing"


def test_votes_are_listed_found_and_the_same_after_a_rebuild(room: Count) -> None:
    one = room.opened(room.prepared(title="重大项目票决"), 30)
    room.both(one, (30, 0, 0), (23, 2, 5), (22, 0, 8), returned=30)
    room.office.act(ballots.conclude, ballot=one)
    room.prepared("livelihood-projects", 100, items=TEN, day=date(2026, 12, 1))
    rows = room.office.read(listed)
    assert [row.program for row in rows] == ["livelihood-projects", "major-projects"]
    assert len(room.office.read(listed, status=BallotStatus.CONCLUDED)) == 1
    assert len(room.office.read(listed, until=date(2026, 11, 30))) == 1
    assert [hit.id for hit in room.office.read(search.search, text="污水处理厂")] == [one]
    what = [row.what for row in room.office.read(pending.pending).rows]
    assert {"票决 准备", "票决 报到", "票决 发票", "票决 计票", "票决 公布结果"} <= set(what)
    before = room.file(one)
    with room.office.session(writes=True) as session:
        assert check_projection(session)[1] == []
        assert check_log(session)[1] == []
        rebuild(session)
    assert room.file(one) == before


def test_only_what_passed_is_assigned(room: Count, cast: Cast) -> None:
    park, path = (
        room.office.act(
            matters.register, program="livelihood-projects", own_words=words, channel="list"
        ).id
        for words in ("建公园", "修步道")
    )
    program = "livelihood-projects"
    one = room.prepared(
        program, 100, items=(Project("公园", matter=park), Project("步道", matter=path))
    )
    unit = cast.departments[0]
    assert refused(room.office, matters.assign, matter=park, unit=unit).rule == "matter.not_elected"
    room.opened(one, 90)
    room.both(one, (80,), (20,), returned=90)
    assert refused(room.office, matters.assign, matter=park, unit=unit).rule == "matter.not_elected"
    room.office.act(ballots.conclude, ballot=one)
    room.office.act(matters.assign, matter=park, unit=unit)
    assert refused(room.office, matters.assign, matter=path, unit=unit).rule == "matter.not_elected"
