"""阅件意见: a returned briefing is entered row by row, without a mouse."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from renda_desktop.bootstrap import Office
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.terms import Disposition, Stage
from renda_desktop.queries.drafts import drafts
from renda_desktop.queries.matter_files import MatterFile, matter_file
from renda_desktop.queries.papers import BriefingSheet, briefing
from renda_desktop.queries.papers import issued as filed
from renda_desktop.services import matters, papers, visits
from renda_desktop.services.visits import Person, Raised
from renda_desktop.ui.opinions import Opinions
from tests.offices import Cast, Clock
from tests.ui.input_method import commit, compose
from tests.ui.stages import Stage as Shown
from tests.ui.stages import stage


@pytest.fixture
def raised(office: Office, cast: Cast, clock: Clock) -> list[Id]:
    """Three matters of the reception, the second assigned."""
    those = tuple(Raised(text) for text in ("六幢漏水", "停车难", "电梯停运"))
    office.act(
        visits.register, reception=cast.reception, person=Person("王秀英"), matters=those,
        listeners=(cast.deputies[0],),
    )  # fmt: skip
    found = [one.id for one in sheet(office, cast, 0).also if one.kind == "matter"]
    office.act(matters.assign, matter=found[1], unit=cast.departments[0])
    clock.on(minutes=1)
    return found


def sheet(office: Office, cast: Cast, deputy: int) -> BriefingSheet:
    return office.read(
        briefing, deputy=cast.deputies[deputy], now=office.clock(), reception=cast.reception,
        ahead=False,
    )  # fmt: skip


@pytest.fixture
def issued(office: Office, cast: Cast, raised: list[Id]) -> list[BriefingSheet]:
    """The briefings of both deputies, printed and filed."""
    sheets = [sheet(office, cast, 0), sheet(office, cast, 1)]
    for one in sheets:
        (made,) = office.read(
            filed.prepare, form="briefing", title="代表阅件", sheets=[one], about=[one.also[0]]
        )
        office.act(papers.file, prepared=made, digest="0" * 64, pages=1)
    return sheets


@pytest.fixture
def shown(
    qtbot: QtBot, office: Office, issued: list[BriefingSheet], clock: Clock
) -> Iterator[Shown[Opinions]]:
    made = stage(qtbot, office, key="opinions", make=lambda worker: Opinions(worker, clock=clock))
    yield made
    made.close()


def file(office: Office, matter: Id) -> MatterFile:
    return office.read(matter_file, id=matter, today=day_of(office.clock()))


def said(office: Office, matter: Id) -> list[tuple[str, int]]:
    return [(one.text, one.row) for one in file(office, matter).state.opinions.values()]


def scan(shown: Shown[Opinions], text: str) -> None:
    shown.keys.type(text)
    shown.keys.press("Enter")


def complaint(shown: Shown[Opinions]) -> str:
    return shown.screen.rows.scan.accessibleDescription()


def test_scan_opinion_next(
    shown: Shown[Opinions], office: Office, issued: list[BriefingSheet], raised: list[Id]
) -> None:
    assert shown.screen.rows.done.text() == "已录 0 / 3 行"
    assert shown.screen.rows.issued.text() == "阅件编号 YH-2026-AP-00001"
    scan(shown, issued[0].rows[0].code)
    assert shown.screen.entry.words.text() == "六幢漏水"
    shown.keys.type("请住建局一周内上门")
    shown.keys.press("Ctrl+Enter")
    assert said(office, raised[0]) == [("请住建局一周内上门", 1)]
    assert shown.said[-1] == "第 1 行已录入"
    assert shown.screen.rows.done.text() == "已录 1 / 3 行"
    scan(shown, "3")  # the focus is back at the scanner
    shown.keys.type("同意")
    shown.keys.press("Ctrl+Enter")
    assert said(office, raised[2]) == [("同意", 3)]
    assert file(office, raised[2]).state.opinions.popitem()[1].deputy == issued[0].also[0].id


def test_an_opinion_with_a_decision(
    shown: Shown[Opinions], office: Office, cast: Cast, raised: list[Id]
) -> None:
    scan(shown, "1")
    shown.keys.type("请住建局办")
    shown.keys.press("Alt+2")
    assert shown.screen.entry.decision.unit.hasFocus()
    shown.keys.press("Ctrl+Enter")  # no unit yet
    assert said(office, raised[0]) == []
    shown.keys.type("住建")
    shown.keys.press("Enter", "Ctrl+Enter")
    now = file(office, raised[0])
    assert now.row.disposition is Disposition.ASSIGNED
    assert now.row.unit == cast.departments[0]
    assert said(office, raised[0]) == [("请住建局办", 1)]
    assert shown.said[-1] == "第 1 行已录入,交办"


def test_only_what_can_be_decided_now_is_offered(
    shown: Shown[Opinions], office: Office, raised: list[Id]
) -> None:
    def offered() -> set[str]:
        buttons = shown.screen.entry.decision.buttons
        return {kind for kind, button in buttons.items() if button.isVisible()}

    scan(shown, "1")
    assert offered() == {
        "deliberate", "assigned", "planned", "explained", "declined", "answered_on_site",
    }  # fmt: skip
    shown.keys.press("Esc")
    scan(shown, "2")
    assert offered() == {"supervise"}
    shown.keys.type("办得太慢")
    shown.keys.press("Alt+2", "Alt+7", "Ctrl+Enter")  # the first is not offered
    now = file(office, raised[1])
    assert now.state.round.supervisions == 1
    assert now.row.stage is Stage.ASSIGNED


def test_a_deputy_rates_what_was_replied(
    shown: Shown[Opinions], office: Office, raised: list[Id]
) -> None:
    office.act(matters.reply, matter=raised[1], text="已划线")
    scan(shown, "2")
    shown.keys.type("还行")
    shown.keys.press("Alt+9", "Down", "Ctrl+Enter")
    assert file(office, raised[1]).row.deputy_stars == 4


def test_a_wrong_code_is_explained(shown: Shown[Opinions], issued: list[BriefingSheet]) -> None:
    code = issued[0].rows[0].code
    for text, part in (
        (code[:-1] + str((int(code[-1]) + 1) % 10), "校验不符"),
        ("9", "没有第 9 行(共 3 行)"),
        ("abc", "不是行号"),
    ):
        scan(shown, text)
        assert part in complaint(shown), text
        assert shown.screen.rows.scan.hasFocus()
        assert shown.screen.rows.scan.selectedText() == text  # typing goes over it
    scan(shown, "1")
    assert complaint(shown) == ""


def test_a_row_that_is_entered_twice_warns(
    shown: Shown[Opinions], office: Office, raised: list[Id]
) -> None:
    for _ in range(2):
        scan(shown, "1")
        shown.keys.type("同意")
        shown.keys.press("Ctrl+Enter")
    assert said(office, raised[0]) == [("同意", 1)] * 2
    scan(shown, "1")
    assert "已经录入过" in shown.screen.entry.bar.text()
    shown.keys.press("F2")
    scan(shown, "2")
    assert not shown.screen.entry.bar.isVisible()


def test_the_last_one_is_taken_back(
    shown: Shown[Opinions], office: Office, raised: list[Id]
) -> None:
    scan(shown, "1")
    shown.keys.type("写错行了")
    shown.keys.press("Alt+1", "Ctrl+Enter", "Alt+Z")
    assert said(office, raised[0]) == []
    assert shown.said[-1].startswith("已撤销第 1 行的意见;“研判”不随之撤销")
    assert shown.screen.rows.done.text() == "已录 0 / 3 行"
    shown.keys.press("Alt+Z")
    assert shown.said[-1] == "没有可以撤销的录入"


def test_another_deputys_sheet_turns_to_it(
    shown: Shown[Opinions], office: Office, issued: list[BriefingSheet], raised: list[Id]
) -> None:
    scan(shown, issued[1].rows[2].code)
    assert shown.screen.rows.deputy.currentText() == "李慧"
    assert shown.screen.entry.words.text() == "电梯停运"
    shown.keys.type("同意")
    shown.keys.press("Ctrl+Enter")
    (one,) = file(office, raised[2]).state.opinions.values()
    assert one.deputy == issued[1].also[0].id


def test_what_is_typed_comes_back_with_its_row(shown: Shown[Opinions], office: Office) -> None:
    scan(shown, "1")
    shown.keys.type("还没写完")
    shown.keys.press("Esc")
    assert shown.said[-1] == "第 1 行没有保存,已留作草稿"
    assert list(office.read(drafts, prefix="opinion:").values()) == ["还没写完".encode()]
    scan(shown, "2")
    assert shown.screen.entry.opinion.text() == ""
    shown.keys.press("F2")
    scan(shown, "1")
    assert shown.screen.entry.opinion.text() == "还没写完"
    assert shown.screen.unsaved() == "第 1 行的代表意见"
    shown.keys.press("Ctrl+Enter")
    assert office.read(drafts, prefix="opinion:") == {}


def test_the_next_row_scanned_too_early_waits(
    shown: Shown[Opinions], office: Office, issued: list[BriefingSheet], raised: list[Id]
) -> None:
    """Nobody looks at the screen while scanning: the digits do not end up in the opinion."""
    scan(shown, "1")
    shown.keys.type("同意")
    scan(shown, issued[0].rows[2].code)
    assert shown.screen.entry.opinion.text() == "同意"
    assert "先保存这一行" in shown.screen.entry.bar.text()
    shown.keys.press("Ctrl+Enter")
    assert said(office, raised[0]) == [("同意", 1)]
    assert shown.screen.entry.words.text() == "电梯停运"
    assert shown.screen.entry.opinion.hasFocus()


def test_enter_belongs_to_the_input_method(shown: Shown[Opinions], office: Office) -> None:
    scan(shown, "1")
    opinion = shown.screen.entry.opinion
    compose(opinion, "tongyi")
    shown.keys.press("Ctrl+Enter")
    assert shown.screen.entry.row is not None
    commit(opinion, "同意")
    shown.keys.press("Enter")
    shown.keys.type("但要快")
    assert opinion.text() == "同意\n但要快"


def test_nothing_is_saved_without_words(
    shown: Shown[Opinions], office: Office, raised: list[Id]
) -> None:
    scan(shown, "1")
    shown.keys.press("Ctrl+Enter")
    assert shown.screen.entry.field.error == "请录入代表的意见"
    assert said(office, raised[0]) == []


def test_rows_are_opened_from_the_list(shown: Shown[Opinions]) -> None:
    shown.keys.press("F4", "Down", "Enter")
    assert shown.screen.entry.place.text() == "第 2 行"


def test_without_a_filed_paper_rows_stay_where_they_are(
    qtbot: QtBot, office: Office, raised: list[Id], clock: Clock
) -> None:
    made = stage(qtbot, office, key="opinions", make=lambda worker: Opinions(worker, clock=clock))
    try:
        assert "没有登记印发" in made.screen.rows.issued.text()
        before = matters_of(made)
        scan(made, file(office, raised[0]).row.number)
        made.keys.type("说清了")
        made.keys.press("Alt+6", "Ctrl+Enter")
        assert file(office, raised[0]).row.disposition is Disposition.ANSWERED_ON_SITE
        assert matters_of(made) == before
    finally:
        made.close()


def matters_of(shown: Shown[Opinions]) -> list[Id]:
    rows = shown.screen.rows.rows
    return [row.matter for n in range(rows.total) if (row := rows.row(n)) is not None]
