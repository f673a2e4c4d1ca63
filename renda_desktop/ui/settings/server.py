"""The server of this PC, and the way to one."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from renda_desktop.domain.errors import Unavailable
from renda_desktop.ui import theme
from renda_desktop.ui.clock import Clock
from renda_desktop.ui.enrolling import EnrolForm
from renda_desktop.ui.exchanging import Exchange
from renda_desktop.ui.form import Form
from renda_desktop.ui.invitation import ServerFields
from renda_desktop.ui.opener import OpenOffice
from renda_desktop.ui.settings.card import SettingsCard
from renda_desktop.ui.sync_words import Snapshot, moment, status
from renda_desktop.ui.widgets import Button, Label, rule
from renda_desktop.ui.widgets.facts import Facts
from renda_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from renda_desktop.queries.exchange import LogRow

_ALONE = "本机单独使用。登记到单位的中心服务器以后,几台电脑可以一起用,数据也多一处保存。"
_ADDRESS = (
    "服务器换了地址或证书时,在这里改。先到新地址核对是不是同一台服务器,"
    "是才保存;不是则不改动任何内容。"
)
_LEAVE = (
    "先把本机的内容全部送到服务器,核对无误后,从这台电脑上移除“{name}”的记录。"
    "服务器和其他电脑上的不受影响;需要时可由管理员重新开通。"
)


class ServerCard(SettingsCard):
    """Which server it is, how the exchange stands, and the logs that one may leave."""

    def __init__(self, worker: Worker, *, exchange: Exchange, clock: Clock) -> None:
        super().__init__(worker, "中心服务器")
        self._exchange, self._clock = exchange, clock
        self.address_button = Button("改地址", small=True, on=self.change_address)
        self.button = Button("登记", small=True, on=self.enrol)
        self.head.addWidget(self.address_button)
        self.head.addWidget(self.button)
        self.facts = Facts()
        self.words = Label(_ALONE, kind="label", wrap=True)
        self._line = rule()
        self._logs = QVBoxLayout()
        self._logs.setSpacing(theme.px(4))
        self.leave_buttons: list[Button] = []
        self._shown: tuple[LogRow, ...] = ()
        self.body.addWidget(self.facts)
        self.body.addWidget(self.words)
        self.body.addWidget(self._line)
        self.body.addLayout(self._logs)
        self._line.hide()
        exchange.moved.connect(self._show)
        self._show(exchange.now)

    @Slot()
    def enrol(self) -> None:
        """Open the form that enrols this PC."""
        EnrolForm(self.window(), exchange=self._exchange).open()

    @Slot()
    def change_address(self) -> None:
        """Open the form of the address and the certificate."""
        form = AddressForm(self.window(), exchange=self._exchange)
        form.kept.connect(lambda: self.said.emit("服务器地址已保存"))
        form.open()

    def leave(self, row: "LogRow") -> None:
        """Ask whether a log is to be let go."""
        about = _LEAVE.format(name=row.name)
        form = Form(self.window(), title=f"退出“{row.name}”", about=about, verb="退出",
                    danger=True, width=480)  # fmt: skip
        form.submitted.connect(partial(self._leave, form, row))
        form.open(form.main)

    def _leave(self, form: Form, row: "LogRow") -> None:
        form.bar.say("正在核对……", more="网络慢时要等一会儿。", tone="primary")
        self._exchange.ask(
            partial(_leave, row.scope), done=partial(self._left, form, row), failed=form.fail,
            brings=True,
        )  # fmt: skip

    def _left(self, form: Form, row: "LogRow", _nothing: None) -> None:
        form.finish()
        self.said.emit(f"已退出“{row.name}”")

    @Slot(object)
    def _show(self, now: Snapshot) -> None:
        self.button.setText("重新登记" if now.enrolled else "登记")
        self.address_button.setVisible(now.enrolled)
        self.words.setVisible(not now.enrolled)
        facts: list[tuple[str, str]] = []
        if now.enrolled and now.state is not None:
            at, standing = self._clock(), now.state.standing
            facts = [
                ("地址", standing.url or "不经网络,用同步包往返"),
                ("状态", status(now, at=at).text),
                ("最近一致", moment(now.state.whole_at, at=at)),
            ]
        self.facts.show_facts(facts)
        self._show_logs(now.state.standing.logs if now.state else ())

    def _show_logs(self, logs: "tuple[LogRow, ...]") -> None:
        """Show what can be left, where this PC holds more than its own."""
        other = tuple(one for one in logs if one.may_leave)
        if other == self._shown:
            return
        self._shown = other
        while self._logs.count():
            gone = self._logs.takeAt(0).widget()
            gone.hide()
            gone.deleteLater()
        self._line.setVisible(bool(other))
        self.leave_buttons = []
        for row in other:
            self._logs.addWidget(self._log_line(row))

    def _log_line(self, row: "LogRow") -> QWidget:
        line = QWidget()
        inside = QHBoxLayout(line)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(Label(row.name, elide=True), stretch=1)
        inside.addWidget(Label(f"{row.entries} 条", kind="label"))
        button = Button("退出", kind="quiet", small=True, on=partial(self.leave, row))
        button.setAccessibleName(f"退出 {row.name}")
        inside.addWidget(button)
        self.leave_buttons.append(button)
        return line


class AddressForm(Form):
    """The same server under another address; `kept` once it answered there."""

    kept = Signal()

    def __init__(self, window: QWidget, *, exchange: Exchange) -> None:
        super().__init__(window, title="服务器地址", about=_ADDRESS, verb="核对并保存", width=560)
        self._exchange = exchange
        state = exchange.now.state
        self.parts = ServerFields(
            state.standing.url if state else "", known_ca=bool(state and state.standing.own_ca)
        )
        self.fields.addWidget(self.parts)
        self.parts.submitted.connect(self.submit)
        self.submitted.connect(self._keep)

    @Slot()
    def _keep(self) -> None:
        try:
            ca = self.parts.certificate()
        except Unavailable as error:
            self._refused(error)
            return
        self.parts.hold(True)
        self.bar.say("正在核对……", more="网络慢时要等一会儿。", tone="primary")
        work = partial(_readdress, self.parts.url.text().strip(), ca)
        self._exchange.ask(work, done=self._done, failed=self._refused)

    def _done(self, _nothing: None) -> None:
        self.parts.hold(False)
        self.finish()
        self.kept.emit()
        self._exchange.start()

    def _refused(self, error: Exception) -> None:
        self.parts.hold(False)
        self.again()
        self.bar.hide()
        if not self.parts.blame(error):
            self.bar.explain(error)


def _readdress(url: str, ca: str, office: OpenOffice) -> None:
    office.readdress(url=url, ca=ca)


def _leave(scope: str, office: OpenOffice) -> None:
    office.leave(scope)
