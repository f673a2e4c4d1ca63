"""A district with two stations on real PCs: a clerk at each, and a coordinator over both."""

from pathlib import Path

from renda_desktop.bootstrap import Home, Office, found_office
from renda_desktop.domain.ids import Id
from renda_desktop.domain.station import StationDetails
from renda_desktop.domain.terms import Role
from renda_desktop.server import devices, publishing, scopes
from renda_desktop.server.inprocess import InProcess
from renda_desktop.services import matters as loop
from tests import offices
from tests.offices import PASSPHRASE
from tests.server.pcs import Town
from tests.server.stations import enrolled, joined, link, sync


class Region:
    """A district with two stations, each with a clerk's PC, and the coordinator's PC."""

    def __init__(self, town: Town, founded: Path, folder: Path) -> None:
        self.town = town
        self.area = town.ask(lambda db: scopes.add(db, kind=scopes.AREA, name="鄞州区"))
        self._user("陈静", Role.COORDINATOR)
        self.stations = [self._station(code) for code in ("YH", "BH")]
        self.pcs = [
            enrolled(town, offices.copied(founded, folder / "YH"), town.code(self.stations[0])),
            self._founded(folder / "BH"),
        ]
        self.stations = [one.station for one in self.pcs]
        sync(town, *self.pcs)
        self.coordinator = joined(town, folder / "区", town.code(self.area))

    def _user(self, name: str, role: Role) -> None:
        self.town.ask(
            lambda db: publishing.register_clerk(
                db, who=self.town.server.identity, scope=self.area, name=name, roles=(role,),
                now=self.town.clock(),
            )
        )  # fmt: skip

    def _station(self, code: str) -> Id:
        return self.town.ask(
            lambda db: scopes.add(
                db, kind="station", name=f"{code}联络站", code=code, area=self.area
            )
        )

    def _founded(self, home: Path) -> Office:
        office = found_office(
            Home(home), details=StationDetails("白鹤街道人大代表联络站", "BH"), clerk="李强",
            passphrase=PASSPHRASE, clock=self.town.clock,
        )  # fmt: skip
        place = office._place()
        office.enrol(
            url="https://server.test", code=self.town.code(self.stations[1]),
            link=link(self.town, place),
        )  # fmt: skip
        return office

    def matter(self, office: Office, words: str) -> Id:
        return office.act(loop.register, program="regular", own_words=words).id

    def revoke(self, office: Office, scope: Id) -> None:
        now, folder = self.town.clock(), self.town.folder
        self.town.ask(
            lambda db: devices.revoke(db, device=office.device, now=now, scope=scope, folder=folder)
        )

    def grant(self, office: Office, scope: Id) -> None:
        now, folder = self.town.clock(), self.town.folder
        self.town.ask(
            lambda db: devices.grant(db, device=office.device, now=now, scope=scope, folder=folder)
        )

    def way(self, office: Office) -> InProcess:
        """Return the way of a PC to the server."""
        return link(self.town, office._place())

    def close(self) -> None:
        for office in (*self.pcs, self.coordinator):
            office.close()
