"""A rater's sheet on the screen: one line for each indicator, a grade or points."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from renda_desktop.domain.figures import plain
from renda_desktop.domain.scoring.rules import Graded, Indicator
from renda_desktop.domain.scoring.sheets import Mark
from renda_desktop.ui import theme
from renda_desktop.ui.judging.digits import Digits
from renda_desktop.ui.judging.numbers import NumberEdit
from renda_desktop.ui.widgets import Label


class GradeRow(Digits):
    """The grades of one indicator."""

    def __init__(self, leaf: Indicator, grades: Sequence[str]) -> None:
        super().__init__(leaf.title, grades)
        self._leaf, self._grades = leaf, tuple(grades)

    def mark(self) -> Mark | None:
        """Return what is chosen."""
        place = self.place()
        return None if place is None else Mark(self._leaf.key, grade=self._grades[place])


class PointsRow(QWidget):
    """Points from nought to the indicator's weight."""

    def __init__(self, leaf: Indicator) -> None:
        super().__init__()
        self._leaf = leaf
        self.edit = NumberEdit(whole=False, placeholder="0")
        self.edit.setFixedWidth(theme.px(96))
        self.edit.setAccessibleName(leaf.title)
        self.edit.submitted.connect(self.focusNextChild)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self.edit)
        row.addWidget(Label(f"0 至 {plain(leaf.weight)} 分", kind="muted"))
        row.addStretch(1)
        self.setFocusProxy(self.edit)

    def mark(self) -> Mark | None:
        """Return what is written."""
        points = self.edit.decimal()
        return None if points is None else Mark(self._leaf.key, points)


class MarkSheet(QWidget):
    """All indicators that a panel scores."""

    def __init__(self, leaves: Sequence[Indicator]) -> None:
        super().__init__()
        self._leaves = tuple(leaves)
        self.rows: list[GradeRow | PointsRow] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(6))
        grid.setColumnStretch(1, 1)
        for place, leaf in enumerate(leaves):
            grid.addWidget(Label(leaf.title, wrap=True), place, 0)
            row = _row(leaf)
            self.rows.append(row)
            grid.addWidget(row, place, 1)

    def marks(self) -> tuple[Mark, ...]:
        """Return the marks that are given."""
        return tuple(mark for row in self.rows if (mark := row.mark()) is not None)

    def missing(self) -> str:
        """Return the title of the first indicator without a mark, '' for none."""
        pairs = zip(self._leaves, self.rows, strict=True)
        return next((leaf.title for leaf, row in pairs if row.mark() is None), "")


def _row(leaf: Indicator) -> GradeRow | PointsRow:
    if isinstance(leaf.scale, Graded):
        return GradeRow(leaf, [grade.title for grade in leaf.scale.grades])
    return PointsRow(leaf)
