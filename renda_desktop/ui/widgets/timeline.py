"""The events of one matter, one under the other."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from renda_desktop.ui import theme
from renda_desktop.ui.widgets.label import Label
from renda_desktop.ui.widgets.pill import Pill


@dataclass(frozen=True, slots=True)
class Moment:
    """One event, ready to show. `void`: why it is not in effect, or ''; `pending`: not sent yet."""

    at: str
    what: str
    text: str = ""
    who: str = ""
    void: str = ""
    pending: bool = False


class Timeline(QWidget):
    """Events in their order; what is not in effect stays, struck out, with the reason."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(6))

    def show_moments(self, moments: Iterable[Moment]) -> None:
        """Replace what is shown."""
        while self._column.count():
            gone = self._column.takeAt(0).widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for moment in moments:
            self._column.addWidget(_row(moment))
        self._column.addStretch(1)


def _row(moment: Moment) -> QWidget:
    row = QWidget()
    row.setAccessibleName(
        " ".join(filter(None, (moment.at, moment.what, moment.who, moment.text, moment.void)))
    )
    dot = Label("○" if moment.void or moment.pending else "●", kind="label")
    head = QHBoxLayout()
    head.setSpacing(theme.px(8))
    head.addWidget(Label(moment.at, kind="label"))
    head.addWidget(Label(moment.what, kind="struck" if moment.void else "body", elide=True))
    if moment.void:
        head.addWidget(Pill("未生效", tone="red"))
    elif moment.pending:
        head.addWidget(Pill("待同步", tone="amber"))
    head.addStretch(1)
    if moment.who:
        head.addWidget(Label(moment.who, kind="label"))
    column = QVBoxLayout()
    column.setSpacing(theme.px(2))
    column.addLayout(head)
    if moment.text:
        kind = "struck" if moment.void else "muted"
        column.addWidget(Label(moment.text, kind=kind, wrap=True, selectable=True))
    if moment.void:
        column.addWidget(Label(f"原因:{moment.void}", kind="error", wrap=True))
    both = QHBoxLayout(row)
    both.setContentsMargins(0, 0, 0, 0)
    both.setSpacing(theme.px(8))
    lead = QVBoxLayout()
    lead.setContentsMargins(0, theme.px(2), 0, 0)
    lead.addWidget(dot)
    lead.addStretch(1)
    both.addLayout(lead)
    both.addLayout(column, stretch=1)
    return row
