"""Files that are put in with what is said: chosen, read in the background, listed."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from renda_desktop.services import files
from renda_desktop.services.scorecards import Upload
from renda_desktop.ui import theme
from renda_desktop.ui.widgets import Button, Label, restyle
from renda_desktop.ui.worker import Worker

_KINDS = (
    "照片和文档 (*.jpg *.jpeg *.png *.pdf *.ofd *.doc *.docx *.xls *.xlsx *.ppt *.pptx *.wps *.et)"
)
_NONE = "没有附上文件(可添加照片、PDF、OFD 和办公文档)"


class Uploads(QWidget):
    """添加文件…, and the names of those that are read already."""

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self._worker = worker
        self._files: tuple[Upload, ...] = ()
        self.button = Button("添加文件…", small=True, on=self.choose)
        self.names = Label(_NONE, kind="muted", wrap=True)
        self.away = Button("去掉最后一个", kind="quiet", small=True, on=self.drop)
        self.away.hide()
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.button)
        row.addWidget(self.away)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addLayout(row)
        column.addWidget(self.names)
        self.setFocusProxy(self.button)

    def files(self) -> tuple[Upload, ...]:
        """Return the files that are read."""
        return self._files

    def choose(self) -> None:
        """Ask for files."""
        paths, _kind = QFileDialog.getOpenFileNames(self, "添加佐证文件", "", _KINDS)
        if paths:
            self.take([Path(one) for one in paths])

    def drop(self) -> None:
        """Leave the last one out."""
        self._files = self._files[:-1]
        self._name()
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def take(self, paths: Sequence[Path]) -> None:
        """Read files that are chosen already."""
        self.names.setText("正在读取……")
        self._worker.run(_read, done=self._show, failed=self._fail, paths=tuple(paths))

    def _show(self, found: tuple[Upload, ...]) -> None:
        self._files = (*self._files, *found)
        self._name()

    def _name(self) -> None:
        names = "、".join(one.name for one in self._files)
        self.names.setText(names or _NONE)
        restyle(self.names, kind="muted")
        self.away.setVisible(bool(self._files))

    def _fail(self, error: Exception) -> None:
        self._name()
        self.names.setText(f"{error}已附上的不变:{self.names.text()}")
        restyle(self.names, kind="error")


def _read(*, paths: tuple[Path, ...]) -> tuple[Upload, ...]:
    found = tuple(Upload(one.name, one.read_bytes()) for one in paths)
    for one in found:  # what cannot be kept is said now, not when the form is saved
        files.identified(one.data, name=one.name)
    return found
