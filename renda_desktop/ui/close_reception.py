"""结束接待: the counts of a reception, whether they agree, minutes; then it is closed."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from renda_desktop.domain.ids import Id
from renda_desktop.queries import receptions
from renda_desktop.queries.receptions import ReceptionView
from renda_desktop.services import receptions as doing
from renda_desktop.services.action import Changes
from renda_desktop.ui import theme
from renda_desktop.ui.form import Form
from renda_desktop.ui.widgets import Count, Label, LineEdit, MessageBar, Pill, TextEdit, rule
from renda_desktop.ui.worker import Worker


class CloseReception(Form):
    """The sum check: nobody waits, and every matter has exactly one way. `ended(Changes)`.

    `CloseReception(worker, window, reception).ask()` loads the counts and opens. Where they do
    not agree, the main button stays off and the panel says what is missing; `undecided` leads to
    the matters for which no way was chosen.
    """

    ended = Signal(object)

    def __init__(
        self,
        worker: Worker,
        window: QWidget,
        reception: Id,
        *,
        undecided: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(window, title="结束接待", verb="结束接待", width=600)
        self._worker, self._reception = worker, reception
        self.minutes = TextEdit(placeholder="会议情况、代表意见、现场承诺……")
        self.press = LineEdit(placeholder="报道链接,没有可不填")
        self.check = Label(wrap=True)
        self.verdict = Pill()
        self._numbers = QHBoxLayout()
        self._ways = QGridLayout()
        self._ways.setHorizontalSpacing(theme.px(16))
        self._ways.setVerticalSpacing(theme.px(4))
        self.gap = MessageBar()
        self._undecided = undecided
        self.gap.acted.connect(self._lead)
        self.submitted.connect(self._close)

    def ask(self) -> None:
        """Load the counts, then open."""
        self._worker.read(
            receptions.reception, done=self._show, failed=self._refused, id=self._reception
        )

    def _show(self, view: ReceptionView | None) -> None:
        if view is None:
            self.deleteLater()
            return
        row = view.row
        self.head.addWidget(Label(f"{row.title} · 第 {row.number} 期", kind="muted", elide=True))
        self._numbers.setSpacing(theme.px(28))
        for name, value in (
            ("来访(批)", row.visits),
            ("人次", view.heads),
            ("事项", row.matters),
            ("当场答复", view.on_site),
        ):
            self._numbers.addWidget(Count(name, value))
        self._numbers.addStretch(1)
        self.fields.addLayout(self._numbers)
        self.fields.addWidget(rule())
        self._show_ways(view)
        self.add("接待纪要", self.minutes)
        self.add("宣传报道", self.press)
        self.main.setEnabled(not missing(view))
        self.open(self.minutes)

    def _show_ways(self, view: ReceptionView) -> None:
        for place, (way, number) in enumerate(view.dispositions.items()):
            self._ways.addWidget(Label(way.label), place, 0)
            self._ways.addWidget(Label(f"{number} 件"), place, 1)
        self._ways.setColumnStretch(2, 1)
        total, lacking = sum(view.dispositions.values()), missing(view)
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        agrees = total == view.row.matters
        self.verdict.show_status(
            "核对一致" if agrees else "核对不符", tone="green" if agrees else "red"
        )
        self.check.setText(f"各处理方式合计 {total} 件,事项 {view.row.matters} 件")
        line.addWidget(self.check, stretch=1)
        line.addWidget(self.verdict)
        self.fields.addLayout(self._ways)
        self.fields.addLayout(line)
        self.verdict.show()  # not before it is inside: it would be a window of its own
        self.fields.addWidget(self.gap)
        if lacking:
            leads = view.undecided and self._undecided is not None
            button = "去选定处理方式" if leads else ""
            self.gap.say("还不能结束", more="\n".join(lacking), button=button)

    def _lead(self) -> None:
        if self._undecided is not None:
            self.finish()
            self._undecided()

    def _close(self) -> None:
        self._worker.act(
            doing.close, done=self._closed, failed=self.fail, reception=self._reception,
            minutes=self.minutes.text(), press=self.press.text(),
        )  # fmt: skip

    def _closed(self, changes: Changes) -> None:
        self.finish()
        self.ended.emit(changes)

    def _refused(self, error: Exception) -> None:
        self.open()
        self.fail(error)
        self.main.setEnabled(False)


def missing(view: ReceptionView) -> list[str]:
    """Return what still keeps a reception from being closed, in sentences."""
    found = []
    if view.waiting:
        found.append(f"还有 {view.waiting} 位来访人在候访,请接待或标记离开。")
    if view.undecided:
        shown = "、".join(view.undecided[:5]) + (" 等" if len(view.undecided) > 5 else "")
        found.append(f"还有 {len(view.undecided)} 件事项没有选定处理方式:{shown}。")
    return found
