"""How an open database is kept safe: backups by themselves, restoring, and clerks' PINs."""

import hmac
import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy.orm import Session

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import Role
from renda_desktop.queries import clerks
from renda_desktop.queries.safekeeping import LOCK_AFTER, Backups, Preview, Restored, mark
from renda_desktop.store import backup as copies
from renda_desktop.store import backups, keys, pins, previewing, recovery, settings

T = TypeVar("T")
BACKUP_AT = "backup_at"
"""The note of when the last backup was made."""
_FOLDER, _TAG, _MARK = "backup_folder", "backup_tag", "backup_mark"
_OWN = (_FOLDER, _TAG, BACKUP_AT, LOCK_AFTER)


class Safekeeping:
    """Needs from whoever has it the open database, its key and its clock."""

    clerk: Id
    clock: Callable[[], datetime]
    _key: bytes

    def backups(self) -> Backups:
        """Return the folder of the backups and what lies in it."""
        with self.session() as session:
            chosen = settings.get(session, key=_FOLDER)
            tag = settings.get(session, key=_TAG)
            last = settings.get(session, key=BACKUP_AT)
        folder = Path(chosen) if chosen else self._database().parent / "backups"
        there = backups.there(folder) if chosen else True
        try:
            files = backups.found(folder, tag=tag) if tag and there else []
        except Unavailable:
            files, there = [], False
        at = datetime.fromisoformat(last) if last else None
        return Backups(folder, bool(chosen), there, tuple(files), at)

    def keep_backups_in(self, folder: Path | None, /) -> None:
        """Put the backups from now on into a folder; None for the one beside the data.

        Raises:
            Unavailable: nothing can be written there; the folder stays as it was.
        """
        if folder is not None:
            backups.choose(folder)
        with self.session(writes=True) as session:
            if folder is None:
                settings.remove(session, key=_FOLDER)
            else:
                settings.put(session, key=_FOLDER, value=str(folder))

    def back_up(self, *, always: bool = False) -> Path | None:
        """Make a backup in the folder for them, then thin them out; return it.

        None where nothing changed since the last one, and that is still there; unless `always`.

        Raises:
            Unavailable: the folder is gone, the disk is full, the copy is not sound. The earlier
                backups are as before.
        """
        here = self.backups()
        if not here.there:
            raise Unavailable("backup.folder_gone")
        tag = self.noted(_TAG)
        if tag is None:
            tag = secrets.token_hex(4)
            self.note(_TAG, value=tag)
        now = self.read(mark)
        newest = here.files[0].path.name if here.files else ""
        if not always and newest and self.noted(_MARK) == f"{newest} {now}":
            return None
        to = here.folder / backups.named(tag=tag, now=self.clock())
        self.backup(to)
        self.note(_MARK, value=f"{to.name} {now}")
        backups.thin(here.folder, tag=tag, sound=to)
        return to

    def would_change(self, file: Path, /) -> Preview:
        """Tell what restoring a backup would change.

        Raises:
            Unavailable: it is damaged, another station's, newer, not ours, or of another key.
        """
        return previewing.preview(file, live=self._database(), key=self._key)

    def restore(self, file: Path, /) -> Restored:
        """Close this database for good and put a backup in its place; what was is kept aside.

        Whoever asked opens it again, whether it went well or not.
        """
        live = self._database()
        try:
            self.would_change(file)
            self.close()
            done = copies.restore(file, live=live, key=self._key, now=self.clock())
        except (RuleBroken, Unavailable) as failure:
            self.close()
            return Restored(failure=failure)
        return Restored(done.comparison.entries, done.aside)

    @property
    def key(self) -> bytes:
        """The key, for whoever opens the same database again."""
        return self._key

    def own_notes(self) -> dict[str, str]:
        """Return what is this PC's alone and no backup brings back: folder, lock, PINs."""
        with self.session() as session:
            return settings.some(session, keys=_OWN, prefix=pins.PREFIX)

    def keep_own_notes(self, notes: dict[str, str], /) -> None:
        """Put what `own_notes` told in the place of what a backup brought."""
        with self.session(writes=True) as session:
            for key in settings.some(session, keys=_OWN, prefix=pins.PREFIX):
                settings.remove(session, key=key)
            for key, value in notes.items():
                settings.put(session, key=key, value=value)

    def pins(self) -> frozenset[Id]:
        """Return which clerks have a PIN on this PC."""
        return self.read(pins.holders)

    def set_pin(self, pin: str, /, *, old: str = "") -> None:
        """Give the clerk at the desk a PIN on this PC.

        Raises:
            RuleBroken: it is none or too easy, or the one until now is another.
        """
        if self.clerk in self.pins():
            self.check_pin(self.clerk, pin=old)
        kept = pins.sealed(pin)
        with self.session(writes=True) as session:
            pins.put(session, clerk=self.clerk, kept=kept)

    def drop_pin(self, clerk: Id, /) -> None:
        """Take a clerk's PIN away: one's own, or as the head of the station anybody's.

        Raises:
            RuleBroken: it is somebody else's.
        """
        with self.session(writes=True) as session:
            who = clerks.clerk(session, id=self.clerk)
            if clerk != self.clerk and Role.STATION_HEAD not in who.roles:
                raise RuleBroken("pin.own")
            pins.drop(session, clerk=clerk)

    def check_pin(self, clerk: Id, /, *, pin: str) -> None:
        """Let a clerk's PIN pass.

        Raises:
            RuleBroken: it is another, or one has to wait after several wrong ones.
        """
        with self.session(writes=True) as session:
            kept = pins.attempt(session, clerk=clerk, now=self.clock())
        if not pins.fits(kept, pin=pin):  # long: no transaction waits for it
            raise RuleBroken("pin.wrong")
        with self.session(writes=True) as session:
            pins.forgive(session, clerk=clerk)

    def proves(self, secret: str, /) -> bool:
        """Say whether somebody knows what opens the data: the passphrase, or the recovery key."""
        try:
            if hmac.compare_digest(recovery.from_recovery_code(secret), self._key):
                return True
        except RuleBroken:
            pass  # it is no recovery key
        home = self._database().parent
        try:
            return keys.holder(home) == "passphrase" and bool(keys.load(home, passphrase=secret))
        except RuleBroken:
            return False

    def read(self, query: Callable[..., T], /, **wanted: object) -> T:
        raise NotImplementedError

    def session(self, *, writes: bool = False) -> AbstractContextManager[Session]:
        raise NotImplementedError

    def note(self, key: str, /, *, value: str) -> None:
        raise NotImplementedError

    def noted(self, key: str, /) -> str | None:
        raise NotImplementedError

    def backup(self, to: Path, /) -> int:
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError

    def _database(self) -> Path:
        raise NotImplementedError
