"""计划: the form that plans a reception, and the same form that corrects one."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from renda_desktop.domain.program import ProgramDetails
from renda_desktop.domain.terms import ReceptionKind
from renda_desktop.queries import programs
from renda_desktop.queries.schedule import ReceptionFile
from renda_desktop.services import amendments, receptions, themes
from renda_desktop.services.action import Changes
from renda_desktop.ui import pick, theme
from renda_desktop.ui.form import Form
from renda_desktop.ui.pick import NewTheme, Pick
from renda_desktop.ui.schedule.times import Times, usual_hours
from renda_desktop.ui.widgets import Choice, LineEdit, Option, TextEdit
from renda_desktop.ui.widgets.several import Several
from renda_desktop.ui.worker import Worker


class PlanForm(Form):
    """Kind, theme, place, time, deputies, departments, leaders. `planned(Changes)`.

    With `file` it corrects a reception that is planned already: only what differs is written.
    """

    planned = Signal(object)

    def __init__(
        self, worker: Worker, window: QWidget, *, day: date, file: ReceptionFile | None = None
    ) -> None:
        verb = "保存更正" if file else "保存计划"
        super().__init__(window, title="更正接待" if file else "计划接待", verb=verb, width=680)
        self._worker, self._file = worker, file
        self._offers: list[tuple[ReceptionKind, ProgramDetails]] = []
        starts, ends = usual_hours(day)
        if file:
            starts, ends = file.view.row.starts, file.view.row.ends
        self.kind: Pick[int] = Pick([])
        self.title = LineEdit(placeholder="不填则用接待类型的名称")
        self.theme = Choice(pick.themes(worker, offer_new=True), placeholder="选择,或输入新主题")
        self.place = LineEdit()
        self.times = Times(worker, starts=starts, ends=ends)
        self.deputies = Several(pick.deputies(worker), placeholder="姓名或拼音首字母")
        self.departments = Several(pick.departments(worker), placeholder="单位名称或拼音首字母")
        self.leaders = Several(
            lambda _t, give: give([]), placeholder="姓名,回车加下一位", free=True
        )
        self.remark = TextEdit()
        self.submitted.connect(self._save)
        self.kind.currentIndexChanged.connect(self._offered)
        worker.read(programs.programs, done=self._begin)

    def _begin(self, found: Sequence[ProgramDetails]) -> None:
        offers = [(kind, program) for program in found for kind in program.kinds]
        self._offers = sorted(offers, key=lambda one: list(ReceptionKind).index(one[0]))
        self.kind.fill((n, _offer(*one)) for n, one in enumerate(self._offers))
        first = self.row()
        if not self._file:
            self.add("接待类型", self.kind, into=first, stretch=2)
        self.add("名称", self.title, into=first, stretch=3)
        second = self.row()
        self.add("接待主题", self.theme, into=second)
        self.add("地点", self.place, required=True, into=second)
        self.fields.addWidget(self.times)
        self._deputies = self.add("接待代表", self.deputies)
        third = self.row()
        self.add("参加部门", self.departments, into=third)
        self.add("参加领导", self.leaders, into=third)
        self.add("备注", self.remark)
        self.remark.setFixedHeight(theme.px(64))
        if self._file:
            self._fill(self._file)
        self._offered()
        self.open(None if self._file is None else self.title)

    def _fill(self, file: ReceptionFile) -> None:
        view, row = file.view, file.view.row
        self.title.setText(row.title)
        self.place.setText(row.place)
        if row.theme:
            self.theme.set_option(Option(row.theme, row.theme_title))
        self.deputies.set_options([Option(p.id, p.name, p.detail) for p in view.deputies])
        self.departments.set_options([Option(p.id, p.name, p.detail) for p in view.departments])
        self.leaders.set_options([Option(n, n) for n in view.leaders.split("、") if n])
        self.remark.setText(view.remark)

    def _program(self) -> ProgramDetails:
        return self._file.program if self._file else self._offers[self.kind.value()][1]

    def _offered(self) -> None:
        if self._offers:
            self.deputies.line.setPlaceholderText(
                f"姓名或拼音首字母,至少 {self._program().least_deputies} 名"
            )

    def _save(self) -> None:
        least, have = self._program().least_deputies, len(self.deputies.values())
        short = have < least
        self._deputies.set_error(f"至少 {least} 名,现在 {have} 名" if short else "")
        if short:
            self.again()
            self.deputies.setFocus()
            return
        chosen = self.theme.value()
        if isinstance(chosen, NewTheme):
            self._worker.act(
                themes.register, done=self._with_theme, failed=self.fail, title=str(chosen)
            )
        else:
            self._write(chosen)

    def _with_theme(self, changes: Changes) -> None:
        self.theme.set_option(Option(changes.id, str(self.theme.value())))
        self._write(changes.id)

    def _write(self, about: object) -> None:
        done, failed = self._done, self.fail
        if self._file:
            act = partial(amendments.amend, noun="reception", stream=self._file.view.row.id)
            self._worker.act(act, done=done, failed=failed, changes=self._changes(about))
            return
        kind, program = self._offers[self.kind.value()]
        self._worker.act(
            receptions.plan,
            done=done,
            failed=failed,
            kind=kind,
            program=program.key,
            title=self.title.text(),
            theme=about,
            place=self.place.text(),
            starts=self.times.starts,
            ends=self.times.ends,
            deputies=self.deputies.values(),
            departments=self.departments.values(),
            leaders=self.leaders.values(),
            moved_from=self.times.moved_from,
            provisional=self.times.provisional,
            remark=self.remark.text(),
        )

    def _changes(self, about: object) -> dict[str, object]:
        moved = {"moved_from": self.times.moved_from, "provisional": self.times.provisional}
        return (moved if self.times.changed else {}) | {
            "title": self.title.text() or self._old_title(),
            "theme": about,
            "place": self.place.text(),
            "starts": self.times.starts,
            "ends": self.times.ends,
            "deputies": self.deputies.values(),
            "departments": self.departments.values(),
            "leaders": self.leaders.values(),
            "remark": self.remark.text(),
        }

    def _old_title(self) -> str:
        return self._file.view.row.title if self._file else ""

    def _done(self, changes: Changes) -> None:
        self.finish()
        self.planned.emit(changes)


def _offer(kind: ReceptionKind, program: ProgramDetails) -> str:
    return kind.label if kind.label == program.title else f"{kind.label}({program.title})"
