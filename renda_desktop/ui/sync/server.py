"""The server of this PC: which it is, how the last exchange went, how far each log came."""

from datetime import datetime
from typing import TYPE_CHECKING

from renda_desktop.queries.exchange import LogRow
from renda_desktop.ui.clock import Clock
from renda_desktop.ui.sync.tab import Tab
from renda_desktop.ui.sync_words import Snapshot, moment
from renda_desktop.ui.table_model import Column, TableModel
from renda_desktop.ui.widgets import EmptyState, Label, Table
from renda_desktop.ui.widgets.facts import Facts
from renda_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from renda_desktop.sync.report import Report

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
            Column[LogRow]("记录", lambda row: row.name),
            Column[LogRow]("种类", _kind, width=104, muted=True),
            Column[LogRow]("本机", _right, width=104),
            Column[LogRow]("已收到", lambda row: f"{row.entries} 条", width=120, align="right"),
        ]
        self.rows = TableModel(logs, parent=self)
        self.table = Table(self.rows, name="本机持有的记录")
        self.sheet.body.addWidget(self.facts)
        self.sheet.body.addWidget(Label("本机持有的记录", kind="heading"))
        self.sheet.body.addWidget(self.table, stretch=1)
        self.give_room(self.table)

    def load(self) -> None:
        """Read how the last exchange went."""
        from renda_desktop.sync import report

        self.worker.read(report.last, done=self._show, key="last")

    def focus(self) -> None:
        (self.table if self._now.enrolled else self.empty.button).setFocus()

    def show_state(self, now: Snapshot) -> None:
        """Follow the exchange."""
        self._now = now
        self.have(now.enrolled)
        self.rows.set_rows(now.state.standing.logs if now.state else ())

    def _show(self, last: "Report | None") -> None:
        self.have(self._now.enrolled)
        state = self._now.state
        if state is None:
            return
        standing, at = state.standing, self._clock()
        self.facts.show_facts(
            [
                ("服务器", standing.url),
                ("服务器编号", _grouped(standing.server or "")),
                ("本机", f"字母 {standing.letter},编号 {_grouped(standing.device)}"),
                ("最近一致", moment(state.whole_at, at=at)),
                ("上次同步", told(last, at)),
            ]
        )


def told(report: "Report | None", at: datetime) -> str:
    """Say how an exchange went."""
    if report is None:
        return "还没有同步过"
    parts = [f"上传 {report.sent} 次操作", f"收到 {report.received} 条记录"]
    if report.refused:
        parts.append(f"被退回 {len(report.refused)} 次")
    if report.left:
        parts.append(f"还有 {report.left} 次待发送")
    when = moment(report.at, at=at)
    return "\n".join([f"{when} · {','.join(parts)}", *(one.said for one in report.troubles)])


def _kind(row: LogRow) -> str:
    return "区域资料" if row.kind == "area" else "联络站"


def _right(row: LogRow) -> str:
    return "可读写" if row.writes else "只读"


def _grouped(name: str) -> str:
    """Write the end of an id as people compare it."""
    return f"{name[-8:-4]} {name[-4:]}".upper()
