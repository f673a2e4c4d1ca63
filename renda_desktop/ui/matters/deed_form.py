"""The form of one action on a matter: it asks only for what that action takes."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtWidgets import QHBoxLayout, QWidget

from renda_desktop.domain.moments import day_of
from renda_desktop.queries import deadlines
from renda_desktop.queries.deadlines import Deadline
from renda_desktop.queries.matter_files import MatterFile
from renda_desktop.ui import pick
from renda_desktop.ui.clock import Clock
from renda_desktop.ui.form import Form, Tick
from renda_desktop.ui.pick import Pick
from renda_desktop.ui.widgets import Choice, LineEdit, Option, TextEdit
from renda_desktop.ui.widgets.choice import Give, Suggest
from renda_desktop.ui.widgets.several import Several
from renda_desktop.ui.worker import Worker

V = TypeVar("V")


class DeedForm(Form):
    """Fields that know under which name a service takes their value.

    `file` is the matter, or None where the action is for several: then nothing is known before.
    """

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
        super().__init__(window, title=title, about=about, verb=title, danger=danger, width=620)
        self.worker, self.file, self.clock = worker, file, clock
        self._given: list[Callable[[], dict[str, object]]] = []

    def given(self) -> dict[str, object]:
        """Return what was filled in, under the names that the service takes."""
        found: dict[str, object] = {}
        for one in self._given:
            found |= one()
        return found

    def words(
        self, key: str, name: str, *, required: bool = False, text: str = "", hint: str = ""
    ) -> TextEdit:
        """Ask for a text of several lines."""
        edit = TextEdit(text)
        self.add(name, edit, required=required, hint=hint)
        self._take(key, edit.text)
        return edit

    def line(
        self,
        key: str,
        name: str,
        *,
        required: bool = False,
        text: str = "",
        hint: str = "",
        longest: int = 200,
        into: QHBoxLayout | None = None,
    ) -> LineEdit:
        """Ask for one line."""
        edit = LineEdit(text, placeholder=hint, longest=longest)
        self.add(name, edit, required=required, into=into)
        self._take(key, edit.text)
        return edit

    def pick(
        self,
        key: str,
        name: str,
        options: Sequence[tuple[V, str]],
        *,
        value: V | None = None,
        into: QHBoxLayout | None = None,
    ) -> Pick[V]:
        """Ask for one of a few."""
        edit = Pick(options, value=value)
        self.add(name, edit, into=into)
        self._take(key, edit.value)
        return edit

    def tick(self, key: str, text: str, *, on: bool = False) -> Tick:
        """Ask for yes or no."""
        edit = Tick(text, on=on)
        self.fields.addWidget(edit)
        self._take(key, edit.isChecked)
        return edit

    def choice(
        self,
        key: str,
        name: str,
        suggest: Suggest,
        *,
        start: Option | None = None,
        required: bool = False,
        hint: str = "",
        free: bool = False,
        into: QHBoxLayout | None = None,
    ) -> Choice:
        """Ask for one of many; with `free` the text itself is what is taken."""
        edit = Choice(suggest, placeholder=hint, free=free)
        edit.set_option(start)
        self.add(name, edit, required=required, into=into)
        self._take(key, edit.text if free else edit.value)
        return edit

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
        self._take("co_units", edit.values)

    def deputies(self, name: str, *, required: bool = False, start: Sequence[Option] = ()) -> None:
        """Ask for several deputies."""
        edit = Several(pick.deputies(self.worker), placeholder="姓名或拼音首字母")
        edit.set_options(start)
        self.add(name, edit, required=required)
        self._take("deputies", edit.values)

    def due(self, *, required: bool = False, proposed: bool = True, kept: str = "") -> None:
        """Ask for a term: a number of days, a day, or the program's own."""
        hint = kept or ("天数或日期" if self.file else "不填则按各自的工作机制")
        edit = Choice(self._terms, placeholder=hint)
        if self.file and proposed:
            own = Deadline("", self.file.proposed)
            edit.set_option(Option(own, own.text))
        field_hint = "暂定:当年放假安排尚未公布" if _unsure(self.file, proposed) else ""
        self._due = self.add("办结期限", edit, required=required, hint=field_hint)
        self._given.append(partial(_term, edit))

    def show_due(self, shown: bool) -> None:
        """Ask for the term only where one is given."""
        self._due.setVisible(shown)

    def _take(self, key: str, value: Callable[[], object]) -> None:
        self._given.append(lambda: {key: value()})

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
