"""Enrolling this PC with a server: its address, a one-time code, the organisation's certificate."""

import re
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.ui import theme
from renda_desktop.ui.exchanging import Exchange
from renda_desktop.ui.form import Form
from renda_desktop.ui.widgets import Button, Label, LineEdit

_ABOUT = (
    "向系统管理员要服务器地址和登记码。登记以后,本机的记录会自动上传到中心服务器,"
    "并收到站里其他电脑上的记录;没有网络时照常工作。"
)
_CODE = re.compile(r"(?<![0-9A-Za-z])([0-9A-Za-z]{4})[-\s]?" + r"([0-9A-Za-z]{4})[-\s]?" * 2
                   + r"([0-9A-Za-z]{4})(?![0-9A-Za-z])")  # fmt: skip
_ADDRESS = re.compile(r"https?://[^\s#?,,;;]+")
_LARGEST = 1024 * 1024  # bytes of a certificate file


def offered(text: str) -> tuple[str, str]:
    """Return (address, code) as far as a pasted text or a scanned picture holds them."""
    found = _ADDRESS.search(text)
    url = found.group().rstrip("。.") if found else ""
    code = _CODE.search(text.replace(found.group(), " ") if found else text)
    return url, "-".join(code.groups()).upper() if code else ""


class EnrolForm(Form):
    """What is asked for. It closes itself once the PC is let in; it may be closed before."""

    def __init__(self, window: QWidget, *, exchange: Exchange, url: str = "") -> None:
        again = exchange.now.enrolled
        title = "重新登记服务器" if again else "登记到服务器"
        super().__init__(window, title=title, about=_ABOUT, verb="登记", width=600)
        self._exchange = exchange
        self._ca: Path | None = None
        self.url = LineEdit(url, placeholder="https://服务器名称")
        self.code = LineEdit(placeholder="例如:7K2M-9QXA-40TB-PDHW", longest=400)
        hint = "可以粘贴整段文字,或用扫码枪扫二维码"
        self._url_field = self.add("服务器地址", self.url, required=True)
        self._code_field = self.add("登记码", self.code, required=True, hint=hint)
        self._ca_name = Label("多数单位不需要", kind="muted", elide=True)
        self.ca_button = Button("选择文件", small=True, on=self.ask_ca)
        self._no_ca = Button("不用", kind="quiet", small=True, on=self._drop_ca)
        self._no_ca.hide()
        self.fields.addLayout(self._ca_line())
        for edit in (self.url, self.code):
            edit.textEdited.connect(self._sort_out)
        self.url.submitted.connect(self.code.setFocus)
        self.code.submitted.connect(self.submit)
        self.submitted.connect(self._enrol)
        exchange.enrolled.connect(self._let_in)
        exchange.refused.connect(self._refused)

    @Slot()
    def ask_ca(self) -> None:
        """Ask for the organisation's own certificate."""
        kinds = "证书 (*.pem *.crt *.cer);;所有文件 (*)"
        path, _kind = QFileDialog.getOpenFileName(self, "单位的 CA 证书", "", kinds)
        if path:
            self.take_ca(Path(path))

    def take_ca(self, path: Path) -> None:
        """Use a certificate file that is chosen already."""
        self._ca = path
        self._ca_name.setText(path.name)
        self._no_ca.show()

    @Slot()
    def _drop_ca(self) -> None:
        self._ca = None
        self._ca_name.setText("多数单位不需要")
        self._no_ca.hide()
        self.ca_button.setFocus()

    @Slot(str)
    def _sort_out(self, text: str) -> None:
        """Put each part of a pasted text where it belongs."""
        self._url_field.set_error("")
        self._code_field.set_error("")
        url, code = offered(text)
        if url and (code or self.sender() is self.code):
            self.url.setText(url)
        if code and self.code.text() != code:
            self.code.setText(code)

    @Slot()
    def _enrol(self) -> None:
        self._url_field.set_error("")
        self._code_field.set_error("")
        try:
            ca = _text_of(self._ca)
        except Unavailable as error:
            self._refused(error)
            return
        self._hold(True)
        self.bar.say("正在登记……", more="网络慢时要等一会儿。", tone="primary")
        url = self.url.text().strip()
        self._exchange.enrol(url=url, code=self.code.text().strip(), ca=ca)

    @Slot()
    def _let_in(self) -> None:
        self._hold(False)
        self.finish()

    @Slot(object)
    def _refused(self, error: Exception) -> None:
        """Say what is wrong where it can be mended."""
        self._hold(False)
        self.again()
        rule = error.rule if isinstance(error, RuleBroken | Unavailable) else ""
        self.bar.hide()
        if rule == "sync.address":
            self._url_field.set_error(str(error))
            self.url.setFocus()
        elif rule == "sync.code":
            self._code_field.set_error(str(error))
            self.code.setFocus()
        else:
            self.bar.explain(error)
            (
                self.ca_button if rule in ("sync.ca_file", "sync.certificate") else self.main
            ).setFocus()

    def _hold(self, held: bool) -> None:
        for part in (self.url, self.code, self.ca_button, self._no_ca):
            part.setEnabled(not held)
        self.main.setText("正在登记" if held else "登记")

    def _ca_line(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(Label("单位的 CA 证书", kind="label"))
        row.addWidget(self._ca_name, stretch=1)
        row.addWidget(self._no_ca)
        row.addWidget(self.ca_button)
        return row


def _text_of(file: Path | None) -> str:
    if file is None:
        return ""
    try:
        if file.stat().st_size > _LARGEST:
            raise Unavailable("sync.ca_file")
        return file.read_text("ascii")
    except (OSError, UnicodeDecodeError):
        raise Unavailable("sync.ca_file") from None
