"""The panel of a ledger: its columns can be chosen, and are remembered for the next one."""

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from renda_desktop.services.imports.ledger import COLUMNS, LedgerRow
from renda_desktop.services.imports.mappings import recall, remember
from renda_desktop.services.imports.rows import Sheet
from renda_desktop.services.imports.writing import Written
from renda_desktop.ui.form import Tick
from renda_desktop.ui.imports.kinds import ListOf
from renda_desktop.ui.imports.mapping import Mapping
from renda_desktop.ui.imports.panel import ImportPanel
from renda_desktop.ui.worker import Worker

_COLUMNS = 2
"""The third tab."""


class LedgerPanel(ImportPanel[LedgerRow]):
    """An import whose third tab shows which column is which."""

    def __init__(
        self, worker: Worker, window: QWidget, *, kind: ListOf[LedgerRow], path: Path
    ) -> None:
        self.mapping = Mapping(COLUMNS)
        self._chosen: dict[str, str] = {}
        self._asked = False
        self._told = False
        super().__init__(worker, window, kind=kind, path=path)
        self.units = Tick("台账里没有登记的承办单位一并登记", changed=self._reweigh)
        self._tables = (*self._tables, self.mapping)
        self.fields.insertWidget(self.fields.indexOf(self.partly), self.mapping, stretch=1)
        self.fields.addWidget(self.units)
        self.tabs.addTab("栏目对应")
        self.mapping.changed.connect(self._map)
        self.mapping.hide()

    def wanted(self) -> dict[str, object]:
        """Return which columns are read as what."""
        return {"chosen": self._chosen}

    def given(self) -> dict[str, object]:
        """Return whether departments are registered that are not on record."""
        return {"new_units": self.units.isChecked()}

    def _show(self, sheet: Sheet[LedgerRow]) -> None:
        """Show the columns; before, ask once what was chosen for such a header."""
        if not self._asked:
            self._asked = True
            self.sheet = sheet
            self._worker.read(recall, done=self._recalled, titles=sheet.header.titles)
            return
        self.mapping.show_header(sheet.header, chosen=self._chosen)
        super()._show(sheet)

    def _recalled(self, chosen: dict[str, str]) -> None:
        sheet = self.sheet
        self._chosen = chosen
        if chosen:
            self.read()
        elif sheet is not None:
            self._show(sheet)

    def _show_rows(self, would: Written) -> None:
        super()._show_rows(would)
        sheet = self.sheet
        missing = sheet is not None and any(
            one.required and one.key not in sheet.header.columns for one in COLUMNS
        )
        if missing or self._told:
            self.tabs.setCurrentIndex(_COLUMNS)
        if missing:
            self.bar.say("有必需的栏目没有找到", more="请选出日期和反映问题各在哪一列。")
        elif self._told:
            self.bar.hide()

    def _did(self, did: Written) -> None:
        if self._chosen and self.sheet is not None:
            self._worker.act(remember, titles=self.sheet.header.titles, chosen=self._chosen)
        super()._did(did)

    @Slot()
    def _map(self) -> None:
        self._told = True
        self._chosen = self.mapping.chosen()
        self.read()

    def _reweigh(self) -> None:
        if self.sheet is not None:
            self.read()

    def _turn(self, number: int) -> None:
        self._told = self._told and number == _COLUMNS
        super()._turn(number)
