"""Measure how long the window waits while a long ledger is set: python -m tests.bench.preview."""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from renda_desktop.queries.printing import Printing
from renda_desktop.reports import preview
from renda_desktop.reports.catalogue import PAPERS
from renda_desktop.ui import theme
from renda_desktop.ui.papers.preview import PreviewDialog
from renda_desktop.ui.papers.wanted import Wanted
from renda_desktop.ui.running import give_way
from renda_desktop.ui.worker import Worker
from tests import offices
from tests.reports import samples
from tests.ui.watchdog import Watchdog

_ROWS = 1600


def main() -> None:
    """Print the worst gap of the event loop for each thing that is done with a long ledger."""
    app = QApplication(sys.argv[:1])
    theme.apply(app)
    give_way()
    sheet = samples.ledger(_ROWS)
    pages = preview.page_count(PAPERS["ledger"].render(sheet))
    home = Path(tempfile.mkdtemp())
    offices.found(home)
    worker, watch = Worker(offices.opened(home)), Watchdog()
    wanted = Wanted("ledger", "事项台账", "事项台账", sheet=sheet)
    dialog = PreviewDialog(worker, wanted)
    dialog.outgoing.ready = _into_file
    _measure("nothing", watch, lambda: QTest.qWait(2000))
    _measure(f"ledger of {pages} pages set and shown", watch, lambda: _show(dialog))
    _measure("looking through all of it", watch, lambda: _turn(dialog, worker))
    dialog.setup.pages.set_value("some")
    dialog.setup.some.setText("1-20")
    _measure("20 pages printed", watch, lambda: _print(dialog))
    begun = time.perf_counter()
    PAPERS["ledger"].render(sheet)
    print(f"set by the window's own thread: it would stand {time.perf_counter() - begun:.2f} s")
    worker.close()


def _measure(what: str, watch: Watchdog, work: Callable[[], None]) -> None:
    QTest.qWait(300)
    begun = time.perf_counter()
    watch.start()
    work()
    worst = watch.stop()
    print(f"{what}: {time.perf_counter() - begun:.2f} s, worst gap {worst * 1000:.0f} ms")


def _show(dialog: PreviewDialog) -> None:
    dialog.show()
    while dialog.view.count == 0 or dialog.view.missing() is not None:
        QTest.qWait(5)


def _turn(dialog: PreviewDialog, worker: Worker) -> None:
    for page in range(0, dialog.view.count, 4):
        dialog.view.go_to(page)
        QTest.qWait(15)
    while worker.pending:
        QTest.qWait(5)


def _print(dialog: PreviewDialog) -> None:
    done: list[bool] = []
    dialog.outgoing.printed.connect(lambda _paper: done.append(True))
    dialog.print_paper()
    while not done:
        QTest.qWait(5)


def _into_file(_how: Printing, _title: str) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(Path(tempfile.mkdtemp()) / "printed.pdf"))
    return printer


if __name__ == "__main__":
    main()
