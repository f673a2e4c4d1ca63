"""One rater's sheet after another: the panel, who rates, a mark for each indicator."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from renda_desktop.domain.ids import Id
from renda_desktop.domain.scoring.rules import Panel
from renda_desktop.domain.terms import PanelForm
from renda_desktop.queries.scorecard_desk import ScorecardDesk
from renda_desktop.ui import pick
from renda_desktop.ui.asking import AskForm
from renda_desktop.ui.form import Tick
from renda_desktop.ui.judging.marks import MarkSheet
from renda_desktop.ui.widgets import Choice, TextEdit


def panels(desk: ScorecardDesk, form: PanelForm) -> list[tuple[Panel, str]]:
    """Return the panels of one form that have something to score, with their titles."""
    kind = desk.row.unit_kind
    return [
        (one, one.title)
        for one in desk.rules.panels
        if one.form is form and desk.rules.scored_by(one, unit_kind=kind)
    ]


class RateForm(AskForm):
    """Stays open for the next sheet where it is told to."""

    def ask_sheet(self, desk: ScorecardDesk) -> None:
        """Ask for one sheet of an evaluation."""
        self._desk = desk
        row = self.row()
        self._heads = {one.key: one.heads for one in desk.file.panels}
        offered = [(one, self._called(one)) for one, _title in panels(desk, PanelForm.SHEETS)]
        self.which = self.pick("panel", "评价主体", offered, into=row)
        self.take("panel", lambda: self.which.value().key)
        self.rater = Choice(pick.deputies(self.worker), placeholder="姓名,或评分表编号", free=True)
        self._rater = self.add("评分人", self.rater, into=row)
        self.take_all(self._who)
        self._middle = QVBoxLayout()
        self.fields.addLayout(self._middle)
        self.comment = TextEdit()
        self._said = self.add("评语", self.comment)
        self.take("comment", self.comment.text)
        self.again_tick = Tick("保存后接着录下一份", on=True)
        self.fields.addWidget(self.again_tick)
        self.sheet = MarkSheet(())
        self.take_all(lambda: {"marks": self.sheet.marks()})
        self.check(self._wrong)
        self.which.currentIndexChanged.connect(self._follow)
        self._follow()

    def goes_on(self) -> bool:
        """Empty the sheet for the next rater."""
        panel = self.which.value()
        if panel.own or not self.again_tick.isChecked():
            return False
        self.again()
        self._heads[panel.key] = self._heads.get(panel.key, 0) + 1
        self.which.setItemText(self.which.currentIndex(), self._called(panel))
        self.bar.say(f"已保存 {self.rater.text()} 的评分表", tone="green")
        self.rater.set_option(None)
        self.comment.setText("")
        self._follow()
        self.take_as_saved()
        self.rater.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _called(self, panel: Panel) -> str:
        """Return a panel's title with how many sheets it has, of how many it needs."""
        return f"{panel.title}(已有 {self._heads.get(panel.key, 0)}/{panel.least})"

    def _follow(self, _number: int = 0) -> None:
        """Show the sheet of the panel."""
        panel = self.which.value()
        self._middle.removeWidget(self.sheet)
        self.sheet.hide()
        self.sheet.deleteLater()
        leaves = self._desk.rules.scored_by(panel, unit_kind=self._desk.row.unit_kind)
        self.sheet = MarkSheet(leaves)
        self._middle.addWidget(self.sheet)
        self._rater.setVisible(not panel.own)
        self.again_tick.setVisible(not panel.own)
        self._said.rename("述评" if panel.own else "评语")

    def _who(self) -> dict[str, object]:
        person = self.rater.value()
        known = isinstance(person, str) and not self.which.value().own
        return {
            "person": Id(str(person)) if known else None,
            "rater": "" if known or self.which.value().own else self.rater.text().strip(),
        }

    def _wrong(self) -> str:
        own = self.which.value().own
        if not own and not self.rater.text().strip():
            return "请填写评分人或评分表编号。"
        if missing := self.sheet.missing():
            return f"“{missing}”还没有评。"
        return "请填写述评。" if own and not self.comment.text().strip() else ""
