"""Photos go after the records, on a lane of their own, through the real server."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from renda_desktop import office as offices_
from renda_desktop.bootstrap import Office
from renda_desktop.domain.errors import Unavailable
from renda_desktop.server.blobs import Files
from renda_desktop.server.inprocess import InProcess
from renda_desktop.server.shelf import Folder
from renda_desktop.services import attachments, matters
from renda_desktop.sync import pieces, signing
from renda_desktop.sync.link import M
from renda_desktop.sync.loop import Place
from renda_desktop.sync.pieces import PIECE
from renda_desktop.ui.leaving import LeavePanel
from tests import offices
from tests.server.conftest import address, data, loop, postgresql, template, town
from tests.server.pcs import Town
from tests.ui.opening.conftest import Running, no_keyring, start
from tests.ui.sync.conftest import Show, Stage

__all__ = [
    "address", "data", "loop", "no_keyring", "postgresql", "start", "template", "town",
]  # fmt: skip

PHOTO = b"\xff\xd8\xff\xe0" + bytes(range(256)) * (PIECE // 256 * 3)  # three pieces and a bit
OTHER = PHOTO + b"another"


class Link(InProcess):
    """A way to the server on which `fault` may raise at each piece."""

    fault: Callable[[], None] = staticmethod(lambda: None)

    def call(self, path: str, request: object, *, kind: type[M]) -> M:
        if path == pieces.SEND:
            Link.fault()
        return super().call(path, request, kind=kind)  # type: ignore[arg-type]


@pytest.fixture
def shelf(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the server keeps files; every way leads to it."""
    path = tmp_path / "附件"
    town.server.files = Files(Folder(path))

    @contextmanager
    def way(place: Place, **_where: object) -> Iterator[Link]:
        key = signing.device_key(place.key, device=place.device)
        yield Link(town.server, loop=town.loop, device=place.device, key=key)

    monkeypatch.setattr(offices_, "way", way)
    monkeypatch.setattr(Link, "fault", staticmethod(lambda: None))
    return path


def on_shelf(path: Path) -> list[bytes]:
    return [file.read_bytes() for file in path.rglob("*") if file.is_file()]


def with_photo(office: Office) -> None:
    matter = office.act(matters.register, program="themed", own_words="屋面渗水").id
    office.act(attachments.attach, matter=matter, name="现场.jpg", data=PHOTO)


def settled(stage: Stage, qtbot: QtBot) -> None:
    stage.keys.settle()
    qtbot.waitUntil(lambda: not stage.exchange.files.now.running, timeout=20_000)
    stage.keys.settle()


@pytest.fixture
def stage(show: Show, office: Office, town: Town, shelf: Path, qtbot: QtBot) -> Stage:
    """A station with a photo that was enrolled, and sent what it has."""
    with_photo(office)
    office.enrol(url="https://renda.example", code=town.code(town.station()))
    made = show(office)
    settled(made, qtbot)
    return made


def test_a_photo_goes_after_the_records(stage: Stage, shelf: Path) -> None:
    assert stage.pill == "已同步"
    assert on_shelf(shelf) == [PHOTO]
    assert stage.exchange.files.now.files == 0
    assert stage.tabs()[3] == "附件"


def test_a_photo_waits_for_its_record_and_is_counted(
    stage: Stage, shelf: Path, qtbot: QtBot
) -> None:
    matter = stage.office.act(matters.register, program="themed", own_words="路灯不亮").id
    stage.act(attachments.attach, matter=matter, name="灯.jpg", data=OTHER)
    stage.exchange.files.look()
    stage.keys.settle()
    assert stage.tabs()[3] == "附件 1"
    assert "待上传 1 个,0.8 MB" in stage.screen.files.facts.text()
    stage.exchange.start()
    settled(stage, qtbot)
    assert len(on_shelf(shelf)) == 2


def test_stopping_keeps_what_arrived_and_waits_for_somebody(
    stage: Stage, shelf: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[int] = []

    def fault() -> None:
        sent.append(1)
        if len(sent) == 2:
            stage.exchange.files._stop.set()

    monkeypatch.setattr(Link, "fault", staticmethod(fault))
    matter = stage.office.act(matters.register, program="themed", own_words="路灯不亮").id
    stage.office.act(attachments.attach, matter=matter, name="灯.jpg", data=OTHER)
    stage.exchange.start()
    settled(stage, qtbot)
    assert len(sent) == 2
    stage.exchange.files.hold()
    assert "已停下" in stage.screen.files.words.text()
    stage.exchange.start()
    settled(stage, qtbot)
    assert len(sent) == 2
    stage.screen.files.go_button.click()
    settled(stage, qtbot)
    assert len(sent) == 4  # what arrived was not sent again
    assert len(on_shelf(shelf)) == 2


def test_a_trouble_with_files_leaves_the_records_alone(
    stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault() -> None:
        raise Unavailable("sync.offline")

    monkeypatch.setattr(Link, "fault", staticmethod(fault))
    matter = stage.office.act(matters.register, program="themed", own_words="路灯不亮").id
    stage.act(attachments.attach, matter=matter, name="灯.jpg", data=OTHER)
    stage.exchange.start()
    settled(stage, qtbot)
    assert stage.pill == "已同步"
    assert "连不上服务器" in stage.screen.files.words.text()
    assert not stage.screen.files.go_button.isHidden()


def test_leaving_waits_for_photos_too(
    start: Callable[..., Running], founded: Path, tmp_path: Path, town: Town, shelf: Path,
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    office = offices.opened(offices.copied(founded, tmp_path / "站"))
    office.enrol(url="https://renda.example", code=town.code(town.station()))
    assert office.exchange().whole
    office.close()
    running = start(tmp_path / "站", passphrase=offices.PASSPHRASE)
    qtbot.waitUntil(lambda: running.app.office is not None, timeout=20_000)
    running.keys.settle()
    with_photo(running.app.office)  # type: ignore[arg-type]
    running.app.exchange.look()
    running.app.exchange.files.look()
    running.keys.settle()
    assert not running.app.window.close()
    panels: Iterable[LeavePanel] = running.app.window.findChildren(LeavePanel)
    (panel,) = panels
    assert panel.title.text() == "还有 2 次操作、1 个附件没有发送"
    panel.send.click()
    qtbot.waitUntil(lambda: not running.app.window.isVisible(), timeout=20_000)
    QApplication.processEvents()
    assert on_shelf(shelf) == [PHOTO]
