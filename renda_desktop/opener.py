"""What the window asks for before anything is open: the home folder, its key, its database."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from renda_desktop.domain.station import StationDetails

if TYPE_CHECKING:
    from renda_desktop.bootstrap import Home, Office

Progress = Callable[[int], object]


class HomeOpener:
    """One home folder; whatever is heavy is imported by the first call, not by the window.

    `passphrase` is for a demo, whose passphrase is known to all: nobody is asked for it.
    """

    def __init__(self, home: Path, *, passphrase: str | None = None) -> None:
        self.home = home
        self._known = passphrase

    def state(self) -> Literal["new", "passphrase", "ready"]:
        """Say what opening takes: a station to found, a passphrase to type, or nothing."""
        from renda_desktop.store import keys, passphrase

        if not self._home.exists:
            return "new"
        known = self._known or passphrase.from_environment() is not None
        asked = keys.holder(self.home) == "passphrase" and not known
        return "passphrase" if asked else "ready"

    def keyring(self) -> bool:
        """Say whether this PC has a key store that can keep the key."""
        from renda_desktop.store import keychain

        return keychain.usable()

    def found(
        self, *, details: StationDetails, clerk: str, letter: str, passphrase: str | None
    ) -> "Office":
        """Make the database of a new station and return it open."""
        from renda_desktop.bootstrap import found_office

        return found_office(
            self._home, details=details, clerk=clerk, letter=letter, passphrase=passphrase
        )

    def open(self, *, passphrase: str | None, progress: Progress) -> "Office":
        """Open the database, bringing it up to date."""
        from renda_desktop.bootstrap import open_office

        given = passphrase or self._known
        return open_office(self._home, passphrase=given, progress=progress)

    def recover(self, *, code: str, passphrase: str | None, progress: Progress) -> "Office":
        """Open the database with the printed recovery key and keep it on this PC."""
        from renda_desktop.bootstrap import recover_office

        return recover_office(self._home, code=code, passphrase=passphrase, progress=progress)

    def recovery_code(self, *, passphrase: str | None) -> tuple[str, ...]:
        """Return the groups of the recovery key."""
        from renda_desktop.bootstrap import recovery_code

        given = passphrase or self._known
        return recovery_code(self._home, passphrase=given)

    @property
    def _home(self) -> "Home":
        from renda_desktop.bootstrap import Home

        return Home(self.home)
