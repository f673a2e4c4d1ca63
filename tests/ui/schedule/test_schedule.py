"""接待日程 by keyboard: plan, announce, sign in, open; the sum check refuses what disagrees."""

from collections.abc import Iterator
from datetime import date
from functools import partial

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from renda_desktop.bootstrap import Office
from renda_desktop.domain.moments import local
from renda_desktop.domain.terms import Presence, ReceptionStatus
from renda_desktop.queries import people, receptions
from renda_desktop.services import visits
from renda_desktop.services.visits import Person, Raised
from renda_desktop.services.ways import Way
from renda_desktop.ui.schedule import Schedule
from renda_desktop.ui.schedule.plan import PlanForm
from renda_desktop.ui.schedule.sign_in import SignInForm
from tests.offices import Cast, Clock
from tests.ui.stages import Stage, stage

Opened = Stage[Schedule]


@pytest.fixture
def opened(qtbot: QtBot, office: Office, clock: Clock) -> Iterator[Opened]:
    made = stage(qtbot, office, key="schedule", make=partial(Schedule, clock=clock))
    QAbstractItemModelTester(made.screen.rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield made
    made.close()


def plan(opened: Opened, *, day: date) -> PlanForm:
    """Fill in the form as far as the place and two deputies."""
    keys = opened.keys
    keys.press("Ctrl+N")
    form = opened.form()
    assert isinstance(form, PlanForm)
    form.times.day.set_day(day)
    keys.settle()
    form.place.setFocus()
    keys.type("二楼会议室")
    for name in ("张明", "李慧"):
        form.deputies.line.setFocus()
        keys.type(name)
        keys.press("Enter")
    return form


def test_a_reception_is_planned_announced_signed_in_and_opened(
    opened: Opened, office: Office
) -> None:
    keys, wanted = opened.keys, []
    opened.screen.wanted.connect(lambda place, what: wanted.append((place, what)))
    plan(opened, day=date(2026, 12, 7))
    keys.press("Ctrl+Enter")
    file = opened.screen.detail.file
    assert file is not None
    made = file.view.row
    assert (made.place, made.status) == ("二楼会议室", ReceptionStatus.PLANNED)
    assert [one.name for one in file.view.deputies] == ["张明", "李慧"]
    assert not opened.screen.detail.buttons["open"].isEnabled()

    keys.press("Alt+1", "Ctrl+Enter")
    assert opened.screen.detail.file is not None
    assert opened.screen.detail.file.view.row.posted == date(2026, 11, 23)

    keys.press("Alt+2", "1", "2", "Esc", "Alt+3")
    view = office.read(receptions.reception, id=made.id)
    assert view is not None
    presences = [one.presence for one in view.attendances]
    assert presences == [Presence.PRESENT, Presence.LEAVE]
    assert view.row.status is ReceptionStatus.OPEN
    assert wanted == [("desk", made.id)]


def test_a_day_off_offers_the_next_working_day(opened: Opened, office: Office) -> None:
    form = plan(opened, day=date(2026, 12, 5))  # a Saturday
    assert "周末" in form.times.kind.text()
    form.times.next.setFocus()
    opened.keys.press("Space")
    assert form.times.day.day() == date(2026, 12, 7)
    opened.keys.press("Ctrl+Enter")
    file = opened.screen.detail.file
    assert file is not None
    assert local(file.view.row.starts).date() == date(2026, 12, 7)
    assert file.view.moved_from == date(2026, 12, 5)


def test_a_new_theme_is_made_on_the_way(opened: Opened, office: Office) -> None:
    form = plan(opened, day=date(2026, 12, 7))
    form.theme.setFocus()
    opened.keys.type("电动车充电")
    opened.keys.press("Enter", "Ctrl+Enter")
    assert "电动车充电" in [row.title for row in office.read(people.themes)]
    assert opened.screen.detail.file is not None
    assert opened.screen.detail.file.view.row.theme_title == "电动车充电"


def test_too_few_deputies_are_said_at_the_field(opened: Opened) -> None:
    form = plan(opened, day=date(2026, 12, 7))
    opened.keys.press("Backspace", "Ctrl+Enter")
    assert form.isVisible()
    assert form._deputies.error == "至少 2 名,现在 1 名"


def test_what_is_typed_goes_only_at_the_second_escape(opened: Opened) -> None:
    form = plan(opened, day=date(2026, 12, 7))
    opened.keys.press("Esc")
    assert form.isVisible()
    assert "还没有保存" in form.bar.text()
    opened.keys.press("Esc")
    assert not opened.window.property("covered")


def test_a_late_notice_asks_for_the_reason(opened: Opened) -> None:
    plan(opened, day=date(2026, 11, 24))
    opened.keys.press("Ctrl+Enter")
    assert "公告还没有张贴" in opened.screen.detail.notice.text()
    opened.keys.press("Alt+1", "Ctrl+Enter")
    form = opened.form()
    opened.keys.type("临时调整")
    opened.keys.press("Ctrl+Enter")
    assert not opened.window.property("covered"), form.bar.text()
    assert "逾期原因:临时调整" in [e.text for e in opened.screen.detail.file.timeline]  # type: ignore[union-attr]


def test_the_sum_check_refuses_until_every_matter_has_its_way(
    opened: Opened, office: Office, cast: Cast
) -> None:
    register = partial(office.act, visits.register, reception=cast.reception)
    register(person=Person("王秀英"), matters=(Raised("渗水"),))
    settled = Raised("路灯不亮", way=Way("answered_on_site", "已通知维修"))
    register(person=Person("赵国强"), matters=(settled,))
    opened.keys.press("Alt+4")
    form = opened.form()
    assert not form.main.isEnabled()
    assert "还有 1 件事项没有选定处理方式:YH-2026-A-00001" in form.gap.text()  # type: ignore[attr-defined]
    opened.keys.press("Ctrl+Enter")
    assert form.isVisible()
    view = office.read(receptions.reception, id=cast.reception)
    assert view is not None
    assert view.row.status is ReceptionStatus.OPEN


def test_a_reception_whose_counts_agree_is_closed_with_its_minutes(
    opened: Opened, office: Office, cast: Cast
) -> None:
    raised = Raised("路灯不亮", way=Way("answered_on_site", "已通知维修"))
    office.act(
        visits.register, reception=cast.reception, person=Person("赵国强"), matters=(raised,)
    )
    opened.keys.press("Alt+4")
    opened.keys.type("代表逐件答复。")
    opened.keys.press("Ctrl+Enter")
    view = office.read(receptions.reception, id=cast.reception)
    assert view is not None
    assert (view.row.status, view.minutes) == (ReceptionStatus.CLOSED, "代表逐件答复。")
    assert opened.said == ["接待已结束"]


def test_a_wrong_sign_in_is_taken_back_and_others_are_added(
    opened: Opened, office: Office, cast: Cast
) -> None:
    opened.keys.press("Alt+2", "Backspace")
    form = opened.form()
    assert isinstance(form, SignInForm)
    QAbstractItemModelTester(form.people, QAbstractItemModelTester.FailureReportingMode.Fatal)
    form.name.setFocus()
    opened.keys.type("沈志军")
    opened.keys.press("Enter", "Ctrl+Enter")
    view = office.read(receptions.reception, id=cast.reception)
    assert view is not None
    assert [one.name for one in view.attendances] == ["李慧", "沈志军"]


def test_a_reception_is_called_off_with_the_reason(opened: Opened, office: Office) -> None:
    plan(opened, day=date(2026, 12, 7))
    opened.keys.press("Ctrl+Enter", "Alt+6", "Ctrl+Enter")
    assert opened.form().isVisible()  # no reason yet
    opened.keys.type("场地维修")
    opened.keys.press("Ctrl+Enter")
    assert opened.screen.detail.file is not None
    assert opened.screen.detail.file.view.row.status is ReceptionStatus.CANCELLED
    assert opened.screen.detail.file.timeline[-1].text == "场地维修"


def test_the_month_marks_days_with_receptions(opened: Opened) -> None:
    facts = opened.screen.month.facts(date(2026, 11, 23))
    assert facts is not None
    assert facts.receptions == 1
