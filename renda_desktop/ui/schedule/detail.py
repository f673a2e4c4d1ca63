"""One reception: when, where, who, how it stands, and what can be done with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from renda_desktop.domain.terms import Presence, ReceptionStatus
from renda_desktop.queries.receptions import Party, ReceptionView
from renda_desktop.queries.schedule import ReceptionFile
from renda_desktop.ui import theme
from renda_desktop.ui.history import moments
from renda_desktop.ui.schedule.words import TONES, notice_state, span
from renda_desktop.ui.widgets import (
    Button,
    Card,
    Count,
    EmptyState,
    Label,
    MessageBar,
    Pill,
    Timeline,
    rule,
)
from renda_desktop.ui.widgets.facts import Facts
from renda_desktop.ui.widgets.flow import Flow
from renda_desktop.ui.widgets.scroll import Scroll


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that can be done with a reception; `kind` is the fact that it records."""

    name: str
    title: str
    keys: str
    kind: str = ""
    danger: bool = False


BESIDE = 640
"""Least width, at normal type, for facts and history side by side."""

DEEDS = (
    Deed("notice", "公告", "Alt+1", "reception.notice"),
    Deed("sign_in", "签到", "Alt+2", "reception.sign_in"),
    Deed("open", "开始接待", "Alt+3", "reception.open"),
    Deed("close", "结束接待", "Alt+4", "reception.close"),
    Deed("postpone", "延期", "Alt+5", "reception.postpone"),
    Deed("cancel", "取消", "Alt+6", "reception.cancel", danger=True),
    Deed("reopen", "重新开始", "Alt+7", "reception.reopen"),
    Deed("archive", "归档", "Alt+8", "reception.archive"),
    Deed("amend", "更正", "Ctrl+E"),
    Deed("opinions", "阅件意见", "Alt+9"),
)


class Detail(Card):
    """The card of one reception. `asked(name)`: a deed's button was pressed."""

    asked = Signal(str)
    desk_asked = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.file: ReceptionFile | None = None
        self.title = Label(kind="title", elide=True)
        self.status, self.period = Pill(), Label(kind="label")
        self.notice = MessageBar()
        self.facts, self.people = Facts(), Facts()
        self.timeline = Timeline()
        self.counts = {name: Count(name) for name in ("来访", "人次", "事项", "当场答复", "未定")}
        self.buttons = {deed.name: self._button(deed) for deed in DEEDS}
        self.desk = Button("到接待台", on=self.desk_asked.emit)
        self.empty = EmptyState("没有选中的接待活动", detail="在左侧选一场,或按 Ctrl+N 计划一场。")
        self._lay_out()
        self.show_file(None, today=date.min)

    def show_file(self, file: ReceptionFile | None, *, today: date) -> None:
        """Show a reception, or that none is chosen."""
        self.file = file
        self._pages.setCurrentIndex(0 if file else 1)
        if file is None:
            return
        view, row = file.view, file.view.row
        self.title.setText(row.title)
        self.status.show_status(row.status.label, tone=TONES[row.status])
        self.status.show()
        self.period.setText(f"第 {row.number} 期 · {row.kind.label}")
        self.facts.show_facts(_facts(file, today))
        self.people.show_facts(_present(view))
        for name, value in (
            ("来访", row.visits),
            ("人次", view.heads),
            ("事项", row.matters),
            ("当场答复", view.on_site),
            ("未定", len(view.undecided)),
        ):
            self.counts[name].set_value(value)
        self._numbers.setVisible(row.status not in _BEFORE)
        self.timeline.show_moments(moments(reversed(file.timeline), today=today))
        self._show_notice(file, today)
        self._show_buttons(file)

    def add_button(self, button: Button) -> None:
        """Put another button at the foot."""
        self._flow.addWidget(button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the history beneath the facts where there is no room beside them."""
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        narrow = self.width() < theme.px(BESIDE)
        self._middle.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)

    def _show_notice(self, file: ReceptionFile, today: date) -> None:
        words, tone = notice_state(file, today)
        if tone:
            self.notice.say("公告还没有张贴", more=words, tone=tone)
        else:
            self.notice.hide()

    def _show_buttons(self, file: ReceptionFile) -> None:
        for deed in DEEDS:
            refused = file.possible.get(deed.kind, "")
            button = self.buttons[deed.name]
            button.setEnabled(not refused)
            button.setToolTip(refused)
            button.setVisible(not refused or deed.name in _ALWAYS)
        self.buttons["opinions"].setVisible(file.view.row.status not in _BEFORE)
        self.desk.setVisible(file.view.row.status is ReceptionStatus.OPEN)

    def _button(self, deed: Deed) -> Button:
        kind = "danger" if deed.danger else "secondary"
        return Button(deed.title, kind=kind, hint=deed.keys, on=lambda: self.asked.emit(deed.name))

    def _lay_out(self) -> None:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        head = QHBoxLayout()
        head.setSpacing(theme.px(10))
        for widget in (self.title, self.status, self.period):
            head.addWidget(widget)
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(self.notice)
        sheet = QWidget()
        self._middle = QHBoxLayout(sheet)
        self._middle.setContentsMargins(0, 0, theme.px(8), 0)
        self._middle.setSpacing(theme.px(20))
        self._middle.addWidget(self._about(), stretch=5)
        self._middle.addWidget(self._history(), stretch=4)
        column.addWidget(Scroll(sheet, name="接待活动"), stretch=1)
        column.addWidget(rule())
        row = QWidget()
        self._flow = Flow(parent=row)
        for button in (*self.buttons.values(), self.desk):
            self._flow.addWidget(button)
        column.addWidget(row)
        pages = QWidget()
        self._pages = QStackedLayout(pages)
        self._pages.addWidget(whole)
        self._pages.addWidget(self.empty)
        self.body.addWidget(pages)

    def _about(self) -> QWidget:
        about = QWidget()
        column = QVBoxLayout(about)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(14))
        self._numbers = QWidget()
        line = QHBoxLayout(self._numbers)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.px(28))
        for count in self.counts.values():
            line.addWidget(count)
        line.addStretch(1)
        column.addWidget(self.facts)
        column.addWidget(self._numbers)
        column.addWidget(self.people)
        column.addStretch(1)
        return about

    def _history(self) -> QWidget:
        history = QWidget()
        column = QVBoxLayout(history)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(Label("经过", kind="heading"))
        column.addWidget(self.timeline)
        column.addStretch(1)
        return history


_BEFORE = (ReceptionStatus.PLANNED, ReceptionStatus.NOTICED, ReceptionStatus.CANCELLED)
_ALWAYS = ("notice", "sign_in", "open", "close")


def _facts(file: ReceptionFile, today: date) -> list[tuple[str, str]]:
    view, row = file.view, file.view.row
    moved = f",由 {view.moved_from} 顺延" if view.moved_from else ""
    unsure = "(暂定)" if row.provisional else ""
    again = f",已延期 {row.postponed} 次" if row.postponed else ""
    return [
        ("时间", f"{span(row.starts, row.ends)}{unsure}{moved}{again}"),
        ("地点", row.place),
        ("主题", row.theme_title),
        ("接待代表", _named(view.deputies)),
        ("参加部门", "、".join(one.name for one in view.departments)),
        ("参加领导", view.leaders),
        ("公告", notice_state(file, today)[0]),
        ("备注", view.remark),
        ("纪要", view.minutes),
    ]


def _present(view: ReceptionView) -> list[tuple[str, str]]:
    def names(presence: Presence) -> str:
        found = [one for one in view.attendances if one.presence is presence]
        said = "、".join(f"{one.name}({one.role.label})" for one in found)
        return f"{len(found)} 人:{said}" if found else ""

    return [(presence.label, names(presence)) for presence in Presence]


def _named(people: Iterable[Party]) -> str:
    return "、".join(f"{one.name}({one.detail})" if one.detail else one.name for one in people)
