"""Joining a station that the server has, with the keyboard alone."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from renda_desktop import office as offices_
from renda_desktop.bootstrap import Office
from renda_desktop.domain.errors import Unavailable
from renda_desktop.domain.terms import Role
from renda_desktop.queries import stations
from renda_desktop.services import clerks, themes
from renda_desktop.ui.wizard.begin import Begin
from renda_desktop.ui.wizard.joining import Joining
from renda_desktop.ui.wizard.joining_steps import FetchStep, ServerStep, UnlockStep, WhoStep
from renda_desktop.ui.wizard.steps import KeyStep
from tests.sync.conftest import first, link, server
from tests.sync.memory import URL, MemoryServer, Wire
from tests.ui.opening.conftest import Running

__all__ = ["first", "link", "server"]

Start = Callable[..., Running]
WORDS = "月湖 2026 迎春小区"
CODE = "7K2M-9QXA-40TB-PDHW"


@pytest.fixture(autouse=True)
def wired(monkeypatch: pytest.MonkeyPatch, link: Wire) -> None:
    """Let every way lead to the server in memory."""

    def way(_place: object, **_where: object) -> AbstractContextManager[Wire]:
        return nullcontext(link)

    monkeypatch.setattr(offices_, "way", way)


def joining(running: Running) -> Joining:
    sheet = running.sheet()
    assert isinstance(sheet, Joining)
    return sheet


def ask(running: Running) -> Joining:
    """Come as far as the data, with a text that holds address and code."""
    keys = running.keys
    keys.press("Alt+2")
    shown = joining(running)
    assert isinstance(shown.step(), ServerStep)
    keys.press("Tab")
    keys.type(f"服务器 {URL} 登记码 {CODE}")
    keys.press("Enter")
    assert isinstance(shown.step(), KeyStep)
    keys.type(WORDS)
    keys.press("Enter")
    keys.type(WORDS)
    keys.press("Enter")
    return shown


def test_an_empty_pc_comes_to_its_station(
    start: Start, first: Office, tmp_path: Path, qtbot: QtBot, link: Wire
) -> None:
    first.act(clerks.register, name="李强", roles=(Role.CLERK,))
    first.exchange(link=link)
    running = start(tmp_path / "新")
    shown = ask(running)
    qtbot.waitUntil(lambda: isinstance(shown.step(), WhoStep), timeout=20_000)
    step = shown.step()
    assert isinstance(step, WhoStep)
    names = [one.text() for one in step.names]
    assert sorted(names) == ["李强", "王芳(站长)"]
    step.names[names.index("李强")].setFocus()
    running.keys.press("Space", "Enter")
    qtbot.waitUntil(lambda: running.app.office is not None, timeout=20_000)
    running.keys.settle()
    office = running.app.office
    assert office is not None
    assert office.read(stations.station).code == "YH"
    assert running.app.window.header._clerk.text() == "经办人:李强"
    assert "恢复密钥还没有打印" in running.app.window.bar.text()
    assert running.app.exchange.now.enrolled


def test_a_scanner_may_read_into_the_first_field(
    start: Start, first: Office, tmp_path: Path
) -> None:
    running = start(tmp_path / "新")
    running.keys.press("Alt+2")
    running.keys.type(f"{URL}/#{CODE}")
    running.keys.press("Enter")
    shown = joining(running)
    assert isinstance(shown.step(), KeyStep)
    assert shown.server.given is not None
    assert (shown.server.given.url, shown.server.given.code) == (URL, CODE)


def test_what_is_missing_or_wrong_is_told_at_its_field(
    start: Start, first: Office, tmp_path: Path, qtbot: QtBot
) -> None:
    running = start(tmp_path / "新")
    running.keys.press("Alt+2", "Ctrl+Enter")
    fields = joining(running).server.fields
    assert (fields.url_field.error, fields.code_field.error) == (
        "请填写服务器地址",
        "请填写登记码",
    )
    running.keys.press("Esc")
    assert isinstance(running.sheet(), Begin)


def test_a_wrong_code_leads_back_to_its_field(
    start: Start, first: Office, tmp_path: Path, qtbot: QtBot
) -> None:
    running = start(tmp_path / "新")
    running.keys.press("Alt+2")
    shown = joining(running)
    shown.server.fields.url.setText(URL)
    shown.server.fields.code.setText("bad")
    shown.next()
    shown.key.passphrase.first.edit.setText(WORDS)  # type: ignore[union-attr]
    shown.key.passphrase.second.edit.setText(WORDS)  # type: ignore[union-attr]
    shown.next()
    qtbot.waitUntil(lambda: shown.step() is shown.server, timeout=20_000)
    running.keys.settle()
    assert "登记码不对" in shown.server.fields.code_field.error
    assert shown.server.fields.code.hasFocus()
    running.keys.press("Ctrl+A")
    running.keys.type(CODE)
    running.keys.press("Enter")
    qtbot.waitUntil(lambda: isinstance(shown.step(), WhoStep), timeout=20_000)


def test_what_was_interrupted_goes_on_at_the_next_start(
    start: Start, first: Office, tmp_path: Path, qtbot: QtBot, link: Wire, server: MemoryServer
) -> None:
    for number in range(6):
        first.act(themes.register, title=f"主题 {number}")
    first.exchange(link=link)
    server.page = 1

    def fail(call: str, data: bytes | None) -> bytes | None:
        if call == "pull" and server.calls.count("pull") > 4:
            raise Unavailable("sync.offline")
        return data

    link.fault = fail
    server.calls.clear()
    running = start(tmp_path / "新")
    shown = ask(running)
    qtbot.waitUntil(lambda: not shown._running, timeout=20_000)
    assert isinstance(shown.step(), FetchStep)
    assert "连不上服务器" in shown.bar.text()
    assert "从停下的地方继续" in shown.bar.text()
    running.close()

    link.fault = lambda _, data: data
    server.calls.clear()
    running = start(tmp_path / "新")
    shown = joining(running)
    assert isinstance(shown.step(), UnlockStep)
    running.keys.type("口令不对口令不对")
    running.keys.press("Enter")
    assert "口令不正确" in shown.key.field.error  # type: ignore[union-attr]
    running.keys.press("Ctrl+A")
    running.keys.type(WORDS)
    running.keys.press("Enter")
    qtbot.waitUntil(lambda: isinstance(shown.step(), WhoStep), timeout=20_000)
    assert "enrol" not in server.calls
    assert 0 < server.calls.count("pull") < server.logs[first.station].head


def test_one_may_begin_anew_and_found_a_station(
    start: Start, first: Office, tmp_path: Path, qtbot: QtBot, link: Wire
) -> None:
    def cut(_call: str, _data: bytes | None) -> bytes | None:
        raise Unavailable("sync.not_the_server")

    link.fault = cut
    home = tmp_path / "新"
    running = start(home)
    shown = ask(running)
    qtbot.waitUntil(lambda: not shown._running, timeout=20_000)
    assert "先登录上网" in shown.bar.text()
    assert (home / "joining.db").exists()
    running.keys.press("Esc")
    assert shown.step() is shown.server
    assert shown.back_button.text() == "重新开始"
    running.keys.press("Esc")
    assert "再按一次放弃" in shown.bar.text()
    assert (home / "joining.db").exists()
    running.keys.press("Esc")
    assert isinstance(running.sheet(), Begin)
    assert not list(home.glob("*.db*"))
    assert not (home / "key.json").exists()


def test_stopping_keeps_what_came(
    start: Start, first: Office, tmp_path: Path, qtbot: QtBot, link: Wire
) -> None:
    running = start(tmp_path / "新")

    def stop(call: str, data: bytes | None) -> bytes | None:
        if call == "hello":
            joining(running)._stop.set()
        return data

    link.fault = stop
    shown = ask(running)
    qtbot.waitUntil(lambda: not shown._running, timeout=20_000)
    assert "已停下" in shown.bar.text()
    link.fault = lambda _, data: data
    running.keys.press("Enter")
    qtbot.waitUntil(lambda: isinstance(shown.step(), WhoStep), timeout=20_000)
