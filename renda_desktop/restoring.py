"""Putting a backup in the place of an open database."""

from pathlib import Path

from renda_desktop.bootstrap import Office, Progress, open_with
from renda_desktop.queries.safekeeping import Restored
from renda_desktop.store import drafts


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
