"""Numbers as they stand on a counting sheet: one cell beside the other, checked as one types."""

from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QGridLayout, QWidget

from renda_desktop.ui import theme
from renda_desktop.ui.widgets import Label, LineEdit, restyle
from renda_desktop.ui.widgets.edit import ENTER
from renda_desktop.ui.widgets.scroll import Scroll

_WHOLE = QRegularExpression(r"\d{0,6}")
_DECIMAL = QRegularExpression(r"[+-]?\d{0,12}(\.\d{0,6})?")


class NumberEdit(LineEdit):
    """A number, whole or with decimals; nothing else can be typed."""

    def __init__(self, text: str = "", *, whole: bool = True, placeholder: str = "") -> None:
        super().__init__(text, placeholder=placeholder, longest=20)
        self.setValidator(QRegularExpressionValidator(_WHOLE if whole else _DECIMAL, self))

    def whole(self) -> int | None:
        """Return the number, None for nothing."""
        return int(self.text()) if self.text().strip() else None

    def decimal(self) -> Decimal | None:
        """Return the number, None for nothing or for half of one."""
        try:
            return Decimal(self.text().strip())
        except InvalidOperation:
            return None


class Cell(NumberEdit):
    """A cell of a grid. Enter and Down go on, Up goes back."""

    left = Signal(int)

    def __init__(self) -> None:
        super().__init__(placeholder="0")
        self.setAlignment(Qt.AlignmentFlag.AlignRight)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move as in a spreadsheet."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in ENTER:
            self.left.emit(0)
        elif plain and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.left.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)


Check = Callable[[Sequence[int]], tuple[str, bool]]
"""What is said of a row of numbers, and whether it is right."""


class NumberGrid(QWidget):
    """Titles at the left, a cell for each column, and at the right what each row adds up to.

    `changed`: a cell was typed in. Empty cells count as nought.
    """

    changed = Signal()

    def __init__(self, titles: Sequence[str], columns: Sequence[str], *, check: Check) -> None:
        super().__init__()
        self._check = check
        self._cells: list[list[Cell]] = []
        self._said: list[Label] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(8))
        grid.setVerticalSpacing(theme.px(6))
        grid.setColumnStretch(0, 1)
        for number, column in enumerate(columns, 1):
            grid.addWidget(Label(column, kind="label"), 0, number)
        for row, title in enumerate(titles):
            self._add(grid, row, title, columns)
        self.look()

    def values(self) -> list[list[int]]:
        """Return the numbers, row by row."""
        return [[cell.whole() or 0 for cell in row] for row in self._cells]

    def right(self) -> bool:
        """Return whether every row is right."""
        return all(self._check(row)[1] for row in self.values())

    def accessible_words(self) -> str:
        """Return what is said of the rows, one under another."""
        return "\n".join(label.text() for label in self._said)

    def look(self) -> None:
        """Say of each row whether it is right."""
        for label, row in zip(self._said, self.values(), strict=True):
            words, right = self._check(row)
            label.setText(f"✓ {words}" if right else f"✗ {words}")
            restyle(label, kind="muted" if right else "error")

    def _add(self, grid: QGridLayout, row: int, title: str, columns: Sequence[str]) -> None:
        name = Label(title, wrap=True)
        name.setMinimumWidth(theme.px(160))
        grid.addWidget(name, row + 1, 0)
        cells = [Cell() for _ in columns]
        for column, cell in enumerate(cells):
            cell.setAccessibleName(f"{title} {columns[column]}")
            cell.setFixedWidth(theme.px(68))
            cell.textEdited.connect(self._typed)
            cell.left.connect(lambda by, r=row, c=column: self._move(r, c, by))
            grid.addWidget(cell, row + 1, column + 1)
        self._cells.append(cells)
        said = Label(kind="muted")
        said.setMinimumWidth(theme.px(150))
        grid.addWidget(said, row + 1, len(columns) + 1)
        self._said.append(said)

    def _typed(self, _text: str) -> None:
        self.look()
        self.changed.emit()

    def _move(self, row: int, column: int, by: int) -> None:
        """Go to the next cell by rows, or up and down a column."""
        if by:
            row += by
        elif column + 1 < len(self._cells[row]):
            column += 1
        else:
            row, column = row + 1, 0
        if 0 <= row < len(self._cells):
            cell = self._cells[row][column]
            cell.setFocus(Qt.FocusReason.TabFocusReason)
            cell.selectAll()
            self._show(cell)
        else:
            self.focusNextChild()

    def _show(self, cell: Cell) -> None:
        """Bring a cell into sight where the sheet scrolls."""
        around = self.parentWidget()
        while around is not None and not isinstance(around, Scroll):
            around = around.parentWidget()
        if around is not None:
            around.ensureWidgetVisible(cell, 0, theme.px(32))
