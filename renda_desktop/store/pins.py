"""The PIN of a clerk on this PC: worthless to whoever reads it, slow for whoever guesses."""

import hmac
import re
import secrets
from datetime import datetime, timedelta
from typing import Final

import msgspec
from sqlalchemy.orm import Session

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.store import passphrase, settings
from renda_desktop.store.passphrase import Stretching, stretched

FREE: Final = 3
"""How many wrong ones are forgiven before one has to wait."""
LONGEST: Final = 900
"""Seconds, however many were wrong."""
_FIRST: Final = 5
PREFIX: Final = "pin:"
"""Of the settings that hold PINs."""
_RUNS: Final = ("01234567890", "09876543210")


class _Pin(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept: no PIN; `wrong` in a row, and until when no other is tried."""

    argon2id: Stretching
    hash: bytes
    wrong: int = 0
    until: datetime | None = None


def sealed(pin: str) -> str:
    """Return what is to be kept for a PIN; takes as long as a passphrase.

    Raises:
        RuleBroken: it is no PIN, or one that anybody tries first.
    """
    if not re.fullmatch(r"[0-9]{4,12}", pin):
        raise RuleBroken("pin.form")
    if len(set(pin)) == 1 or any(pin in run for run in _RUNS):
        raise RuleBroken("pin.weak")
    stretching = passphrase.Stretching(salt=secrets.token_bytes(16))
    kept = _Pin(argon2id=stretching, hash=stretched(pin, stretching))
    return msgspec.json.encode(kept).decode()


def put(session: Session, *, clerk: Id, kept: str) -> None:
    """Keep what `sealed` made, in place of the clerk's earlier PIN."""
    settings.put(session, key=PREFIX + clerk, value=kept)


def drop(session: Session, *, clerk: Id) -> None:
    """Forget the PIN of a clerk."""
    settings.remove(session, key=PREFIX + clerk)


def holders(session: Session) -> frozenset[Id]:
    """Return which clerks have a PIN here."""
    found = settings.some(session, keys=(), prefix=PREFIX)
    return frozenset(Id(key.removeprefix(PREFIX)) for key in found)


def attempt(session: Session, *, clerk: Id, now: datetime) -> str:
    """Count a try before it is judged, so that pulling the plug gains nothing; return what is kept.

    Raises:
        RuleBroken: the clerk has none, or has to wait.
    """
    kept = settings.get(session, key=PREFIX + clerk)
    if kept is None:
        raise RuleBroken("pin.none")
    pin = msgspec.json.decode(kept, type=_Pin)
    # A clock that was put back does not make anybody wait longer than the longest.
    left = min((pin.until - now).total_seconds(), LONGEST) if pin.until else 0.0
    if left > 0:
        raise RuleBroken("pin.wait", seconds=int(left) + 1)
    wrong = pin.wrong + 1
    wait = min(_FIRST * 2 ** min(wrong - FREE, 10), LONGEST) if wrong >= FREE else 0
    until = now + timedelta(seconds=wait) if wait else None
    counted = msgspec.structs.replace(pin, wrong=wrong, until=until)
    put(session, clerk=clerk, kept=msgspec.json.encode(counted).decode())
    return kept


def fits(kept: str, *, pin: str) -> bool:
    """Say whether a PIN is the one; takes as long as a passphrase."""
    known = msgspec.json.decode(kept, type=_Pin)
    return hmac.compare_digest(stretched(pin, known.argon2id), known.hash)


def forgive(session: Session, *, clerk: Id) -> None:
    """Count no wrong ones any more: the right one came."""
    kept = settings.get(session, key=PREFIX + clerk)
    if kept is not None:
        pin = msgspec.structs.replace(msgspec.json.decode(kept, type=_Pin), wrong=0, until=None)
        put(session, clerk=clerk, kept=msgspec.json.encode(pin).decode())
