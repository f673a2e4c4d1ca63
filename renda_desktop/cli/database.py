"""The database as a whole: copied, put back, made again, checked."""

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from renda_desktop.bootstrap import Home, open_office
from renda_desktop.cli import opening
from renda_desktop.cli.arguments import Options
from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.domain.moments import from_micros, local
from renda_desktop.store import backup as copies
from renda_desktop.store import rebuild as projection
from renda_desktop.store import verify as checks
from renda_desktop.sync import verify as exchanged


def backup(options: Options) -> int:
    """Copy the database to a file."""
    with opening.opened(options) as office:
        entries = office.backup(options.file)
    print(f"已备份 {entries} 条记录:{options.file}")
    return 0


def restore(options: Options) -> int:
    """Put a backup in the place of the database, which is kept aside."""
    home = opening.home(options)
    if not options.file.is_file():
        raise Unavailable("file.unreadable")
    key = opening.key(home)
    compared = copies.compare(options.file, live=home.database, key=key)
    print(_told(compared))
    if not (options.yes or _agreed()):
        print("没有恢复,数据没有改动", file=sys.stderr)
        return 1
    return put_back(options.file, home, key)


def put_back(file: Path, home: Home, key: bytes) -> int:
    """Restore a backup and open the result once, so that it is brought up to date."""
    restored = copies.restore(file, live=home.database, key=key, now=datetime.now(UTC))
    opening.asking(
        lambda: open_office(
            home, passphrase=opening.published(home), ask_passphrase=opening.ask_passphrase
        )
    ).close()
    print(f"已恢复 {restored.comparison.entries} 条记录")
    if restored.aside:
        print(f"原来的数据另存在 {restored.aside}")
    return 0


def rebuild(options: Options) -> int:
    """Make the projection again from the log."""
    with opening.opened(options) as office, office.session(writes=True) as session:
        entries = projection.rebuild(session, progress=_count)
    print(f"已由 {entries} 条记录重建现状")
    return 0


def verify(options: Options) -> int:
    """Check digests, pages and the projection; return 1 where something is wrong."""
    with opening.opened(options) as office:
        report = checks.verify(office.engine, progress=_count)
        found = office.read(exchanged.check) if report.readable else []
    report = replace(report, findings=(*report.findings, *found))
    if options.json:
        told = {"sound": report.sound, **msgspec.to_builtins(report)}
        print(msgspec.json.encode(told).decode())
    else:
        counts = f"{report.entries} 条记录、{report.rows} 行现状、{report.files} 个附件"
        print(f"数据完好:{counts}" if report.sound else f"查出问题({counts}):")
        for finding in report.findings:
            print(f"  {finding}")
    return 0 if report.sound else 1


def _told(compared: copies.Comparison) -> str:
    newest = "" if compared.newest is None else f",最新一条 {_moment(compared.newest)}"
    differs = ""
    if compared.lost is not None:
        differs = f";恢复后会少 {compared.lost} 条现有记录,多 {compared.gained} 条"
    return f"备份有 {compared.entries} 条记录{newest}{differs}"


def _moment(recorded_at: int) -> str:
    return f"{local(from_micros(recorded_at)):%Y-%m-%d %H:%M}"


def _agreed() -> bool:
    if not sys.stdin.isatty():
        raise RuleBroken("restore.yes")
    return input("确定恢复吗?输入 yes 继续:").strip().lower() == "yes"


def _count(done: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done}", end="\r", file=sys.stderr, flush=True)
