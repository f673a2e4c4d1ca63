"""The recovery key on paper."""

from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.moments import local
from renda_desktop.queries import stations
from renda_desktop.queries.papers import RecoverySheet
from renda_desktop.queries.stations import StationRow
from renda_desktop.ui import theme
from renda_desktop.ui.clock import Clock
from renda_desktop.ui.form import Form
from renda_desktop.ui.opener import RECOVERY_KEPT, Opener, OpenOffice
from renda_desktop.ui.opening.passphrase import secret_edit
from renda_desktop.ui.papers.preview import show_paper
from renda_desktop.ui.papers.wanted import recovery_key
from renda_desktop.ui.settings.card import SettingsCard
from renda_desktop.ui.widgets import Button, Label
from renda_desktop.ui.worker import Worker


class RecoveryCard(SettingsCard):
    """Whether the recovery key is on paper, and printing it again."""

    def __init__(self, worker: Worker, *, opener: Opener, office: OpenOffice, clock: Clock) -> None:
        super().__init__(worker, "恢复密钥")
        self._opener, self._office, self._clock = opener, office, clock
        self._station = ""
        self.button = Button("打印", small=True, on=self.ask)
        self.confirm_button = Button("已打印并妥善保管", small=True, on=self.confirm)
        self.when = Label(wrap=True)
        words = "电脑损坏或忘记口令时,只有它能打开本站的数据。打印后封存,不要留在电脑里。"
        self.head.addWidget(self.button)
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        line.addWidget(self.when, stretch=1)
        line.addWidget(self.confirm_button)
        self.body.addLayout(line)
        self.body.addWidget(Label(words, kind="label", wrap=True))

    def load(self) -> None:
        """Read whether somebody confirmed to have it."""
        work = partial(self._office.noted, RECOVERY_KEPT)
        self.worker.run(work, done=self._show, failed=self.troubled.emit)
        self.worker.read(stations.station, done=self._know, key="station")

    @Slot()
    def ask(self) -> None:
        """Print it; where a passphrase keeps the data, it is asked for again first."""
        self.worker.run(self._opener.state, done=self._go_by, failed=self.troubled.emit)

    @Slot()
    def confirm(self) -> None:
        """Note that the paper is safe."""
        now = self._clock().astimezone(UTC).isoformat(timespec="seconds")
        work = partial(self._office.note, RECOVERY_KEPT, value=now)
        self.worker.run(work, done=lambda _none: self.load(), failed=self.troubled.emit)

    def print_with(self, passphrase: str | None, form: Form | None = None) -> None:
        """Open the preview of the recovery key."""
        refused = partial(self._refused, form) if form else self.troubled.emit
        work = partial(self._opener.recovery_code, passphrase=passphrase)
        self.worker.run(work, done=partial(self._have, form), failed=refused)

    def _go_by(self, state: str) -> None:
        if state != "passphrase":
            self.print_with(None)
            return
        words = "打印恢复密钥前,请再输入一次口令。"
        form = Form(self.window(), title="输入口令", about=words, verb="继续", width=420)
        edit = secret_edit()
        form.add("口令", edit, required=True)
        edit.submitted.connect(form.submit)
        form.submitted.connect(lambda: self.print_with(edit.text(), form))
        form.open()

    def _refused(self, form: Form, error: Exception) -> None:
        if isinstance(error, RuleBroken):
            form.again()
            form.bar.say(str(error))
        else:
            form.fail(error)

    def _have(self, form: Form | None, groups: tuple[str, ...]) -> None:
        if form is not None:
            form.finish()
        sheet = RecoverySheet(self._station, groups, printed_at=self._clock())
        show_paper(self, self.worker, recovery_key(sheet))

    def _know(self, station: StationRow) -> None:
        self._station = station.name

    def _show(self, at: str | None) -> None:
        self.confirm_button.setVisible(at is None)
        said = f"{_moment(at)} 确认已打印保管。" if at else "还没有确认打印保管,请尽快打印。"
        self.when.setText(said)


def _moment(at: str) -> str:
    return f"{local(datetime.fromisoformat(at)):%Y-%m-%d %H:%M}"
