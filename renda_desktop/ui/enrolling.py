"""Enrolling this PC with a server."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from renda_desktop.domain.errors import Unavailable
from renda_desktop.ui.exchanging import Exchange
from renda_desktop.ui.form import Form
from renda_desktop.ui.invitation import InvitationFields

_ABOUT = (
    "向系统管理员要服务器地址和登记码。登记以后,本机的记录会自动上传到中心服务器,"
    "并收到站里其他电脑上的记录;没有网络时照常工作。"
)


class EnrolForm(Form):
    """What is asked for. It closes itself once the PC is let in; it may be closed before."""

    def __init__(self, window: QWidget, *, exchange: Exchange) -> None:
        again, state = exchange.now.enrolled, exchange.now.state
        title = "重新登记服务器" if again else "登记到服务器"
        super().__init__(window, title=title, about=_ABOUT, verb="登记", width=600)
        self._exchange = exchange
        self.parts = InvitationFields(
            state.standing.url if state else "", known_ca=bool(state and state.standing.own_ca)
        )
        self.fields.addWidget(self.parts)
        self.parts.submitted.connect(self.submit)
        self.submitted.connect(self._enrol)
        exchange.enrolled.connect(self._let_in)
        exchange.refused.connect(self._refused)

    @Slot()
    def _enrol(self) -> None:
        try:
            given = self.parts.value()
        except Unavailable as error:
            self._refused(error)
            return
        if given is None:
            self.again()
            return
        self._hold(True)
        self.bar.say("正在登记……", more="网络慢时要等一会儿。", tone="primary")
        self._exchange.enrol(url=given.url, code=given.code, ca=given.ca)

    @Slot()
    def _let_in(self) -> None:
        self._hold(False)
        self.finish()

    @Slot(object)
    def _refused(self, error: Exception) -> None:
        """Say what is wrong where it can be mended."""
        self._hold(False)
        self.again()
        self.bar.hide()
        self.main.setFocus()
        if not self.parts.blame(error):
            self.bar.explain(error)

    def _hold(self, held: bool) -> None:
        self.parts.hold(held)
        self.main.setText("正在登记" if held else "登记")
