"""The settings: only what works."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from renda_desktop import resources
from renda_desktop.bootstrap import Office
from renda_desktop.domain.terms import Role
from renda_desktop.opener import HomeOpener
from renda_desktop.queries import calendar as calendars
from renda_desktop.queries import clerks, programs, stations
from renda_desktop.store import backup
from renda_desktop.ui.backing import Backing
from renda_desktop.ui.enrolling import EnrolForm
from renda_desktop.ui.exchanging import Exchange
from renda_desktop.ui.form import Form
from renda_desktop.ui.opener import BACKUP_AT
from renda_desktop.ui.settings import Settings
from renda_desktop.ui.settings.clerks import ClerkForm
from renda_desktop.ui.worker import Worker
from tests import offices
from tests.ui.lists.conftest import Show, Stage


@pytest.fixture
def stage(show: Show[Settings], office: Office) -> Stage[Settings]:
    def settings(worker: Worker, *, clock: offices.Clock) -> Settings:
        opener = HomeOpener(office.home.path)
        exchange = Exchange(worker)
        backing = Backing(clock=clock)
        backing.begin(office)
        return Settings(
            worker,
            opener=opener,
            office=office,
            scale=1.0,
            exchange=exchange,
            backing=backing,
            clock=clock,
        )

    return show(settings)


def test_the_station_is_corrected(stage: Stage[Settings]) -> None:
    stage.keys.press("Space")
    stage.keys.press("Ctrl+A")
    stage.keys.type("月湖街道中心联络站")
    stage.keys.press("Ctrl+Enter")
    assert stage.office.read(stations.station).name == "月湖街道中心联络站"
    assert "月湖街道中心联络站" in stage.screen.station.facts.text()


def test_a_clerk_is_added_and_sent_off_duty(stage: Stage[Settings]) -> None:
    stage.screen.clerks.add()
    stage.keys.type("李强")
    stage.keys.press("Ctrl+Enter")
    card = stage.screen.clerks
    place = {row.name: n for n in range(card.rows.total) if (row := card.rows.row(n))}
    card.table.go_to(place["李强"])
    card.table.go_to(place["王芳"])
    assert not card._turn.isEnabled()  # nobody sends themselves away
    card.table.go_to(place["李强"])
    card.turn()
    stage.keys.settle()
    kept = {one.name: one.active for one in stage.office.read(clerks.clerks)}
    assert kept == {"王芳": True, "李强": False}


def test_the_separated_administrators_are_refused_another_role(stage: Stage[Settings]) -> None:
    stage.screen.clerks.add()
    form = stage.form()
    assert isinstance(form, ClerkForm)
    assert set(form.roles) == set(Role)
    stage.keys.type("李强")
    form.roles[Role.AUDITOR].setChecked(True)
    assert form.bar.text() == "安全审计员须由专人担任,不能兼任其他角色。"
    stage.keys.press("Ctrl+Enter")
    assert form.isVisible()
    form.roles[Role.CLERK].setChecked(False)
    assert not form.bar.isVisible()
    stage.keys.press("Ctrl+Enter")
    kept = {one.name: one.roles for one in stage.office.read(clerks.clerks)}
    assert kept["李强"] == (Role.AUDITOR,)


def test_a_backup_can_be_read_and_is_remembered(stage: Stage[Settings], tmp_path: Path) -> None:
    file = tmp_path / "备份.db"
    stage.screen.backup.backup_to(file)
    stage.keys.settle()
    live = stage.office.home.database
    found = backup.compare(file, live=live, key=stage.office._key)
    assert (found.lost, found.gained) == (0, 0)
    assert stage.office.noted(BACKUP_AT) == "2026-11-23T06:00:00+00:00"
    assert stage.screen.backup.when.text() == "上次备份:2026-11-23 14:00"


def test_a_backup_over_the_data_itself_is_refused(stage: Stage[Settings]) -> None:
    stage.screen.backup.backup_to(stage.office.home.database)
    stage.keys.settle()
    assert "备份不能写到正在使用的数据文件上" in stage.window.bar.text()
    assert stage.screen.backup.when.text() == "还没有备份过。"


def test_the_recovery_key_asks_for_the_passphrase_first(
    stage: Stage[Settings], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RENDA_PASSPHRASE_FILE", raising=False)
    stage.screen.recovery.ask()
    stage.keys.settle()
    stage.keys.type("nobody knows it")
    stage.keys.press("Enter")
    assert "口令不正确" in stage.form().bar.text()
    stage.keys.press("Ctrl+A")
    stage.keys.type(offices.PASSPHRASE)
    stage.keys.press("Enter")
    qtbot.waitUntil(lambda: bool(stage.previews()), timeout=20_000)
    stage.keys.settle()
    next(iter(stage.previews())).reject()


def test_a_year_of_holidays_is_shown_before_it_counts(
    stage: Stage[Settings], tmp_path: Path
) -> None:
    stage.screen.holidays.take(resources.path("calendar", "example.toml"))
    stage.keys.settle()
    form: Form = stage.form()
    assert 2099 not in stage.office.read(calendars.calendar).known
    form.submit()
    stage.keys.settle()
    assert 2099 in stage.office.read(calendars.calendar).known
    assert "2099" in stage.screen.holidays.years.text()


def test_a_file_of_holidays_with_a_mistake_is_told(stage: Stage[Settings], tmp_path: Path) -> None:
    file = tmp_path / "2027.toml"
    file.write_text("year = ", encoding="utf-8")
    stage.screen.holidays.take(file)
    stage.keys.settle()
    assert "日历文件第1行" in stage.window.bar.text()


def test_programs_can_be_read(stage: Stage[Settings]) -> None:
    said = stage.screen.programs.facts.text()
    assert "主题接待" in said
    assert "评议代表(第" in said
    assert said.count("天公告") == sum(
        bool(one.kinds and one.notice_days) for one in stage.office.read(programs.programs)
    )


def test_a_server_can_be_enrolled_with_from_here(stage: Stage[Settings]) -> None:
    card = stage.screen.server
    assert "本机单独使用" in card.words.text()
    card.button.click()
    form = stage.form()
    assert isinstance(form, EnrolForm)
    assert form.parts.url.hasFocus()
