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
    """`report` is of the last exchange since the window opened, `said` why there is none.

    `percent` is how far a long exchange came.
    """

    state: "SyncState | None" = None
    running: bool = False
    percent: int = 0
    report: "Report | None" = None
    said: str = ""

    @property
    def enrolled(self) -> bool:
        """Whether this PC has a server."""
        return self.state is not None and self.state.standing.server is not None

    @property
    def online(self) -> bool:
        """Whether the server is reached over a network, not by files that are carried."""
        return self.enrolled and self.state is not None and bool(self.state.standing.url)

    @property
    def waiting(self) -> int:
        """How many actions are on this PC only."""
        return self.state.standing.pending if self.state else 0

    @property
    def rule(self) -> str:
        """What stopped the last exchange; '' where nothing did."""
        return self.report.troubles[0].rule if self.report and self.report.troubles else ""

    @property
    def trouble(self) -> str:
        """What stopped the last exchange, as a sentence; '' where nothing did."""
        if self.report is not None and self.report.troubles:
            return self.report.troubles[0].said
        return self.said

    @property
    def offline(self) -> bool:
        """Whether it was the network that failed, and nothing else."""
        return self.rule in _OFFLINE

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


_STOPPED = {
    "sync.not_the_server": ("要先登录上网", "amber"),
    "sync.often": ("服务器忙", "amber"),
    "sync.clock": ("本机时钟不准", "red"),
    "sync.newer": ("请升级程序", "red"),
    "sync.revoked": ("本机已停用", "red"),
    "sync.unknown_device": ("须重新登记", "red"),
    "sync.letter": ("须重新登记", "red"),
    "sync.station_ended": ("本站已停止同步", "red"),
    "sync.certificate": ("证书不受信任", "red"),
    "sync.other_server": ("不是原来的服务器", "red"),
    "sync.forged": ("签名不符", "red"),
    "sync.two_histories": ("服务器记录有误", "red"),
    "sync.stopped": ("同步已停下", "amber"),
}
_FORKED = (
    "本机的数据可能是复制或由备份恢复的,为免与另一台电脑混淆,暂不上传。请向系统管理员要新的登记码,"
    "重新登记本机:没有送到的记录会接着上传,不会丢也不会重复。"
)


def status(now: Snapshot, *, at: datetime, files: int = 0) -> Status:
    """Say what matters most: what somebody has to decide, then what goes on, then how it stands.

    Args:
        at: the moment of saying it: earlier days are named.
        files: how many files of records are on their way.
    """
    state = now.state
    if state is None:
        return Status("正在打开", "muted")
    if not now.enrolled:
        return Status("未登记服务器(单机)", "muted", "记录只保存在这台电脑上。")
    if state.standing.forked:
        return Status("须重新登记", "red", _FORKED)
    if state.conflicts or state.refused:
        found = (
            f"有 {state.conflicts} 处冲突" if state.conflicts else "",
            f"有 {state.refused} 条被退回" if state.refused else "",
        )
        return Status(" · ".join(filter(None, found)), "red", "按一下去处理")
    if now.running:
        return _running(now, state)
    if now.trouble:
        return _stopped(now, state, at)
    if state.ended:
        return Status("本站已停止同步", "red", "本机的记录都在,仍可查看和导出。")
    return _quiet(now, state, at, files)


def _running(now: Snapshot, state: "SyncState") -> Status:
    far = f" {now.percent}%" if now.percent else ""
    if state.refilling:
        tip = "服务器由备份恢复过,本机正在补传它缺少的记录。"
        return Status(f"正在补传{far}", "primary", tip)
    return Status(f"同步中{far}", "primary", "正在与服务器交换记录")


def _quiet(now: Snapshot, state: "SyncState", at: datetime, files: int) -> Status:
    if not now.online:
        words = "本机用同步包与中心同步:在“同步 › 同步包”里导出和导入。"
        waiting = now.waiting
        return Status(f"待导出 {waiting}" if waiting else "用同步包同步",
                      "amber" if waiting else "muted", words)  # fmt: skip
    if now.waiting:
        return Status(f"待同步 {now.waiting}", "amber", "已保存在本机,稍后自动发送")
    if now.whole and files:
        return Status(f"已同步 · 附件 {files}", "green", f"记录一致,还有 {files} 个附件要传送")
    if now.whole and state.unproved:
        tip = f"记录已取得,还有 {state.unproved} 条的签名在空闲时核对,不影响使用。"
        return Status("已同步 · 核对签名", "green", tip)
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


def size(count: int) -> str:
    """Return a number of bytes as people say it."""
    mega = count / 2**20
    return f"{mega:.1f} MB" if mega >= 0.1 else f"{max(count // 1024, 1)} KB" if count else "0"


def _stopped(now: Snapshot, state: "SyncState", at: datetime) -> Status:
    waiting = f" · 待同步 {now.waiting}" if now.waiting else ""
    troubles = now.report.troubles if now.report else ()
    since = f"(上次 {moment(state.whole_at, at=at)})" if state.whole_at else "(尚未同步过)"
    if now.rule in _STOPPED:
        text, tone = _STOPPED[now.rule]
        return Status(f"{text}{waiting}", tone, now.trouble)
    if now.offline:
        return Status(f"离线{since}{waiting}", "amber", now.trouble)
    if troubles and troubles[0].passing:
        return Status(f"服务器忙{since}{waiting}", "amber", now.trouble)
    return Status(f"不能同步{since}{waiting}", "red", now.trouble)


_LASTING = frozenset({
    "sync.revoked", "sync.unknown_device", "sync.letter", "sync.station_ended", "sync.newer",
    "sync.clock", "sync.forged", "sync.two_histories", "sync.forked", "sync.other_server",
})  # fmt: skip


def lasts(now: Snapshot) -> bool:
    """Return whether what is wrong does not pass by itself: the window says it once in full."""
    state = now.state
    return state is not None and (state.standing.forked or state.ended or now.rule in _LASTING)


def needs_code(now: Snapshot) -> bool:
    """Return whether a new enrolment code would mend what is wrong."""
    forked = now.state is not None and now.state.standing.forked
    return forked or now.rule in ("sync.unknown_device", "sync.letter", "sync.revoked")
