"""Two PCs and the real server: one of them never sees a network, its work comes by file."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from renda_desktop.bootstrap import Office
from renda_desktop.domain.ids import Id
from renda_desktop.server import bundle
from renda_desktop.server.bundle import Answered
from renda_desktop.server.inprocess import InProcess
from renda_desktop.services import themes
from renda_desktop.store import exchange
from renda_desktop.sync import signing
from renda_desktop.sync.loop import Place
from renda_desktop.sync.report import Report
from tests import offices
from tests.server.pcs import Town
from tests.sync.rows import same, titles

Answer = Callable[[bytes], Answered]


@pytest.fixture
def answer(town: Town) -> Answer:
    return lambda data: town.loop.run(bundle.answer(town.server, data=data))


@pytest.fixture
def away(founded: Path, tmp_path: Path, town: Town) -> Iterator[Office]:
    """A station founded offline, invited by file; the centre has not heard of it yet."""
    office = offices.opened(offices.copied(founded, tmp_path / "离线"))
    code = town.code(town.station())
    office.accept(invitation=bundle.invitation(town.server.identity, code=code, epoch=1), code=code)
    yield office
    office.close()


@pytest.fixture
def online(away: Office, answer: Answer, town: Town, tmp_path: Path) -> Iterator[Office]:
    """The same station on a PC with network, brought there from the centre."""
    from renda_desktop import bootstrap
    from renda_desktop.bootstrap import Home

    assert carry(away, answer).whole
    office = bootstrap.join_office(
        Home(tmp_path / "在线"),
        way=lambda place: Way(town, place),
        url="https://server.test",
        code=town.code(away.station),
        passphrase=offices.PASSPHRASE,
        clock=town.clock,
    )
    yield office
    office.close()


class Way:
    """The way of an enrolled PC into the server in process."""

    def __init__(self, town: Town, place: Place) -> None:
        self.town, self.place = town, place

    def __enter__(self) -> InProcess:
        device = self.place.device or Id("0" * 32)
        key = signing.device_key(self.place.key, device=device)
        return InProcess(self.town.server, loop=self.town.loop, device=device, key=key)

    def __exit__(self, *_: object) -> None:
        pass


def sync(office: Office, town: Town) -> None:
    with Way(town, office._place()) as link:
        assert office.exchange(link=link).whole


def carry(office: Office, answer: Answer) -> Report:
    """Carry a bundle to the centre and the answer back."""
    return office.import_bundle(answer(office.export_bundle().data).data)


def test_a_pc_that_is_never_online_is_enrolled_and_delivers(
    away: Office, answer: Answer, town: Town
) -> None:
    away.act(themes.register, title="停车难")
    done = carry(away, answer)
    assert done.whole
    assert done.sent > 0
    head = town.rows("SELECT head FROM scope WHERE scope = $1", away.station)
    cursor = away.read(exchange.cursors)[away.station]
    assert head == [(cursor.seq,)]


def test_what_is_done_on_both_meets(
    away: Office, online: Office, answer: Answer, town: Town
) -> None:
    away.act(themes.register, title="甲")
    online.act(themes.register, title="乙")
    sync(online, town)
    assert carry(away, answer).whole
    sync(online, town)
    same(away, online)
    assert titles(away) == {"甲", "乙"}
