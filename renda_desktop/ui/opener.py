"""What the window expects of the one who opens the database for it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from renda_desktop.domain.ids import Id
from renda_desktop.domain.station import StationDetails
from renda_desktop.ui.invitation import Invitation
from renda_desktop.ui.worker import Office

if TYPE_CHECKING:
    from renda_desktop.queries.safekeeping import Backups, Preview, Restored
    from renda_desktop.sync.bundle import Exported
    from renda_desktop.sync.lane import Moved
    from renda_desktop.sync.report import Report

Progress = Callable[[int], object]
SHORTEST_PASSPHRASE = 8
"""The store refuses a shorter one; a test holds both to the same number."""
RECOVERY_KEPT = "recovery_kept"
"""The note of when somebody confirmed that the recovery key is printed and locked away."""
BACKUP_AT = "backup_at"
"""The note of when the last backup was made."""


class OpenOffice(Office, Protocol):
    """The open database as far as the window itself uses it, beside reading and acting."""

    clerk: Id
    station: Id

    def sign_on(self, clerk: Id) -> None:
        """Put another clerk at the desk."""

    def note(self, key: str, /, *, value: str) -> None:
        """Have this PC remember something about itself."""

    def noted(self, key: str, /) -> str | None:
        """Return what this PC remembers."""

    def backup(self, to: Path, /) -> int:
        """Copy the database to a file and return how many entries the copy holds."""

    def backups(self) -> "Backups":
        """Return the folder of the backups and what lies in it."""

    def keep_backups_in(self, folder: Path | None, /) -> None:
        """Put the backups from now on into a folder; None for the one beside the data."""

    def back_up(self, *, always: bool = False) -> Path | None:
        """Make a backup in the folder for them where something changed."""

    def would_change(self, file: Path, /) -> "Preview":
        """Tell what restoring a backup would change."""

    def pins(self) -> frozenset[Id]:
        """Return which clerks have a PIN on this PC."""

    def set_pin(self, pin: str, /, *, old: str = "") -> None:
        """Give the clerk at the desk a PIN on this PC."""

    def drop_pin(self, clerk: Id, /) -> None:
        """Take a clerk's PIN away."""

    def check_pin(self, clerk: Id, /, *, pin: str) -> None:
        """Let a clerk's PIN pass."""

    def proves(self, secret: str, /) -> bool:
        """Say whether somebody knows what opens the data: passphrase or recovery key."""

    def enrol(self, *, url: str, code: str, ca: str = "") -> None:
        """Enrol this PC with a server; `ca` is the text of the organisation's certificate file."""

    def readdress(self, *, url: str, ca: str = "") -> None:
        """Reach the same server under another address, once it answers there."""

    def exchange(
        self,
        *,
        stop: Callable[[], bool] = lambda: False,
        progress: Callable[[int], object] = lambda _: None,
    ) -> "Report":
        """Exchange with the server until nothing waits on either side."""

    def move_files(
        self,
        *,
        stop: Callable[[], bool] = lambda: False,
        progress: Callable[[int], object] = lambda _: None,
    ) -> "Moved":
        """Move the files of records both ways."""

    def leave(self, name: str, /) -> "Report":
        """Let a log go that this PC holds beside its own."""

    def sit(self, at: Id, /) -> None:
        """Let the clerk work at another station that this PC holds."""

    def accept(self, *, invitation: bytes, code: str) -> None:
        """Enrol this PC by a file."""

    def export_bundle(self) -> "Exported":
        """Return a bundle for the server."""

    def import_bundle(self, data: bytes, /) -> "Report":
        """Take the server's answer."""

    def close(self) -> None:
        """Close the database."""


class Opener(Protocol):
    """One home folder. Every method but `home` may take long: call it on the worker.

    All raise RuleBroken for what the user can mend by typing again, Unavailable for the rest.
    """

    @property
    def home(self) -> Path:
        """The folder of this PC's data."""

    def state(self) -> Literal["new", "joining", "passphrase", "ready"]:
        """Say what opening takes: a station, the rest of one, a passphrase to type, or nothing."""

    def locked(self) -> bool:
        """Say whether a passphrase has to be typed."""

    def keyring(self) -> bool:
        """Say whether this PC has a key store that can keep the key."""

    def found(
        self, *, details: StationDetails, clerk: str, letter: str, passphrase: str | None
    ) -> OpenOffice:
        """Make the database of a new station and return it open."""

    def join(
        self,
        invitation: Invitation | None,
        passphrase: str | None,
        *,
        progress: Progress,
        stop: Callable[[], bool],
    ) -> OpenOffice:
        """Bring a station from its server; without an invitation go on where it was left."""

    def abandon(self) -> None:
        """Drop what an unfinished joining brought."""

    def open(self, *, passphrase: str | None, progress: Progress) -> OpenOffice:
        """Open the database, bringing it up to date; `progress(percent)` on the worker's thread."""

    def recover(self, *, code: str, passphrase: str | None, progress: Progress) -> OpenOffice:
        """Open the database with the printed recovery key and keep it on this PC."""

    def recovery_code(self, *, passphrase: str | None) -> tuple[str, ...]:
        """Return the groups of the recovery key."""

    def restore(
        self, office: OpenOffice, file: Path, *, progress: Progress
    ) -> "tuple[OpenOffice, Restored]":
        """Put a backup in the place of the open database, and return it open."""
