"""Every paper is offered where a clerk looks for it, and what makes no sense says why."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from renda_desktop.bootstrap import Office
from renda_desktop.domain.ids import Id, Ref
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.terms import Grade
from renda_desktop.queries import matters as asking
from renda_desktop.reports.catalogue import PAPERS
from renda_desktop.services import matters, visits
from renda_desktop.services.visits import Person, Raised
from renda_desktop.services.ways import Way
from renda_desktop.ui.deputies import Deputies
from renda_desktop.ui.matters import Matters
from renda_desktop.ui.papers import offers
from renda_desktop.ui.papers.batch_dialog import BatchDialog
from renda_desktop.ui.papers.menu import PaperButton
from renda_desktop.ui.papers.preview import PreviewDialog
from renda_desktop.ui.paperwork import Paperwork
from renda_desktop.ui.schedule import Schedule
from renda_desktop.ui.screen import Screen
from tests.offices import Cast, Clock
from tests.ui.stages import Stage, stage

ELSEWHERE = {"briefing", "ledger", "report", "evaluation-summary"}
"""Kinds whose lines stand in offers.py as functions: of a reception, of a list, of a period."""


def test_every_kind_of_paper_is_offered_somewhere() -> None:
    places = (
        offers.MATTER, offers.RECEPTION, offers.DEPUTY, offers.BALLOT, offers.SCORECARD,
        offers.PROPOSAL,
    )  # fmt: skip
    offered: set[str] = set()
    for place in places:
        offered |= {offer.kind for offer in place.offers}
    assert offered | ELSEWHERE == set(PAPERS)


@dataclass
class Lines:
    """The lines of a menu as they are read: those that work, and why the others do not."""

    works: list[str]
    refused: dict[str, str]


def lines(button: PaperButton) -> Lines:
    works, refused = [], {}
    for text, action in button.actions_by_text().items():
        name, _, why = text.partition(" — ")
        if action.isEnabled() and not action.isSeparator():
            works.append(name)
        elif why:
            refused[name] = why
    return Lines(works, refused)


Show = Callable[..., Stage[Screen]]


@pytest.fixture
def show(qtbot: QtBot, office: Office, clock: Clock) -> Iterator[Show]:
    made: list[Stage[Screen]] = []

    def one(screen: Callable[..., Screen]) -> Stage[Screen]:
        made.append(stage(qtbot, office, key="matters", make=partial(screen, clock=clock)))
        return made[-1]

    yield one
    for each in made:
        each.close()


@pytest.fixture
def raised(office: Office, cast: Cast) -> list[Id]:
    """Two matters: one assigned, one without a way."""
    way = Way("assigned", unit=cast.departments[0], deputy=cast.deputies[0])
    for name, words, how in (("王秀英", "加装电梯", way), ("赵国强", "飞线充电", None)):
        office.act(
            visits.register, reception=cast.reception, person=Person(name),
            matters=(Raised(words, way=how),),
        )  # fmt: skip
    found = office.read(
        asking.matters, today=day_of(office.clock()), order="number", descending=False
    )
    return [Id(row.id) for row in found]


def dialogs(kind: type[QDialog]) -> list[QDialog]:
    shown: Iterable[object] = QApplication.topLevelWidgets()
    return [one for one in shown if isinstance(one, kind) and one.isVisible()]


def test_a_matter_offers_what_fits_its_stage(show: Show, office: Office, raised: list[Id]) -> None:
    window = show(Matters)
    screen = window.screen
    assert isinstance(screen, Matters)
    screen.open_thing(raised[0])
    window.keys.settle()
    now = lines(screen.acting.paper)
    assert now.works == [
        "接待登记表", "来访回执", "来访回执（小票）", "交办单", "催办单", "督办单", "事项归档卷",
        "事项台账(列表中的 2 件)",
    ]  # fmt: skip
    assert now.refused["答复函"] == "事项还没有答复,不能出具答复函"
    office.act(matters.reply, matter=raised[0], text="已装好", grade=Grade.SOLVED)
    screen.open_thing(raised[0])
    window.keys.settle()
    later = lines(screen.acting.paper)
    assert {"答复函", "回访单"} < set(later.works)
    assert later.refused["催办单"] == "已经答复或办结,不必再催"


def test_several_matters_are_printed_in_one_go(show: Show, raised: list[Id]) -> None:
    window = show(Matters)
    screen = window.screen
    assert isinstance(screen, Matters)
    screen.table.selectAll()
    window.keys.settle()
    found = screen.acting.paper.actions_by_text()
    assert "回访单,2 件" in found
    found["交办单,2 件"].trigger()
    (dialog,) = dialogs(BatchDialog)
    assert isinstance(dialog, BatchDialog)
    titles = [item.wanted.title for item in dialog.batch.items]
    assert [title.split(" ")[0] for title in titles] == ["交办单"] * 2
    assert {item.wanted.about for item in dialog.batch.items} == {
        Ref("matter", one) for one in raised
    }
    dialog.reject()


def test_the_ledger_is_that_of_the_list(qtbot: QtBot, show: Show, raised: list[Id]) -> None:
    window = show(Matters)
    screen = window.screen
    assert isinstance(screen, Matters)
    screen.filters.text.setText("电梯")
    qtbot.waitUntil(lambda: screen.rows.total == 1, timeout=20_000)
    screen.acting.paper.actions_by_text()["事项台账(列表中的 1 件)"].trigger()
    (dialog,) = dialogs(PreviewDialog)
    assert isinstance(dialog, PreviewDialog)
    qtbot.waitUntil(lambda: dialog.paper is not None, timeout=20_000)
    assert dialog.paper is not None
    assert len(getattr(dialog.paper.sheet, "rows", ())) == 1
    window.keys.settle()
    dialog.reject()


def test_a_reception_offers_its_letters_lists_and_all_its_briefings(show: Show, cast: Cast) -> None:
    window = show(Schedule)
    screen = window.screen
    assert isinstance(screen, Schedule)
    screen.open_thing(cast.reception)
    window.keys.settle()
    assert lines(screen.paper).works == [
        "接待公告", "签到表", "问题认领清单", "接待纪要", "代表阅件 张明", "代表阅件 李慧",
        "全部接待代表的阅件,2 份",
    ]  # fmt: skip
    screen.paper.actions_by_text()["全部接待代表的阅件,2 份"].trigger()
    (dialog,) = dialogs(BatchDialog)
    assert isinstance(dialog, BatchDialog)
    names = [item.wanted.name for item in dialog.batch.items]
    assert names == ["代表阅件 01 2026-11-23", "代表阅件 02 2026-11-23"]
    dialog.reject()


def test_a_deputy_offers_briefing_and_record(show: Show, cast: Cast) -> None:
    window = show(Deputies)
    screen = window.screen
    assert isinstance(screen, Deputies)
    assert lines(screen.roster.detail.paper).works == ["代表阅件", "代表履职档案"]


def test_the_menu_works_by_keyboard_alone(show: Show, cast: Cast) -> None:
    window = show(Deputies)
    screen = window.screen
    assert isinstance(screen, Deputies)
    window.keys.press("Ctrl+P")
    menu = screen.roster.detail.paper.menu_
    assert menu.isVisible()
    QTest.keyClick(menu, Qt.Key.Key_2)
    (dialog,) = dialogs(PreviewDialog)
    assert dialog.windowTitle() == "代表履职档案 张明"
    dialog.reject()
    window.keys.settle()


def test_a_report_is_asked_for_by_its_period(
    qtbot: QtBot, show: Show, cast: Cast, clock: Clock
) -> None:
    window = show(Paperwork)
    screen = window.screen
    assert isinstance(screen, Paperwork)
    assert screen.report.period().title == "2026年10月"
    screen.report.kind.set_value("quarter")
    assert screen.report.period().title == "2026年第三季度"
    screen.report.kind.set_value("own")
    assert screen.report.period().until == day_of(clock())
    screen.report.kind.set_value("half")
    window.keys.press("Ctrl+P")
    (dialog,) = dialogs(PreviewDialog)
    assert isinstance(dialog, PreviewDialog)
    assert dialog.windowTitle() == "2026年上半年半年报"
    qtbot.waitUntil(lambda: dialog.paper is not None, timeout=20_000)
    dialog.reject()
    window.keys.settle()


def test_the_briefings_of_a_day_are_asked_for_in_one_go(
    show: Show, cast: Cast, clock: Clock
) -> None:
    window = show(Paperwork)
    card = window.screen.briefings  # type: ignore[attr-defined]
    assert card.day.day() == day_of(clock())
    assert card.about.text() == "接待代表 2 位:张明、李慧"
    card.show_all()
    (dialog,) = dialogs(BatchDialog)
    assert dialog.windowTitle() == "11月23日接待的代表阅件,2 份"
    dialog.reject()
    card.day.set_day(day_of(clock()) + timedelta(days=1))
    window.keys.settle()
    assert card.which.currentText() == "这一天没有接待"
    assert not card.button.isEnabled()
