"""What the window knows of itself before the database is open; nothing in it is secret."""

import logging
from pathlib import Path

import msgspec

from renda_desktop.ui.theme import SCALES

log = logging.getLogger(__name__)


class Preferences(msgspec.Struct, frozen=True):
    """`scale` is the size of type."""

    scale: float = 1.0


def load(home: Path) -> Preferences:
    """Return what was kept in `ui.json`; a file that cannot be read counts as none."""
    try:
        found = msgspec.json.decode(_file(home).read_bytes(), type=Preferences)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return Preferences()
    return found if found.scale in SCALES else Preferences()


def keep(home: Path, *, preferences: Preferences) -> None:
    """Write `ui.json` anew; where the disk refuses, the next start has the old size of type."""
    fresh = _file(home).with_suffix(".new")
    try:
        fresh.write_bytes(msgspec.json.encode(preferences))
        fresh.replace(_file(home))
    except OSError:
        log.warning("the window's preferences could not be written")


def _file(home: Path) -> Path:
    return home / "ui.json"
