"""A PC that holds several stations: changing the desk, what is published from above, leaving."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import pytest
from pytestqt.qtbot import QtBot

from renda_desktop import office as offices_
from renda_desktop.bootstrap import Office
from renda_desktop.domain.errors import Unavailable
from renda_desktop.domain.terms import Role
from renda_desktop.queries import people, stations
from renda_desktop.server.inprocess import InProcess
from renda_desktop.services import clerks, departments, themes
from renda_desktop.sync.loop import Place
from renda_desktop.ui.deputies import Deputies
from renda_desktop.ui.desk_panel import DeskPanel
from renda_desktop.ui.form import Form
from renda_desktop.ui.settings import Settings
from renda_desktop.ui.themes import Themes
from tests import offices
from tests.server.conftest import address, data, loop, postgresql, region, template, town
from tests.server.region import Region
from tests.server.stations import link, sync
from tests.ui.opening.conftest import Running, no_keyring, start

__all__ = [
    "address", "data", "loop", "no_keyring", "postgresql", "region", "start", "template", "town",
]  # fmt: skip

Start = Callable[..., Running]


@pytest.fixture(autouse=True)
def ways(region: Region, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every way lead to the server in process; only one address is the right one."""

    @contextmanager
    def way(place: Place, *, url: str, **_where: object) -> Iterator[InProcess]:
        if url == "https://wrong.test":
            raise Unavailable("sync.offline")
        yield link(region.town, place)

    monkeypatch.setattr(offices_, "way", way)


@pytest.fixture
def begin(start: Start, qtbot: QtBot) -> Iterator[Callable[[Office], Running]]:
    """Start the program on a PC's home."""
    begun: list[Running] = []

    def one(office: Office) -> Running:
        office.close()
        running = start(office.home.path, passphrase=offices.PASSPHRASE)
        qtbot.waitUntil(lambda: running.app.office is not None, timeout=20_000)
        running.keys.settle()
        begun.append(running)
        return running

    yield one
    for running in begun:
        running.app._leaving = True


def panel(running: Running) -> DeskPanel:
    shown: Iterable[DeskPanel] = running.app.window.findChildren(DeskPanel)
    return next(one for one in shown if one.isVisible())


def form(running: Running) -> Form:
    shown: Iterable[Form] = running.app.window.findChildren(Form)
    return next(one for one in shown if one.isVisible())


def test_a_coordinator_changes_the_station(
    begin: Callable[[Office], Running], region: Region
) -> None:
    running = begin(region.coordinator)
    header, office = running.app.window.header, running.app.office
    assert office is not None
    assert not header._desk.isHidden()
    places = {"BH": "白鹤街道人大代表联络站", "YH": "月湖街道人大代表联络站"}
    places.pop(office.read(stations.station).code, None)  # where he sits by chance
    code, name = next(iter(places.items()))
    header._desk.click()
    running.keys.settle()
    assert panel(running).rows.total == 3  # two stations and the area
    running.keys.type(code.lower())
    assert panel(running).rows.total == 1
    running.keys.press("Enter")
    assert office.read(stations.station).code == code
    assert header._station.text() == name
    assert "已换到" in running.app.window.toast.text()


def test_one_station_has_no_switch(begin: Callable[[Office], Running], region: Region) -> None:
    running = begin(region.pcs[0])
    assert running.app.window.header._desk.isHidden()
    running.app._change_desk()
    running.keys.settle()
    assert running.app.window.toast.text() == "本机只有一个联络站"


def test_what_is_published_from_above_is_marked_and_not_edited(
    begin: Callable[[Office], Running], region: Region
) -> None:
    desk, (first, _) = region.coordinator, region.pcs
    unit = desk.act(departments.register, name="区住建局", at=region.area).id
    theme = desk.act(themes.register, title="防汛", at=region.area).id
    own = first.act(themes.register, title="停车").id
    sync(region.town, desk, first)
    running = begin(first)
    window, keys = running.app.window, running.keys
    window.go("themes", theme)
    keys.settle()
    screen = window.current()
    assert isinstance(screen, Themes)
    assert not screen.published.isHidden()
    assert "由“鄞州区”发布" in screen.facts.text()
    assert screen._edit.isHidden()
    said: list[str] = []
    screen.said.connect(said.append)
    screen.edit()
    assert said == ["由上级发布,这里只能查看"]
    window.go("themes", own)
    keys.settle()
    assert screen.published.isHidden()
    assert not screen._edit.isHidden()
    window.go("deputies")
    keys.settle()
    other = window.current()
    assert isinstance(other, Deputies)
    other.offices.show_one(unit)
    keys.settle()
    assert other.offices._edit.isHidden()
    office = running.app.office
    assert office is not None
    assert [row.published_by for row in office.read(people.departments)] == ["鄞州区"]


def test_the_address_is_kept_only_where_the_server_answers(
    begin: Callable[[Office], Running], region: Region
) -> None:
    running = begin(region.pcs[0])
    running.app.window.go("settings")
    running.keys.settle()
    screen = running.app.window.current()
    assert isinstance(screen, Settings)
    screen.server.address_button.click()
    running.keys.press("Ctrl+A")
    running.keys.type("https://wrong.test")
    running.keys.press("Ctrl+Enter")
    assert "连不上服务器" in form(running).bar.text()
    assert "https://server.test" in screen.server.facts.text()
    form(running).parts.url.setText("https://new.test")  # type: ignore[attr-defined]
    running.keys.press("Ctrl+Enter")
    assert "https://new.test" in screen.server.facts.text()
    assert running.app.exchange.now.whole


def test_a_station_is_left_from_the_settings(
    begin: Callable[[Office], Running], region: Region
) -> None:
    first, second = region.pcs
    region.grant(first, second.station)
    second.act(clerks.register, name="周华", roles=(Role.CLERK,))
    sync(region.town, second, first)
    running = begin(first)
    running.app.window.go("settings")
    running.keys.settle()
    screen = running.app.window.current()
    assert isinstance(screen, Settings)
    (button,) = screen.server.leave_buttons
    assert button.accessibleName() == "退出 BH联络站"
    button.click()
    assert form(running).accessibleName() == "退出“BH联络站”"
    form(running).submit()
    running.keys.settle()
    assert screen.server.leave_buttons == []
    assert running.app.window.toast.text() == "已退出“BH联络站”"
