"""The recovery key: shown once, printed, and confirmed by somebody who has it on paper."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QWidget

from renda_desktop.ui import theme
from renda_desktop.ui.widgets import Button, Card, Field, Label, LineEdit, bind
from renda_desktop.ui.wizard.steps import Step
from renda_desktop.ui.worker import Worker

_COLUMNS = 5


class RecoveryStep(Step):
    """The groups, printing them, and proving that they are on paper; `failed(error)`."""

    title = "打印恢复密钥"
    words = (
        "电脑损坏、重装系统或忘记口令时,只有恢复密钥能打开本站的数据。"
        "请现在打印,装入信封锁好;不要拍照,不要存在电脑里。"
    )
    failed = Signal(object)

    def __init__(
        self, worker: Worker, *, groups: tuple[str, ...], station: str, now: datetime
    ) -> None:
        super().__init__()
        self._worker, self._groups, self._station, self._now = worker, groups, station, now
        # Two groups far apart, which differ from one key to the next.
        first = int(groups[-1][-1], 36) % (len(groups) // 2)
        self.asked = (first, first + len(groups) // 2)
        self.print_button = Button("打印", hint="Ctrl+P", on=self.print_sheet)
        self.edits = tuple(LineEdit(longest=4) for _ in self.asked)
        self.fields = tuple(
            Field(f"第 {number + 1} 组", edit)
            for number, edit in zip(self.asked, self.edits, strict=True)
        )
        self.printed = QCheckBox("我已打印并妥善保管")
        self._lay_out()
        bind(self, "Ctrl+P", self.print_sheet)
        self.edits[0].submitted.connect(self.fields[1].setFocus)
        self.edits[1].submitted.connect(self.done)
        self.setFocusProxy(self.print_button)

    def check(self) -> bool:
        """Ask for the two groups, or for a word that the paper is safe."""
        if self.printed.isChecked():
            return True
        wrong = [
            field
            for number, field, edit in zip(self.asked, self.fields, self.edits, strict=True)
            if not self._matches(field, number, edit.text())
        ]
        if wrong:
            wrong[0].setFocus()
        return not wrong

    def _matches(self, field: Field, number: int, typed: str) -> bool:
        read = typed.strip().upper().translate(str.maketrans("OIL", "011"))
        good = read == self._groups[number]
        words = "与打印件核对后重新输入。" if read else "请照打印件输入这一组,或勾选下面一项。"
        field.set_error("" if good else words)
        return good

    @Slot()
    def print_sheet(self) -> None:
        """Show the sheet in the preview, from where it is printed."""
        from renda_desktop.queries.papers import RecoverySheet
        from renda_desktop.ui.papers.preview import show_paper
        from renda_desktop.ui.papers.wanted import recovery_key

        sheet = RecoverySheet(self._station, self._groups, printed_at=self._now)
        show_paper(self, self._worker, recovery_key(sheet))

    def _lay_out(self) -> None:
        self.column.addWidget(self._shown_groups())
        top = QHBoxLayout()
        top.setSpacing(theme.px(12))
        top.addWidget(self.print_button)
        top.addWidget(Label("然后照打印件输入下面两组,确认纸上的字清楚。", kind="muted"), stretch=1)
        self.column.addLayout(top)
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        for field in self.fields:
            row.addWidget(field)
        self.column.addLayout(row)
        self.column.addWidget(self.printed)

    def _shown_groups(self) -> QWidget:
        card = Card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(8))
        for place, group in enumerate(self._groups):
            cell = QHBoxLayout()
            cell.setSpacing(theme.px(6))
            number = Label(str(place + 1), kind="label")
            number.setFixedWidth(theme.px(20))
            number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            cell.addWidget(number)
            cell.addWidget(Label(group, kind="heading"))
            cell.addStretch(1)
            grid.addLayout(cell, place // _COLUMNS, place % _COLUMNS)
        card.body.addLayout(grid)
        card.setAccessibleName("恢复密钥 " + " ".join(self._groups))
        return card
