"""A paper on the screen before it is printed or saved."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from renda_desktop.queries.papers import Persons
from renda_desktop.reports.preview import page_sizes
from renda_desktop.ui import theme
from renda_desktop.ui.papers.drawing import Drawing
from renda_desktop.ui.papers.outgoing import Outgoing
from renda_desktop.ui.papers.pages import STEPS, WHOLE, WIDTH
from renda_desktop.ui.papers.printing import Size
from renda_desktop.ui.papers.setup import PrintSetup
from renda_desktop.ui.papers.sheets import Sheets
from renda_desktop.ui.papers.wanted import Drawn, Wanted
from renda_desktop.ui.pick import Pick
from renda_desktop.ui.widgets import Button, Field, Label, MessageBar, bind
from renda_desktop.ui.widgets.scroll import Scroll
from renda_desktop.ui.worker import Worker

_SIZE = (1220, 730)
_LEAST = 600
_PERSONS = (
    (Persons.MASKED, "隐去一部分"),
    (Persons.REDACTED, "全部隐去"),
    (Persons.FULL, "完整(只供站内)"),
)
_BESIDE = 220


class PreviewDialog(QDialog):
    """Draws a paper, shows its pages, prints and saves it. Closing gives up what is not done.

    `shown` when the pages are there; `printed` and `saved(path)` tell what was done with them.
    """

    shown = Signal()
    printed = Signal()
    saved = Signal(str)

    def __init__(self, worker: Worker, wanted: Wanted, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worker, self._wanted = worker, wanted
        self.paper: Drawn | None = None
        self.setWindowTitle(wanted.title)
        self.title = Label(wanted.title, kind="title", elide=True)
        self.number = Label(kind="muted")
        self.bar = MessageBar()
        self.sheets = Sheets(worker)
        self.view, self.thumbs = self.sheets.view, self.sheets.thumbs
        self.setup = PrintSetup(worker, kind=wanted.kind)
        self.zoom: Pick[float] = Pick(
            [(WIDTH, "适合宽度"), (WHOLE, "整页"), *((one, f"{one:.0%}") for one in STEPS)]
        )
        self.print_button = Button("打印", kind="primary", hint="Ctrl+P", on=self.print_paper)
        self.save_button = Button("另存为 PDF", hint="Ctrl+S", on=self.save_paper)
        self.persons: Pick[Persons] = Pick(_PERSONS, value=wanted.persons)
        self.drawing = Drawing(worker, wanted, parent=self)
        self.outgoing = Outgoing(worker, parent=self)
        self._lay_out()
        self._connect()
        self.setup.load()
        self._begin()

    def set_title(self, title: str) -> None:
        """Say more exactly what is shown."""
        self.title.setText(title)
        self.setWindowTitle(title)

    def print_paper(self) -> None:
        """Print with what is chosen beside the pages."""
        if self.paper is None or self.outgoing.busy:
            return
        pages = self.setup.wanted_pages(page=self.view.page, pages=self.view.count)
        if pages is not None:
            self._rest(False)
            self.setup.keep()
            self.outgoing.print(self.paper, self.setup.how(), pages=pages)

    def save_paper(self) -> None:
        """Ask for a file and write the PDF."""
        if self.paper is None or self.outgoing.busy:
            return
        name = str(Path.home() / self.paper.file_name)
        path, _kind = QFileDialog.getSaveFileName(self, "另存为 PDF", name, "PDF (*.pdf)")
        if path:
            self.save_to(Path(path))

    def save_to(self, path: Path) -> None:
        """Write the PDF to a file that is chosen already."""
        if self.paper is not None:
            self._rest(False)
            named = path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")
            self.outgoing.save(self.paper, named)

    def done(self, result: int) -> None:
        """Give up what goes on when the dialog is closed."""
        self.drawing.stop()
        self.outgoing.stop()
        super().done(result)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn the pages from wherever the focus is."""
        if event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.view.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    @Slot(QWidget)
    def _look_for(self, field: QWidget) -> None:
        """Bring a field of the settings into sight, once it is laid out."""
        see = partial(self._beside.ensureWidgetVisible, field, 0, theme.px(16))
        QTimer.singleShot(0, field, see)

    def _begin(self) -> None:
        self.drawing.made.connect(self._have)
        self.drawing.failed.connect(self._fail)
        self.drawing.start()

    @Slot(int)
    def _choose_persons(self, _number: int) -> None:
        """Read and draw the paper anew, showing residents otherwise."""
        self.drawing.stop()
        self.drawing.deleteLater()
        self.paper = None
        self._rest(False)
        self._pages.setCurrentIndex(0)
        wanted = replace(self._wanted, persons=self.persons.value())
        self.drawing = Drawing(self._worker, wanted, parent=self)
        self._begin()

    @Slot(object)
    def _have(self, paper: Drawn) -> None:
        self.paper = paper
        self._worker.run(page_sizes, done=self._show, failed=self._fail, pdf=paper.pdf)

    def _show(self, sizes: list[Size]) -> None:
        self._pages.setCurrentIndex(1)
        if self.paper is not None:
            self.sheets.show_pdf(self.paper.pdf, sizes)
        self._rest(True)
        self._tell_page(0)
        self.view.setFocus()
        self.shown.emit()

    @Slot(int)
    def _tell_page(self, page: int) -> None:
        self.number.setText(f"第 {page + 1} 页,共 {self.view.count} 页")
        self.thumbs.follow(page)

    @Slot(int)
    def _choose_zoom(self, _number: int) -> None:
        self.view.set_zoom(self.zoom.value())
        self.view.setFocus()

    def _step(self, by: int) -> None:
        self.view.step(by)
        self.zoom.blockSignals(True)
        self.zoom.set_value(self.view.zoom)
        self.zoom.blockSignals(False)

    @Slot(int, int)
    def _tell_progress(self, done: int, pages: int) -> None:
        self.bar.say(f"正在打印第 {done + 1} 页,共 {pages} 页", tone="primary", button="停止")

    @Slot(object)
    def _tell_printed(self, _paper: Drawn) -> None:
        self._rest(True)
        self.bar.say("已交给打印机", tone="green")
        self.printed.emit()

    @Slot(str)
    def _tell_saved(self, path: str) -> None:
        self._rest(True)
        self.bar.say(f"已存为 {Path(path).name}", tone="green")
        self.saved.emit(path)

    @Slot()
    def _tell_stopped(self) -> None:
        self._rest(True)
        self.bar.say("已停止打印", more="已经交给打印机的几页可能还会印出来。", tone="amber")

    @Slot(object)
    def _fail(self, error: Exception) -> None:
        self._pages.setCurrentIndex(1)
        self._rest(self.paper is not None)
        self.bar.explain(error)

    def _rest(self, on: bool) -> None:
        for button in (self.print_button, self.save_button):
            button.setEnabled(on)

    def _connect(self) -> None:
        self.persons.currentIndexChanged.connect(self._choose_persons)
        self.setup.looked_for.connect(self._look_for)
        self.sheets.failed.connect(self._fail)
        self.view.moved.connect(self._tell_page)
        self.zoom.currentIndexChanged.connect(self._choose_zoom)
        out = self.outgoing
        self.bar.acted.connect(out.stop)
        out.progress.connect(self._tell_progress)
        out.printed.connect(self._tell_printed)
        out.saved.connect(self._tell_saved)
        out.stopped.connect(self._tell_stopped)
        out.failed.connect(self._fail)
        for keys, slot in (
            ("Ctrl+P", self.print_paper),
            ("Ctrl+S", self.save_paper),
            ("Ctrl+=", partial(self._step, 1)),
            ("Ctrl+-", partial(self._step, -1)),
            ("Ctrl+0", partial(self.zoom.setCurrentIndex, 0)),
        ):
            bind(self, keys, slot)

    def _lay_out(self) -> None:
        wide, high = (theme.px(one) for one in _SIZE)
        over: QWidget | None = self.parentWidget()
        if over is not None and over.window().width() > theme.px(_LEAST):
            room = over.window().size()
            wide, high = min(wide, room.width() - 24), min(high, room.height() - 24)
        self.resize(wide, high)
        self.zoom.setAccessibleName("大小")
        top = QHBoxLayout()
        top.setSpacing(theme.px(8))
        top.addWidget(self.title, stretch=1)
        top.addWidget(self.number)
        top.addWidget(self.zoom)
        close = Button("关闭", hint="Esc", on=self.reject)
        for button in (self.save_button, close, self.print_button):
            top.addWidget(button)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._waiting())
        self._pages.addWidget(self._paper())
        whole = QVBoxLayout(self)
        whole.setSpacing(theme.px(8))
        whole.addLayout(top)
        whole.addWidget(self.bar)
        whole.addWidget(self._pages, stretch=1)
        self._rest(False)

    def _paper(self) -> QWidget:
        sheet = QWidget()
        row = QHBoxLayout(sheet)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, theme.px(12), 0)
        shown = Field("来访人信息", self.persons)
        shown.setVisible(self._wanted.personal)
        column.addWidget(shown)
        column.addWidget(self.setup, stretch=1)
        self._beside = Scroll(side, name="打印设置")
        self._beside.setFixedWidth(theme.px(_BESIDE))
        row.addWidget(self.sheets, stretch=1)
        row.addWidget(self._beside)
        return sheet

    def _waiting(self) -> QWidget:
        page, bar = QWidget(), QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setFixedWidth(theme.px(240))
        middle = Qt.AlignmentFlag.AlignHCenter
        column = QVBoxLayout(page)
        column.addStretch(1)
        column.addWidget(Label("正在排版", kind="heading"), alignment=middle)
        column.addWidget(bar, alignment=middle)
        column.addWidget(Label("按 Esc 停止", kind="muted"), alignment=middle)
        column.addStretch(2)
        return page


def show_paper(parent: QWidget, worker: Worker, wanted: Wanted) -> PreviewDialog:
    """Open the preview of a paper over `parent`; it goes by itself when it is closed."""
    dialog = PreviewDialog(worker, wanted, parent=parent)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
