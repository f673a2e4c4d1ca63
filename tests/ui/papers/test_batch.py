"""Many papers in one go: printed, saved, joined, stopped, gone on with."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.queries.papers import Sheet
from renda_desktop.queries.printing import Printing
from renda_desktop.reports.preview import page_count
from renda_desktop.ui.papers.batch import Separate, Together
from renda_desktop.ui.papers.batch_dialog import EACH, ONE, PRINTER, BatchDialog
from renda_desktop.ui.papers.issuing import Issue
from renda_desktop.ui.papers.wanted import Wanted
from renda_desktop.ui.worker import Worker
from tests.reports import samples
from tests.ui.papers.conftest import FilePrinters

NAMES = ("张明", "李慧", "䶮𬍛㛃")


class Desk:
    """Sheets to read; some refuse."""

    def __init__(self) -> None:
        self.refusing: set[str] = set()
        self.read: list[str] = []

    def sheet(self, _session: object, *, name: str) -> Sheet:
        self.read.append(name)
        if name in self.refusing:
            raise RuleBroken("slip.not_assigned")
        return samples.briefing(1)

    def wanted(self) -> list[Wanted]:
        return [
            Wanted("briefing", f"代表阅件 {name}", f"代表阅件 {part:02} 2026-11-27",
                   partial(self.sheet, name=name))
            for part, name in enumerate(NAMES, 1)
        ]  # fmt: skip


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def dialog(qtbot: QtBot, real: Worker, desk: Desk, printers: FilePrinters) -> BatchDialog:
    made = BatchDialog(real, desk.wanted(), title="全部接待代表的阅件")
    made.batch.outgoing.ready = printers.ready
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: real.pending == 0, timeout=20_000)
    assert made.way.value() == ONE  # the machine that tests has no printer
    made.way.set_value(PRINTER)
    return made


def states(dialog: BatchDialog) -> list[str]:
    return [item.state for item in dialog.batch.items]


def test_all_go_to_the_printer_one_job_each(
    qtbot: QtBot, real: Worker, dialog: BatchDialog, printers: FilePrinters
) -> None:
    gone: list[Issue] = []
    real.issued.connect(gone.append)
    dialog.setup.copies.setValue(2)
    with qtbot.waitSignal(dialog.ended, timeout=60_000):
        QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert states(dialog) == ["done"] * 3
    assert [how for how, _name in printers.asked] == [Printing(copies=2)] * 3
    assert all(page_count(file.read_bytes()) for file in printers.files)
    assert [(one.way, one.copies) for one in gone] == [("printed", 2)] * 3
    assert dialog.bar.text() == "全部办完,共 3 份"
    assert dialog.count.text() == "3 / 3 份"
    assert not dialog.main.isEnabled()


def test_what_fails_is_told_with_its_reason_and_can_be_tried_again(
    qtbot: QtBot,
    dialog: BatchDialog,
    desk: Desk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk.refusing = {"李慧"}
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    dialog.way.set_value(EACH)
    with qtbot.waitSignal(dialog.ended, timeout=60_000):
        dialog.go()
    assert states(dialog) == ["done", "failed", "done"]
    row = dialog.rows.row(1)
    assert row is not None
    assert row.why == "事项还没有交办,不能出具交办单。"
    assert "1 份没有办成" in dialog.bar.text()
    assert dialog.main.text() == "继续"
    desk.refusing = set()
    with qtbot.waitSignal(dialog.ended, timeout=60_000):
        dialog.go()
    assert states(dialog) == ["done"] * 3
    assert desk.read == [*NAMES, "李慧"]
    assert sorted(file.name for file in tmp_path.glob("*.pdf")) == [
        f"代表阅件 0{number} 2026-11-27.pdf" for number in (1, 2, 3)
    ]


def test_they_can_become_one_file(
    qtbot: QtBot,
    real: Worker,
    dialog: BatchDialog,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def ask(_parent: object, _title: str, name: str, _kind: str) -> tuple[str, str]:
        asked.append(Path(name).name)
        return str(tmp_path / "all.pdf"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    gone: list[Issue] = []
    real.issued.connect(gone.append)
    dialog.way.set_value(ONE)
    with qtbot.waitSignal(dialog.ended, timeout=60_000):
        dialog.go()
    assert asked == ["代表阅件 共3份.pdf"]
    assert page_count((tmp_path / "all.pdf").read_bytes()) >= 3
    assert len(gone) == 3
    assert states(dialog) == ["done"] * 3


def test_stopping_keeps_what_is_done_and_going_on_does_the_rest(
    qtbot: QtBot, dialog: BatchDialog, desk: Desk, tmp_path: Path
) -> None:
    dialog.batch.moved.connect(lambda _number: dialog.stop() if dialog.batch.done == 1 else None)
    with qtbot.waitSignal(dialog.ended, timeout=60_000):
        dialog.go_to(Separate(tmp_path))
    assert states(dialog) == ["done", "waiting", "waiting"]
    assert "还有 2 份没有办" in dialog.bar.text()
    dialog.batch.moved.disconnect()
    with qtbot.waitSignal(dialog.ended, timeout=60_000):
        dialog.go_to(Separate(tmp_path))
    assert states(dialog) == ["done"] * 3
    assert desk.read == list(NAMES)


def test_nothing_is_written_of_one_file_that_was_stopped(
    qtbot: QtBot, dialog: BatchDialog, desk: Desk, tmp_path: Path
) -> None:
    dialog.batch.moved.connect(lambda number: dialog.stop() if number == 1 else None)
    with qtbot.waitSignal(dialog.ended, timeout=60_000):
        dialog.go_to(Together(tmp_path / "all.pdf"))
    assert not (tmp_path / "all.pdf").exists()
    assert states(dialog) == ["ready", "waiting", "waiting"]
    dialog.batch.moved.disconnect()
    with qtbot.waitSignal(dialog.ended, timeout=60_000):
        dialog.go_to(Together(tmp_path / "all.pdf"))
    assert page_count((tmp_path / "all.pdf").read_bytes()) >= 3
    assert desk.read.count("张明") == 1


def test_a_printer_that_refuses_stops_all(
    qtbot: QtBot, dialog: BatchDialog, desk: Desk, printers: FilePrinters
) -> None:
    def refuse(_how: Printing, _title: str) -> object:
        raise Unavailable("printer.refused")

    dialog.batch.outgoing.ready = refuse  # type: ignore[assignment]
    with qtbot.waitSignal(dialog.ended, timeout=60_000):
        dialog.go()
    assert states(dialog) == ["waiting"] * 3
    assert "打印机没有接受" in dialog.bar.text()
    assert desk.read == ["张明"]
    dialog.batch.outgoing.ready = printers.ready
    with qtbot.waitSignal(dialog.ended, timeout=60_000):
        dialog.go()
    assert states(dialog) == ["done"] * 3


def test_closing_stops(qtbot: QtBot, real: Worker, dialog: BatchDialog, tmp_path: Path) -> None:
    dialog.go_to(Separate(tmp_path))
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    qtbot.waitUntil(lambda: real.pending == 0, timeout=20_000)
    assert not dialog.batch.running
    assert "done" not in states(dialog)
