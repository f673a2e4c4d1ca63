"""The choices of a print beside its preview, remembered for each kind of paper."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSpinBox, QVBoxLayout, QWidget

from renda_desktop.queries.printing import Printing, printing
from renda_desktop.services.printing import remember
from renda_desktop.ui import theme
from renda_desktop.ui.papers import printers
from renda_desktop.ui.papers.printers import DUPLEX, SOURCES, Known
from renda_desktop.ui.pick import Pick
from renda_desktop.ui.widgets import Field, Label, LineEdit
from renda_desktop.ui.worker import Worker

_MOST = 999
ALL, THIS, SOME = "all", "this", "some"


class PrintSetup(QWidget):
    """Printer, copies, sides, paper source, pages. `loaded` when what was used last is known."""

    loaded = Signal()
    looked_for = Signal(QWidget)
    """A field that has to be in sight."""

    def __init__(self, worker: Worker, *, kind: str, ask_pages: bool = True) -> None:
        super().__init__()
        self._worker, self._kind = worker, kind
        self._last, self._known = Printing(), Known((), "")
        self.printer: Pick[str] = Pick([("", "正在查找打印机……")])
        self.copies = QSpinBox()
        self.copies.setRange(1, _MOST)
        self.copies.setSuffix(" 份")
        self.duplex: Pick[str] = Pick([(key, text) for key, text, _mode in DUPLEX])
        self.source: Pick[str] = Pick([(key, text) for key, text, _one in SOURCES])
        self.pages: Pick[str] = Pick([(ALL, "全部"), (THIS, "当前页"), (SOME, "自选")])
        self.some = LineEdit(placeholder="如 1-3,5")
        self.none = Label("这台电脑还没有打印机。可以先另存为 PDF,到别处打印。", wrap=True)
        self._lay_out(ask_pages=ask_pages)

    def load(self) -> None:
        """Find out what was used last, and which printers there are."""
        self._worker.read(
            partial(printing, kind=self._kind), done=self._take_last, failed=self._without
        )

    @property
    def found(self) -> bool:
        """Whether this PC has a printer."""
        return bool(self._known.names)

    def how(self) -> Printing:
        """Return what is chosen."""
        return Printing(
            printer=self.printer.value(),
            source=self.source.value(),
            duplex=self.duplex.value(),
            copies=self.copies.value(),
        )

    def wanted_pages(self, *, page: int, pages: int) -> tuple[int, ...] | None:
        """Return the pages to print, () for all; None, with a word of why, where they are wrong."""
        self._some.set_error("")
        match self.pages.value():
            case "this":
                return (page,)
            case "some":
                found = printers.page_numbers(self.some.text(), pages=pages)
                if not found:
                    self._some.set_error(f"请写 1 到 {pages} 之间的页码,如 1-3,5")
                    self.some.setFocus()
                    self.looked_for.emit(self._some)
                return found or None
            case _:
                return ()

    def keep(self) -> None:
        """Remember what is chosen for the next paper of this kind."""
        if (how := self.how()) != self._last:
            self._last = how
            self._worker.act(remember, kind=self._kind, how=how, failed=self._without)

    def _lay_out(self, *, ask_pages: bool) -> None:
        self._some = Field("页码", self.some)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        for name, edit in (
            ("打印机", self.printer),
            ("份数", self.copies),
            ("单双面", self.duplex),
            ("纸盒", self.source),
        ):
            column.addWidget(Field(name, edit))
            edit.setMinimumWidth(theme.px(72))
        if ask_pages:
            column.addWidget(Field("打印哪几页", self.pages))
            column.addWidget(self._some)
        column.addWidget(self.none)
        column.addStretch(1)
        self.none.hide()
        self._some.hide()
        self.pages.currentIndexChanged.connect(self._show_some)

    def _show_some(self, _number: int) -> None:
        self._some.setVisible(self.pages.value() == SOME)
        if self.pages.value() == SOME:
            self.some.setFocus()
            self.looked_for.emit(self._some)

    def _take_last(self, last: Printing) -> None:
        self._last = last
        self.copies.setValue(last.copies)
        for pick, value, known in (
            (self.duplex, last.duplex, DUPLEX),
            (self.source, last.source, SOURCES),
        ):
            if any(value == key for key, _text, _one in known):
                pick.set_value(value)
        self._worker.run(printers.known, done=self._take_printers, failed=self._without)

    def _without(self, _error: Exception) -> None:
        """Nothing is remembered before the database is open."""
        self._worker.run(printers.known, done=self._take_printers)

    def _take_printers(self, known: Known) -> None:
        self._known = known
        usual = [("", f"默认打印机({known.usual})")] if known.usual else []
        named = [(name, name) for name in known.names]
        self.printer.fill([*usual, *named] or [("", "没有打印机")])
        if self._last.printer in known.names:
            self.printer.set_value(self._last.printer)
        self.none.setVisible(not known.names)
        self.printer.setEnabled(bool(known.names))
        self.loaded.emit()
