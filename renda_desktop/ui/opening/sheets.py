"""What stands between the user and the data: a passphrase, a recovery key, work, or trouble."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.ui import theme
from renda_desktop.ui.opening.passphrase import NewPassphrase, secret_edit
from renda_desktop.ui.opening.sheet import Sheet
from renda_desktop.ui.widgets import Button, Field, Label, TextEdit, bind, words_for


class Unlock(Sheet):
    """The passphrase; `given(str)`, `lost` for those who have only the recovery key."""

    given = Signal(str)
    lost = Signal()

    def __init__(self) -> None:
        super().__init__("输入口令", "本站的数据加密保存在这台电脑上,打开需要口令。", width=460)
        self._edit = secret_edit()
        self._field = Field("口令", self._edit)
        self._open = Button("打开", kind="primary", hint="Enter", on=self._give)
        self._edit.submitted.connect(self._give)
        self._edit.textEdited.connect(lambda: self._field.set_error(""))
        self.body.addWidget(self._field)
        self.foot.addWidget(Button("用恢复密钥打开", kind="quiet", on=self.lost.emit))
        self.foot.addStretch(1)
        self.foot.addWidget(self._open)

    def focus(self) -> None:
        self._edit.setFocus()

    def refuse(self, error: Exception) -> None:
        """Say why the passphrase does not open the data; it can be typed again."""
        self.busy(self._open, working=False)
        self._field.set_error(str(error))
        self._edit.selectAll()
        self._edit.setFocus()

    def _give(self) -> None:
        if not self._open.isEnabled():
            return
        if not self._edit.text():
            self._field.set_error("请输入口令。")
            return
        self._field.set_error("")
        self.busy(self._open, working=True)
        self.given.emit(self._edit.text())


class Recover(Sheet):
    """The printed recovery key; `given(code, passphrase)`, `left` back to where one came from."""

    given = Signal(str, str)
    left = Signal()

    def __init__(self) -> None:
        words = "取出打印的恢复密钥,按顺序输入 14 组字符。大小写和分隔符不限。"
        super().__init__("用恢复密钥打开", words)
        self._edit = TextEdit(placeholder="XXXX XXXX XXXX …")
        self._edit.setFixedHeight(theme.px(96))
        self._field = Field("恢复密钥", self._edit)
        self._new = NewPassphrase()
        self._about = Label("这台电脑没有可用的系统密钥环,请为今后打开数据设一个口令。", wrap=True)
        self._open = Button("打开", kind="primary", hint="Ctrl+Enter", on=self._give)
        self._edit.textChanged.connect(lambda: self._field.set_error(""))
        self._new.submitted.connect(self._give)
        bind(self, "Ctrl+Enter", self._give)
        bind(self, "Esc", self.left.emit)
        for one in (self._field, self._about, self._new):
            self.body.addWidget(one)
        self.foot.addWidget(Button("返回", hint="Esc", on=self.left.emit))
        self.foot.addStretch(1)
        self.foot.addWidget(self._open)
        self.set_keyring(True)

    def set_keyring(self, usable: bool) -> None:
        """Ask for a passphrase only where no key store will keep the key."""
        self._about.setVisible(not usable)
        self._new.setVisible(not usable)

    def focus(self) -> None:
        self._edit.setFocus()

    def refuse(self, error: Exception) -> None:
        """Say which group is wrong, or what else is."""
        self.busy(self._open, working=False)
        if isinstance(error, RuleBroken) and error.rule.startswith("recovery."):
            self._field.set_error(str(error))
            self._edit.setFocus()
        else:
            self.bar.explain(error)

    def _give(self) -> None:
        if not self._open.isEnabled():
            return
        passphrase = "" if self._new.isHidden() else self._new.value()
        if passphrase is None:
            return
        self.busy(self._open, working=True)
        self.given.emit(self._edit.text(), passphrase)


class Working(Sheet):
    """An upgrade, a rebuilding or a restore: how far it is."""

    def __init__(
        self,
        title: str = "正在整理数据",
        words: str = "数据正在更新到本版本的格式。原有数据已另存一份,请不要关机。",
    ) -> None:
        super().__init__(title, words, width=460)
        self._bar = QProgressBar()
        self._bar.setRange(0, 100)
        self._bar.setAccessibleName("进度")
        self.body.addWidget(self._bar)

    def show_percent(self, percent: int) -> None:
        """Show how far it is."""
        self._bar.setValue(percent)


_TITLES = {
    "store.newer": "数据由更新版本的程序写成",
    "store.damaged": "数据文件已损坏",
    "store.wrong_key": "密钥打不开数据文件",
    "store.locked": "数据正被另一个程序占用",
    "keychain.none": "系统密钥环不可用",
    "keychain.locked": "系统密钥环已锁定",
    "keychain.timeout": "系统密钥环没有响应",
}
_RESTORABLE = ("store.damaged", "store.wrong_key")
_RECOVERABLE = ("store.wrong_key", "key.", "keychain.")


class Trouble(Sheet):
    """The data cannot be opened: what happened, what is safe, what to do."""

    again = Signal()
    lost = Signal()
    leave = Signal()

    def __init__(self, error: Exception, *, home: Path) -> None:
        rule = error.rule if isinstance(error, RuleBroken | Unavailable) else ""
        what, more, _tone = words_for(error)
        super().__init__(_TITLES.get(rule, "现在打不开数据"), width=600)
        self.body.addWidget(Label(what, wrap=True))
        safe = more if not rule else "数据文件没有改动,仍在原处。"
        self.body.addWidget(Label(safe, kind="muted", wrap=True))
        lines = [f"数据文件夹:{home}"]
        if rule in _RESTORABLE:
            lines.append(f"从备份恢复(由维护人员操作):renda-desktop restore --home {home} 备份文件")
            lines.append("备份在您存放的 U 盘或另一台电脑上;升级前另存的在 backups 文件夹里。")
        for line in lines:
            self.body.addWidget(Label(line, kind="label", wrap=True, selectable=True))
        self._again = Button("重试", kind="primary", on=self.again.emit)
        self.foot.addWidget(Button("退出", on=self.leave.emit))
        self.foot.addStretch(1)
        if rule.startswith(_RECOVERABLE):
            self.foot.addWidget(Button("用恢复密钥打开", on=self.lost.emit))
        self.foot.addWidget(self._again)

    def focus(self) -> None:
        self._again.setFocus()
