"""How the exchange with the server stands, in the few words of the header."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from renda_desktop.domain.moments import local

if TYPE_CHECKING:
    from renda_desktop.queries.sync_state import SyncState
    from renda_desktop.sync.report import Report

_OFFLINE = frozenset({"sync.offline", "sync.slow", "sync.not_the_server"})


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`report` is of the last exchange since the window opened, `said` why there is none."""

    state: "SyncState | None" = None
    running: bool = False
    report: "Report | None" = None
    said: str = ""

    @property
    def enrolled(self) -> bool:
        """Whether this PC has a server."""
        return self.state is not None and self.state.standing.server is not None

    @property
    def waiting(self) -> int:
        """How many actions are on this PC only."""
        return self.state.standing.pending if self.state else 0

    @property
    def trouble(self) -> str:
        """What stopped the last exchange, as a sentence; '' where nothing did."""
        if self.report is not None and self.report.troubles:
            return self.report.troubles[0].said
        return self.said

    @property
    def offline(self) -> bool:
        """Whether it was the network that failed, and nothing else."""
        troubles = self.report.troubles if self.report else ()
        return bool(troubles) and troubles[0].rule in _OFFLINE

    @property
    def whole(self) -> bool:
        """Whether both sides had everything when they last spoke, and nothing was done since."""
        heard = self.report is not None and self.report.whole
        return heard and not self.waiting and not self.said


@dataclass(frozen=True, slots=True)
class Status:
    """A few words, their tone, and the sentence behind them."""

    text: str
    tone: str
    tip: str = ""


def status(now: Snapshot, *, at: datetime) -> Status:
    """Say what matters most: what somebody has to decide, then what goes on, then how it stands.

    Args:
        at: the moment of saying it: earlier days are named.
    """
    state = now.state
    if state is None:
        return Status("正在打开", "muted")
    if not now.enrolled:
        return Status("未登记服务器(单机)", "muted", "记录只保存在这台电脑上。")
    if state.standing.forked:
        return Status("须重新登记", "red", "本机的数据可能是复制或由备份恢复的,暂不上传。")
    if state.conflicts or state.refused:
        found = (
            f"有 {state.conflicts} 处冲突" if state.conflicts else "",
            f"有 {state.refused} 条被退回" if state.refused else "",
        )
        return Status(" · ".join(filter(None, found)), "red", "按一下去处理")
    if now.running:
        return Status("同步中", "primary", "正在与服务器交换记录")
    if now.trouble:
        return _stopped(now, state, at)
    if now.waiting:
        return Status(f"待同步 {now.waiting}", "amber", "已保存在本机,稍后自动发送")
    if now.whole:
        return Status("已同步", "green", f"{moment(state.whole_at, at=at)} 两边的记录一致")
    return Status("尚未核对", "muted", "这次打开程序后还没有与服务器核对")


def moment(then: datetime | None, *, at: datetime) -> str:
    """Return a moment as one says it today."""
    if then is None:
        return "从未"
    day, today = local(then), local(at)
    if day.date() == today.date():
        return f"{day:%H:%M}"
    return f"{day:%m-%d %H:%M}" if day.year == today.year else f"{day:%Y-%m-%d %H:%M}"


def _stopped(now: Snapshot, state: "SyncState", at: datetime) -> Status:
    waiting = f" · 待同步 {now.waiting}" if now.waiting else ""
    troubles = now.report.troubles if now.report else ()
    since = f"(上次 {moment(state.whole_at, at=at)})" if state.whole_at else "(尚未同步过)"
    if now.offline:
        return Status(f"离线{since}{waiting}", "amber", now.trouble)
    if troubles and troubles[0].passing:
        return Status(f"服务器忙{since}{waiting}", "amber", now.trouble)
    return Status(f"不能同步{since}{waiting}", "red", now.trouble)
