"""Whether this computer has what the program needs; nothing about persons is told."""

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import msgspec

from renda_desktop import resources
from renda_desktop.bootstrap import BACKUP_AT, Home, Office
from renda_desktop.cli import opening
from renda_desktop.cli.arguments import Options
from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.domain.moments import from_micros, local
from renda_desktop.store import keychain, keys, log

_LEAST_FREE: Final = 1 << 30
_LEAST_FONTS: Final = 4
_BUILT: Final = datetime(2026, 1, 1, tzinfo=UTC)
_LEEWAY: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    title: str
    ok: bool
    detail: str


def doctor(options: Options) -> int:
    """Look at everything; return 1 where something needs attention."""
    home = opening.home(options)
    checks = [*_machine(home), *_data(home, options)]
    if options.json:
        print(msgspec.json.encode(checks).decode())
    else:
        for one in checks:
            print(f"{'正常' if one.ok else '注意'}  {one.title}:{one.detail}")
    return 0 if all(one.ok for one in checks) else 1


def _machine(home: Home) -> Iterator[Check]:
    from importlib.metadata import version

    yield Check("version", "程序版本", True, version("renda-desktop"))
    yield Check("python", "Python", True, platform.python_version())
    yield Check("system", "系统", True, f"{platform.system()} {platform.release()}")
    yield _guarded("qt", "窗口组件", _qt)
    yield _guarded("fonts", "字体", _fonts)
    yield _guarded("disk", "磁盘", lambda: _disk(home.path))
    yield _guarded("keyring", "系统密钥环", _keyring)


def _data(home: Home, options: Options) -> Iterator[Check]:
    yield Check("home", "数据文件夹", True, _short(home.path))
    if not home.exists:
        yield Check("database", "数据", True, "尚未建站")
        return
    yield _guarded("key", "密钥保管", lambda: _holder(home))
    try:
        with opening.opened(options) as office:
            entries, newest = office.read(log.extent)
            yield Check("database", "数据", True, f"可以打开,{entries} 条记录")
            yield _clock(office.clock(), newest)
            yield _backup(office)
    except (RuleBroken, Unavailable) as failure:
        yield Check("database", "数据", False, str(failure))


def _guarded(name: str, title: str, look: Callable[[], tuple[bool, str]]) -> Check:
    try:
        return Check(name, title, *look())
    except (RuleBroken, Unavailable) as failure:
        return Check(name, title, False, str(failure))


def _qt() -> tuple[bool, str]:
    from renda_desktop.ui.startup import complaint_about, qt_folder

    folder = qt_folder()
    wrong = complaint_about(os.environ, folder=folder) if sys.platform == "linux" else None
    if wrong or folder is None:
        return False, " ".join((wrong or "缺少 PySide6").split())
    from importlib.metadata import version

    return True, f"PySide6 {version('PySide6-Essentials')}"


def _fonts() -> tuple[bool, str]:
    found = [file for file in resources.path("fonts").rglob("*") if file.suffix in (".ttf", ".otf")]
    return len(found) >= _LEAST_FONTS, f"{len(found)} 个"


def _disk(path: Path) -> tuple[bool, str]:
    there = next(folder for folder in (path, *path.absolute().parents) if folder.exists())
    free = shutil.disk_usage(there).free
    writable = os.access(there, os.W_OK)
    return writable and free >= _LEAST_FREE, (
        f"可用 {free / (1 << 30):.1f} GB" + ("" if writable else ",不可写")
    )


def _keyring() -> tuple[bool, str]:
    usable = keychain.usable()
    return True, "可用" if usable else "没有,用口令保护数据"


def _holder(home: Home) -> tuple[bool, str]:
    match keys.holder(home.path):
        case "keyring":
            usable = keychain.usable()
            return usable, "系统密钥环" + ("" if usable else "(现在不可用)")
        case "passphrase":
            return True, "口令"
        case None:
            return False, "没有密钥文件"


def _clock(now: datetime, newest: int | None) -> Check:
    behind = newest is not None and from_micros(newest) > now + _LEEWAY
    detail = f"{local(now):%Y-%m-%d %H:%M}(北京时间)"
    if behind:
        detail += ",早于最近一条记录,请校准"
    return Check("clock", "时钟", not behind and now > _BUILT, detail)


def _backup(office: Office) -> Check:
    at = office.noted(BACKUP_AT)
    told = f"{local(datetime.fromisoformat(at)):%Y-%m-%d}" if at else "还没有备份过"
    return Check("backup", "最近备份", at is not None, told)


def _short(path: Path) -> str:
    """Return a path without the user's name in it."""
    try:
        return str(Path("~") / path.absolute().relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(path)
