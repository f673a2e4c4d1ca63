"""The counts of a secret 民主测评: how many gave each grade of each indicator."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout

from renda_desktop.domain.scoring.rules import Graded, Indicator
from renda_desktop.domain.scoring.sheets import Counts
from renda_desktop.domain.terms import PanelForm
from renda_desktop.queries.scorecard_desk import ScorecardDesk
from renda_desktop.ui.asking import AskForm
from renda_desktop.ui.judging.numbers import NumberEdit, NumberGrid
from renda_desktop.ui.judging.rate_form import panels
from renda_desktop.ui.widgets import Label


class CountForm(AskForm):
    """No indicator may have more marks than sheets came back."""

    def ask_counts(self, desk: ScorecardDesk) -> None:
        """Ask for the counts of one meeting."""
        self._desk = desk
        row = self.row()
        self.which = self.pick("panel", "评价主体", panels(desk, PanelForm.TALLY), into=row)
        self.take("panel", lambda: self.which.value().key)
        self.issued, self.returned = NumberEdit(), NumberEdit()
        self.add("发出测评表", self.issued, required=True, into=row)
        self.add("收回测评表", self.returned, required=True, into=row)
        self.take("issued", lambda: self.issued.whole() or 0)
        self.take("returned", lambda: self.returned.whole() or 0)
        self._middle = QVBoxLayout()
        self.fields.addLayout(self._middle)
        self._grids: list[tuple[NumberGrid, list[Indicator], list[str]]] = []
        self.fields.addWidget(
            Label("弃权或漏填的不计入各等次,所以合计可以少于收回数。", kind="muted")
        )
        self.words("comment", "说明")
        self.take("counts", self._counts)
        self.check(self._wrong)
        self.returned.textChanged.connect(lambda _text: self._look())
        self.which.currentIndexChanged.connect(self._follow)
        self._follow()

    def _follow(self, _number: int = 0) -> None:
        """Show a grid for each set of grades that the panel's indicators have."""
        for grid, _leaves, _grades in self._grids:
            grid.hide()
            grid.deleteLater()
        kind = self._desk.row.unit_kind
        by_grades: dict[tuple[str, ...], list[Indicator]] = {}
        for leaf in self._desk.rules.scored_by(self.which.value(), unit_kind=kind):
            if isinstance(leaf.scale, Graded):
                titles = tuple(grade.title for grade in leaf.scale.grades)
                by_grades.setdefault(titles, []).append(leaf)
        self._grids = []
        for grades, leaves in by_grades.items():
            grid = NumberGrid([leaf.title for leaf in leaves], grades, check=self._check)
            self._grids.append((grid, leaves, list(grades)))
            self._middle.addWidget(grid)

    def _check(self, numbers: Sequence[int]) -> tuple[str, bool]:
        back, total = self.returned.whole() or 0, sum(numbers)
        more = f",多 {total - back}" if total > back else ""
        return (f"合计 {total} / {back}{more}", total <= back)

    def _look(self) -> None:
        for grid, _leaves, _grades in self._grids:
            grid.look()

    def _counts(self) -> tuple[Counts, ...]:
        return tuple(
            Counts(leaf.key, dict(zip(grades, numbers, strict=True)))
            for grid, leaves, grades in self._grids
            for leaf, numbers in zip(leaves, grid.values(), strict=True)
        )

    def _wrong(self) -> str:
        if (self.returned.whole() or 0) > (self.issued.whole() or 0):
            return "收回的测评表不能多于发出的。"
        right = all(grid.right() for grid, _leaves, _grades in self._grids)
        return "" if right else "有的指标各等次合计多于收回的测评表,请核对标 ✗ 的行。"
