"""A paper is looked at, printed, saved."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from renda_desktop.reports.preview import Image
from renda_desktop.ui.preview import PreviewDialog
from renda_desktop.ui.worker import Worker

PDF = b"%PDF-1.7 three pages"


class Press:
    """Draws grey pages and remembers which."""

    def __init__(self, pages: int) -> None:
        self.pages = pages
        self.drawn: list[tuple[int, int]] = []

    def count(self, pdf: bytes) -> int:
        assert pdf == PDF
        return self.pages

    def image(self, pdf: bytes, *, page: int, width: int) -> Image:
        assert pdf == PDF
        self.drawn.append((page, width))
        height = width * 297 // 210
        return Image(width, height, bytes((100, 100, 100, 255)) * (width * height))


@pytest.fixture
def press() -> Press:
    return Press(12)


@pytest.fixture
def preview(qtbot: QtBot, worker: Worker, press: Press) -> PreviewDialog:
    dialog = PreviewDialog(
        worker, PDF, title="来访回执", page_count=press.count, page_image=press.image
    )
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: bool(press.drawn) and worker.pending == 0)
    return dialog


def test_only_pages_in_sight_are_drawn(
    qtbot: QtBot, worker: Worker, preview: PreviewDialog, press: Press
) -> None:
    large = {page for page, width in press.drawn if width > 300}
    assert 0 in large
    assert 11 not in large
    assert preview.number.text() == "1 / 12"
    assert not preview._pages[0].pixmap().isNull()
    bar = preview.area.verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: worker.pending == 0)
    assert preview.number.text() == "12 / 12"
    assert 11 in {page for page, width in press.drawn if width > 300}


def test_a_thumbnail_leads_to_its_page(preview: PreviewDialog) -> None:
    preview.thumbs.setFocus()
    QTest.keyClick(preview.thumbs, Qt.Key.Key_Down)
    assert preview.number.text() == "2 / 12"
    assert not preview.thumbs.item(1).icon().isNull()


def test_all_pages_are_printed_at_the_printer_s_resolution(
    qtbot: QtBot, preview: PreviewDialog, press: Press, tmp_path: Path
) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    printer.setFromTo(2, 3)
    press.drawn.clear()
    with qtbot.waitSignal(preview.printed):
        preview.print_to(printer)
    assert [page for page, _width in press.drawn] == [1, 2]
    assert all(2400 <= width <= 2490 for _page, width in press.drawn)
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")
    assert preview.print_button.isEnabled()


def test_printing_can_be_stopped(
    preview: PreviewDialog, press: Press, worker: Worker, qtbot: QtBot, tmp_path: Path
) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    press.drawn.clear()
    preview.print_to(printer)
    preview.bar.acted.emit()
    qtbot.waitUntil(lambda: worker.pending == 0)
    assert len(press.drawn) <= 1
    assert "已停止" in preview.bar.text()


def test_the_paper_is_saved_or_the_reason_told(preview: PreviewDialog, tmp_path: Path) -> None:
    preview.save_to(tmp_path / "回执.pdf")
    assert (tmp_path / "回执.pdf").read_bytes() == PDF
    preview.save_to(tmp_path / "no" / "回执.pdf")
    assert "写不进去" in preview.bar.text()


def test_escape_closes(preview: PreviewDialog) -> None:
    QTest.keyClick(preview, Qt.Key.Key_Escape)
    assert not preview.isVisible()
