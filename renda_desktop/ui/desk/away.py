"""No reception is open: what is planned, and how to begin."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from renda_desktop.domain.moments import day_of
from renda_desktop.queries.desk import Ahead
from renda_desktop.ui import theme
from renda_desktop.ui.desk.strip import title_of, when_of
from renda_desktop.ui.widgets import Button, Card, EmptyState, Label, Pill


class Away(Card):
    """`begun(id)`: begin the reception; `signing(id)`: somebody has to sign in first."""

    begun = Signal(str)
    signing = Signal(str)
    plan_asked = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName("没有正在进行的接待")
        self._inner: QWidget | None = None
        self._first: QWidget | None = None

    def show_ahead(self, ahead: Sequence[Ahead], *, today: date) -> None:
        """Show what can be begun."""
        if self._inner is not None:
            self.body.removeWidget(self._inner)
            self._inner.hide()
            self._inner.deleteLater()
        self._inner = self._list(ahead, today) if ahead else self._nothing()
        self.body.addWidget(self._inner, stretch=1)
        self._inner.show()  # at once, so that a button in it can take the focus

    def focus(self) -> None:
        """Lead to the first button."""
        if self._first is not None:
            self._first.setFocus()

    def _nothing(self) -> QWidget:
        empty = EmptyState(
            "现在没有正在进行的接待",
            detail="先在接待日程里计划一场接待;代表签到后即可开始。",
            button="计划一场接待",
        )
        empty.asked.connect(self.plan_asked)
        self._first = empty.button
        return empty

    def _list(self, ahead: Sequence[Ahead], today: date) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setSpacing(theme.px(12))
        column.addStretch(1)
        todays = day_of(ahead[0].row.starts) == today
        title = Label("今天的接待" if todays else "下一场接待", kind="title")
        said = "代表签到后开始接待;开始后在这里取号、登记、打印回执。"
        for label in (title, Label(said, kind="muted")):
            column.addWidget(label, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(theme.px(8))
        self._first = None
        for one in ahead:
            column.addWidget(self._one(one), alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(theme.px(8))
        plan = Button("接待日程", kind="quiet", on=self.plan_asked.emit)
        column.addWidget(plan, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        return whole

    def _one(self, one: Ahead) -> QWidget:
        card = Card()
        card.setMinimumWidth(theme.px(640))
        words = QVBoxLayout()
        words.setSpacing(theme.px(4))
        words.addWidget(Label(title_of(one.row), kind="heading"))
        place = f"{when_of(one.row)} · {one.row.place}" if one.row.place else when_of(one.row)
        words.addWidget(Label(place, kind="label"))
        signed = Pill(
            f"代表已签到 {one.present} 名" if one.present else "代表未签到",
            tone="green" if one.present else "amber",
        )
        if one.present:
            button = Button("开始接待", kind="primary", on=lambda: self.begun.emit(one.row.id))
        else:
            button = Button("去签到", on=lambda: self.signing.emit(one.row.id))
        self._first = self._first or button
        row = QHBoxLayout()
        row.setSpacing(theme.px(16))
        row.addLayout(words, stretch=1)
        row.addWidget(signed)
        row.addWidget(button)
        card.body.addLayout(row)
        return card
