"""The server of this PC, and the way to one."""

from PySide6.QtCore import Slot

from renda_desktop.ui.clock import Clock
from renda_desktop.ui.enrolling import EnrolForm
from renda_desktop.ui.exchanging import Exchange
from renda_desktop.ui.settings.card import SettingsCard
from renda_desktop.ui.sync_words import Snapshot, moment, status
from renda_desktop.ui.widgets import Button, Label
from renda_desktop.ui.widgets.facts import Facts
from renda_desktop.ui.worker import Worker

_ALONE = "本机单独使用。登记到单位的中心服务器以后,几台电脑可以一起用,数据也多一处保存。"


class ServerCard(SettingsCard):
    """Which server it is and how the exchange stands."""

    def __init__(self, worker: Worker, *, exchange: Exchange, clock: Clock) -> None:
        super().__init__(worker, "中心服务器")
        self._exchange, self._clock = exchange, clock
        self.button = Button("登记", small=True, on=self.enrol)
        self.head.addWidget(self.button)
        self.facts = Facts()
        self.words = Label(_ALONE, kind="label", wrap=True)
        self.body.addWidget(self.facts)
        self.body.addWidget(self.words)
        exchange.moved.connect(self._show)
        self._show(exchange.now)

    @Slot()
    def enrol(self) -> None:
        """Open the form that enrols this PC."""
        state = self._exchange.now.state
        url = state.standing.url if state else ""
        EnrolForm(self.window(), exchange=self._exchange, url=url).open()

    @Slot(object)
    def _show(self, now: Snapshot) -> None:
        self.button.setText("重新登记" if now.enrolled else "登记")
        self.words.setVisible(not now.enrolled)
        facts = []
        if now.enrolled and now.state is not None:
            at = self._clock()
            facts = [
                ("地址", now.state.standing.url),
                ("状态", status(now, at=at).text),
                ("最近一致", moment(now.state.whole_at, at=at)),
            ]
        self.facts.show_facts(facts)
