"""The open reception in one strip, and ending it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from renda_desktop.domain.moments import local
from renda_desktop.queries.receptions import ReceptionRow, ReceptionView
from renda_desktop.ui import theme
from renda_desktop.ui.widgets import Button, Card, Count, Label, Pill


class Strip(Card):
    """What is going on, with whom, and how much so far."""

    ended = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._title = Label(kind="heading", elide=True)
        self._status = Pill()
        self._about = Label(kind="label", elide=True)
        self._counts = (Count("来访"), Count("事项"), Count("当场答复"))
        end = Button("结束接待", hint="Ctrl+E", on=self.ended.emit)
        first = QHBoxLayout()
        first.setSpacing(theme.px(10))
        first.addWidget(self._title)
        first.addWidget(self._status)
        first.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(theme.px(4))
        words.addLayout(first)
        words.addWidget(self._about)
        row = QHBoxLayout()
        row.setSpacing(theme.px(24))
        row.addLayout(words, stretch=1)
        for count in self._counts:
            row.addWidget(count)
        row.addWidget(end)
        self.body.addLayout(row)

    def show_reception(self, held: ReceptionView) -> None:
        """Show a reception."""
        row = held.row
        self._title.setText(title_of(row))
        self._status.show_status(row.status.label, tone="green")
        self._status.show()
        self._about.setText(" · ".join(filter(None, (when_of(row), _who(held)))))
        self.setAccessibleName(f"{title_of(row)} {self._about.text()}")
        for count, value in zip(self._counts, (row.visits, row.matters, held.on_site), strict=True):
            count.set_value(value)


def title_of(row: ReceptionRow) -> str:
    """Return what a reception is called: its theme or title, and its kind."""
    name = row.title or row.theme_title
    return name if row.kind.label in name else f"{name} · {row.kind.label}"


def when_of(row: ReceptionRow) -> str:
    """Return the period and the time: 第 11 期 · 2026-11-23 14:00–16:30."""
    starts, ends = local(row.starts), local(row.ends)
    return f"第 {row.number} 期 · {starts:%Y-%m-%d %H:%M}–{ends:%H:%M}"


def _who(held: ReceptionView) -> str:
    deputies = "、".join(
        f"{one.name}({one.detail})" if one.detail else one.name for one in held.deputies
    )
    units = "、".join(one.name for one in held.departments)
    said = [f"接待代表 {deputies}" if deputies else "", f"{units}到场" if units else ""]
    return " · ".join(part for part in said if part)
