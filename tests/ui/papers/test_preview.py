"""A paper is drawn by another process, looked at, printed, saved, given up."""

import errno
from hashlib import sha256
from pathlib import Path
from typing import IO

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from renda_desktop.bootstrap import Office
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.moments import day_of, local
from renda_desktop.queries import matters as asking
from renda_desktop.queries.papers import Persons, Sheet
from renda_desktop.queries.papers.issued import papers
from renda_desktop.queries.printing import Printing, printing
from renda_desktop.reports.catalogue import PAPERS
from renda_desktop.reports.preview import page_count, page_print, page_sizes
from renda_desktop.services import visits
from renda_desktop.services.visits import Person, Raised
from renda_desktop.ui.papers import offers
from renda_desktop.ui.papers import printers as machine
from renda_desktop.ui.papers.issuing import Issue
from renda_desktop.ui.papers.pages import WHOLE, WIDTH
from renda_desktop.ui.papers.preview import PreviewDialog
from renda_desktop.ui.papers.printers import Ready
from renda_desktop.ui.papers.wanted import Wanted
from renda_desktop.ui.worker import Worker
from tests.offices import Cast
from tests.reports import samples
from tests.reports.conftest import read_with_pdfium
from tests.ui.papers.conftest import FilePrinters, wanted


@pytest.fixture
def preview(qtbot: QtBot, real: Worker, printers: FilePrinters) -> PreviewDialog:
    return shown(qtbot, real, wanted(40), printers)


def shown(qtbot: QtBot, worker: Worker, paper: Wanted, printers: FilePrinters) -> PreviewDialog:
    dialog = PreviewDialog(worker, paper)
    dialog.outgoing.ready = printers.ready
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.shown, timeout=20_000):
        dialog.show()
    settle(qtbot, worker)
    return dialog


def settle(qtbot: QtBot, worker: Worker) -> None:
    qtbot.waitUntil(lambda: worker.pending == 0, timeout=20_000)


def test_only_pages_near_the_one_in_sight_are_drawn(
    qtbot: QtBot, real: Worker, preview: PreviewDialog
) -> None:
    pages = preview.view.count
    assert pages > 8
    assert preview.number.text() == f"第 1 页,共 {pages} 页"
    assert preview.view.missing() is None
    assert pages - 1 not in preview.view._images
    assert not preview.thumbs.item(1).icon().isNull()
    assert preview.thumbs.item(pages - 1).icon().isNull()
    QTest.keyClick(preview.view, Qt.Key.Key_End)
    settle(qtbot, real)
    assert preview.number.text() == f"第 {pages} 页,共 {pages} 页"
    assert pages - 1 in preview.view._images


def test_pages_are_turned_by_keys_and_thumbnails(
    qtbot: QtBot, real: Worker, preview: PreviewDialog
) -> None:
    QTest.keyClick(preview, Qt.Key.Key_PageDown)
    QTest.keyClick(preview, Qt.Key.Key_PageDown)
    assert preview.view.page == 2
    assert preview.thumbs.currentRow() == 2
    QTest.keyClick(preview.view, Qt.Key.Key_PageUp)
    assert preview.view.page == 1
    preview.thumbs.setFocus()
    QTest.keyClick(preview.thumbs, Qt.Key.Key_Down)
    assert preview.view.page == 2


def test_a_page_fits_the_width_or_the_window_and_can_be_enlarged(preview: PreviewDialog) -> None:
    room = preview.view.viewport().size()
    wide = preview.view._rects[0].width()
    assert room.width() * 0.9 < wide <= room.width()
    preview.zoom.set_value(WHOLE)
    assert preview.view._rects[0].height() <= room.height()
    preview.view.go_to(3)
    for _ in range(9):
        QTest.keyClick(preview, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    assert preview.zoom.value() == 2.0
    assert preview.view.page == 3
    assert preview.view.horizontalScrollBar().maximum() > 0
    QTest.keyClick(preview, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert preview.view.zoom == WIDTH


def test_what_is_printed_keeps_its_size_and_its_words_sharp(
    qtbot: QtBot, preview: PreviewDialog, printers: FilePrinters
) -> None:
    preview.setup.pages.set_value("some")
    preview.setup.some.setText("2-3")
    with qtbot.waitSignal(preview.printed, timeout=60_000):
        QTest.keyClick(preview, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert [name for _how, name in printers.asked] == ["代表阅件 2026-11-27"]
    printed = printers.files[0].read_bytes()
    assert preview.paper is not None
    size = page_sizes(preview.paper.pdf)[1]
    assert page_sizes(printed) == [pytest.approx(size, abs=1.5)] * 2
    for page, source in enumerate((1, 2)):
        assert _difference(printed, page, preview.paper.pdf, source) < 2.0
    with pypdfium2.PdfDocument(printed) as document:
        images = [one for one in document[0].get_objects() if hasattr(one, "get_px_size")]
        bands = [one.get_px_size() for one in images]
        assert bands[0][0] == pytest.approx(size[0] / 72 * 400, abs=3)
        assert sum(high for _wide, high in bands) == pytest.approx(size[1] / 72 * 400, abs=3)


def test_black_type_is_printed_finer_than_colour() -> None:
    plain = PAPERS["receipt"].render(samples.receipt())
    assert page_print(plain, page=0, dpi=600, colour_dpi=400).grey
    lively = PAPERS["briefing"].render(samples.briefing(3))
    assert not page_print(lively, page=0, dpi=600, colour_dpi=400).grey


@pytest.mark.parametrize(
    ("kind", "sheet"),
    [("receipt", samples.receipt()), ("ledger", samples.ledger(3))],
)
def test_paper_of_another_size_is_asked_for(
    qtbot: QtBot, real: Worker, printers: FilePrinters, kind: str, sheet: Sheet
) -> None:
    dialog = shown(qtbot, real, Wanted(kind, kind, kind, sheet=sheet), printers)
    with qtbot.waitSignal(dialog.printed, timeout=60_000):
        dialog.print_paper()
    assert dialog.paper is not None
    wanted_, got = page_sizes(dialog.paper.pdf), page_sizes(printers.files[0].read_bytes())
    assert [pytest.approx(size, abs=1.5) for size in wanted_] == got
    assert _difference(printers.files[0].read_bytes(), 0, dialog.paper.pdf, 0) < 2.0


def test_wrong_page_numbers_are_told_where_they_stand(
    preview: PreviewDialog, printers: FilePrinters
) -> None:
    preview.setup.pages.set_value("some")
    preview.setup.some.setText("3-99")
    preview.print_paper()
    assert printers.asked == []
    assert "1 到" in preview.setup._some.error


def test_the_choices_are_remembered_for_this_kind_of_paper(
    qtbot: QtBot, real: Worker, preview: PreviewDialog, printers: FilePrinters
) -> None:
    preview.setup.pages.set_value("this")
    preview.setup.copies.setValue(3)
    preview.setup.duplex.set_value("long")
    preview.setup.source.set_value("lower")
    with qtbot.waitSignal(preview.printed, timeout=120_000):
        preview.print_paper()
    settle(qtbot, real)
    assert real._office.read(printing, kind="briefing") == Printing("", "lower", "long", 3)
    assert real._office.read(printing, kind="ledger") == Printing()
    again = shown(qtbot, real, wanted(1), printers)
    assert again.setup.how() == Printing("", "lower", "long", 3)


def test_printing_can_be_stopped(
    qtbot: QtBot, real: Worker, preview: PreviewDialog, printers: FilePrinters
) -> None:
    gone: list[Issue] = []
    real.issued.connect(gone.append)
    preview.print_paper()
    with qtbot.waitSignal(preview.outgoing.progress, timeout=20_000):
        pass
    with qtbot.waitSignal(preview.outgoing.stopped, timeout=20_000):
        preview.bar.acted.emit()
    assert "已停止" in preview.bar.text()
    assert gone == []
    assert preview.print_button.isEnabled()


class Broken(QPrinter):
    """A printer that is switched off."""

    def isValid(self) -> bool:  # noqa: N802 # Qt's name
        return False


@pytest.mark.parametrize(
    ("ready", "said"),
    [(lambda _how, _title: Broken(), "打印机没有接受"), (machine.ready, "没有可用的打印机")],
)
def test_a_printer_that_refuses_or_is_not_there_is_told_of(
    qtbot: QtBot, preview: PreviewDialog, ready: Ready, said: str
) -> None:
    preview.outgoing.ready = ready
    with qtbot.waitSignal(preview.outgoing.failed, timeout=20_000):
        preview.print_paper()
    assert said in preview.bar.text()
    assert preview.print_button.isEnabled()


def test_the_suggested_file_name_names_nobody(
    preview: PreviewDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def ask(_parent: object, _title: str, name: str, _kind: str) -> tuple[str, str]:
        asked.append(name)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    QTest.keyClick(preview, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert [Path(name).name for name in asked] == ["代表阅件 2026-11-27.pdf"]


def test_the_paper_is_saved_whole_or_the_reason_told(
    qtbot: QtBot,
    real: Worker,
    office: Office,
    preview: PreviewDialog,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gone: list[Issue] = []
    real.issued.connect(gone.append)
    assert preview.paper is not None
    with qtbot.waitSignal(preview.saved):
        preview.save_to(tmp_path / "阅件")
    file = tmp_path / "阅件.pdf"
    saved = file.read_bytes()
    (row,) = office.read(papers)
    assert (row.digest, row.copies) == (sha256(saved).hexdigest(), 1)
    assert row.number in "".join(read_with_pdfium(saved))
    assert page_count(saved) == page_count(preview.paper.pdf)
    assert [(one.way, one.paper.wanted.kind) for one in gone] == [("saved", "briefing")]
    with qtbot.waitSignal(preview.outgoing.failed):
        preview.save_to(tmp_path / "no" / "阅件.pdf")
    assert "检查文件夹" in preview.bar.text()
    file.write_bytes(b"before")
    _fill_disk(monkeypatch)
    with qtbot.waitSignal(preview.outgoing.failed):
        preview.save_to(file)
    assert "磁盘空间不够" in preview.bar.text()
    assert file.read_bytes() == b"before"
    assert [one.name for one in tmp_path.iterdir() if one.name.endswith(".part")] == []


def test_closing_gives_up_a_paper_that_is_being_drawn(qtbot: QtBot, real: Worker) -> None:
    dialog = PreviewDialog(real, wanted(900))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: real._press._child is not None, timeout=20_000)
    child = real._press._child
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert child is not None
    child.wait(20)
    settle(qtbot, real)
    assert dialog.paper is None
    assert dialog.bar.text() == ""


def test_what_cannot_be_drawn_is_told_in_its_words(qtbot: QtBot, real: Worker) -> None:
    def refuse(_session: object) -> Sheet:
        raise RuleBroken("letter.not_replied")

    dialog = PreviewDialog(real, Wanted("reply", "答复函", "答复函", refuse))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(dialog.bar.isVisible, timeout=20_000)
    assert "事项还没有答复" in dialog.bar.text()
    assert not dialog.print_button.isEnabled()


def _fill_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_file: IO[bytes]) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("renda_desktop.ui.papers.saving.os.fsync", full)


def _difference(one: bytes, page: int, other: bytes, source: int) -> float:
    """Return how far two pages differ on the average, in shades of 255."""
    pages: list[bytes] = []
    for pdf, number in ((one, page), (other, source)):
        with pypdfium2.PdfDocument(pdf) as document:
            drawn = document[number].render(scale=2, grayscale=True).to_pil()
            pages.append(drawn.resize((120, 160)).tobytes())
    return float(sum(abs(a - b) for a, b in zip(*pages, strict=True)) / len(pages[0]))


def _text(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document)


def test_residents_are_shown_as_far_as_is_chosen(
    qtbot: QtBot,
    real: Worker,
    office: Office,
    cast: Cast,
    printers: FilePrinters,
    tmp_path: Path,
) -> None:
    office.act(
        visits.register, reception=cast.reception, person=Person("王秀英"),
        matters=(Raised("加装电梯"),),
    )  # fmt: skip
    (row,) = office.read(asking.matters, today=day_of(office.clock()))
    offer = next(one for one in offers.MATTER.offers if one.kind == "registration-form")
    paper = offers.of_matter(offer, row, now=local(office.clock()))
    gone: list[Issue] = []
    real.issued.connect(gone.append)
    dialog = shown(qtbot, real, paper, printers)
    for persons, who in ((Persons.FULL, "王秀英"), (Persons.REDACTED, ""), (Persons.MASKED, "王*")):
        with qtbot.waitSignal(dialog.shown, timeout=20_000):
            dialog.persons.set_value(persons)
        assert dialog.paper is not None
        words = _text(dialog.paper.pdf)
        assert who in words
        assert ("王秀英" in words) is (persons is Persons.FULL)
        with qtbot.waitSignal(dialog.saved, timeout=20_000):
            dialog.save_to(tmp_path / f"{persons.value}.pdf")
    stamps = [one.paper.sheet.stamp for one in gone]
    assert stamps[0] is None  # in full, for use in the house
    assert all(stamps[1:])
