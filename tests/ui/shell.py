"""A shell with a desk like the design's picture: `python -m tests.ui.shell out.png [scale]`."""

import sys
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QApplication, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from renda_desktop.services.action import Changes
from renda_desktop.ui import theme
from renda_desktop.ui.main_window import MainWindow
from renda_desktop.ui.palette import Find
from renda_desktop.ui.screen import Command, Place, Screen
from renda_desktop.ui.widgets import (
    Button,
    Card,
    Count,
    Field,
    Label,
    LineEdit,
    Moment,
    Pill,
    TextEdit,
    Timeline,
)
from renda_desktop.ui.worker import Worker

T = TypeVar("T")
WORDS = "6 幢 2 单元住户多为七十岁以上老人,申请加装电梯两年未批,希望代表牵头协调。"
TITLES = ("接待台", "接待日程", "事项", "选民", "代表", "主题", "统计")


class EchoOffice:
    """An office whose queries and services need no session."""

    def read(self, query: Callable[..., T], /, **kw: object) -> T:
        return query(**kw)

    def act(self, service: Callable[..., Changes], /, **kw: object) -> Changes:
        return service(**kw)

    def close(self) -> None:
        """Nothing is open."""


class DeskLike(Screen):
    """What the reception desk looks like, without its work."""

    title = "接待台"

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self.log: list[object] = []
        self.name = LineEdit("王秀英")
        self.bind("Ctrl+S", "保存", lambda: self.log.append("save"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(14))
        column.addWidget(_strip())
        row = QHBoxLayout()
        row.setSpacing(theme.px(14))
        row.addWidget(_queue(), stretch=23)
        row.addWidget(self._form(), stretch=69)
        row.addWidget(_history(), stretch=29)
        column.addLayout(row, stretch=1)

    def activate(self) -> None:
        self.log.append("activate")
        self.name.setFocus()

    def deactivate(self) -> None:
        self.log.append("deactivate")

    def reload(self, changes: Changes) -> None:
        self.log.append(changes)

    def open_thing(self, what: object) -> None:
        self.log.append(what)

    def unsaved(self) -> str:
        return "第 018 号来访" if self.name.text() == "写到一半" else ""

    def _form(self) -> QWidget:
        card = Card("登记来访")
        card.head.addWidget(Label("第 018 号", kind="label"))
        line = QHBoxLayout()
        line.setSpacing(theme.px(12))
        for name, edit in (
            ("姓名", self.name),
            ("电话", LineEdit("138****5521")),
            ("住址/小区", LineEdit("迎春小区 6 幢 2 单元")),
        ):
            line.addWidget(Field(name, edit))
        card.body.addLayout(line)
        words = TextEdit(WORDS)
        words.setMaximumHeight(theme.px(110))
        card.body.addWidget(Field("反映内容", words))
        line = QHBoxLayout()
        line.setSpacing(theme.px(6))
        line.addWidget(Label("疑似同一诉求", kind="label"))
        line.addWidget(Pill("迎春小区加装电梯  3 件 · 2 户", tone="primary"))
        line.addWidget(Label("并入 Ctrl+J", kind="label"))
        line.addStretch(1)
        card.body.addLayout(line)
        line = QHBoxLayout()
        line.setSpacing(theme.px(12))
        for name, text, stretch in (
            ("类别", "城乡建设 / 老旧小区 / 加装电梯", 23),
            ("交办代表", "张明(市代表)", 13),
            ("承办单位", "区住建局", 12),
            ("办结期限", "2026-12-23(30 天)", 16),
        ):
            combo = QComboBox()
            combo.addItem(text)
            line.addWidget(Field(name, combo), stretch=stretch)
        card.body.addLayout(line)
        card.body.addStretch(1)
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        for name, keys in (("当场答复", "Alt+1"), ("转交办", "Alt+2"), ("列入计划", "Alt+3")):
            line.addWidget(Button(name, hint=keys))
        line.addStretch(1)
        line.addWidget(Button("保存并打印回执", kind="primary", hint="Ctrl+Enter"))
        card.body.addLayout(line)
        return card


class Plain(Screen):
    """A screen of nothing."""


def _strip() -> QWidget:
    card = Card()
    row = QHBoxLayout()
    row.setSpacing(theme.px(24))
    words = QVBoxLayout()
    words.setSpacing(theme.px(4))
    first = QHBoxLayout()
    first.setSpacing(theme.px(10))
    first.addWidget(Label("老旧小区改造 · 主题接待", kind="heading"))
    first.addWidget(Pill("进行中", tone="green"))
    first.addStretch(1)
    words.addLayout(first)
    about = "第 11 期 · 2026-11-23 14:00–16:30 · 接待代表 张明(市)、李慧(区) · 住建局到场"
    words.addWidget(Label(about, kind="label", elide=True))
    row.addLayout(words, stretch=1)
    for name, value in (("来访", 17), ("事项", 21), ("当场答复", 9)):
        row.addWidget(Count(name, value))
    row.addWidget(Button("结束接待"))
    card.body.addLayout(row)
    return card


def _queue() -> QWidget:
    card = Card("候访 4")
    card.body.addStretch(1)
    card.body.addWidget(Button("+ 新来访", hint="F2"))
    return card


def _history() -> QWidget:
    card = Card("王秀英 · 历次来访 2")
    for name, pill, tone, at in (
        ("6 幢屋面渗水", "已办结 ★★★★★", "green", "2026-05-18 · 主题接待第 9 期"),
        ("加装电梯申请", "超期 12 天", "red", "2025-11-02 · 主题接待第 9 期"),
    ):
        line = QHBoxLayout()
        line.addWidget(Label(name, elide=True), stretch=1)
        line.addWidget(Pill(pill, tone=tone))
        card.body.addLayout(line)
        card.body.addWidget(Label(at, kind="label"))
    card.body.addWidget(Label("时间线", kind="heading"))
    timeline = Timeline()
    moments = (
        ("11-02", "登记"),
        ("11-05", "交办 区住建局"),
        ("11-20", "督办"),
        ("11-23", "再次来访"),
    )
    timeline.show_moments(Moment(at, what) for at, what in moments)
    card.body.addWidget(timeline)
    card.body.addStretch(1)
    return card


def shell(
    worker: Worker, *, find: Find | None = None, commands: tuple[Command, ...] = ()
) -> MainWindow:
    """Return the window with eight places, the first of them like the desk."""
    places = [Place("desk", "接待台", DeskLike)]
    places += [
        Place(f"p{number}", title, Plain) for number, title in enumerate(TITLES[1:], start=2)
    ]
    places += [
        Place("settings", "设置", Plain, where="bottom"),
        Place("sync", "同步", Plain, where=""),
    ]
    window = MainWindow(
        worker, places, station="月湖街道人大代表联络站", find=find, commands=commands
    )
    window.go("desk")
    window.set_sync("离线(上次 14:05) · 待同步 3", tone="amber")
    return window


if __name__ == "__main__":
    app = QApplication(sys.argv)
    theme.apply(app, scale=float(sys.argv[2]) if len(sys.argv) > 2 else 1.0)
    shown = shell(Worker(EchoOffice()), commands=(Command("新来访", lambda: None, "F2"),))
    shown.show()
    app.processEvents()
    shown.grab().save(sys.argv[1])
    match sys.argv[3:]:
        case ["palette"]:
            shown.palette_panel.open()
        case ["sheet"]:
            shown._open_sheet()
    if sys.argv[3:]:
        app.processEvents()
        shown.grab().save(sys.argv[1])
