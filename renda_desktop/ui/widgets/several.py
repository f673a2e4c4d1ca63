"""Choosing several of many, one after another."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from renda_desktop.ui import theme
from renda_desktop.ui.widgets.choice import Choice, Suggest
from renda_desktop.ui.widgets.flow import Flow
from renda_desktop.ui.widgets.pill import PillButton
from renda_desktop.ui.widgets.suggestions import Option


class Several(QWidget):
    """A `Choice` that collects what is taken as pills beneath it.

    A pill is taken away by pressing it, the last one by Backspace in the empty line. With `free`
    Enter takes a text that is none of the suggestions, with the text itself as its value.
    """

    changed = Signal()

    def __init__(
        self,
        suggest: Suggest,
        *,
        placeholder: str = "",
        free: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._options: list[Option] = []
        self._free = free
        self.line = _Line(suggest, placeholder=placeholder, free=free)
        self.line.chosen.connect(self._take)
        self.line.submitted.connect(self._take_text)
        self.line.emptied.connect(self._drop_last)
        self.setFocusProxy(self.line)
        self._pills = QWidget()
        self._flow = Flow(spacing=6, parent=self._pills)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addWidget(self.line)
        column.addWidget(self._pills)
        self._show()

    def setAccessibleName(self, name: str) -> None:
        """Name the line that is typed in."""
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    def options(self) -> tuple[Option, ...]:
        """Return what is chosen, in the order of choosing; a free text still typed counts."""
        typed = self.line.text().strip()
        if self._free and typed:
            return (*self._options, Option(typed, typed))
        return tuple(self._options)

    def values(self) -> tuple[object, ...]:
        """Return the values of what is chosen."""
        return tuple(dict.fromkeys(option.value for option in self.options()))

    def set_options(self, options: Sequence[Option]) -> None:
        """Choose from the program's side; no signal."""
        self._options = list(options)
        self._show()

    @Slot(object)
    def _take(self, option: Option | None) -> None:
        if option is None:
            return
        self.line.set_option(None)
        if all(option.value != one.value for one in self._options):
            self._options.append(option)
            self._show()
            self.changed.emit()

    @Slot()
    def _take_text(self) -> None:
        text = self.line.text().strip()
        if self._free and text:
            self._take(Option(text, text))

    @Slot()
    def _drop_last(self) -> None:
        if self._options:
            self._drop(self._options[-1])

    def _drop(self, option: Option) -> None:
        self._options.remove(option)
        self._show()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _show(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            if (gone := item.widget()) is not None:
                gone.hide()
                gone.deleteLater()
        for option in self._options:
            pill = PillButton()
            pill.show_status(f"{option.text} ×", tone="primary")
            pill.setAccessibleName(f"去掉 {option.text}")
            pill.clicked.connect(partial(self._drop, option))
            self._flow.addWidget(pill)
        self._pills.setVisible(bool(self._options))


class _Line(Choice):
    """A choice that tells of Backspace where there is nothing to delete."""

    emptied = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace and not self.text() and not self.composing:
            self.emptied.emit()
        super().keyPressEvent(event)
