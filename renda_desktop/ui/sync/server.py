"""The server of this PC: which it is, how the last exchange went, how far each log came."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from renda_desktop.queries.exchange import LogRow
from renda_desktop.ui import theme
from renda_desktop.ui.clock import Clock
from renda_desktop.ui.sync.tab import Tab
from renda_desktop.ui.sync.told import outcome, told
from renda_desktop.ui.sync_words import Snapshot, moment
from renda_desktop.ui.table_model import Column, TableModel
from renda_desktop.ui.widgets import EmptyState, Table
from renda_desktop.ui.widgets.facts import Facts
from renda_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from renda_desktop.sync.report import Report, Round

_ALONE = (
    "本机现在单独使用,记录都加密保存在这台电脑上。登记到单位的中心服务器以后,"
    "几台电脑可以一起用,数据也多一处保存。"
)


class Server(Tab):
    """Facts, and the logs that this PC holds; where there is no server, the way to one."""

    title = "服务器"

    def __init__(self, worker: Worker, *, clock: Clock) -> None:
        empty = EmptyState("还没有登记服务器", detail=_ALONE, button="登记到服务器", hint="Ctrl+E")
        super().__init__(worker, empty=empty)
        self._clock = clock
        self._now = Snapshot()
        self.facts = Facts()
        logs = [
            Column[LogRow]("记录", lambda row: row.name, tip=lambda row: row.name),
            Column[LogRow]("种类", _kind, width=84, muted=True, least=560),
            Column[LogRow]("本机", _right, width=84, least=480),
            Column[LogRow]("已收到", lambda row: f"{row.entries} 条", width=96, align="right"),
        ]
        self.rows = TableModel(logs, parent=self)
        self.table = Table(self.rows, name="本机持有的记录")
        rounds = [
            Column["Round"]("时间", self._when, width=92, muted=True),
            Column["Round"]("最近的同步", outcome, tip=outcome),
        ]
        self.rounds = TableModel(rounds, parent=self)
        self.rounds_table = Table(self.rounds, name="最近的同步")
        self.sheet.body.addWidget(self.facts)
        both = QHBoxLayout()
        both.setSpacing(theme.px(16))
        both.addWidget(self.table, stretch=1)
        both.addWidget(self.rounds_table, stretch=1)
        self.sheet.body.addLayout(both, stretch=1)
        self.give_room(self.table, self.rounds_table)

    def load(self) -> None:
        """Read how the last exchange went."""
        from renda_desktop.sync import report

        self.worker.read(report.last, done=self._show, key="last")
        self.worker.read(report.recent, done=self.rounds.set_rows, key="recent")

    def focus(self) -> None:
        (self.table if self._now.enrolled else self.empty.button).setFocus()

    def show_state(self, now: Snapshot) -> None:
        """Follow the exchange."""
        self._now = now
        self.have(now.enrolled)
        self.rows.set_rows(now.state.standing.logs if now.state else ())

    def _when(self, one: "Round") -> str:
        return moment(one.at, at=self._clock())

    def _show(self, last: "Report | None") -> None:
        self.have(self._now.enrolled)
        state = self._now.state
        if state is None:
            return
        standing, at = state.standing, self._clock()
        self.facts.show_facts(
            [
                ("服务器", standing.url or "不经网络,用同步包往返"),
                ("服务器编号", _grouped(standing.server or "")),
                ("本机", f"字母 {standing.letter},编号 {_grouped(standing.device)}"),
                ("最近一致", moment(state.whole_at, at=at)),
                ("上次同步", _last(last, at)),
            ]
        )


def _last(report: "Report | None", at: datetime) -> str:
    if report is None:
        return "还没有同步过"
    when = moment(report.at, at=at)
    return "\n".join([f"{when} · {told(report)}", *(one.said for one in report.troubles)])


def _kind(row: LogRow) -> str:
    return "区域资料" if row.kind == "area" else "联络站"


def _right(row: LogRow) -> str:
    return "可读写" if row.writes else "只读"


def _grouped(name: str) -> str:
    """Write the end of an id as people compare it."""
    return f"{name[-8:-4]} {name[-4:]}".upper()
