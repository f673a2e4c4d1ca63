"""Changing the words of one letter, with its fields to put in and the letter as it will look."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.wording import Wording
from renda_desktop.queries.papers import wording_samples, wordings
from renda_desktop.queries.papers.wordings import WordingRow
from renda_desktop.reports.catalogue import PAPERS
from renda_desktop.reports.preview import page_sizes
from renda_desktop.services import wordings as doing
from renda_desktop.ui import theme
from renda_desktop.ui.clock import Clock
from renda_desktop.ui.papers.printing import Size
from renda_desktop.ui.papers.sheets import Sheets
from renda_desktop.ui.table_model import Column, TableModel
from renda_desktop.ui.widgets import (
    Button,
    Field,
    Label,
    LineEdit,
    MessageBar,
    Table,
    TextEdit,
    bind,
)
from renda_desktop.ui.worker import Worker

_SIZE = (1240, 730)
_PAUSE = 350  # milliseconds after the last stroke, before the letter is drawn anew
_FIELDS = 4  # rows of the list of fields
_UNSAVED = "更改还没有保存"
_Known = tuple[str, str]


class WordingEditor(QDialog):
    """Title, addressee and body in plain text; `saved(words)` once they are in force."""

    saved = Signal(str)

    def __init__(
        self, worker: Worker, row: WordingRow, *, clock: Clock, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._worker, self._row, self._clock = worker, row, clock
        self._warned = False
        self.setWindowTitle(f"{row.name}的用语")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        words = row.wording
        self.title, self.to = LineEdit(words.title), LineEdit(words.to)
        self.text = TextEdit(words.body.strip())
        self._last: LineEdit | TextEdit = self.text
        needed = wordings.NEEDED.get(row.kind, ())
        columns = [
            Column[_Known]("字段", lambda one: f"{{{one[0]}}}", width=130),
            Column[_Known]("填入什么", lambda one: one[1]),
            Column[_Known]("", lambda one: "必需" if one[0] in needed else "", width=56),
        ]
        self.known = TableModel(columns, parent=self)
        self.known.set_rows(list(wordings.FIELDS[row.kind].items()))
        self.fields = Table(self.known, name="字段")
        self.bar = MessageBar()
        self.sheets = Sheets(worker)
        self.save_button = Button("保存", kind="primary", hint="Ctrl+Enter", on=self.save)
        self.reset_button = Button("恢复原来的用语", on=self.reset)
        self.reset_button.setVisible(row.source == "own")
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._give_up = _nothing
        self._lay_out()
        self._connect()
        self.draw()

    def wording(self) -> Wording:
        """Return what is written now."""
        return Wording(self.title.text().strip(), self.text.text().strip(), self.to.text().strip())

    @Slot()
    def draw(self) -> None:
        """Show the letter in the words written now, or say what is wrong with them."""
        self._pause.stop()
        try:
            sheet = wording_samples.sample(
                kind=self._row.kind, wording=self.wording(), now=self._clock()
            )
        except RuleBroken as broken:
            self.bar.say(str(broken).partition("。")[0], tone="amber")  # the fields stand above
            return
        self.bar.hide()
        self._give_up()
        render = PAPERS[self._row.kind].render
        self._give_up = self._worker.draw(render, sheet, done=self._drawn, failed=self.bar.explain)

    @Slot()
    def save(self) -> None:
        """Put the words into force."""
        if self.save_button.isEnabled():
            self._rest(False)
            words = self.wording()
            self._worker.act(
                doing.set_, done=partial(self._done, "用语已更改"), failed=self._fail,
                kind=self._row.kind, title=words.title, body=words.body, to=words.to,
            )  # fmt: skip

    @Slot()
    def reset(self) -> None:
        """Say the letter again as it ships, or as an office above says it."""
        self._rest(False)
        self._worker.act(
            doing.reset, done=partial(self._done, "已恢复原来的用语"), failed=self._fail,
            kind=self._row.kind,
        )  # fmt: skip

    @Slot(object)
    def put_in(self, known: _Known) -> None:
        """Write a field where the cursor was last, and go on there."""
        name = f"{{{known[0]}}}"
        if isinstance(self._last, TextEdit):
            self._last.insertPlainText(name)
        else:
            self._last.insert(name)
        self._last.setFocus(Qt.FocusReason.OtherFocusReason)

    def reject(self) -> None:
        """Leave; with something unsaved, only when asked twice."""
        if self.wording() != _stripped(self._row.wording) and not self._warned:
            self._warned = True
            self.bar.say(_UNSAVED, more="再按一次 Esc 放弃更改。", tone="amber")
            return
        super().reject()

    def done(self, result: int) -> None:
        """Give up what is being drawn when the dialog is closed."""
        self._pause.stop()
        self._give_up()
        super().done(result)

    def _drawn(self, pdf: bytes) -> None:
        self._give_up = _nothing
        show = partial(self._show, pdf)
        self._worker.run(page_sizes, done=show, failed=self.bar.explain, pdf=pdf)

    def _show(self, pdf: bytes, sizes: list[Size]) -> None:
        self.sheets.show_pdf(pdf, sizes)
        self.sheets.thumbs.hide()

    def _done(self, words: str, _changes: object) -> None:
        self.saved.emit(f"{self._row.name}:{words}")
        self.accept()

    def _fail(self, error: Exception) -> None:
        self._rest(True)
        self.bar.explain(error)

    def _rest(self, on: bool) -> None:
        self.save_button.setEnabled(on)
        self.reset_button.setEnabled(on)

    @Slot()
    def _typed(self) -> None:
        self._warned = False
        self._pause.start()

    @Slot(QWidget, QWidget)
    def _focused(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Remember which text a field is put into."""
        if isinstance(new, LineEdit | TextEdit) and new in (self.title, self.to, self.text):
            self._last = new

    def _connect(self) -> None:
        for edit in (self.title, self.to, self.text):
            edit.textChanged.connect(self._typed)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focused)
        self._pause.timeout.connect(self.draw)
        self.fields.opened.connect(self.put_in)
        self.fields.setTabKeyNavigation(False)
        for keys in ("Ctrl+Enter", "Ctrl+S"):
            bind(self, keys, self.save)

    def _lay_out(self) -> None:
        self.resize(theme.px(_SIZE[0]), theme.px(_SIZE[1]))
        self.fields.setFixedHeight(theme.px("row") * (_FIELDS + 1))
        left = QVBoxLayout()
        left.setSpacing(theme.px(10))
        left.addWidget(Label(f"{self._row.name}的用语", kind="title"))
        left.addWidget(Field("标题", self.title, required=True))
        left.addWidget(Field("主送", self.to))
        hint = "每行一段;“# ”一级标题,“## ”二级标题"
        left.addWidget(Field("正文", self.text, hint=hint, required=True), stretch=1)
        left.addWidget(Label("字段:按 Enter 或双击,填到刚才的位置", kind="label"))
        left.addWidget(self.fields)
        left.addWidget(self.bar)
        deeds = QHBoxLayout()
        deeds.setSpacing(theme.px(8))
        deeds.addWidget(self.save_button)
        deeds.addWidget(self.reset_button)
        deeds.addStretch(1)
        deeds.addWidget(Button("取消", hint="Esc", on=self.reject))
        left.addLayout(deeds)
        row = QHBoxLayout(self)
        row.setSpacing(theme.px(16))
        row.addLayout(left, stretch=6)
        row.addWidget(self.sheets, stretch=5)
        self.bar.hide()
        self.text.setFocus()


def _stripped(words: Wording) -> Wording:
    return Wording(words.title.strip(), words.body.strip(), words.to.strip())


def _nothing() -> None:
    """There is nothing to give up."""
