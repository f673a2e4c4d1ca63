"""Who came: found among the residents, or new."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from renda_desktop.domain.visit import MOST_HEADS
from renda_desktop.queries import desk, residents
from renda_desktop.queries.residents import ResidentRow
from renda_desktop.ui import theme
from renda_desktop.ui.desk.draft import Pick, VisitDraft
from renda_desktop.ui.desk.lists import Lists
from renda_desktop.ui.desk.many import Many
from renda_desktop.ui.pinyin import matches
from renda_desktop.ui.widgets import Choice, Field, Label, LineEdit, Option
from renda_desktop.ui.widgets.choice import Give
from renda_desktop.ui.worker import Worker

_OFFERED = 8


class PersonForm(QWidget):
    """Name, telephone, address; how many; anonymous, confidential; who listens.

    `found(ResidentRow | None)` when a resident is picked or left again. The telephone of a
    resident on record is shown masked and is not touched until another one is typed.
    """

    changed = Signal()
    found = Signal(object)
    finished = Signal()
    """Enter in the last of the fields that are usually typed."""

    def __init__(self, worker: Worker, lists: Lists, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worker, self._lists = worker, lists
        self._resident: ResidentRow | None = None
        self._chosen_listeners = False
        self._present: tuple[Pick, ...] = ()
        self.name = Choice(self._suggest_name, placeholder="姓名、拼音、电话尾号", free=True)
        self.phone = LineEdit(longest=30)
        self.address = Choice(self._suggest_address, free=True)
        self.heads = QSpinBox()
        self.heads.setRange(1, MOST_HEADS)
        self.anonymous = QCheckBox("匿名(&N)")
        self.confidential = QCheckBox("保密(&B)")
        self.confidential.setToolTip("姓名和电话只有本站能看到")
        self.listeners = Many("接待代表", nothing="未选")
        self.fields = {
            "name": Field("姓名", self.name, required=True),
            "phone": Field("电话", self.phone),
            "address": Field("住址/小区", self.address),
        }
        self._lay_out()
        self._connect()

    @property
    def resident(self) -> ResidentRow | None:
        """The resident on record who came."""
        return self._resident

    def load(self, draft: VisitDraft) -> None:
        """Show what was typed before; a resident on record is looked up again."""
        self._resident = None
        self.name.set_option(None)
        self.name.setText(draft.name)
        self.phone.setText(draft.phone)
        self.address.setText(draft.address)
        self.heads.setValue(draft.heads)
        self.anonymous.setChecked(draft.anonymous)
        self.confidential.setChecked(draft.confidential)
        self._chosen_listeners = draft.listeners is not None
        self.listeners.set_picks(self._present if draft.listeners is None else draft.listeners)
        self._allow_person()
        if draft.resident is not None:
            again = partial(self._find_again, draft)
            self._worker.read(residents.resident, done=again, key="resident", id=draft.resident)
        else:
            self.found.emit(None)

    def values(self) -> VisitDraft:
        """Return what is typed now, without matters."""
        known, phone, address = self._resident, self.phone.text(), self.address.text()
        return VisitDraft(
            resident=known.id if known else None,
            name=self.name.text(),
            phone="" if known and phone == known.masked else phone,
            address="" if known and address == known.address else address,
            heads=self.heads.value(),
            anonymous=self.anonymous.isChecked(),
            confidential=self.confidential.isChecked(),
            listeners=self.listeners.picks() if self._chosen_listeners else None,
        )

    def set_listeners(self, offered: Sequence[Option], *, present: tuple[Pick, ...]) -> None:
        """Offer the reception's deputies; those present listen unless others are chosen."""
        self.listeners.set_options(offered)
        self._present = present
        if not self._chosen_listeners:
            self.listeners.set_picks(present)

    def clear_errors(self) -> None:
        """Nothing is wrong any more, as far as known."""
        for field in self.fields.values():
            if field.error:
                field.set_error("")

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        for name, stretch in (("name", 4), ("phone", 3), ("address", 5)):
            row.addWidget(self.fields[name], stretch=stretch)
        more = QHBoxLayout()
        more.setSpacing(theme.px(8))
        self.heads.setAccessibleName("来访人数")
        self.heads.setFixedWidth(theme.px(72))
        more.addWidget(Label("来访人数", kind="label"))
        more.addWidget(self.heads)
        more.addSpacing(theme.px(8))
        more.addWidget(self.anonymous)
        more.addWidget(self.confidential)
        more.addSpacing(theme.px(8))
        more.addWidget(Label("接待代表", kind="label"))
        more.addWidget(self.listeners, stretch=1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addLayout(row)
        column.addLayout(more)

    def _connect(self) -> None:
        for text in (self.name, self.phone, self.address):
            text.textChanged.connect(self.changed)
        self.name.chosen.connect(self._take)
        self.name.submitted.connect(self.phone.setFocus)
        self.phone.submitted.connect(self.address.setFocus)
        self.address.submitted.connect(self.finished)
        self.heads.valueChanged.connect(self._touched)
        self.anonymous.toggled.connect(self._allow_person)
        self.anonymous.toggled.connect(self._touched)
        self.confidential.toggled.connect(self._touched)
        self.listeners.changed.connect(self._listeners_chosen)

    def _suggest_name(self, text: str, give: Give) -> None:
        def offer(rows: list[ResidentRow]) -> None:
            give([Option(row, row.name, _about(row)) for row in rows])

        self._worker.read(residents.residents, done=offer, key="name", text=text, limit=_OFFERED)

    def _suggest_address(self, text: str, give: Give) -> None:
        places = [one for one in self._lists.places if matches(text, one.text)][:_OFFERED]

        def offer(known: list[str]) -> None:
            more = [Option(one, one) for one in known if one not in {p.text for p in places}]
            give([*places, *more][:_OFFERED])

        if text:
            self._worker.read(desk.addresses, done=offer, key="address", text=text)
        else:
            give(places)

    @Slot(object)
    def _take(self, option: Option | None) -> None:
        if option is None:
            self._leave()
        elif isinstance(option.value, ResidentRow):
            self._show(option.value)
            self.phone.setText(option.value.masked)
            self.address.setText(option.value.address)
            self.changed.emit()

    def _show(self, row: ResidentRow) -> None:
        self._resident = row
        self.found.emit(row)

    def _leave(self) -> None:
        """The name is typed over: what was filled in from the record goes with it."""
        known, self._resident = self._resident, None
        if known is not None:
            if self.phone.text() == known.masked:
                self.phone.clear()
            if self.address.text() == known.address:
                self.address.clear()
            self.found.emit(None)

    def _find_again(self, draft: VisitDraft, row: ResidentRow | None) -> None:
        if row is None:
            return
        self.name.set_option(Option(row, row.name))
        self._show(row)
        if not draft.phone:
            self.phone.setText(row.masked)
        if not draft.address:
            self.address.setText(row.address)

    @Slot()
    def _allow_person(self) -> None:
        for field in self.fields.values():
            field.setEnabled(not self.anonymous.isChecked())
            if self.anonymous.isChecked():
                field.set_error("")

    @Slot()
    def _touched(self) -> None:
        self.changed.emit()

    @Slot()
    def _listeners_chosen(self) -> None:
        self._chosen_listeners = True
        self.changed.emit()


def _about(row: ResidentRow) -> str:
    return " · ".join(part for part in (row.masked, row.address) if part)
