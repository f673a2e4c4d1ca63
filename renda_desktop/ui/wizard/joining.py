"""Joining a station: a code, a key, the first exchange, and who is at the desk."""

import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.ui.invitation import Invitation
from renda_desktop.ui.opener import Opener, OpenOffice
from renda_desktop.ui.widgets import words_for
from renda_desktop.ui.wizard.joining_steps import FetchStep, ServerStep, UnlockStep, WhoStep
from renda_desktop.ui.wizard.paged import Paged
from renda_desktop.ui.wizard.steps import KeyStep
from renda_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from renda_desktop.queries.clerks import ClerkRow

_FETCH = 2
_SAFE = "已经取得的都在,重试会从停下的地方继续。"
_SAID = {
    "sync.offline": "连不上服务器:请检查网络和服务器地址,再按“重试”。",
    "sync.slow": "服务器很久没有回应:请稍候再按“重试”。",
    "sync.not_the_server": "回应的不是中心服务器,可能要先登录上网:"
    "请在浏览器中确认能够上网,再按“重试”。",
    "sync.busy": "服务器正忙:请过一会儿再按“重试”。",
    "sync.clock": "本机时钟与服务器相差太大:请校准时钟,再按“重试”。",
    "sync.revoked": "这台电脑的登记已被停用:请向系统管理员要新的登记码,按“上一步”再“重新开始”。",
}

Joined = tuple[OpenOffice, "Sequence[ClerkRow]"]
Wanted = tuple[Invitation | None, str | None]


class Joining(Paged):
    """Server, key, data, clerk; `joined(office)` at the end.

    `left` goes back to where one chooses; what was begun is gone then. An earlier joining is gone
    on with where `again` says that there is one: `locked` that a passphrase opens it.
    """

    joined = Signal(object)
    left = Signal()
    _came = Signal(int)

    def __init__(
        self, worker: Worker, opener: Opener, *, again: bool = False, locked: bool = False
    ) -> None:
        super().__init__(ServerStep)
        self._worker, self._opener = worker, opener
        self._office: OpenOffice | None = None
        self._begun = again
        self._tried: Wanted | None = (None, None) if again else None
        self._stop = threading.Event()
        self._running = self._sure = False
        self.server = ServerStep()
        self.key: KeyStep | UnlockStep = UnlockStep() if locked else KeyStep()
        self.fetch = FetchStep()
        for step in (self.server, self.key, self.fetch):
            self.add(step)
        self._came.connect(self._show_percent)
        if isinstance(self.key, KeyStep):
            worker.run(opener.keyring, done=self.key.set_keyring, failed=self.bar.explain)
        self.go(1 if locked else 0)
        if again and not locked:
            self._fetch()

    def close_down(self) -> None:
        """Stop: the window closes. What came is kept."""
        self._stop.set()

    @Slot()
    def back(self) -> None:
        """Stop what goes on; else go back to what can still be changed."""
        if self._running:
            self._stop.set()
            self.back_button.setEnabled(False)
        elif self._office is not None:
            return
        elif self.step() is self.fetch or (self.step() is not self.server and not self._begun):
            self.go(0)
        else:
            self._leave()

    @Slot()
    def next(self) -> None:
        """Go on where the step is filled in rightly."""
        step = self.step()
        if not self.next_button.isEnabled():
            return
        try:
            if not step.check():
                return
        except Unavailable as error:
            self.bar.explain(error)
            return
        if isinstance(step, WhoStep):
            self._finish(step)
        elif step is self.server and not self._begun:
            self.go(1)
        else:
            self._fetch()

    def go(self, number: int) -> None:
        super().go(number)
        self._sure = False
        self.back_button.setText("重新开始" if self._begun and number < _FETCH else "上一步")
        self.back_button.setVisible(self._office is None)

    def _wanted(self) -> Wanted:
        typed = self.key.edit.text() if isinstance(self.key, UnlockStep) else self.key.chosen()
        return self.server.given, typed

    def _fetch(self) -> None:
        """Begin, or go on; whatever was changed since the last time begins anew."""
        self.go(_FETCH)
        self.fetch.begin()
        self._run(True)
        wanted = self._wanted()
        before, self._tried = self._tried, wanted
        anew = before is not None and None not in (before[0], wanted[0]) and before != wanted
        self._worker.send(
            partial(_join, self._opener, wanted, anew=anew),
            done=self._have,
            failed=self._refused,
            progress=self._came.emit,
            stop=self._stop.is_set,
        )

    def _run(self, running: bool) -> None:
        self._running = running
        if running:
            self._stop.clear()
        self.next_button.setEnabled(not running)
        self.next_button.setVisible(not running)
        self.next_button.setText("继续")
        self.back_button.setEnabled(True)
        self.back_button.setText("停止" if running else "上一步")

    @Slot(int)
    def _show_percent(self, percent: int) -> None:
        if self._running:
            self.fetch.show_percent(percent)

    def _have(self, joined: Joined) -> None:
        self._run(False)
        self._office, known = joined
        step = WhoStep(known, now=self._office.clerk)
        self.add(step)
        self.go(self.count - 1)

    def _refused(self, error: Exception) -> None:
        """Say it where it can be mended; what came until then stays."""
        self._run(False)
        self._begun = True
        self.fetch.rest()
        rule = error.rule if isinstance(error, RuleBroken | Unavailable) else ""
        if isinstance(self.key, UnlockStep) and rule.startswith(("passphrase.", "key.")):
            self.go(1)
            self.key.field.set_error(str(error))
        elif rule in ("sync.address", "sync.code", "sync.other_station"):
            self.go(0)
            if rule != "sync.address" or self.server.given is not None:
                self.server.fields.blame(error)
        elif rule == "sync.stopped":
            self.bar.say("已停下", more=_SAFE, tone="primary")
            self.next_button.setFocus()
        else:
            what, more, tone = words_for(error)
            what = _SAID.get(rule, what)
            self.bar.say(what, more=_SAFE if rule else more, tone="amber" if rule else tone)
            self.next_button.setText("重试")
            self.next_button.setFocus()

    def _leave(self) -> None:
        if self._begun and not self._sure:
            self._sure = True
            more = "再按一次放弃已经取得的数据,从头开始;服务器上的不受影响。"
            self.bar.say("要重新开始吗?", more=more)
        elif self._begun:
            self._worker.send(self._opener.abandon, done=self._left, failed=self.bar.explain)
        else:
            self.left.emit()

    def _left(self, _nothing: None) -> None:
        self.left.emit()

    def _finish(self, step: WhoStep) -> None:
        office = self._office
        if office is not None:
            self.busy(self.next_button, working=True)
            work = partial(_sign_on, office)
            self._worker.run(work, done=self.joined.emit, failed=self._refused_clerk,
                             clerk=step.chosen())  # fmt: skip

    def _refused_clerk(self, error: Exception) -> None:
        self.busy(self.next_button, working=False)
        self.bar.explain(error)


def _join(
    opener: Opener,
    wanted: Wanted,
    *,
    anew: bool,
    progress: Callable[[int], object],
    stop: Callable[[], bool],
) -> Joined:
    from renda_desktop.queries import clerks

    if anew:
        opener.abandon()
    office = opener.join(*wanted, progress=progress, stop=stop)
    return office, [one for one in office.read(clerks.clerks) if one.active]


def _sign_on(office: OpenOffice, *, clerk: str) -> OpenOffice:
    from renda_desktop.domain.ids import Id

    office.sign_on(Id(clerk))
    return office
