"""A folder of backups that are made by themselves, thinned out as they age."""

import re
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from renda_desktop.domain.errors import Unavailable
from renda_desktop.domain.moments import CHINA, local
from renda_desktop.store.failures import world

HOURS, DAYS, WEEKS = 24, 14, 8
"""Of how many hours, days and weeks that have a backup the newest one is kept."""

# In a folder that somebody chose: without it, it is not that folder (the disk is not plugged in).
_SIGN: Final = "联络站备份说明.txt"
_SAYS: Final = (
    "这里是人大代表联络站程序自动保存的加密备份。\r\n"
    "请不要改名或删除;用程序“设置 → 备份 → 恢复”可以取回其中的数据。\r\n"
)
_AGES: Final[tuple[tuple[int, Callable[[datetime], Hashable]], ...]] = (
    (HOURS, lambda at: (at.date(), at.hour)),
    (DAYS, lambda at: at.date()),
    (WEEKS, lambda at: at.isocalendar()[:2]),
)


@dataclass(frozen=True, slots=True)
class BackupFile:
    """One backup; `at` as its name says, `size` in bytes."""

    path: Path
    at: datetime
    size: int


def named(*, tag: str, now: datetime) -> str:
    """Return the name of a backup made now; `tag` tells this PC's from others in the folder."""
    return f"联络站备份-{tag}-{local(now):%Y%m%d-%H%M%S}.db"


def found(folder: Path, *, tag: str) -> list[BackupFile]:
    """Return the backups of this PC in a folder, the newest first; none where it is gone."""
    pattern = re.compile(rf"联络站备份-{re.escape(tag)}-(\d{{8}}-\d{{6}})\.db")
    with world():
        rows = [
            BackupFile(path, at, path.stat().st_size)
            for path in (folder.iterdir() if folder.is_dir() else ())
            if (match := pattern.fullmatch(path.name)) and (at := _moment(match[1]))
        ]
    return sorted(rows, key=lambda row: row.at, reverse=True)


def spared(moments: Iterable[datetime]) -> set[datetime]:
    """Return which backups stay: the newest of each recent hour, day and week that has one.

    An hour without a backup counts for nothing, so a PC that was off, or whose clock was wrong
    for a while, loses none of its history by that.
    """
    newest_first = sorted(moments, reverse=True)
    kept: set[datetime] = set()
    for many, bucket in _AGES:
        newest: dict[Hashable, datetime] = {}
        for at in newest_first:
            newest.setdefault(bucket(local(at)), at)
        kept.update(list(newest.values())[:many])
    return kept


def thin(folder: Path, *, tag: str, sound: Path) -> int:
    """Remove the backups that are no longer due and return how many.

    Args:
        sound: the one that was just written and checked; where it is not there, none goes.
    """
    rows = found(folder, tag=tag)
    if sound not in {row.path for row in rows}:
        return 0
    kept = spared(row.at for row in rows)
    gone = [row.path for row in rows if row.at not in kept and row.path != sound]
    with world():
        for path in (*gone, *_cut_off(folder, tag)):
            path.unlink(missing_ok=True)
    return len(gone)


def _cut_off(folder: Path, tag: str) -> list[Path]:
    """Return what backups left that the end of the program cut off."""
    return [
        one
        for one in folder.iterdir()
        if one.name.startswith(f"联络站备份-{tag}-") and ".db.part" in one.name
    ]


def choose(folder: Path) -> None:
    """Mark a folder as the one for backups, so that it is known again.

    Raises:
        Unavailable: nothing can be written there.
    """
    try:
        (folder / _SIGN).write_text(_SAYS, "utf-8", newline="")
    except OSError:
        raise Unavailable("backup.folder_refuses") from None


def there(folder: Path) -> bool:
    """Say whether a chosen folder is there, rather than the empty place where its disk was."""
    try:
        return (folder / _SIGN).is_file()
    except OSError:
        return False


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y%m%d-%H%M%S").replace(tzinfo=CHINA)
    except ValueError:
        return None
