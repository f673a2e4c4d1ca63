"""A form whose fields know under which name a service takes their value."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from PySide6.QtWidgets import QHBoxLayout, QWidget

from renda_desktop.ui import pick
from renda_desktop.ui.form import Form, Tick
from renda_desktop.ui.pick import Pick
from renda_desktop.ui.widgets import Choice, DateEdit, LineEdit, Option, TextEdit
from renda_desktop.ui.widgets.choice import Suggest
from renda_desktop.ui.widgets.several import Several
from renda_desktop.ui.worker import Worker

V = TypeVar("V")


class AskForm(Form):
    """Asks for what one action takes; `given()` returns it."""

    def __init__(
        self,
        worker: Worker,
        window: QWidget,
        *,
        title: str,
        about: str = "",
        verb: str = "",
        danger: bool = False,
        width: int = 620,
    ) -> None:
        super().__init__(
            window, title=title, about=about, verb=verb or title, danger=danger, width=width
        )
        self.worker = worker
        self._given: list[Callable[[], dict[str, object]]] = []
        self._checks: list[Callable[[], str]] = []

    def submit(self) -> None:
        """Say what a check finds wrong; else go on as any form does."""
        wrong = next((words for check in self._checks if (words := check())), "")
        if wrong and self.main.isEnabled():
            self.bar.say(wrong)
        else:
            super().submit()

    def check(self, finds: Callable[[], str]) -> None:
        """Let nothing be submitted while `finds()` has something to say."""
        self._checks.append(finds)

    def goes_on(self) -> bool:
        """Return whether, once saved, the form stays open for the next one."""
        return False

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
        self.take(key, edit.text)
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
        self.take(key, edit.text)
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
        self.take(key, edit.value)
        return edit

    def tick(self, key: str, text: str, *, on: bool = False) -> Tick:
        """Ask for yes or no."""
        edit = Tick(text, on=on)
        self.fields.addWidget(edit)
        self.take(key, edit.isChecked)
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
        self.take(key, edit.text if free else edit.value)
        return edit

    def day(
        self,
        key: str,
        name: str,
        *,
        start: date,
        hint: str = "",
        into: QHBoxLayout | None = None,
    ) -> DateEdit:
        """Ask for a date."""
        edit = DateEdit(start)
        self.add(name, edit, hint=hint, into=into)
        self.take(key, edit.day)
        return edit

    def several(
        self, key: str, name: str, suggest: Suggest, *, hint: str = "", free: bool = False
    ) -> Several:
        """Ask for several of many."""
        edit = Several(suggest, placeholder=hint, free=free)
        self.add(name, edit)
        self.take(key, edit.values)
        return edit

    def deputies(
        self, name: str, *, required: bool = False, start: Sequence[Option] = ()
    ) -> Several:
        """Ask for several deputies."""
        edit = Several(pick.deputies(self.worker), placeholder="姓名或拼音首字母")
        edit.set_options(start)
        self.add(name, edit, required=required)
        self.take("deputies", edit.values)
        return edit

    def take(self, key: str, value: Callable[[], object]) -> None:
        """Give what `value()` returns under a name."""
        self._given.append(lambda: {key: value()})

    def take_all(self, values: Callable[[], dict[str, object]]) -> None:
        """Give what `values()` returns under names of its own."""
        self._given.append(values)
