"""候访: who waits, in order, and who is at the desk."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import VisitStatus
from renda_desktop.queries.visits import VisitRow
from renda_desktop.ui import theme
from renda_desktop.ui.desk.lines import Line, Lines
from renda_desktop.ui.widgets import Button, Card, Label


class Queue(Card):
    """The queue; `called(VisitRow)` is wanted at the desk, `left(VisitRow)` went away."""

    called = Signal(object)
    left = Signal(object)
    new_asked = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__("候访 0", parent=parent)
        self.setAccessibleName("候访")
        self._rows: Sequence[VisitRow] = ()
        self._drafts: frozenset[str] = frozenset()
        self.lines = _QueueLines(name="候访")
        self.lines.opened.connect(self._call)
        self.lines.removed.connect(self._leave)
        self.head.addStrut(theme.px(24))
        self._nobody = Label("没有人候访", kind="muted")
        self._nobody.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._hint = Label("回车叫号 · Del 标记离开", kind="label", wrap=True)
        self.next_button = Button("叫下一位", hint="F3", on=self.call_next)
        self.body.addWidget(self._nobody)
        self.body.addWidget(self.lines, stretch=1)
        self.body.addWidget(self._hint)
        self.body.addWidget(self.next_button)
        self.body.addWidget(Button("+ 新来访", hint="F2", on=self.new_asked.emit))

    def show_queue(
        self, rows: Sequence[VisitRow], *, current: Id | None, drafts: frozenset[Id]
    ) -> None:
        """Show who waits; `current` is at the desk, `drafts` have something unsaved."""
        self._rows = rows
        waiting = sum(one.status is VisitStatus.WAITING for one in rows)
        self.set_title(f"候访 {waiting}")
        self.lines.show_lines([_line(one, one.id in drafts) for one in rows], marked=current)
        self._nobody.setVisible(not rows)
        self._hint.setVisible(bool(rows))
        self.next_button.setEnabled(self.next() is not None)

    def rows(self) -> Sequence[VisitRow]:
        """Return who waits or is at the desk."""
        return self._rows

    def row(self, visit: Id) -> VisitRow | None:
        """Return one of them."""
        return next((one for one in self._rows if one.id == visit), None)

    def next(self) -> VisitRow | None:
        """Return who has waited longest."""
        return next((one for one in self._rows if one.status is VisitStatus.WAITING), None)

    @Slot()
    def call_next(self) -> None:
        """Call who has waited longest."""
        if (one := self.next()) is not None:
            self.called.emit(one)

    @Slot(str)
    def _call(self, visit: Id) -> None:
        if (one := self.row(visit)) is not None:
            self.called.emit(one)

    @Slot(str)
    def _leave(self, visit: Id) -> None:
        if (one := self.row(visit)) is not None:
            self.left.emit(one)


class _QueueLines(Lines):
    removed = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Mark as left on Delete."""
        if event.key() == Qt.Key.Key_Delete and (here := self.chosen()) is not None:
            self.removed.emit(here)
        else:
            super().keyPressEvent(event)


def _line(row: VisitRow, draft: bool) -> Line:
    if draft:
        return Line(row.id, row.shown, row.ticket, "未保存", "primary")
    if row.status is VisitStatus.RECEIVING:
        return Line(row.id, row.shown, row.ticket, row.topic or row.status.label)
    return Line(row.id, row.shown, row.ticket, row.topic)
