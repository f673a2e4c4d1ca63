"""What can be done with the chosen matters: the buttons, their forms, and many at once."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout

from renda_desktop.queries.matter_files import MatterFile
from renda_desktop.queries.matters import MatterRow
from renda_desktop.services.action import Changes
from renda_desktop.ui.clock import Clock
from renda_desktop.ui.matters.bulk import Bulk
from renda_desktop.ui.matters.deed_form import DeedForm
from renda_desktop.ui.matters.deeds import DEED, DEEDS, Deed
from renda_desktop.ui.papers.menu import PaperButton
from renda_desktop.ui.widgets import Button, Card, MessageBar
from renda_desktop.ui.widgets.flow import Flow
from renda_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from renda_desktop.ui.matters.screen import Matters

_ONE_ONLY = "一次只能对一件事项这样做,请只选一件。"
_NONE = "先选一件事项。"


class Acting(QObject):
    """The strip of actions at the screen's foot."""

    def __init__(self, worker: Worker, *, clock: Clock, screen: "Matters") -> None:
        super().__init__(screen)
        self._worker, self._clock, self._screen = worker, clock, screen
        self._file: MatterFile | None = None
        self._refused: dict[str, str] = {}
        self._bulk: Bulk | None = None
        self.buttons: dict[str, Button] = {}
        self.result = MessageBar()
        self.strip = Card()
        self._lay_out()
        self.show_state(None, chosen=0)

    def shortcuts(self) -> list[tuple[str, str, Callable[[], None]]]:
        """Return (keys, meaning, what to call) of every action."""
        return [(deed.keys, deed.title, partial(self.ask, deed.name)) for deed in DEEDS]

    def show_state(self, file: MatterFile | None, *, chosen: int) -> None:
        """Enable what the rules allow now; the others say why not."""
        self._file = file
        for deed in DEEDS:
            refused = self._refusal(deed, chosen)
            self._refused[deed.name] = refused
            button = self.buttons[deed.name]
            button.setEnabled(not refused)
            button.setToolTip(refused)

    def ask(self, name: str) -> None:
        """Open the form of an action, or say why it cannot be done."""
        if refused := self._refused[name]:
            self._screen.said.emit(refused)
            return
        deed, rows = DEED[name], self._screen.chosen()
        many = len(rows) > 1
        file = None if many else self._file
        about = f"{file.row.number} · {file.row.title}" if file else f"已选 {len(rows)} 件"
        form = DeedForm(
            self._worker, self._screen.window(), title=deed.title, about=about, clock=self._clock,
            file=file, danger=deed.danger,
        )  # fmt: skip
        deed.ask(form)
        form.submitted.connect(partial(self._act, deed, form, rows if many else []))
        form.open()

    def _refusal(self, deed: Deed, chosen: int) -> str:
        if chosen > 1:
            return "" if deed.many else _ONE_ONLY
        return self._file.possible.get(deed.kind, "") if self._file else _NONE

    def _act(self, deed: Deed, form: DeedForm, rows: list[MatterRow]) -> None:
        if rows:
            self._begin(deed, form, rows)
            return
        file = form.file
        if file is not None:
            self._worker.act(
                deed.service, done=partial(self._did, deed, form), failed=form.fail,
                **deed.told(file.row.id, form.given()),
            )  # fmt: skip

    def _did(self, deed: Deed, form: DeedForm, _changes: Changes) -> None:
        form.finish()
        number = form.file.row.number if form.file else ""
        self._screen.said.emit(f"{number} 已{deed.title}")

    def _begin(self, deed: Deed, form: DeedForm, rows: list[MatterRow]) -> None:
        given = form.given()
        form.finish()
        self._bulk = Bulk(self._worker, deed, rows, given, parent=self)
        self._bulk.advanced.connect(self._advance)
        self._bulk.finished.connect(self._end)
        self._bulk.start()

    def _advance(self, done: int, of: int) -> None:
        if self._bulk is not None and done < of:
            self.result.say(f"正在办理 {done} / {of} 件", tone="primary", button="停止")

    def _end(self) -> None:
        if self._bulk is None:
            return
        what, why = self._bulk.summary()
        self.result.say(what, more=why, tone="amber" if why else "green")
        self._bulk.deleteLater()
        self._bulk = None

    def _stop(self) -> None:
        if self._bulk is not None:
            self._bulk.stop()

    def _lay_out(self) -> None:
        self.result.acted.connect(self._stop)
        column = QVBoxLayout()
        flow = Flow(spacing=6)
        for deed in DEEDS:
            kind = "danger" if deed.danger else "secondary"
            on = partial(self.ask, deed.name)
            button = Button(deed.title, kind=kind, hint=deed.keys, small=True, on=on)
            self.buttons[deed.name] = button
            flow.addWidget(button)
        self.paper = PaperButton(self._worker, self._screen.papers)
        flow.addWidget(self.paper)
        column.addLayout(flow)
        self.strip.body.setContentsMargins(12, 10, 12, 10)
        self.strip.body.addWidget(self.result)
        self.strip.body.addLayout(column)
