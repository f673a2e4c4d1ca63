"""Papers to look at, and printers that print into files."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from renda_desktop.bootstrap import Office
from renda_desktop.queries.printing import Printing
from renda_desktop.ui.papers.wanted import Wanted
from renda_desktop.ui.worker import Worker
from tests.reports import samples


class FilePrinters:
    """Stands for the office's printers: every job becomes a PDF, and what was asked is kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[tuple[Printing, str]] = []
        self.made: list[QPrinter] = []

    @property
    def files(self) -> list[Path]:
        return [self.folder / f"job{number}.pdf" for number in range(len(self.asked))]

    def ready(self, how: Printing, title: str) -> QPrinter:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self.folder / f"job{len(self.asked)}.pdf"))
        self.asked.append((how, title))
        self.made.append(printer)
        return printer


@pytest.fixture
def printers(tmp_path: Path) -> FilePrinters:
    return FilePrinters(tmp_path)


@pytest.fixture
def real(qtbot: QtBot, office: Office) -> Iterator[Worker]:
    """A worker over a real station."""
    made = Worker(office)
    yield made
    made.close()


def wanted(rows: int, *, kind: str = "briefing") -> Wanted:
    """Return a briefing of so many rows."""
    return Wanted(kind, "代表阅件 张明", "代表阅件 2026-11-27", sheet=samples.briefing(rows))
