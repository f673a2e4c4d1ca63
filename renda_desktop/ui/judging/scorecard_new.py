"""Opening an evaluation: which program, whom, of which period."""

from datetime import date
from functools import partial

from renda_desktop.domain.deputy import DEPUTY, Deputy, Mandate
from renda_desktop.domain.ids import Id
from renda_desktop.domain.program import ProgramDetails
from renda_desktop.domain.scoring.rules import ScorecardRules
from renda_desktop.domain.terms import SubjectKind
from renda_desktop.queries import people
from renda_desktop.queries.records import record
from renda_desktop.ui import pick
from renda_desktop.ui.asking import AskForm
from renda_desktop.ui.pick import Pick
from renda_desktop.ui.widgets import Choice, DateEdit, Label, LineEdit
from renda_desktop.ui.widgets.choice import Give


class OpenForm(AskForm):
    """Asks for the kind of subject that the program is for."""

    def ask_subject(self, under: list[ProgramDetails], today: date) -> None:
        """Ask for everything that an evaluation begins with."""
        self.program = self.pick("program", "工作机制", [(one, one.title) for one in under])
        self.take("program", lambda: self.program.value().key)
        self.about = Label(kind="muted", wrap=True)
        self.fields.addWidget(self.about)
        self.deputy = Choice(self._deputies, placeholder="姓名或拼音首字母")
        self._deputy = self.add("评议代表", self.deputy)
        self.seat: Pick[Mandate | None] = Pick([(None, "先选代表")])
        self._seat = self.add("任职", self.seat)
        self.name = LineEdit(placeholder="姓名", longest=50)
        self._name = self.add("评议对象", self.name)
        self.unit = Choice(
            pick.departments(self.worker), placeholder="名册里的单位,或直接写名称", free=True
        )
        self._unit = self.add("单位", self.unit)
        self.kind: Pick[str] = Pick([("", "")])
        self._kind = self.add("单位类型", self.kind)
        row = self.row()
        self.begins = DateEdit(date(today.year, 1, 1))
        self.ends = DateEdit(date(today.year, 12, 31))
        self.add("评议期间自", self.begins, into=row)
        self.add("至", self.ends, into=row)
        self.take("begins", self.begins.day)
        self.take("ends", self.ends.day)
        self.line("title", "名称", hint="不填则为“对象 + 年度 + 工作机制”")
        self.words("remark", "备注")
        self.take_all(self._subject)
        self.check(self._wrong)
        self.deputy.chosen.connect(self._ask_seats)
        self.program.currentIndexChanged.connect(self._follow)
        self._follow()

    def _rules(self) -> ScorecardRules:
        rules = self.program.value().scorecard
        assert rules is not None  # noqa: S101 - only programs with evaluations are offered
        return rules

    def _follow(self, _number: int = 0) -> None:
        """Show what the program asks for."""
        rules = self._rules()
        kind = rules.subjects
        deputy = kind is SubjectKind.DEPUTY
        for field, shown in (
            (self._deputy, deputy),
            (self._seat, deputy),
            (self._name, kind is SubjectKind.OFFICIAL),
            (self._unit, not deputy),
            (self._kind, bool(rules.kinds)),
        ):
            field.setVisible(shown)
        self._name.rename(kind.label)
        self._unit.rename("所在单位" if kind is SubjectKind.OFFICIAL else "评议单位")
        self.kind.fill([(one, one) for one in rules.kinds] or [("", "")])
        group = self.program.value().group
        words = [rules.about, f"只评“{group}”的代表。" if group and deputy else ""]
        words.append("保密评议:分数只有站长和上级能看。" if rules.confidential else "")
        self.about.setText("".join(words))
        self.about.setVisible(any(words))
        self.deputy.set_option(None)

    def _deputies(self, text: str, give: Give) -> None:
        group = self.program.value().group
        done = partial(_offer, give)
        self.worker.read(
            people.deputies, done=done, key="deputies", text=text, active=True, group=group
        )

    def _ask_seats(self, _option: object) -> None:
        chosen = self.deputy.value()
        if isinstance(chosen, str):
            self.worker.read(record, done=self._seats, key="seat", noun=DEPUTY, id=Id(chosen))

    def _seats(self, deputy: Deputy) -> None:
        seats = [(one, f"{one.level.label}第 {one.term} 届") for one in deputy.current]
        self.seat.fill(seats or [(None, "没有现任职务")])

    def _subject(self) -> dict[str, object]:
        kind = self._rules().subjects
        said: dict[str, object] = {"unit_kind": self.kind.value()}
        if kind is SubjectKind.DEPUTY:
            seat = self.seat.value()
            said |= {"deputy": self.deputy.value()}
            return said | ({"level": seat.level, "term": seat.term} if seat else {})
        department = self.unit.value()
        said["department"] = department
        text = self.unit.text().strip()
        if kind is SubjectKind.OFFICIAL:
            said["name"] = self.name.text().strip()
            return said | ({} if department else {"unit": text})
        return said | ({} if department else {"name": text})

    def _wrong(self) -> str:
        kind = self._rules().subjects
        if kind is SubjectKind.DEPUTY:
            return "" if self.deputy.value() else "请选评议代表。"
        if kind is SubjectKind.OFFICIAL and not self.name.text().strip():
            return "请填写评议对象的姓名。"
        return "" if self.unit.text().strip() else "请填写单位。"


def _offer(give: Give, rows: list[people.DeputyRow]) -> None:
    give([pick.deputy_option(row) for row in rows])
