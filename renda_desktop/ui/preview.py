"""A paper on the screen before it is printed or saved."""

from collections.abc import Callable
from functools import partial
from itertools import accumulate
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from renda_desktop.ui import theme
from renda_desktop.ui.printing import Image, Printing, qimage
from renda_desktop.ui.widgets import Button, Label, MessageBar, bind
from renda_desktop.ui.worker import Worker

A4 = 297 / 210
THUMB = 96
NEAR = 8
"""Thumbnails drawn before and after the page that is looked at."""


Drawing = Callable[..., Image]
"""`page_image(pdf, *, page, width)`."""


class PreviewDialog(QDialog):
    """Pages at the width of the window, thumbnails, printing, saving.

    Pages are drawn on the worker's slow lane when they come into sight. `printed` and
    `saved(path)` tell what was done with the paper.
    """

    printed = Signal()
    saved = Signal(str)

    def __init__(
        self,
        worker: Worker,
        pdf: bytes,
        *,
        title: str,
        page_count: Callable[[bytes], int],
        page_image: Drawing,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._worker, self._pdf, self._title = worker, pdf, title
        self._draw = partial(page_image, pdf)
        self._pages: list[_Page] = []
        self._thumbs: set[int] = set()
        self._printing: Printing | None = None
        self.setWindowTitle(title)
        self.resize(theme.px(980), theme.px(700))
        self.number = Label(kind="muted")
        self.bar = MessageBar()
        self.print_button = Button("打印", kind="primary", hint="Ctrl+P", on=self.print_paper)
        self.save_button = Button("另存为 PDF", hint="Ctrl+S", on=self.save_paper)
        self.thumbs = QListWidget()
        self.area = QScrollArea()
        self._lay_out()
        bind(self, "Ctrl+P", self.print_paper)
        bind(self, "Ctrl+S", self.save_paper)
        worker.run(page_count, done=self._begin, failed=self.bar.explain, pdf=pdf)

    def print_paper(self) -> None:
        """Ask for a printer and print."""
        if not self._pages or self._printing is not None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._title)
        dialog = QPrintDialog(printer, self)
        dialog.setMinMax(1, len(self._pages))
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.print_to(printer)

    def print_to(self, printer: QPrinter) -> None:
        """Print on a printer that is chosen already."""
        self._printing = Printing(
            self._worker, printer, draw=self._draw, pages=len(self._pages), parent=self
        )
        self._printing.progress.connect(self._tell_progress)
        self._printing.finished.connect(self._end_printing)
        self._printing.refused.connect(self._tell_refused)
        self.bar.acted.connect(self._printing.stop)
        self._printing.start()

    def save_paper(self) -> None:
        """Ask for a file and write the PDF."""
        name = "".join("_" if one in '\\/:*?"<>|' else one for one in self._title)
        path, _kind = QFileDialog.getSaveFileName(self, "另存为 PDF", f"{name}.pdf", "PDF (*.pdf)")
        if path:
            self.save_to(Path(path))

    def save_to(self, path: Path) -> None:
        """Write the PDF to a file that is chosen already."""
        try:
            path.write_bytes(self._pdf)
        except OSError:
            more = "请换一个文件夹,或检查磁盘空间。"
            self.bar.say("没有存成:这个位置写不进去", more=more, tone="red")
            return
        self.bar.say(f"已存为 {path.name}", tone="green")
        self.saved.emit(str(path))

    def done(self, result: int) -> None:
        """Stop printing when the dialog is closed."""
        if self._printing is not None:
            self._printing.stop()
        super().done(result)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the pages to the width when it changes."""
        if event.type() == QEvent.Type.Resize and watched is self.area.viewport():
            self._fit()
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        self.thumbs.setFixedWidth(theme.px(THUMB + 56))
        self.thumbs.setIconSize(QSize(theme.px(THUMB), theme.px(int(THUMB * A4))))
        self.thumbs.setAccessibleName("页")
        self.thumbs.currentRowChanged.connect(self._jump)
        sheet = QWidget()
        self._column = QVBoxLayout(sheet)
        self._column.setSpacing(theme.px(12))
        self.area.setWidget(sheet)
        self.area.setWidgetResizable(True)
        self.area.setAccessibleName("纸面")
        self.area.viewport().installEventFilter(self)
        self.area.verticalScrollBar().valueChanged.connect(self._look)
        top = QHBoxLayout()
        top.addWidget(Label(self._title, kind="title", elide=True), stretch=1)
        top.addWidget(self.number)
        close = Button("关闭", hint="Esc", on=self.reject)
        for button in (self.save_button, close, self.print_button):
            top.addWidget(button)
        row = QHBoxLayout()
        row.addWidget(self.thumbs)
        row.addWidget(self.area, stretch=1)
        whole = QVBoxLayout(self)
        whole.addLayout(top)
        whole.addWidget(self.bar)
        whole.addLayout(row, stretch=1)

    def _begin(self, pages: int) -> None:
        for number in range(pages):
            page = _Page(number)
            self._pages.append(page)
            self._column.addWidget(page, alignment=Qt.AlignmentFlag.AlignHCenter)
            self.thumbs.addItem(QListWidgetItem(str(number + 1)))
        self._column.addStretch(1)
        self._fit()
        self.thumbs.setCurrentRow(0)
        self.area.setFocus()

    def _fit(self) -> None:
        width = self.area.viewport().width() - theme.px(24)
        for page in self._pages:
            page.fit(width)
        self._look()

    @Slot()
    def _look(self) -> None:
        """Draw what is in sight, and say which page that is."""
        if not self._pages:
            return
        top = self.area.verticalScrollBar().value()
        height = self.area.viewport().height()
        tops = self._tops()
        seen = [
            page
            for page, at in zip(self._pages, tops, strict=True)
            if at < top + height and at + page.height() > top
        ] or self._pages[:1]
        for page in seen:
            width = round(page.width() * self.devicePixelRatioF())
            if page.drawn != width:
                page.drawn = width
                self._ask(page.show_image, page.number, width, key=("page", page.number))
        half = top + height // 2
        middle = next((p for p in seen if tops[p.number] + p.height() > half), seen[-1])
        self.number.setText(f"{middle.number + 1} / {len(self._pages)}")
        near = range(max(middle.number - NEAR, 0), min(middle.number + NEAR, len(self._pages)))
        for number in set(near) - self._thumbs:
            self._thumbs.add(number)
            show = partial(self._show_thumb, number)
            self._ask(show, number, theme.px(THUMB) * 2, key=("thumb", number))

    def _tops(self) -> list[int]:
        """Where the pages begin; Qt lays them out only later."""
        heights = [page.height() + self._column.spacing() for page in self._pages[:-1]]
        return list(accumulate(heights, initial=self._column.contentsMargins().top()))

    def _ask(
        self, done: Callable[[Image], object], page: int, width: int, *, key: tuple[str, int]
    ) -> None:
        self._worker.run(
            self._draw, done=done, failed=self.bar.explain, key=key, page=page, width=width
        )

    def _show_thumb(self, number: int, image: Image) -> None:
        icon = QIcon(QPixmap.fromImage(qimage(image)))
        self.thumbs.item(number).setIcon(icon)

    @Slot(int)
    def _jump(self, number: int) -> None:
        if 0 <= number < len(self._pages) and self.thumbs.hasFocus():
            self.area.verticalScrollBar().setValue(self._tops()[number])

    @Slot(int, int)
    def _tell_progress(self, done: int, pages: int) -> None:
        self.print_button.setEnabled(False)
        self.bar.say(f"正在打印 {done} / {pages}", tone="primary", button="停止")

    @Slot()
    def _tell_refused(self) -> None:
        self._printing = None
        self.print_button.setEnabled(True)
        more = "请检查打印机是否开机、有纸、连接正常,然后再打印。"
        self.bar.say("打印机没有接受这份文件", more=more, tone="red")

    @Slot(object)
    def _end_printing(self, error: Exception | None) -> None:
        stopped = self._printing is not None and self._printing.stopped
        self._printing = None
        self.print_button.setEnabled(True)
        if error is not None:
            self.bar.explain(error)
        elif stopped:
            self.bar.say("已停止打印", tone="amber")
        else:
            self.bar.say("已交给打印机", tone="green")
            self.printed.emit()


class _Page(Label):
    """One page, blank until it is drawn."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.drawn = 0
        self._ratio = A4
        self._image = QImage()
        self.setObjectName("sheet")
        self.setAccessibleName(f"第 {number + 1} 页")

    def fit(self, width: int) -> None:
        self.setFixedSize(width, round(width * self._ratio))
        if not self._image.isNull():
            self._show()

    def show_image(self, image: Image) -> None:
        self._image = qimage(image)
        self._ratio = image.height / image.width
        self.fit(self.width())

    def _show(self) -> None:
        smooth = Qt.TransformationMode.SmoothTransformation
        keep = Qt.AspectRatioMode.IgnoreAspectRatio
        ratio = self.devicePixelRatioF()
        scaled = self._image.scaled(self.size() * ratio, keep, smooth)
        scaled.setDevicePixelRatio(ratio)
        self.setPixmap(QPixmap.fromImage(scaled))
