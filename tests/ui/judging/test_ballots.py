"""A vote by keyboard: prepared, called, issued, counted by two tellers, announced."""

from collections.abc import Iterable
from decimal import Decimal

import msgspec

from renda_desktop.domain.ballot import Member
from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import BallotStatus, VoteOption
from renda_desktop.domain.verdict import Votes
from renda_desktop.domain.voting import Choice
from renda_desktop.queries import ballots as asking
from renda_desktop.queries.ballot_files import BallotFile, ballot_file
from renda_desktop.queries.programs import program
from renda_desktop.services import ballots, programs
from renda_desktop.ui.judging.items import Items
from renda_desktop.ui.judging.tally_form import TallyForm
from tests.ui.judging.conftest import Opened


def file_of(opened: Opened) -> BallotFile:
    row = opened.office.read(asking.ballots)[0]
    return opened.office.read(ballot_file, id=row.id)


def prepared(opened: Opened) -> None:
    """Prepare a vote on two items with the keys."""
    opened.turn(1)
    opened.press("Ctrl+N")
    opened.press("Down")  # 重大项目, item by item
    opened.press("Tab", "Tab", "Tab")
    opened.type("45")
    opened.press("Tab", "Tab")
    opened.type("东门小学扩建")
    opened.press("Tab")
    opened.type("4500.5")
    opened.press("Enter")
    opened.type("社区食堂")
    opened.press("Ctrl+Enter")


def test_a_vote_is_prepared_held_counted_and_announced(opened: Opened) -> None:
    prepared(opened)
    file = file_of(opened)
    assert file.row.program == "major-projects"
    assert [(one.title, one.amount) for one in file.items] == [
        ("东门小学扩建", Decimal("4500.5")),
        ("社区食堂", None),
    ]
    opened.press("Alt+1")
    opened.type("42")
    opened.press("Ctrl+Enter")
    opened.press("Alt+2", "Ctrl+Enter")
    assert file_of(opened).row.issued == 42
    for teller in opened.tellers:
        opened.sit(teller)
        opened.press("Alt+3", "Tab", "Tab")
        for number in ("40", "1", "1", "30", "10"):
            opened.type(number)
            opened.press("Enter")
        opened.press("Ctrl+Enter")  # two votes of the second item are not there yet
        form = opened.window.form()
        assert isinstance(form, TallyForm)
        assert "少 2" in form.grid.accessible_words()
        opened.type("2")
        opened.press("Ctrl+Enter")
    opened.sit(opened.head)
    opened.press("Alt+6", "Ctrl+Enter")
    file = file_of(opened)
    assert file.row.status is BallotStatus.CONCLUDED
    assert file.row.passed == 2
    assert "88.89%" in opened.screen.ballots.detail.items.text()  # type: ignore[attr-defined]
    assert opened.window.said[-1] == "已公布结果"


def counted(opened: Opened, *thirds: int) -> Id:
    """Return a vote that both tellers counted, each with so many for the first item."""
    items = (ballots.Project("学校"), ballots.Project("食堂"))
    act = opened.office.act
    one = act(ballots.prepare, program="major-projects", items=items, due=45).id
    act(ballots.call, ballot=one, present=42)
    act(ballots.issue, ballot=one)
    for teller, for_ in zip(opened.tellers, thirds, strict=True):
        votes = (Votes(1, for_, 42 - for_), Votes(2, 42))
        act(ballots.tally, acting=teller, ballot=one, returned=42, items=votes)
    return one


def test_where_tellers_differ_it_is_seen_and_counted_again(opened: Opened) -> None:
    counted(opened, 40, 39)
    opened.turn(1)
    part = opened.screen.ballots
    shown = part.detail.tellers.text()  # type: ignore[attr-defined]
    assert "1. 学校 40 / 2 / 0 39 / 3 / 0 不一致" in shown
    assert "2. 食堂 42 42 一致" in shown
    assert "须重新计票" in part.detail.warning.text()
    assert "不一致(第 1 项)" in part.strip.buttons["conclude"].toolTip()
    opened.press("Alt+7")
    opened.type("第1项不一致")
    opened.press("Ctrl+Enter")
    assert file_of(opened).row.round == 2
    assert part.strip.buttons["tally"].isEnabled() is False  # 王芳 is no teller
    assert "计票人" in part.strip.buttons["tally"].toolTip()


def test_a_clerk_is_told_who_announces(opened: Opened) -> None:
    counted(opened, 40, 40)
    opened.sit(opened.clerk)
    opened.turn(1)
    opened.press("Alt+6")
    assert "站长" in opened.window.said[-1]
    assert file_of(opened).row.status is BallotStatus.VOTING


def test_an_open_vote_is_taken_down_member_by_member(opened: Opened) -> None:
    office, cast = opened.office, opened.cast
    known = office.read(program, key="major-projects")
    assert known.ballot is not None
    rules = msgspec.structs.replace(known.ballot, secret=False)
    office.act(
        programs.publish,
        details=msgspec.structs.replace(known, version=known.version + 1, ballot=rules),
    )
    items = (ballots.Project("学校"), ballots.Project("食堂"))
    one = office.act(ballots.prepare, program="major-projects", items=items, due=2).id
    came = tuple(
        Member(name, person) for name, person in zip(("张明", "李慧"), cast.deputies, strict=False)
    )
    office.act(ballots.call, ballot=one, members=came)
    office.act(ballots.issue, ballot=one)
    opened.sit(opened.tellers[0])
    opened.turn(1)
    opened.press("Alt+4")
    for name, digits in (("zm", "12"), ("lh", "3")):
        opened.type(name)
        opened.press("Enter", "Tab")
        for digit in digits:
            opened.type(digit)
        opened.press("Ctrl+Enter")
    assert opened.window.form().bar.text() == "已登记 李慧 的投票"
    given = {(vote.name, vote.item): vote.option for vote in file_of(opened).votes}
    assert given == {
        ("张明", 1): VoteOption.FOR,
        ("张明", 2): VoteOption.AGAINST,
        ("李慧", 1): VoteOption.ABSTAIN,
    }


def test_a_list_from_a_spreadsheet_becomes_items(opened: Opened) -> None:
    opened.turn(1)
    opened.press("Ctrl+N")
    editors: Iterable[Items] = opened.window.form().findChildren(Items)
    items = next(iter(editors))
    items.lines[0].title.setFocus()
    items.lines[0].title.insert("学校\t4500.5\n食堂\n\n公园\t12\n道路\t7")
    found = [(one.title, one.amount) for one in items.projects()]
    assert found == [
        ("学校", Decimal("4500.5")), ("食堂", None), ("公园", Decimal(12)), ("道路", Decimal(7)),
    ]  # fmt: skip


def test_tied_items_are_voted_on_again(opened: Opened) -> None:
    office = opened.office
    known = office.read(program, key="livelihood-projects")
    assert known.ballot is not None
    rules = msgspec.structs.replace(known.ballot, choose=Choice(1, 1), top=1, passes=None)
    office.act(
        programs.publish,
        details=msgspec.structs.replace(known, version=known.version + 1, ballot=rules),
    )
    items = (ballots.Project("学校"), ballots.Project("食堂"))
    one = office.act(ballots.prepare, program="livelihood-projects", items=items, due=40).id
    office.act(ballots.call, ballot=one, present=40)
    office.act(ballots.issue, ballot=one)
    opened.turn(1)
    for teller in opened.tellers:
        opened.sit(teller)
        opened.press("Alt+3", "Tab", "Tab")
        opened.type("20")
        opened.press("Enter")
        opened.type("20")
        opened.press("Ctrl+Enter")
    opened.sit(opened.head)
    opened.press("Alt+6", "Ctrl+Enter")
    part = opened.screen.ballots
    assert "须再次投票" in part.detail.warning.text()
    opened.press("Alt+8", "Ctrl+Enter")
    assert part.file is not None
    assert part.file.row.follows == one
    assert part.file.row.title == "民生实事项目票决(再次投票)"
    assert part.strip.buttons["call"].isEnabled()
    part.aim(one)
    opened.settle()
    assert "再次投票" in part.strip.buttons["runoff"].toolTip()


def test_enter_goes_down_a_long_sheet_with_the_line_in_sight(opened: Opened) -> None:
    items = tuple(ballots.Project(f"项目{n}") for n in range(1, 31))
    act = opened.office.act
    one = act(ballots.prepare, program="major-projects", items=items, due=45).id
    act(ballots.call, ballot=one, present=42)
    act(ballots.issue, ballot=one)
    opened.sit(opened.tellers[0])
    opened.turn(1)
    opened.press("Alt+3", "Tab", "Tab")
    for _ in range(3 * 29):
        opened.press("Enter")
    focus = opened.window.keys.focus
    assert focus.accessibleName() == "30. 项目30 赞成"
    assert focus.visibleRegion().boundingRect() == focus.rect()
