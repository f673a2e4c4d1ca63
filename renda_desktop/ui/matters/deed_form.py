"""The form of one action on a matter: it asks only for what that action takes."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from renda_desktop.domain.moments import day_of
from renda_desktop.queries import deadlines
from renda_desktop.queries.deadlines import Deadline
from renda_desktop.queries.matter_files import MatterFile
from renda_desktop.ui import pick
from renda_desktop.ui.asking import AskForm
from renda_desktop.ui.clock import Clock
from renda_desktop.ui.widgets import Choice, Option
from renda_desktop.ui.widgets.choice import Give
from renda_desktop.ui.widgets.several import Several
from renda_desktop.ui.worker import Worker


class DeedForm(AskForm):
    """`file` is the matter, or None where the action is for several: nothing is known then."""

    def __init__(
        self,
        worker: Worker,
        window: QWidget,
        *,
        title: str,
        about: str,
        clock: Clock,
        file: MatterFile | None,
        danger: bool = False,
    ) -> None:
        super().__init__(worker, window, title=title, about=about, danger=danger)
        self.file, self.clock = file, clock

    def unit(self, *, known: bool = True, into: QHBoxLayout | None = None) -> None:
        """Ask for the department that leads."""
        at = self.file.rounds[-1] if self.file and known else None
        start = Option(at.unit, at.unit_name) if at and at.unit else None
        self.choice("unit", "承办单位", pick.departments(self.worker), start=start, into=into)

    def deputy(self, *, known: bool = True, into: QHBoxLayout | None = None) -> None:
        """Ask for the deputy."""
        at = self.file.rounds[-1] if self.file and known else None
        start = Option(at.deputy, at.deputy_name) if at and at.deputy else None
        self.choice("deputy", "代表", pick.deputies(self.worker), start=start, into=into)

    def co_units(self, *, known: bool = True) -> None:
        """Ask for the units that help."""
        edit = Several(pick.departments(self.worker), placeholder="协办单位,可选几个")
        if self.file and known:
            edit.set_options([Option(*one) for one in self.file.rounds[-1].co_units])
        self.add("协办单位", edit)
        self.take("co_units", edit.values)

    def due(self, *, required: bool = False, proposed: bool = True, kept: str = "") -> None:
        """Ask for a term: a number of days, a day, or the program's own."""
        hint = kept or ("天数或日期" if self.file else "不填则按各自的工作机制")
        edit = Choice(self._terms, placeholder=hint)
        if self.file and proposed:
            own = Deadline("", self.file.proposed)
            edit.set_option(Option(own, own.text))
        field_hint = "暂定:当年放假安排尚未公布" if _unsure(self.file, proposed) else ""
        self._due = self.add("办结期限", edit, required=required, hint=field_hint)
        self.take_all(partial(_term, edit))

    def show_due(self, shown: bool) -> None:
        """Ask for the term only where one is given."""
        self._due.setVisible(shown)

    def _terms(self, text: str, give: Give) -> None:
        if self.file is None:
            days = [text] if text.isdecimal() and 0 < int(text) <= 3650 else ["5", "10", "20", "30"]
            give([Option(int(one), f"{one} 天(按各自机制的工作日或自然日)") for one in days])
            return
        rules = self.file.program
        self.worker.read(
            deadlines.deadlines, done=partial(_offer, give), key="terms", program=rules.key,
            version=rules.version, start=day_of(self.clock()), text=text,
        )  # fmt: skip


def _offer(give: Give, found: Sequence[Deadline]) -> None:
    give([Option(one, one.text, "暂定" if one.due.provisional else "") for one in found])


def _term(edit: Choice) -> dict[str, object]:
    chosen = edit.value()
    if isinstance(chosen, int):
        return {"days": chosen}
    if not isinstance(chosen, Deadline):
        return {}
    if chosen.asked and not chosen.asked.isdecimal():
        return {"due_on": chosen.due.on}
    return {"days": chosen.due.term.days}


def _unsure(file: MatterFile | None, proposed: bool) -> bool:
    return bool(file and proposed and file.proposed.provisional)
