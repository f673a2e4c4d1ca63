"""What joining a station asks and shows: the server, the data on its way, who is at the desk."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QProgressBar, QRadioButton, QVBoxLayout, QWidget

from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import Role
from renda_desktop.ui import theme
from renda_desktop.ui.invitation import Invitation, InvitationFields
from renda_desktop.ui.opening.passphrase import secret_edit
from renda_desktop.ui.widgets import Field, Label
from renda_desktop.ui.widgets.edit import ENTER
from renda_desktop.ui.widgets.scroll import Scroll
from renda_desktop.ui.wizard.steps import Step

if TYPE_CHECKING:
    from renda_desktop.queries.clerks import ClerkRow

_NO_NETWORK = (
    "这台电脑上不了网?请在站里另一台电脑的“设置 › 备份”里做一个备份,拿到这里由维护人员恢复,"
    "打开后到“同步 › 同步包”里读取登记文件。"
)


class ServerStep(Step):
    """The address and the code: typed, pasted or scanned."""

    title = "加入已有联络站"
    words = "向系统管理员要服务器地址和登记码(或它们的二维码)。每台电脑用一个新的登记码。"

    def __init__(self) -> None:
        super().__init__()
        self.fields = InvitationFields()
        self.given: Invitation | None = None
        self.column.addWidget(self.fields)
        self.column.addWidget(Label(_NO_NETWORK, kind="label", wrap=True))
        self.setFocusProxy(self.fields)
        self.fields.submitted.connect(self.done)

    def check(self) -> bool:
        """Ask for both; Unavailable where the certificate file is none."""
        self.given = self.fields.value()
        return self.given is not None


class UnlockStep(Step):
    """The passphrase under which the data was begun to be fetched."""

    title = "继续加入联络站"
    words = "上次还没有取完数据,已经取得的都在,不用重取。请输入当时设的口令。"

    def __init__(self) -> None:
        super().__init__()
        self.edit = secret_edit()
        self.field = Field("口令", self.edit)
        self.column.addWidget(self.field)
        self.setFocusProxy(self.edit)
        self.edit.submitted.connect(self.done)
        self.edit.textEdited.connect(lambda _text: self.field.set_error(""))

    def check(self) -> bool:
        """Ask for a passphrase."""
        self.field.set_error("" if self.edit.text() else "请输入口令。")
        return bool(self.edit.text())


class FetchStep(Step):
    """How far the data came."""

    title = "取得联络站的数据"
    words = "本站的记录正从中心服务器传到这台电脑上,加密保存。可以随时停下,下次从停下的地方继续。"

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("进度")
        self.said = Label(kind="muted")
        self.column.addWidget(self.bar)
        self.column.addWidget(self.said)
        self.column.addStretch(1)
        self.begin()

    def begin(self) -> None:
        """Show that it goes on, before anything came."""
        self.bar.setRange(0, 0)
        self.said.setText("正在连接服务器……")

    def show_percent(self, percent: int) -> None:
        """Show how far it is."""
        self.bar.setRange(0, 100)
        self.bar.setValue(percent)
        self.said.setText(f"已完成 {percent}%")

    def rest(self) -> None:
        """Show that nothing goes on."""
        if self.bar.maximum() == 0:
            self.bar.setRange(0, 1)
            self.bar.setValue(0)
            self.said.setText("")


class WhoStep(Step):
    """Who is at the desk of this PC."""

    title = "现在由谁经办?"
    words = "数据已经取得。请选您的姓名:每一步操作都会记下是谁做的。换人随时可以在窗口右上角换。"

    def __init__(self, clerks: "Sequence[ClerkRow]", *, now: Id) -> None:
        super().__init__()
        self._ids = [one.id for one in clerks]
        self.names = [QRadioButton(_called(one)) for one in clerks]
        sheet = QWidget()
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        for one in self.names:
            column.addWidget(one)
        column.addStretch(1)
        area = Scroll(sheet, name="经办人")
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setMinimumHeight(min(sheet.sizeHint().height(), theme.px(260)))
        self.column.addWidget(area)
        words = "名单里没有您?先选一位,再由站长在“设置 › 经办人”里添加。"
        self.column.addWidget(Label(words, kind="label", wrap=True))
        first = self.names[self._ids.index(now) if now in self._ids else 0]
        first.setChecked(True)
        self.setFocusProxy(first)

    def chosen(self) -> Id:
        """Return who was chosen."""
        return next(id_ for id_, one in zip(self._ids, self.names, strict=True) if one.isChecked())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Enter."""
        if event.key() in ENTER:
            self.done.emit()
        else:
            super().keyPressEvent(event)


def _called(one: "ClerkRow") -> str:
    roles = "、".join(role.label for role in one.roles if role is not Role.CLERK)
    return f"{one.name}({roles})" if roles else one.name
