"""Which matters are shown: what is asked for above the table."""

from datetime import date, timedelta

from PySide6.QtCore import QTimer
from PySide6.QtCore import Signal as QtSignal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from renda_desktop.domain.moments import day_of
from renda_desktop.domain.terms import Signal, Stage
from renda_desktop.queries.matters import MatterFilter
from renda_desktop.ui import pick, theme
from renda_desktop.ui.clock import Clock
from renda_desktop.ui.pick import Pick
from renda_desktop.ui.widgets import Button, Choice, DateEdit, Label, LineEdit
from renda_desktop.ui.worker import Worker

OPEN = "open"
PAUSE = 180
"""Milliseconds between the last letter typed and the search."""

_PERIODS = (
    ("", "登记时间"),
    ("7", "近 7 天"),
    ("30", "近 30 天"),
    ("90", "近 90 天"),
    ("year", "今年"),
    ("last", "去年"),
    ("own", "自选"),
)


class Filters(QWidget):
    """Two lines of filters, the second one folded away until asked for. `changed`."""

    changed = QtSignal()

    def __init__(self, worker: Worker, *, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        today = day_of(clock())
        self.text = LineEdit(placeholder="编号、原话、反映人、拼音")
        self.signal: Pick[Signal | None] = Pick([(None, "信号"), *pick.terms(Signal)])
        stages = [(one.value, one.label) for one in Stage]
        self.stage = Pick([(OPEN, "未办结"), ("", "全部阶段"), *stages])
        self.unit = Choice(pick.departments(worker), placeholder="承办单位")
        self.deputy = Choice(pick.deputies(worker), placeholder="代表")
        self.theme = Choice(pick.themes(worker), placeholder="主题")
        self.category = Choice(pick.categories(worker), placeholder="类别")
        self.place = Choice(pick.places(worker), placeholder="地点")
        self.period = Pick(_PERIODS)
        self.since, self.until = DateEdit(today - timedelta(days=30)), DateEdit(today)
        self.conflicts = QCheckBox("有冲突")
        self.more = Button("更多条件", kind="quiet", small=True, on=self.unfold)
        self.clear = Button("清除", kind="quiet", small=True, on=self.reset)
        self._to = Label("至", kind="label")
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.changed)
        self._lay_out()
        self._connect()

    def where(self) -> MatterFilter:
        """Return what is asked for."""
        stage = self.stage.value()
        since, until = self._days()
        return MatterFilter(
            text=self.text.text().strip(),
            stages=(Stage(stage),) if stage not in (OPEN, "") else (),
            open=True if stage == OPEN else None,
            signal=self.signal.value(),
            unit=self.unit.value(),  # type: ignore[arg-type] # choices hold what was put in
            deputy=self.deputy.value(),  # type: ignore[arg-type]
            theme=self.theme.value(),  # type: ignore[arg-type]
            category=str(self.category.value() or ""),
            place=str(self.place.value() or ""),
            since=since,
            until=until,
            conflicts=self.conflicts.isChecked(),
        )

    def reset(self) -> None:
        """Ask for all that is open."""
        self.blockSignals(True)
        self.text.setText("")
        for choice in (self.unit, self.deputy, self.theme, self.category, self.place):
            choice.set_option(None)
        for one in (self.signal, self.stage, self.period):
            one.setCurrentIndex(0)
        self.conflicts.setChecked(False)
        self._pause.stop()
        self.blockSignals(False)
        self.changed.emit()

    def unfold(self) -> None:
        """Show the second line, or fold it away."""
        self._second.setVisible(not self._second.isVisibleTo(self))
        self.more.setText("收起" if self._second.isVisibleTo(self) else "更多条件")
        if self._second.isVisibleTo(self):
            self.theme.setFocus()

    def _days(self) -> tuple[date | None, date | None]:
        today = day_of(self._clock())
        match self.period.value():
            case "":
                return None, None
            case "year":
                return date(today.year, 1, 1), None
            case "last":
                return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
            case "own":
                return self.since.day(), self.until.day()
            case days:
                return today - timedelta(days=int(days)), None

    def _connect(self) -> None:
        self.text.textChanged.connect(lambda _text: self._pause.start())
        for choice in (self.unit, self.deputy, self.theme, self.category, self.place):
            choice.chosen.connect(lambda _option: self.changed.emit())
        for one in (self.signal, self.stage, self.period):
            one.currentIndexChanged.connect(lambda _number: self.changed.emit())
        for day in (self.since, self.until):
            day.picked.connect(lambda _day: self.changed.emit())
        self.conflicts.toggled.connect(lambda _on: self.changed.emit())
        self.period.currentIndexChanged.connect(lambda _number: self._show_days())

    def _show_days(self) -> None:
        own = self.period.value() == "own"
        for widget in (self.since, self._to, self.until):
            widget.setVisible(own)

    def _lay_out(self) -> None:
        first, self._second = QHBoxLayout(), QWidget()
        second = QHBoxLayout(self._second)
        second.setContentsMargins(0, 0, 0, 0)
        whom = (("承办单位", self.unit, 4), ("代表", self.deputy, 3))
        roomy = theme.scale() == theme.SCALES[0]
        upper: tuple[tuple[str, QWidget, int], ...] = (
            ("查找", self.text, 6),
            ("信号", self.signal, 3),
            ("阶段", self.stage, 4),
            *(whom if roomy else ()),
        )
        lower: tuple[tuple[str, QWidget, int], ...] = (
            *(() if roomy else whom),
            ("主题", self.theme, 4),
            ("类别", self.category, 4),
            ("地点", self.place, 4),
            ("登记时间", self.period, 4),
            ("登记起", self.since, 4),
            ("", self._to, 0),
            ("登记止", self.until, 4),
            ("有冲突", self.conflicts, 0),
        )
        for row, widgets in ((first, upper), (second, lower)):
            row.setSpacing(theme.px(6))
            for name, widget, stretch in widgets:
                widget.setAccessibleName(name)
                widget.setMinimumWidth(theme.px(72) if stretch else 0)
                row.addWidget(widget, stretch=stretch)
        first.addWidget(self.more)
        first.addWidget(self.clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addLayout(first)
        column.addWidget(self._second)
        self._second.hide()
        self._show_days()
