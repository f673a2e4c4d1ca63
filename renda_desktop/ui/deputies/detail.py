"""One deputy: mandates, how to reach them, what they received and raised."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from renda_desktop.domain.deputy import Deputy, Mandate
from renda_desktop.domain.mask import mask_phone
from renda_desktop.queries.matters import MatterFilter
from renda_desktop.ui import theme
from renda_desktop.ui.clock import Clock
from renda_desktop.ui.matter_list import MatterList
from renda_desktop.ui.papers.menu import Entry, PaperButton
from renda_desktop.ui.published import Published
from renda_desktop.ui.widgets import Button, Label, MaskedText
from renda_desktop.ui.widgets.facts import Facts
from renda_desktop.ui.worker import Worker


class DeputyDetail(QWidget):
    """The chosen deputy, or a word that none is chosen."""

    edit_asked = Signal()
    seat_asked = Signal(object)
    end_asked = Signal(object)

    def __init__(
        self, worker: Worker, *, clock: Clock, papers: Callable[[], Iterable[Entry]]
    ) -> None:
        super().__init__()
        self.state: Deputy | None = None
        self.name = Label("请在左边选一位代表", kind="title", elide=True)
        self.phone = MaskedText(name="电话")
        self.published = Published()
        self.facts = Facts()
        self.matters = MatterList(worker, clock=clock, title="接待和提出的事项")
        self._deeds = QWidget()
        deeds = QHBoxLayout(self._deeds)
        deeds.setContentsMargins(0, 0, 0, 0)
        deeds.setSpacing(theme.px(6))
        self._end = Button("终止任职", small=True, on=lambda: self.end_asked.emit(self.state))
        for button in (
            Button("更正", small=True, hint="Ctrl+E", on=self.edit_asked.emit),
            Button("新任职", small=True, on=lambda: self.seat_asked.emit(self.state)),
            self._end,
        ):
            deeds.addWidget(button)
        deeds.addStretch(1)
        self.paper = PaperButton(worker, papers)
        top = QHBoxLayout()
        top.addWidget(self.name)
        top.addWidget(self.published)
        top.addStretch(1)
        top.addWidget(self.paper)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        column.addLayout(top)
        column.addWidget(self.facts)
        column.addWidget(self.phone)
        column.addWidget(self._deeds)
        column.addWidget(self.matters, stretch=1)
        column.addStretch(0)
        self.phone.reveal_asked.connect(self._reveal)
        self.show_deputy(None)

    def show_deputy(self, state: Deputy | None, *, by: str = "") -> None:
        """Show another deputy; `by` is the area that published them, or ''."""
        changed = state is None or self.state is None or state.id != self.state.id
        self.state = state
        for part in (self.facts, self.phone, self._deeds, self.matters, self.paper):
            part.setVisible(state is not None)
        self.published.show_by(by if state else "")
        self._deeds.setVisible(state is not None and not by)
        if state is None:
            self.name.setText("请在左边选一位代表")
            return
        details = state.details
        self.name.setText(details.name)
        self.phone.set_masked(mask_phone(details.phone))
        self.phone.setVisible(bool(details.phone))
        about = (details.gender.label if details.gender else "", details.ethnicity, details.birth)
        self.facts.show_facts(
            [
                self.published.fact(),
                ("任职", "\n".join(map(seat_words, state.mandates))),
                ("单位及职务", details.post),
                ("联络点", details.outpost),
                ("个人", " · ".join(part for part in about if part)),
                ("备注", details.remark),
            ]
        )
        self._end.setEnabled(bool(state.current))
        if changed:
            self.matters.show_of(MatterFilter(deputy=state.id))

    @Slot()
    def _reveal(self) -> None:
        if self.state is not None:
            self.phone.reveal(self.state.details.phone)


def seat_words(seat: Mandate) -> str:
    """Return a mandate as people say it: 市第 16 届代表, and when and why it ended."""
    words = f"{seat.level.label}第 {seat.term} 届"
    if seat.ended is None:
        return words
    why = f",{seat.reason}" if seat.reason else ""
    return f"{words}(至 {seat.ended}{why})"
