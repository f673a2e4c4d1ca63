"""An open vote, one member after another: what each votes on every item."""

from collections.abc import Collection

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import VoteOption
from renda_desktop.queries.ballot_files import BallotFile
from renda_desktop.services.ballots import Cast
from renda_desktop.ui import pick, theme
from renda_desktop.ui.asking import AskForm
from renda_desktop.ui.form import Tick
from renda_desktop.ui.judging.digits import Digits
from renda_desktop.ui.widgets import Choice, Label, Option, among
from renda_desktop.ui.widgets.choice import Give, Suggest
from renda_desktop.ui.worker import Worker

_CHOSEN = ("选", "不选")


def voters(worker: Worker, file: BallotFile, *, but: Collection[Id] = ()) -> Suggest:
    """Suggest who came and is on the roster, or all deputies where nobody was named."""
    named = [Option(one.person, one.name) for one in file.members if one.person]
    return among([one for one in named if one.value not in but]) if named else pick.deputies(worker)


class VoteForm(AskForm):
    """Stays open for the next member where it is told to."""

    def ask_votes(self, file: BallotFile) -> None:
        """Ask for all votes of one member."""
        self._file = file
        self._voted = {one.voter for one in file.votes}
        self.voter = Choice(self._left, placeholder="姓名")
        issued = f"已登记 {len(self._voted)} 人,共 {file.row.issued} 人"
        self.add("投票人", self.voter, required=True, hint=issued)
        self.take("voter", self.voter.value)
        self._middle = QWidget()
        self._lines: list[Digits] = []
        self.fields.addWidget(self._middle)
        choose = file.rules.choose
        words = "没有选的视为不选。" if choose else "没有填的项目视为弃权。"
        self.fields.addWidget(Label(words, kind="muted"))
        self.again_tick = Tick("保存后接着登记下一人", on=True)
        self.fields.addWidget(self.again_tick)
        self.take_all(lambda: {"votes": self._votes()})
        self.check(lambda: "" if self._votes() else "这位投票人还没有登记任何一项。")
        self._fill()

    def goes_on(self) -> bool:
        """Empty the lines for the next member."""
        if not self.again_tick.isChecked():
            return False
        self.again()
        self.bar.say(f"已登记 {self.voter.text()} 的投票", tone="green")
        self._voted.add(Id(str(self.voter.value())))
        self.voter.set_option(None)
        self._fill()
        self.take_as_saved()
        self.voter.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _left(self, text: str, give: Give) -> None:
        """Suggest who has not voted yet."""
        voters(self.worker, self._file, but=self._voted)(text, give)

    def _fill(self) -> None:
        """Show an empty line for each item."""
        old, self._middle = self._middle, QWidget()
        grid = QGridLayout(self._middle)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(6))
        grid.setColumnStretch(0, 1)
        words = _CHOSEN if self._file.rules.choose else [one.label for one in VoteOption]
        self._lines = []
        for place, item in enumerate(self._file.items):
            title = f"{item.number}. {item.title}"
            line = Digits(title, words)
            self._lines.append(line)
            grid.addWidget(Label(title, wrap=True), place, 0)
            grid.addWidget(line, place, 1)
        self.fields.replaceWidget(old, self._middle)
        old.hide()
        old.deleteLater()

    def _votes(self) -> tuple[Cast, ...]:
        options = list(VoteOption)
        given = (
            (item.number, line.place())
            for item, line in zip(self._file.items, self._lines, strict=True)
        )
        if self._file.rules.choose:
            return tuple(Cast(number, VoteOption.FOR) for number, at in given if at == 0)
        return tuple(Cast(number, options[at]) for number, at in given if at is not None)
