"""What restoring a backup would change, told before anything is touched."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from renda_desktop.domain.errors import Unavailable
from renda_desktop.store import schema
from renda_desktop.store.backup import opened
from renda_desktop.store.engine import connect, read_only
from renda_desktop.store.failures import world

TOLD: Final = ("matter", "visit", "resident", "reception")


@dataclass(frozen=True, slots=True)
class Newest:
    """The last entry of a database: when it was recorded (microseconds since 1970) and by whom."""

    at: int
    clerk: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What the present database would lose and gain.

    `lost` and `gained` count entries; `gone` counts by noun (see TOLD) what would be there no
    more at all, `reverted` what would be there as it was before.
    """

    entries: int
    lost: int
    gained: int
    gone: dict[str, int]
    reverted: int
    newest: Newest | None
    newest_here: Newest | None


def preview(file: Path, *, live: Path, key: bytes) -> Preview:
    """Look into a backup beside the present database.

    Raises:
        Unavailable: the backup is damaged, another station's, of a newer version, not ours, or
            under another key.
    """
    with world():
        with closing(opened(file, key)) as inside:
            _fits(inside)
            newest, station = _newest(inside), _station(inside)
            entries = int(inside.execute("SELECT count(*) FROM entry").fetchone()[0])
        with closing(connect(live, key=key)) as present:
            present.execute("PRAGMA query_only = ON")
            present.execute("ATTACH ? AS other KEY ?", (read_only(file), f"x'{key.hex()}'"))
            _same_station(present, station)
            return Preview(
                entries=entries,
                lost=_missing(present, "main", "other"),
                gained=_missing(present, "other", "main"),
                gone={noun: _gone(present, noun) for noun in TOLD},
                reverted=_reverted(present),
                newest=newest,
                newest_here=_newest(present),
            )


def _fits(inside: Any) -> None:  # the driver has no types
    row = inside.execute("SELECT version_num FROM alembic_version").fetchone()
    if row is None or row[0] not in schema.REVISIONS:
        raise Unavailable("backup.newer")


def _station(connection: Any) -> bytes:
    row = connection.execute("SELECT value FROM setting WHERE key = 'station'").fetchone()
    return bytes.fromhex(row[0]) if row else b""


def _same_station(present: Any, station: bytes) -> None:
    """Refuse a backup that shares no station with what is here."""
    ours = _station(present)
    known = "SELECT EXISTS (SELECT 1 FROM {}.entry WHERE stream = ?)"
    pairs = (("main", station), ("other", ours))
    if not any(present.execute(known.format(where), (who,)).fetchone()[0] for where, who in pairs):
        raise Unavailable("backup.other_station")


def _missing(present: Any, where: str, beside: str) -> int:
    wanted = f"SELECT count(*) FROM {where}.entry WHERE id NOT IN (SELECT id FROM {beside}.entry)"  # noqa: S608 # names of ours
    return int(present.execute(wanted).fetchone()[0])


def _gone(present: Any, noun: str) -> int:
    wanted = (
        "SELECT count(DISTINCT stream) FROM main.entry AS e WHERE kind GLOB ?"
        " AND NOT EXISTS (SELECT 1 FROM other.entry WHERE stream = e.stream)"
    )
    return int(present.execute(wanted, (f"{noun}.*",)).fetchone()[0])


def _reverted(present: Any) -> int:
    wanted = (
        "SELECT count(DISTINCT stream) FROM main.entry AS e"
        " WHERE id NOT IN (SELECT id FROM other.entry)"
        " AND EXISTS (SELECT 1 FROM other.entry WHERE stream = e.stream)"
    )
    return int(present.execute(wanted).fetchone()[0])


def _newest(connection: Any) -> Newest | None:
    wanted = "SELECT recorded_at, author FROM main.entry ORDER BY recorded_at DESC, id DESC LIMIT 1"
    row = connection.execute(wanted).fetchone()
    if row is None:
        return None
    tables = {name for (name,) in connection.execute("SELECT name FROM main.sqlite_schema")}
    who = None
    if "clerk" in tables:  # a projection may be that of another release
        who = connection.execute("SELECT name FROM main.clerk WHERE id = ?", (row[1],)).fetchone()
    return Newest(int(row[0]), str(who[0]) if who else "")
