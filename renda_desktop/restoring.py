"""Putting a backup in the place of an open database, and who may do so."""

import hmac
from pathlib import Path

from renda_desktop.bootstrap import Home, Office, Progress, open_with
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.queries.safekeeping import Restored
from renda_desktop.store import drafts, keys, recovery


def restored_office(
    office: Office, *, file: Path, progress: Progress | None = None
) -> tuple[Office, Restored]:
    """Put a backup in the place of an open database; return it open, and how it went.

    What was here is kept aside, what was typed and not saved comes along.
    Where the backup is refused, the same data come back.

    Raises:
        Unavailable: the database cannot be opened afterwards.
    """
    notes, typed = office.own_notes(), office.read(drafts.drafts)
    done = office.restore(file)
    fresh = open_with(office.home, key=office.key, clock=office.clock, progress=progress)
    fresh.keep_own_notes(notes)
    with fresh.session(writes=True) as session:
        for key, one in typed.items():
            drafts.keep(session, key=key, body=one.body, now=one.saved_at)
    return fresh, done


def proves(home: Home, *, secret: str) -> bool:
    """Say whether somebody knows what opens the data: the passphrase, or the recovery key.

    Raises:
        Unavailable: the key cannot be had.
    """
    if keys.holder(home.path) == "passphrase":
        try:
            keys.load(home.path, passphrase=secret)
        except RuleBroken:
            return False
        return True
    try:
        return hmac.compare_digest(recovery.from_recovery_code(secret), keys.load(home.path))
    except RuleBroken:
        return False
