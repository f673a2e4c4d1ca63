"""The first question of all: a new station, or one that there is already."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from renda_desktop.ui import theme
from renda_desktop.ui.opening.sheet import Sheet
from renda_desktop.ui.widgets import Label, bind

_WORDS = "这台电脑上还没有数据。请选择怎样开始,以后都可以在设置里更改。"
_FOUND = "站里的第一台电脑:填写站名和经办人,几分钟就能开始接待。没有服务器也能用。"
_JOIN = "站里已有电脑在用:用管理员给的服务器地址和登记码,取得本站的全部记录。"
_BACKUP = "有备份文件的,请维护人员恢复:renda-desktop restore 备份文件"


class Begin(Sheet):
    """`found` or `join`."""

    found = Signal()
    join = Signal()

    def __init__(self) -> None:
        super().__init__("开始使用", _WORDS, width=640)
        self.found_way = Way("建立新的联络站", _FOUND, hint="Alt+1")
        self.join_way = Way("加入已有联络站", _JOIN, hint="Alt+2")
        self.found_way.clicked.connect(self.found)
        self.join_way.clicked.connect(self.join)
        for way in (self.found_way, self.join_way):
            self.body.addWidget(way)
        self.foot.addWidget(Label(_BACKUP, kind="label", wrap=True, selectable=True))
        bind(self, "Alt+1", self.found_way.click)
        bind(self, "Alt+2", self.join_way.click)

    def focus(self) -> None:
        self.found_way.setFocus(Qt.FocusReason.OtherFocusReason)


class Way(QPushButton):
    """A broad button that says what it leads to."""

    def __init__(self, title: str, words: str, *, hint: str) -> None:
        super().__init__()
        self.setAutoDefault(True)
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)
        top = QHBoxLayout()
        top.addWidget(Label(title, kind="heading"))
        top.addStretch(1)
        top.addWidget(Label(hint, kind="label"))
        column = self._column = QVBoxLayout(self)
        side = theme.px(16)
        column.setContentsMargins(side, theme.px(14), side, theme.px(14))
        column.setSpacing(theme.px(4))
        column.addLayout(top)
        column.addWidget(Label(words, kind="muted", wrap=True))
        labels: Iterable[Label] = self.findChildren(Label)
        for label in labels:
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """Be as large as what is said in it."""
        width = theme.px(480)
        return QSize(width, self.heightForWidth(width))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._column.heightForWidth(width)
