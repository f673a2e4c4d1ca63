"""事项 by keyboard: found, replied to, rated; conflicts settled; several at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from renda_desktop.bootstrap import Office
from renda_desktop.domain.entry import Author, Entry
from renda_desktop.domain.ids import Id, Ref
from renda_desktop.domain.matter import MATTER
from renda_desktop.domain.terms import Outcome, RaterKind, Stage
from renda_desktop.queries import matters as asking
from renda_desktop.queries.matter_files import MatterFile, matter_file
from renda_desktop.queries.matters import MatterRow
from renda_desktop.queries.papers import Stamp, issued
from renda_desktop.services import matters, papers, visits
from renda_desktop.services.visits import Person, Raised
from renda_desktop.services.ways import Way
from renda_desktop.store import log
from renda_desktop.store.project import project
from renda_desktop.ui.matters import Matters
from renda_desktop.ui.papers.preview import PreviewDialog
from tests.offices import START, Cast, Clock
from tests.ui.stages import Stage as Window
from tests.ui.stages import stage

TODAY = START.date()


@dataclass
class Opened:
    window: Window[Matters]
    office: Office

    def press(self, *chords: str) -> None:
        self.window.keys.press(*chords)

    def type(self, text: str) -> None:
        self.window.keys.type(text)

    @property
    def screen(self) -> Matters:
        return self.window.screen

    def file(self, matter: Id) -> MatterFile:
        return self.office.read(matter_file, id=matter, today=TODAY)

    def rows(self) -> list[MatterRow]:
        found = [self.screen.rows.row(n) for n in range(self.screen.rows.total)]
        return [row for row in found if row is not None]


@pytest.fixture
def raised(office: Office, cast: Cast) -> list[Id]:
    """Three matters: two assigned, the last one without a way."""
    unit, deputy = cast.departments[0], cast.deputies[0]
    ways = (Way("assigned", unit=unit, deputy=deputy), Way("assigned", unit=unit, days=5), None)
    for name, words, way in zip(
        ("王秀英", "周·买买提", "赵国强"), ("加装电梯", "夜市噪声", "飞线充电"), ways, strict=True
    ):
        office.act(
            visits.register, reception=cast.reception, person=Person(name),
            matters=(Raised(words, way=way),),
        )  # fmt: skip
    found = office.read(asking.matters, today=TODAY, order="number", descending=False)
    return [row.id for row in found]


@pytest.fixture
def opened(qtbot: QtBot, office: Office, clock: Clock, raised: list[Id]) -> Iterator[Opened]:
    made = stage(qtbot, office, key="matters", make=partial(Matters, clock=clock))
    QAbstractItemModelTester(made.screen.rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield Opened(made, office)
    made.close()


def test_a_matter_is_replied_to_resolved_rated_and_struck_off(
    opened: Opened, raised: list[Id]
) -> None:
    opened.screen.open_thing(raised[0])
    opened.window.keys.settle()
    opened.press("Alt+9")
    opened.type("已列入今年加装计划。")
    opened.press("Ctrl+Enter")
    assert opened.file(raised[0]).row.stage is Stage.REPLIED
    opened.press("Alt+0")
    opened.press("Tab")
    opened.type("电梯已经安装。")
    opened.press("Ctrl+Enter")
    assert opened.file(raised[0]).row.outcome is Outcome.RESOLVED_AFTER_FOLLOW_UP
    opened.press("Alt+Q", "Ctrl+Enter")
    opened.press("Alt+T")
    opened.type("现场查看,运行正常")
    opened.press("Ctrl+Enter")
    file = opened.file(raised[0])
    assert file.row.stage is Stage.CLOSED
    assert file.rounds[0].stars == {RaterKind.RESIDENT: 5}
    assert opened.window.said[-1] == "YH-2026-A-00001 已销号"
    shown = opened.screen.detail.facts.text()
    assert "已列入今年加装计划。" in shown
    assert "王*" in shown
    assert "王秀英" not in shown


def test_an_action_against_the_rules_is_off_and_says_why(opened: Opened, raised: list[Id]) -> None:
    opened.screen.open_thing(raised[2])
    opened.window.keys.settle()
    reply = opened.screen.acting.buttons["reply"]
    assert not reply.isEnabled()
    assert reply.toolTip() == "该事项已登记,不能答复。"
    opened.press("Alt+9")
    assert opened.window.said == ["该事项已登记,不能答复。"]
    assert not opened.window.window.property("covered")
    assert opened.screen.acting.buttons["assign"].isEnabled()


def test_assigning_proposes_the_programs_due_date(opened: Opened, raised: list[Id]) -> None:
    opened.screen.open_thing(raised[2])
    opened.window.keys.settle()
    proposed = opened.file(raised[2]).proposed
    opened.press("Alt+3")
    opened.type("区住建局")
    opened.press("Enter", "Ctrl+Enter")
    due = opened.file(raised[2]).rounds[0].due
    assert due is not None
    assert (due.on, due.term) == (proposed.on, proposed.term)


def test_a_term_in_days_is_counted_in_working_days(opened: Opened, raised: list[Id]) -> None:
    opened.screen.open_thing(raised[0])
    opened.window.keys.settle()
    opened.press("Alt+6", "Tab")
    opened.press("Ctrl+A")
    opened.type("45")
    opened.press("Enter", "Tab")
    opened.type("图纸会审")
    opened.press("Ctrl+Enter")
    round_ = opened.file(raised[0]).rounds[0]
    assert round_.extended
    assert round_.due is not None
    assert round_.due.term.days == 45
    assert not opened.screen.acting.buttons["extend"].isEnabled()


def test_an_empty_reply_is_asked_for_at_its_field(opened: Opened, raised: list[Id]) -> None:
    opened.screen.open_thing(raised[0])
    opened.window.keys.settle()
    opened.press("Alt+9", "Ctrl+Enter")
    assert opened.window.form().isVisible()
    assert opened.file(raised[0]).row.stage is Stage.ASSIGNED


def test_of_several_one_is_refused_and_the_rest_are_done(opened: Opened, raised: list[Id]) -> None:
    opened.press("Home", "Shift+Down", "Shift+Down", "Alt+7", "Ctrl+Enter")
    opened.window.keys.settle()
    said = opened.screen.acting.result.text()
    assert "催办 2 件,1 件未办" in said
    assert "YH-2026-A-00003:该事项已登记,不能催办。" in said
    assert [opened.file(one).rounds[0].reminders for one in raised] == [1, 1, 0]


def test_with_several_chosen_only_what_suits_many_is_on(opened: Opened) -> None:
    opened.press("Home", "Shift+Down")
    on = {name for name, one in opened.screen.acting.buttons.items() if one.isEnabled()}
    assert on == {"assign", "remind", "supervise"}


def test_a_conflict_shows_both_versions_and_is_settled_by_one_press(
    opened: Opened, raised: list[Id]
) -> None:
    for now in ("柳汀", "秀水街"):
        _elsewhere(opened.office, raised[0], now=now)
    opened.screen.open_thing(raised[0])
    opened.window.keys.settle()
    conflicts = opened.screen.detail.conflicts
    assert conflicts.isVisible()
    assert len(conflicts.buttons) == 2
    voids = [event for event in opened.file(raised[0]).timeline if event.void]
    assert len(voids) == 1
    conflicts.buttons[1].setFocus()
    opened.press("Space")
    file = opened.file(raised[0])
    assert file.conflicts == {}
    assert file.state.details.place == "秀水街"
    assert not conflicts.isVisible()


def test_typing_finds_by_name_and_words(opened: Opened, qtbot: QtBot) -> None:
    opened.press("Ctrl+F")
    opened.type("zgq")
    qtbot.waitUntil(lambda: [row.number for row in opened.rows()] == ["YH-2026-A-00003"])
    opened.press("Ctrl+A")
    opened.type("噪声")
    qtbot.waitUntil(lambda: [row.number for row in opened.rows()] == ["YH-2026-A-00002"])
    opened.press("Ctrl+A")
    opened.type("没有这回事")
    qtbot.waitUntil(opened.screen.empty.isVisible)


def test_finished_matters_are_shown_when_asked_for(opened: Opened, raised: list[Id]) -> None:
    opened.office.act(matters.answer_on_site, matter=raised[2], text="当场拆除")
    opened.screen.filters.stage.setFocus()
    opened.press("Down")  # 全部阶段
    assert opened.screen.rows.total == 3
    opened.screen.filters.stage.setFocus()
    opened.press("Up")  # 未办结
    assert opened.screen.rows.total == 2


def test_the_registration_form_is_previewed(opened: Opened, raised: list[Id], qtbot: QtBot) -> None:
    opened.press("Ctrl+P")
    menu = opened.screen.acting.paper.menu_
    assert menu.isVisible()
    QTest.keyClick(menu, Qt.Key.Key_Return)

    def shown() -> PreviewDialog | None:
        found = [one for one in QApplication.topLevelWidgets() if isinstance(one, PreviewDialog)]
        return found[0] if found else None

    qtbot.waitUntil(lambda: shown() is not None, timeout=20_000)
    dialog = shown()
    assert dialog is not None
    assert dialog.windowTitle().startswith("接待登记表 YH-")
    opened.window.keys.settle()
    dialog.close()


def test_issued_papers_stand_with_their_matter(opened: Opened, raised: list[Id]) -> None:
    opened.screen.open_thing(raised[0])
    opened.window.keys.settle()
    assert opened.screen.detail.papers.text() == ""
    about, titles = (Ref("matter", raised[0]),), ("registration-form", "接待登记表")
    one = issued.Prepared(*titles, about, "c" * 64, Stamp("YH-2026-AP-00001"))
    opened.screen.worker.act(papers.file, prepared=one, digest="d" * 64, pages=2)
    opened.window.keys.settle()
    told = opened.screen.detail.papers.text()
    assert told.startswith("接待登记表 YH-2026-AP-00001 · 2 页 · 王芳 · ")


def _elsewhere(office: Office, matter: Id, *, now: str) -> None:
    """Bring another PC's amendment of an empty place into the log."""

    def arrive(session: Session, *, by: Author) -> None:
        last = log.read(session, stream=matter)[-1]
        body = msgspec.json.encode({"field": "place", "was": "", "now": now})
        entry = Entry(
            Id(f"{int(last.id, 16) + 1:032x}"), by.scope, matter, "matter.amend", body, by.clerk,
            Id("d" * 32), last.recorded_at, Id("e" * 32),
        )  # fmt: skip
        log.append(session, entries=[entry])
        project(session, states=[MATTER.fold(matter, log.read(session, stream=matter))])

    office.act(arrive)
