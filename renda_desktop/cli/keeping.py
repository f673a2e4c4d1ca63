"""The database key: its printed form, its passphrase, and taking it to a new computer."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from renda_desktop.bootstrap import Home, recover_office, recovery_code
from renda_desktop.cli import files, opening
from renda_desktop.cli.arguments import Options
from renda_desktop.cli.founding import protection, show_code
from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.domain.moments import local
from renda_desktop.queries import stations
from renda_desktop.store import backup, keys, recovery
from renda_desktop.store.passphrase import from_environment
from renda_desktop.sync.enrolling import ADOPTED


def recovery_key(options: Options) -> int:
    """Print the recovery key, or its sheet as a PDF."""
    home = opening.home(options)
    if not home.exists:
        raise Unavailable("home.empty")
    code = opening.asking(
        lambda: recovery_code(
            home, passphrase=opening.published(home), ask_passphrase=opening.ask_passphrase
        )
    )
    if options.output is None:
        show_code(code)
        return 0
    from renda_desktop.queries.papers import RecoverySheet
    from renda_desktop.reports.recovery_sheet import render

    with opening.opened(options) as office:
        name = office.read(stations.station).name
        sheet = RecoverySheet(name, code, printed_at=local(office.clock()))
    files.write(options.output, render(sheet))
    print(f"恢复密钥:{options.output}(打印后请删除这个文件)")
    return 0


def passphrase(options: Options) -> int:
    """Seal the key under a new passphrase."""
    home = opening.home(options)
    match keys.holder(home.path):
        case None:
            raise Unavailable("home.empty")
        case "keyring":
            raise RuleBroken("key.no_passphrase")
    old = opening.published(home) or from_environment() or opening.ask_passphrase()
    new = opening.new_passphrase(options.passphrase_file)
    if not (old and new):
        raise Unavailable("key.passphrase_needed")
    keys.change_passphrase(home.path, old=old, new=new)
    print("口令已更换")
    return 0


def adopt(options: Options) -> int:
    """Open a database on this computer with its recovery key, and keep the key here."""
    home = opening.home(options)
    code = _code(options.key_file)
    if options.file is not None:
        _bring(options.file, home, key=recovery.from_recovery_code(code))
    with_passphrase = protection(options)
    office = recover_office(home, code=code, passphrase=with_passphrase)
    if options.file is not None:
        office.note(ADOPTED, value=office.clock().isoformat())
    name = office.read(stations.station).name
    office.close()
    print(f"已在本机打开:{name}")
    return 0


def _bring(file: Path, home: Home, *, key: bytes) -> None:
    if home.exists:
        raise RuleBroken("home.taken")
    if not file.is_file():
        raise Unavailable("file.unreadable")
    home.path.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        backup.restore(file, live=home.database, key=key, now=datetime.now(UTC))
    except Unavailable as failure:
        if failure.rule == "backup.wrong_key":
            raise RuleBroken("recovery.wrong") from None
        raise


def _code(file: Path | None) -> str:
    if file is not None:
        return opening.read_line(file)
    if sys.stdin.isatty():
        return input("恢复密钥(14 组,每组 4 个字符):")
    return sys.stdin.readline()
