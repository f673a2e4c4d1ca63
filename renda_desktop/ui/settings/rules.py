"""What the station counts and works by: the calendar and the programs."""

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog

from renda_desktop.domain.calendar import Calendar, YearTable
from renda_desktop.domain.program import ProgramDetails
from renda_desktop.queries import calendar, programs
from renda_desktop.services import stations
from renda_desktop.services.imports.holidays import read_holidays
from renda_desktop.ui.form import Form
from renda_desktop.ui.settings.card import SettingsCard
from renda_desktop.ui.widgets import Button, Label
from renda_desktop.ui.widgets.facts import Facts
from renda_desktop.ui.worker import Worker


class HolidaysCard(SettingsCard):
    """Which years are known, and importing one from a file."""

    shows: ClassVar[frozenset[str]] = frozenset({"holidays"})

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker, "节假日")
        self.head.addWidget(Button("导入一年", small=True, on=self.ask))
        self.years = Label(wrap=True)
        words = "国务院办公厅公布下一年的放假通知后,请导入(.toml);在此之前算出的期限标为暂定。"
        self.body.addWidget(self.years)
        self.body.addWidget(Label(words, kind="label", wrap=True))

    def load(self) -> None:
        """Read which years are known."""
        self.worker.read(calendar.calendar, done=self._show, key="calendar")

    @Slot()
    def ask(self) -> None:
        """Ask for a file."""
        path, _kind = QFileDialog.getOpenFileName(self, "导入节假日", "", "节假日文件 (*.toml)")
        if path:
            self.take(Path(path))

    def take(self, path: Path) -> None:
        """Read a file that is chosen already, and show what it says before it counts."""
        self.worker.run(read_holidays, done=self._preview, failed=self.troubled.emit, path=path)

    def _preview(self, table: YearTable) -> None:
        form = Form(self.window(), title=f"导入 {table.year} 年节假日", verb="导入", width=520)
        facts = Facts()
        facts.show_facts(_words(table))
        form.fields.addWidget(facts)
        form.submitted.connect(
            lambda: self.worker.act(
                stations.publish_holidays,
                done=lambda _changes: form.finish(),
                failed=form.fail,
                table=table,
            )
        )
        form.open(form.main)

    def _show(self, known: Calendar) -> None:
        years = sorted(known.known)
        self.years.setText(
            f"已知 {years[0]} 年到 {years[-1]} 年的放假和调休安排。" if years else ""
        )


class ProgramsCard(SettingsCard):
    """The work mechanisms in force, to read."""

    shows: ClassVar[frozenset[str]] = frozenset({"program"})

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker, "工作机制")
        self.facts = Facts()
        self.body.addWidget(self.facts)

    def load(self) -> None:
        """Read the programs."""
        self.worker.read(programs.programs, done=self._show, key="programs")

    def _show(self, found: list[ProgramDetails]) -> None:
        self.facts.show_facts([(one.title, _about(one)) for one in found])


def _about(one: ProgramDetails) -> str:
    """Say what a program asks for, of the things that it is about."""
    said = []
    if one.dispositions:
        said.append(f"{one.handling.days} {one.handling.unit.label}办结")
    if one.kinds:
        said.append(f"提前 {one.notice_days} 天公告" if one.notice_days else "不要求公告")
        said.append(f"代表至少 {one.least_deputies} 名")
    if one.proposal is not None:
        lead = one.proposal.lead
        said.append(f"建议 {lead.days} {lead.unit.label}答复")
    if one.scorecard is not None:
        said.append(f"评议{one.scorecard.subjects.label}")
    if one.ballot is not None:
        said.append("票决")
    return f"{','.join(said)}(第 {one.version} 版)"


def _words(table: YearTable) -> list[tuple[str, str]]:
    days: dict[str, list[str]] = {}
    for day, name in sorted(table.holidays.items()):
        days.setdefault(name, []).append(f"{day:%m-%d}")
    found = [(name, "、".join(some)) for name, some in days.items()]
    worked = "、".join(f"{day:%m-%d}" for day in table.workdays)
    return [*found, ("调休上班", worked)]
