"""Files that are put in with what is said: chosen, read in the background, listed."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from renda_desktop.services.scorecards import Upload
from renda_desktop.ui import theme
from renda_desktop.ui.widgets import Button, Label
from renda_desktop.ui.worker import Worker


class Uploads(QWidget):
    """添加文件…, and the names of those that are read already."""

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self._worker = worker
        self._files: tuple[Upload, ...] = ()
        self.button = Button("添加文件…", small=True, on=self.choose)
        self.names = Label("没有附上文件", kind="muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.names)
        self.setFocusProxy(self.button)

    def files(self) -> tuple[Upload, ...]:
        """Return the files that are read."""
        return self._files

    def choose(self) -> None:
        """Ask for files."""
        paths, _kind = QFileDialog.getOpenFileNames(self, "添加佐证文件")
        if paths:
            self.take([Path(one) for one in paths])

    def take(self, paths: Sequence[Path]) -> None:
        """Read files that are chosen already."""
        self.names.setText("正在读取……")
        self._worker.run(_read, done=self._show, failed=self._fail, paths=tuple(paths))

    def _show(self, found: tuple[Upload, ...]) -> None:
        self._files = (*self._files, *found)
        self._name()

    def _name(self) -> None:
        names = "、".join(one.name for one in self._files)
        self.names.setText(names or "没有附上文件")

    def _fail(self, error: Exception) -> None:
        self.names.setText(f"{error} 已附上:{'、'.join(one.name for one in self._files) or '无'}")


def _read(*, paths: tuple[Path, ...]) -> tuple[Upload, ...]:
    return tuple(Upload(one.name, one.read_bytes()) for one in paths)
