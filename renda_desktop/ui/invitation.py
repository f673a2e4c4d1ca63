"""What lets a PC in: the server's address, a one-time code, the organisation's certificate."""

import re
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.ui import theme
from renda_desktop.ui.widgets import Button, Field, Label, LineEdit

_CODE = re.compile(r"(?<![0-9A-Za-z])([0-9A-Za-z]{4})[-\s]?" + r"([0-9A-Za-z]{4})[-\s]?" * 2
                   + r"([0-9A-Za-z]{4})(?![0-9A-Za-z])")  # fmt: skip
_ADDRESS = re.compile(r"https?://[^\s#?,,;;]+")
_LARGEST = 1024 * 1024  # bytes of a certificate file
_NO_CA = "多数单位不需要"
_KNOWN_CA = "已有证书,没有换就不用再选"


def offered(text: str) -> tuple[str, str]:
    """Return (address, code) as far as a pasted text or a scanned picture holds them."""
    found = _ADDRESS.search(text)
    url = found.group().rstrip("/。.") if found else ""
    code = _CODE.search(text.replace(found.group(), " ") if found else text)
    return url, "-".join(code.groups()).upper() if code else ""


@dataclass(frozen=True, slots=True)
class Invitation:
    """`ca` is the text of the organisation's certificate file, or ''."""

    url: str
    code: str
    ca: str


class ServerFields(QWidget):
    """The address and the certificate; `submitted` on Enter."""

    submitted = Signal()

    def __init__(self, url: str = "", *, known_ca: bool = False) -> None:
        super().__init__()
        self._ca: Path | None = None
        self._without = _KNOWN_CA if known_ca else _NO_CA
        self.url = LineEdit(url, placeholder="https://服务器名称", longest=400)
        self.url_field = Field("服务器地址", self.url, required=True)
        self.ca_button = Button("选择文件", small=True, on=self.ask_ca)
        self._ca_name = Label(self._without, kind="muted", elide=True)
        self._no_ca = Button("不用", kind="quiet", small=True, on=self._drop_ca)
        self._no_ca.hide()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.px(10))
        self.column.addWidget(self.url_field)
        self.column.addLayout(self._ca_line())
        self.setFocusProxy(self.url)
        self.url.textEdited.connect(lambda _text: self.url_field.set_error(""))
        self.url.submitted.connect(self.submitted)

    def certificate(self) -> str:
        """Return the text of the certificate file that was chosen, or ''.

        Raises:
            Unavailable: it is none.
        """
        return _text_of(self._ca)

    def blame(self, error: Exception) -> bool:
        """Say an error at the field that can mend it; return whether there is one."""
        rule = error.rule if isinstance(error, RuleBroken | Unavailable) else ""
        if rule == "sync.address":
            self.url_field.set_error(str(error))
            self.url.setFocus()
            return True
        if rule in ("sync.ca_file", "sync.certificate"):
            self.ca_button.setFocus()
        return False

    def hold(self, held: bool) -> None:
        """Let nothing be changed meanwhile."""
        for part in (self.url, self.ca_button, self._no_ca):
            part.setEnabled(not held)

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
        self._ca_name.setText(self._without)
        self._no_ca.hide()
        self.ca_button.setFocus()

    def _ca_line(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(Label("单位的 CA 证书", kind="label"))
        row.addWidget(self._ca_name, stretch=1)
        row.addWidget(self._no_ca)
        row.addWidget(self.ca_button)
        return row


class InvitationFields(ServerFields):
    """The code too. A text that holds both may be pasted or scanned into either field."""

    def __init__(self, url: str = "", *, known_ca: bool = False) -> None:
        super().__init__(url, known_ca=known_ca)
        self.code = LineEdit(placeholder="例如:7K2M-9QXA-40TB-PDHW", longest=400)
        hint = "可以粘贴整段文字,或用扫码枪扫二维码"
        self.code_field = Field("登记码", self.code, required=True, hint=hint)
        self.column.insertWidget(1, self.code_field)
        QWidget.setTabOrder(self.url, self.code)
        for edit in (self.url, self.code):
            edit.textEdited.connect(self._sort_out)
        self.url.submitted.disconnect(self.submitted)
        self.url.submitted.connect(self._go_on)
        self.code.submitted.connect(self.submitted)

    def value(self) -> Invitation | None:
        """Return what is filled in; None after saying at its field what is missing.

        Raises:
            Unavailable: the certificate file is none.
        """
        url, code = self.url.text().strip(), self.code.text().strip()
        self.code_field.set_error("" if code else "请填写登记码")
        self.url_field.set_error("" if url else "请填写服务器地址")
        if not url or not code:
            (self.code if url else self.url).setFocus()
            return None
        return Invitation(url, code, self.certificate())

    def blame(self, error: Exception) -> bool:
        if isinstance(error, RuleBroken):
            self.code_field.set_error(str(error))
            self.code.selectAll()
            self.code.setFocus()
            return True
        return super().blame(error)

    def hold(self, held: bool) -> None:
        super().hold(held)
        self.code.setEnabled(not held)

    @Slot()
    def _go_on(self) -> None:
        """A scanner ends with Enter: what it read may hold both."""
        if self.code.text():
            self.submitted.emit()
        else:
            self.code.setFocus()

    @Slot(str)
    def _sort_out(self, text: str) -> None:
        """Put each part of a pasted text where it belongs."""
        self.url_field.set_error("")
        self.code_field.set_error("")
        url, code = offered(text)
        if url and (code or self.sender() is self.code):
            self.url.setText(url)
        if code and self.code.text() != code:
            self.code.setText(code)


def _text_of(file: Path | None) -> str:
    if file is None:
        return ""
    try:
        if file.stat().st_size > _LARGEST:
            raise Unavailable("sync.ca_file")
        return file.read_text("ascii")
    except (OSError, UnicodeDecodeError):
        raise Unavailable("sync.ca_file") from None
