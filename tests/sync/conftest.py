"""Two PCs of one station and a server in memory."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from renda_desktop import bootstrap
from renda_desktop.bootstrap import Home, Office
from tests import offices
from tests.sync.memory import URL, MemoryServer, Wire

Join = Callable[[], Office]


@pytest.fixture
def server() -> MemoryServer:
    return MemoryServer()


@pytest.fixture
def link(server: MemoryServer) -> Wire:
    return Wire(server)


@pytest.fixture
def first(founded: Path, tmp_path: Path, link: Wire) -> Iterator[Office]:
    """A station founded offline, enrolled and sent to the server whole."""
    office = offices.opened(offices.copied(founded, tmp_path / "一号"))
    office.enrol(url=URL, code="first", link=link)
    assert office.exchange(link=link).whole
    yield office
    office.close()


@pytest.fixture
def join(tmp_path: Path, link: Wire) -> Iterator[Join]:
    """Bring the station to another PC, as many as a test wants."""
    made: list[Office] = []
    numbers = itertools.count(2)

    def one() -> Office:
        number = next(numbers)
        office = bootstrap.join_office(
            Home(tmp_path / f"{number}号"),
            way=link.way,
            url=URL,
            code=f"code {number}",
            passphrase=offices.PASSPHRASE,
            clock=offices.Clock(),
        )
        made.append(office)
        return office

    yield one
    for office in made:
        office.close()


@pytest.fixture
def second(first: Office, join: Join) -> Office:
    """The station on a second PC."""
    return join()
