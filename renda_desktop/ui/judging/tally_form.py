"""One teller's count of a secret ballot: what came back, and the votes of every item."""

from collections.abc import Sequence

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.verdict import Count, Votes, check_count
from renda_desktop.queries.ballot_files import BallotFile
from renda_desktop.ui.asking import AskForm
from renda_desktop.ui.judging.numbers import NumberEdit, NumberGrid
from renda_desktop.ui.widgets import Label


class TallyForm(AskForm):
    """Adds up as one types; what does not add up cannot be saved."""

    def ask_count(self, file: BallotFile) -> None:
        """Ask for the count of a ballot."""
        self._file = file
        row = self.row()
        self.returned = NumberEdit(str(file.row.issued or ""))
        self.invalid = NumberEdit("0")
        self.add(
            "收回票数", self.returned, required=True, hint=f"发出 {file.row.issued} 张", into=row
        )
        self.add("其中无效票", self.invalid, required=True, into=row)
        choose = file.rules.choose
        columns = ("得票",) if choose else ("赞成", "反对", "弃权")
        titles = [f"{one.number}. {one.title}" for one in file.items]
        self.grid = NumberGrid(titles, columns, check=self._look)
        self.total = Label(kind="muted", wrap=True)
        self.fields.addWidget(self.grid)
        self.fields.addWidget(self.total)
        for edit in (self.returned, self.invalid):
            edit.textChanged.connect(lambda _text: self._again())
        self.grid.changed.connect(self._sum)
        self.check(self._wrong)
        self.take_all(self._counted)
        self._sum()

    def _valid(self) -> int:
        return (self.returned.whole() or 0) - (self.invalid.whole() or 0)

    def _look(self, votes: Sequence[int]) -> tuple[str, bool]:
        valid, total = self._valid(), sum(votes)
        if self._file.rules.choose:
            return (f"不超过有效票 {valid}", total <= valid)
        if total == valid:
            return (f"合计 {total} = 有效票", True)
        more = f"多 {total - valid}" if total > valid else f"少 {valid - total}"
        return (f"合计 {total},{more}", False)

    def _again(self) -> None:
        self.grid.look()
        self._sum()

    def _sum(self) -> None:
        choose, valid = self._file.rules.choose, self._valid()
        words = f"有效票 {valid} 张。"
        if choose:
            total = sum(map(sum, self.grid.values()))
            least, most = choose.least * valid, choose.most * valid
            fits = "" if least <= total <= most else ",对不上"
            chosen = f"每票选 {choose.least} 至 {choose.most} 项,各项得票合计 {total} 票"
            words += f"{chosen},应在 {least} 到 {most} 票之间{fits}。"
        self.total.setText(words)

    def _count(self) -> Count:
        items = tuple(
            Votes(one.number, *votes)
            for one, votes in zip(self._file.items, self.grid.values(), strict=True)
        )
        return Count(self.returned.whole() or 0, self.invalid.whole() or 0, items)

    def _wrong(self) -> str:
        numbers = [one.number for one in self._file.items]
        try:
            check_count(self._file.rules, count=self._count(), numbers=numbers)
        except RuleBroken as broken:
            return str(broken)
        return ""

    def _counted(self) -> dict[str, object]:
        count = self._count()
        return {"returned": count.returned, "invalid": count.invalid, "items": count.items}
