"""What founding a station asks: the station, the clerk, who keeps the key."""

import re
from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from renda_desktop.ui import theme
from renda_desktop.ui.opening.passphrase import NewPassphrase
from renda_desktop.ui.pinyin import initials
from renda_desktop.ui.widgets import Field, Label, LineEdit

_CODE = re.compile(r"[A-Z0-9]{2,8}")
_LETTER = re.compile(r"[A-Z]")
_COMMON = re.compile(r"(镇|乡|街道)?(人民?代表?大会|人大)?(代表)?(中心)?联络[站点].*|[(().].*")


class Step(QWidget):
    """One page of the wizard; `done` when Enter in its last field says so."""

    title = ""
    words = ""
    done = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.px(12))

    def check(self) -> bool:
        """Return whether one may go on; what is wrong is said at its field."""
        return True


class StationStep(Step):
    """The station's name and the code in its numbers."""

    title = "建立联络站"
    words = "这些内容会写在公告、回执和编号上,以后可以在设置里更正。"

    def __init__(self, *, today: date) -> None:
        super().__init__()
        self._today = today
        self.name_edit = LineEdit(placeholder="例如:月湖街道人大代表联络站", longest=60)
        self.code_edit = LineEdit(placeholder="例如:YH", longest=8)
        self.letter_edit = LineEdit("A", longest=1)
        self.name = Field("联络站名称", self.name_edit, required=True)
        self.code = Field("站点代号", self.code_edit, required=True, hint="2 到 8 个字母或数字")
        self.letter = Field("本机字母", self.letter_edit, required=True)
        self._example = Label(kind="heading")
        self._guess = ""
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(self.code, stretch=3)
        row.addWidget(self.letter, stretch=1)
        about = "站里有几台电脑时,每台用一个不同的字母,编号就不会重复;只有一台时用 A。"
        shown = QHBoxLayout()
        shown.addWidget(Label("编号会是", kind="muted"))
        shown.addWidget(self._example)
        shown.addStretch(1)
        self.column.addWidget(self.name)
        self.column.addLayout(row)
        self.column.addWidget(Label(about, kind="label", wrap=True))
        self.column.addLayout(shown)
        self.setFocusProxy(self.name)
        self.name_edit.textChanged.connect(self._suggest)
        for edit in (self.code_edit, self.letter_edit):
            edit.textChanged.connect(self._show_example)
        for edit, field in ((self.name_edit, self.name), (self.code_edit, self.code)):
            edit.textChanged.connect(lambda _text, field=field: field.set_error(""))
        self.name_edit.submitted.connect(self.code.setFocus)
        self.code_edit.submitted.connect(self.letter.setFocus)
        self.letter_edit.submitted.connect(self.done)
        self._show_example()

    def check(self) -> bool:
        """Say what is missing, the first field first."""
        name = self.name_edit.text().strip()
        checks = (
            (self.name, bool(name), "请填写联络站名称。"),
            (self.code, bool(_CODE.fullmatch(self.station_code())), "请用 2 到 8 个字母或数字。"),
            (self.letter, bool(_LETTER.fullmatch(self.desk_letter())), "请用一个字母。"),
        )
        for field, good, words in checks:
            field.set_error("" if good else words)
        wrong = [field for field, good, _words in checks if not good]
        if wrong:
            wrong[0].setFocus()
        return not wrong

    def station_code(self) -> str:
        """Return the code in capitals."""
        return self.code_edit.text().strip().upper()

    def desk_letter(self) -> str:
        """Return the letter in capitals."""
        return self.letter_edit.text().strip().upper()

    @Slot(str)
    def _suggest(self, name: str) -> None:
        """Suggest a code from the name's initials until somebody writes another."""
        if self.code_edit.text() == self._guess:
            self._guess = initials(_COMMON.sub("", name.strip())).upper()[:4]
            self.code_edit.setText(self._guess)

    @Slot()
    def _show_example(self) -> None:
        code, letter = self.station_code() or "YH", self.desk_letter() or "A"
        self._example.setText(f"{code}-{self._today.year}-{letter}-00001")


class ClerkStep(Step):
    """The first person at the keyboard."""

    title = "您的姓名"
    words = "每一步操作都会记下是谁做的。您是第一位经办人,也是站长;其他人以后在设置里添加。"

    def __init__(self) -> None:
        super().__init__()
        self.name_edit = LineEdit(placeholder="例如:王芳", longest=50)
        self.name = Field("经办人姓名", self.name_edit, required=True)
        self.column.addWidget(self.name)
        self.setFocusProxy(self.name)
        self.name_edit.submitted.connect(self.done)

    def check(self) -> bool:
        """Ask for a name."""
        named = bool(self.name_edit.text().strip())
        self.name.set_error("" if named else "请填写经办人姓名。")
        return named


class KeyStep(Step):
    """Who keeps the key of the encrypted data."""

    title = "保护数据"
    words = "所有数据在这台电脑上加密保存。打开数据的密钥放在哪里?"

    def __init__(self) -> None:
        super().__init__()
        self.keyring = QRadioButton("由操作系统的密钥环保管(推荐):登录系统后直接打开")
        self.typed = QRadioButton("用口令:每次打开时输入")
        self.none = Label("这台电脑没有可用的系统密钥环,请设一个口令。", wrap=True)
        self.passphrase = NewPassphrase()
        advice = "几个不相干的词连起来,又长又好记。口令不会保存在任何地方,忘记了只能用恢复密钥。"
        self.advice = Label(advice, kind="label", wrap=True)
        for one in (self.keyring, self.typed, self.none, self.passphrase, self.advice):
            self.column.addWidget(one)
        self.typed.toggled.connect(self._show)
        self.passphrase.submitted.connect(self.done)
        self.set_keyring(False)

    def set_keyring(self, usable: bool) -> None:
        """Offer the key store only where there is one."""
        self.keyring.setVisible(usable)
        self.typed.setVisible(usable)
        self.none.setVisible(not usable)
        (self.keyring if usable else self.typed).setChecked(True)
        self._show()

    def check(self) -> bool:
        """Check the passphrase where one is wanted."""
        return not self.typed.isChecked() or self.passphrase.value() is not None

    def chosen(self) -> str | None:
        """Return the passphrase; None for the key store."""
        return self.passphrase.value() if self.typed.isChecked() else None

    @Slot()
    def _show(self) -> None:
        typed = self.typed.isChecked()
        self.passphrase.setVisible(typed)
        self.advice.setVisible(typed)
        self.setFocusProxy(self.passphrase if self.keyring.isHidden() else self._picked())

    def _picked(self) -> QRadioButton:
        return self.typed if self.typed.isChecked() else self.keyring
