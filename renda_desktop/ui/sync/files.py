"""Photos and other files of records: how many wait, how far they are, stopping and going on."""

from PySide6.QtWidgets import QHBoxLayout, QProgressBar

from renda_desktop.ui import theme
from renda_desktop.ui.file_lane import FileLane, FileState
from renda_desktop.ui.sync.tab import Tab
from renda_desktop.ui.sync_words import size
from renda_desktop.ui.widgets import Button, EmptyState, Label
from renda_desktop.ui.widgets.facts import Facts
from renda_desktop.ui.worker import Worker

_WORDS = "附件在记录之后单独传送,不耽误记录;随时可以停止,已传到的部分不用重传。"
_LATER = "附件在下一次同步之后自动传送。"


class Files(Tab):
    """What waits either way, and the run that goes on."""

    title = "附件"

    def __init__(self, worker: Worker, *, lane: FileLane) -> None:
        words = "照片和文件在记录之后单独传送,不耽误记录。"
        super().__init__(worker, empty=EmptyState("没有等待传送的附件", detail=words))
        self.lane = lane
        self.words = Label(kind="heading", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("附件传送进度")
        self.stop_button = Button("停止", on=lane.hold)
        self.go_button = Button("继续", on=lane.go_on)
        self.facts = Facts()
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(self.words, stretch=1)
        row.addWidget(self.stop_button)
        row.addWidget(self.go_button)
        body = self.sheet.body
        body.setSpacing(theme.px(12))
        body.addLayout(row)
        body.addWidget(self.bar)
        body.addWidget(self.facts)
        body.addWidget(Label(_WORDS, kind="muted", wrap=True))
        body.addStretch(1)
        lane.moved.connect(self._show)
        self._show(lane.now)

    def load(self) -> None:
        """Count what waits."""
        self.lane.look()
        self.have(self.lane.now.files or self.lane.now.running)

    def focus(self) -> None:
        shown = self.stop_button if self.lane.now.running else self.go_button
        shown.setFocus()

    def _show(self, now: FileState) -> None:
        self.have(now.files or now.running)
        self.stop_button.setVisible(now.running and not now.held)
        self.go_button.setVisible(not now.running and (now.held or bool(now.said)))
        self.bar.setVisible(now.running)
        self.bar.setRange(0, max(now.whole // 1024, 1))
        self.bar.setValue(min(now.moved, now.whole) // 1024)
        self.words.setText(_sentence(now))
        waiting = now.waiting
        if waiting is None:
            return
        self.facts.show_facts([
            ("待上传", f"{waiting.up} 个,{size(waiting.up_bytes)}" if waiting.up else ""),
            ("待下载", f"{waiting.down} 个,{size(waiting.down_bytes)}" if waiting.down else ""),
        ])  # fmt: skip


def _sentence(now: FileState) -> str:
    if now.running and now.held:
        return "正在停下……"
    if now.running:
        return f"正在传送附件:已传 {size(now.moved)},共 {size(now.whole)}"
    if now.held:
        return "附件传送已停下。"
    return now.said or f"还有 {now.files} 个附件等待传送。{_LATER}"
