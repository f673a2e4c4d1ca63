"""Typing a PIN: a new one for oneself, or the one that lets another clerk take over."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.ui.form import Form
from renda_desktop.ui.opener import OpenOffice
from renda_desktop.ui.opening.passphrase import secret_edit
from renda_desktop.ui.widgets import LineEdit
from renda_desktop.ui.worker import Worker


class PinForm(Form):
    """A form of secrets: Enter goes on to the next, `passed` when the last was taken."""

    passed = Signal()

    def __init__(
        self, worker: Worker, window: QWidget, *, office: OpenOffice, title: str, about: str
    ) -> None:
        super().__init__(window, title=title, about=about, verb="确定", width=420)
        self._worker, self._office = worker, office
        self._edits: list[LineEdit] = []

    def secret(self, name: str) -> LineEdit:
        """Add a line whose text is not shown."""
        edit = secret_edit()
        self.add(name, edit, required=True)
        if self._edits:
            before = self._edits[-1]
            before.submitted.disconnect(self.submit)
            before.submitted.connect(edit.setFocus)
        edit.submitted.connect(self.submit)
        self._edits.append(edit)
        return edit

    def dirty(self) -> bool:
        """Nothing is lost by leaving."""
        return False

    def took(self, _nothing: object = None) -> None:
        """It was the right one."""
        self.finish()
        self.passed.emit()

    def refuse(self, error: Exception) -> None:
        """Say why not, and let it be typed again."""
        self.again()
        for edit in self._edits:
            edit.clear()
        self._edits[0].setFocus()
        if isinstance(error, RuleBroken):
            self.bar.say(str(error))
        else:
            self.bar.explain(error)


class NewPin(PinForm):
    """A PIN for the clerk at the desk, typed twice; after the one until now, if there is one."""

    def __init__(
        self, worker: Worker, window: QWidget, *, office: OpenOffice, has_one: bool
    ) -> None:
        title = "更改我的 PIN" if has_one else "设我的 PIN"
        about = "4 到 12 位数字,只在这台电脑上有效,用来换人和解锁。"
        super().__init__(worker, window, office=office, title=title, about=about)
        self.old = self.secret("现在的 PIN") if has_one else None
        self.first = self.secret("新 PIN")
        self.second = self.secret("再输一次")
        self.submitted.connect(self._save)

    def _save(self) -> None:
        if self.first.text() != self.second.text():
            self.again()
            self.bar.say("两次输入的 PIN 不一样,请重新输入。")
            self.second.clear()
            self.second.setFocus()
            return
        old = self.old.text() if self.old else ""
        work = partial(self._office.set_pin, self.first.text(), old=old)
        self._worker.run(work, done=self.took, failed=self.refuse)


class TakeOver(PinForm):
    """The PIN of the clerk who takes over; `passed` once that clerk is at the desk."""

    def __init__(
        self, worker: Worker, window: QWidget, *, office: OpenOffice, clerk: Id, name: str
    ) -> None:
        about = f"换由 {name} 经办,请输入 {name} 的 PIN。"
        super().__init__(worker, window, office=office, title="换经办人", about=about)
        self._clerk = clerk
        self.edit = self.secret("PIN")
        self.submitted.connect(self._check)

    def _check(self) -> None:
        work = partial(_take_over, self._office, self._clerk, self.edit.text())
        self._worker.run(work, done=self.took, failed=self.refuse)


def _take_over(office: OpenOffice, clerk: Id, pin: str) -> None:
    office.check_pin(clerk, pin=pin)
    office.sign_on(clerk)
