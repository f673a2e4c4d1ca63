"""What the access log says, for people and for machines."""

from argparse import Namespace
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from typing import Final

import msgspec

from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import local, start_of
from renda_desktop.server import access_log, database, devices, scopes
from renda_desktop.server.database import Connection

_LINES: Final = """
SELECT l.at, coalesce(l.until, l.at) AS until, l.scope, s.name AS scope_name, l.device,
    d.name AS device_name, l.what, l.outcome, l.entries, l.calls
FROM access_log l LEFT JOIN scope s ON s.scope = l.scope LEFT JOIN device d ON d.device = l.device
WHERE ($1::uuid IS NULL OR l.scope = $1) AND ($2::uuid IS NULL OR l.device = $2)
    AND ($3::timestamptz IS NULL OR coalesce(l.until, l.at) >= $3)
ORDER BY l.at, l.scope, l.device, l.what
"""
_WHAT: Final[Mapping[str, str]] = {
    "enrol": "登记设备",
    "hello": "询问",
    "push": "上传记录",
    "pull": "读取记录",
    "witness": "出示存证",
    "compare": "核对记录",
    "refill": "补传记录",
    "leave": "退出范围",
    "blob/ask": "询问附件",
    "blob/send": "上传附件",
    "blob/fetch": "读取附件",
    "file": "附件",
    "epoch": "新的一期",
    "bundle": "同步包",
    "bundle files": "同步包中的附件",
    "code": "开登记码",
    "grant": "授权",
    "revoke": "停用或收回",
    "log": "查看访问记录",
    "other": "其他请求",
}
_OUTCOME: Final[Mapping[str, str]] = {
    "ok": "成功",
    "given": "已给出",
    "taken": "已接受",
    "refused": "未接受",
    "let in": "已登记",
    "known again": "重新认出",
    "made again": "重新建立",
    "begun": "已开始",
    "left": "已退出",
    "granted": "已授权",
    "revoked": "已收回",
    "issued": "已开出",
    "read": "已查看",
    "forked": "分叉,未接受",
    "sync.signature": "拒绝:签名不符",
    "sync.unknown_device": "拒绝:没有登记的设备",
    "sync.revoked": "拒绝:设备已停用",
    "sync.not_granted": "拒绝:无权读写",
    "sync.code": "拒绝:登记码不对",
    "sync.clock": "拒绝:时钟相差太大",
    "sync.garbled": "拒绝:内容读不懂",
    "sync.too_large": "拒绝:内容过大",
    "sync.other_server": "拒绝:对象是另一台服务器",
    "sync.other_station": "拒绝:登记码属于另一个联络站",
    "server.through_area": "拒绝:随所属区域而有,不能单独退出",
    "sync.letter": "拒绝:字母已给了别的设备",
    "sync.slow": "未完成:太慢",
    "sync.unnamed": "拒绝:没有记录提到该附件",
    "sync.no_shelf": "未完成:这里不存附件",
    "bundle.unknown_device": "拒绝:没有登记的设备",
    "bundle.revoked": "拒绝:设备已停用",
    "sync.broken": "未完成:服务器出错",
}


class Line(msgspec.Struct, frozen=True):
    """What one device did in one scope: at a moment, or `calls` times from `at` to `until`."""

    at: datetime
    until: datetime
    scope: Id | None
    scope_name: str | None
    device: Id | None
    device_name: str | None
    what: str
    outcome: str
    entries: int
    calls: int


async def lines(
    db: Connection, *, scope: Id | None, device: Id | None, since: datetime | None
) -> AsyncIterator[Line]:
    """Yield what was noted, in the order of its beginning, however much it is."""
    async with db.transaction(readonly=True):
        async for row in db.cursor(_LINES, scope, device, since):
            known = None if row["scope"] == access_log.NOWHERE else row["scope"]
            yield Line(**{**row, "scope": known})


def told(line: Line) -> str:
    """Return a line in words."""
    at, until = local(line.at), local(line.until)
    when = f"{at:%Y-%m-%d %H:%M}" + (f"–{until:%H:%M}" if until > at else "")
    number = line.device[:8] if line.device else ""
    who = f"{line.device_name or '未登记的设备'} {number}".strip() if line.device else "—"
    what = _WHAT.get(line.what, line.what) + (f" {line.calls} 次" if line.calls else "")
    much = f" {line.entries} 条" if line.entries else ""
    outcome = _OUTCOME.get(line.outcome, line.outcome)
    return f"{when}  {line.scope_name or line.scope or '—'}  {who}  {what}{much}  {outcome}"


async def log(options: Namespace, address: str) -> int:
    """Print the access log; that somebody read it is noted in it."""
    since = start_of(options.since) if options.since else None
    pool = await database.open_pool(address, size=1)
    try:
        async with pool.acquire() as db:
            scope = await scopes.named(db, options.scope) if options.scope else None
            device = await devices.named(db, options.device) if options.device else None
            async for line in lines(db, scope=scope, device=device, since=since):
                print(msgspec.json.encode(line).decode() if options.json else told(line))
            await access_log.write(
                db, scope=scope or access_log.NOWHERE, device=None, what="log",
                outcome="read", at=datetime.now(UTC),
            )  # fmt: skip
    finally:
        await pool.close()
    return 0
