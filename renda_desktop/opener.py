"""What the window asks for before anything is open: the home folder, its key, its database."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from renda_desktop.domain.station import StationDetails

if TYPE_CHECKING:
    from renda_desktop.bootstrap import Home, Office
    from renda_desktop.queries.safekeeping import Restored
    from renda_desktop.sync.link import Link
    from renda_desktop.sync.loop import Place
    from renda_desktop.ui.invitation import Invitation
    from renda_desktop.ui.opener import OpenOffice

Progress = Callable[[int], object]


class HomeOpener:
    """One home folder; whatever is heavy is imported by the first call, not by the window.

    `passphrase` is for a demo, whose passphrase is known to all: nobody is asked for it.
    """

    def __init__(self, home: Path, *, passphrase: str | None = None) -> None:
        self.home = home
        self._known = passphrase

    def state(self) -> Literal["new", "joining", "passphrase", "ready"]:
        """Say what opening takes: a station, the rest of one, a passphrase to type, or nothing."""
        from renda_desktop.store import keys

        if not self._home.exists:
            begun = self._home.joining.exists() and keys.holder(self.home) is not None
            return "joining" if begun else "new"
        return "passphrase" if self.locked() else "ready"

    def locked(self) -> bool:
        """Say whether a passphrase has to be typed."""
        from renda_desktop.store import keys, passphrase

        known = self._known or passphrase.from_environment() is not None
        return keys.holder(self.home) == "passphrase" and not known

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

    def join(
        self,
        invitation: "Invitation | None",
        passphrase: str | None,
        *,
        progress: Progress,
        stop: Callable[[], bool],
    ) -> "Office":
        """Bring a station from its server; without an invitation go on where it was left."""
        from renda_desktop.bootstrap import join_office

        url, code, ca = (invitation.url, invitation.code, invitation.ca) if invitation else [""] * 3
        return join_office(
            self._home,
            way=partial(_way, url=url, ca=ca),
            url=url,
            code=code,
            ca=ca,
            passphrase=passphrase or self._known,
            progress=progress,
            stop=stop,
        )

    def abandon(self) -> None:
        """Drop what an unfinished joining brought."""
        from renda_desktop.bootstrap import abandon_joining

        abandon_joining(self._home)

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

    def restore(
        self, office: "OpenOffice", file: Path, *, progress: Progress
    ) -> "tuple[Office, Restored]":
        """Put a backup in the place of the open database, and return it open."""
        from renda_desktop.bootstrap import Office
        from renda_desktop.restoring import restored_office

        assert isinstance(office, Office)  # noqa: S101 - this opener opened it
        return restored_office(office, file=file, progress=progress)

    @property
    def _home(self) -> "Home":
        from renda_desktop.bootstrap import Home

        return Home(self.home)


def _way(place: "Place", *, url: str, ca: str) -> "AbstractContextManager[Link]":
    """Go to the server that answered before, wherever nobody names it again."""
    from renda_desktop import office
    from renda_desktop.store import exchange

    with place.session() as session:
        peer = exchange.peer(session)
    if peer is None:
        return office.way(place, url=url, ca=ca)
    return office.way(place, url=url or peer.url, ca=ca or peer.ca, server=peer.server)
