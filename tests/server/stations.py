"""Real PCs beside the real server: a station in an encrypted database, and its way there."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from renda_desktop import bootstrap
from renda_desktop.bootstrap import Home, Office
from renda_desktop.domain.ids import Id
from renda_desktop.server.inprocess import Carry, InProcess
from renda_desktop.sync import signing
from renda_desktop.sync.loop import Place
from tests import offices
from tests.server.pcs import Town

URL = "https://server.test"


def link(town: Town, place: Place, carry: Carry | None = None) -> InProcess:
    """Return the way of a PC into the server in process."""
    device = place.device or Id("0" * 32)
    key = signing.device_key(place.key, device=device)
    return InProcess(
        town.server, loop=town.loop, device=device, key=key, clock=town.clock, carry=carry
    )


def enrolled(town: Town, home: Path, code: str) -> Office:
    """Open a station that was founded offline, and enrol it."""
    office = offices.opened(home, clock=town.clock)
    office.enrol(url=URL, code=code, link=link(town, office._place()))
    return office


def joined(town: Town, home: Path, code: str) -> Office:
    """Bring a station that the server has to a new PC."""

    @contextmanager
    def way(place: Place) -> Iterator[InProcess]:
        yield link(town, place)

    return bootstrap.join_office(
        Home(home),
        way=way,
        url=URL,
        code=code,
        passphrase=offices.PASSPHRASE,
        clock=town.clock,
    )


def sync(town: Town, *many: Office) -> None:
    """Exchange until everybody has everything."""
    for office in (*many, *many):
        done = office.exchange(link=link(town, office._place()))
        assert done.troubles == ()
