"""Which home folder is meant, and its office opened."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from getpass import getpass
from pathlib import Path
from typing import Final, TypeVar

from renda_desktop import bootstrap
from renda_desktop.bootstrap import Home, Office, open_office
from renda_desktop.cli.arguments import Options
from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.store import keys

T = TypeVar("T")

# A demo home names no real person; its marker says that this passphrase opens it.
DEMO_PASSPHRASE: Final = "renda-desktop-demo"  # noqa: S105 # published on purpose
DEMO_MARKER: Final = "demo.json"
_TRIES: Final = 3


def home(options: Options) -> Home:
    """Return the home folder: the one asked for, RENDA_HOME, or the user's own."""
    asked: Path | None = getattr(options, "home", None)
    demo = demo_asked(options)
    if asked is None and not demo and (named := os.environ.get("RENDA_HOME")):
        asked = Path(named)
    return Home(asked) if asked else own_home("renda-desktop-demo" if demo else "renda-desktop")


def demo_asked(options: Options) -> bool:
    """Say whether the demo station is meant."""
    return bool(getattr(options, "demo", False))


@contextmanager
def opened(options: Options) -> Iterator[Office]:
    """Open the office, asking for the passphrase where somebody can be asked."""
    place = home(options)
    if demo_asked(options):
        from renda_desktop.cli.demonstration import ensure

        ensure(place)
    office = asking(
        lambda: open_office(
            place,
            passphrase=published(place),
            ask_passphrase=ask_passphrase,
            clock=bootstrap.system_clock,
        )
    )
    try:
        yield office
    finally:
        office.close()


def key(place: Home) -> bytes:
    """Return the database key of a home, even if its database cannot be read."""
    if keys.holder(place.path) is None:
        raise Unavailable("home.empty")
    return asking(
        lambda: keys.load(place.path, passphrase=published(place), ask_passphrase=ask_passphrase)
    )


def published(place: Home) -> str | None:
    """Return the passphrase of a demo home; None for any other."""
    return DEMO_PASSPHRASE if (place.path / DEMO_MARKER).exists() else None


def asking(work: Callable[[], T]) -> T:
    """Do what asks for a passphrase, up to three times where somebody types it."""
    for _ in range(_TRIES - 1):
        try:
            return work()
        except RuleBroken as broken:
            typed = "RENDA_PASSPHRASE_FILE" not in os.environ and _somebody_types()
            if broken.rule != "key.passphrase_wrong" or not typed:
                raise
            print(broken, file=sys.stderr)
    return work()


def ask_passphrase(prompt: str = "口令:") -> str | None:
    """Ask on the terminal; None where there is none."""
    return getpass(prompt) if _somebody_types() else None


def new_passphrase(file: Path | None) -> str | None:
    """Return the passphrase that is to protect the data: from the file, or typed twice."""
    if file is not None:
        return read_line(file)
    first = ask_passphrase("新口令:")
    if first and ask_passphrase("再输一遍:") != first:
        raise RuleBroken("key.passphrase_differs")
    return first


def read_line(file: Path) -> str:
    """Return what a file of one line holds."""
    try:
        return file.read_text("utf-8-sig").rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise Unavailable("file.unreadable") from None


def _somebody_types() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def own_home(name: str) -> Home:
    """Return a home folder in the user's own data folder."""
    from platformdirs import user_data_path

    return Home(user_data_path(name, appauthor=False))
