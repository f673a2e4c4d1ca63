"""What is put to the vote, one line each: its name, the money it takes."""

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from renda_desktop.services.ballots import Project
from renda_desktop.ui import theme
from renda_desktop.ui.judging.numbers import NumberEdit
from renda_desktop.ui.widgets import Button, Choice, Label
from renda_desktop.ui.widgets.choice import Suggest

_MOST = 200


class _Line(QWidget):
    """One item."""

    gone = Signal(object)
    entered = Signal(object)

    def __init__(self, suggest: Suggest) -> None:
        super().__init__()
        self.number = Label(kind="muted")
        self.number.setFixedWidth(theme.px(24))
        self.title = Choice(suggest, placeholder="项目名称,或选一件在办事项", free=True)
        self.title.setMaxLength(20_000)  # room for a list that is pasted
        self.amount = NumberEdit(whole=False, placeholder="万元")
        self.amount.setFixedWidth(theme.px(110))
        away = Button("去掉", kind="quiet", small=True, on=lambda: self.gone.emit(self))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self.number)
        row.addWidget(self.title, stretch=1)
        row.addWidget(self.amount)
        row.addWidget(away)
        self.away = away
        for edit in (self.title, self.amount):
            edit.submitted.connect(lambda: self.entered.emit(self))

    def count(self, number: int) -> None:
        """Say its number."""
        self.number.setText(str(number))
        self.title.setAccessibleName(f"第 {number} 项名称")
        self.amount.setAccessibleName(f"第 {number} 项资金(万元)")
        self.away.setAccessibleName(f"去掉第 {number} 项")

    def project(self) -> Project:
        """Return what is written."""
        ref = self.title.value()
        kind, id_ = ref if isinstance(ref, tuple) else ("", None)
        amount: Decimal | None = self.amount.decimal()
        return Project(
            self.title.text().strip(),
            amount=amount,
            matter=id_ if kind == "matter" else None,
            proposal=id_ if kind == "proposal" else None,
        )


class Items(QWidget):
    """Enter goes on to the next item; a list pasted from a spreadsheet becomes one item a line."""

    def __init__(self, suggest: Suggest, *, grown: Callable[[], object]) -> None:
        super().__init__()
        self._suggest, self._grown = suggest, grown
        self.lines: list[_Line] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.px(6))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.px(8))
        whole.addLayout(self._column)
        more = Button("再加一项", kind="quiet", small=True, on=self.add)
        whole.addWidget(more, alignment=Qt.AlignmentFlag.AlignLeft)
        for _ in range(3):
            self._append()
        self.setFocusProxy(self.lines[0].title)

    def projects(self) -> tuple[Project, ...]:
        """Return the items that have a name."""
        found = (line.project() for line in self.lines)
        return tuple(one for one in found if one.title)

    def add(self) -> None:
        """Add an empty item and go to it."""
        self._append().title.setFocus(Qt.FocusReason.TabFocusReason)

    def _append(self) -> _Line:
        line = _Line(self._suggest)
        line.gone.connect(self._drop)
        line.entered.connect(self._next)
        line.title.textChanged.connect(lambda text: self._pasted(line, text))
        self.lines.append(line)
        self._column.addWidget(line)
        self._number()
        self._grown()
        return line

    def _pasted(self, line: _Line, text: str) -> None:
        """Cut a pasted list into items: a name, and after a tab the money."""
        parts = [one for one in text.replace("\u2029", "\n").splitlines() if one.strip()]
        if len(parts) < 2 or len(self.lines) + len(parts) > _MOST:
            return
        for one in parts:
            name, _tab, amount = one.partition("\t")
            line.title.setText(name.strip())
            line.amount.setText(amount.strip().split("\t")[0])
            at = self.lines.index(line) + 1
            line = self.lines[at] if at < len(self.lines) else self._append()

    def _next(self, line: _Line) -> None:
        at = self.lines.index(line) + 1
        if at == len(self.lines):
            self.add()
        else:
            self.lines[at].title.setFocus(Qt.FocusReason.TabFocusReason)

    def _drop(self, line: _Line) -> None:
        if len(self.lines) == 1:
            line.title.set_option(None)
            line.amount.clear()
            return
        at = self.lines.index(line)
        self.lines.remove(line)
        line.hide()
        line.deleteLater()
        self._number()
        self.lines[min(at, len(self.lines) - 1)].title.setFocus(Qt.FocusReason.OtherFocusReason)

    def _number(self) -> None:
        for number, line in enumerate(self.lines, 1):
            line.count(number)
