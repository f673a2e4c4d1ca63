"""The window and the server itself: its calls and its PostgreSQL, without a socket between."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from renda_desktop import office as offices_
from renda_desktop.bootstrap import Office
from renda_desktop.server.inprocess import InProcess
from renda_desktop.services import themes
from renda_desktop.sync import signing
from renda_desktop.sync.loop import Place
from tests.server.conftest import address, data, loop, postgresql, template, town
from tests.server.pcs import Town
from tests.ui.sync.conftest import Show

__all__ = ["address", "data", "loop", "postgresql", "template", "town"]


def test_a_station_goes_to_a_server_and_on_with_its_day(
    show: Show, office: Office, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def way(place: Place, **_where: object) -> Iterator[InProcess]:
        key = signing.device_key(place.key, device=place.device)
        yield InProcess(town.server, loop=town.loop, device=place.device, key=key)

    monkeypatch.setattr(offices_, "way", way)
    code = town.code(town.station())
    stage = show(office)
    stage.keys.press("Ctrl+E")
    stage.keys.type(f"地址 https://renda.example 登记码 {code}")
    stage.form().parts.url.setText("https://renda.example")
    stage.keys.press("Ctrl+Enter")
    assert stage.pill == "已同步"
    stage.act(themes.register, title="停车")
    assert stage.pill == "待同步 1"
    stage.on_time()
    assert stage.pill == "已同步"
    (head,) = town.rows("SELECT head FROM scope")[0]
    row = stage.screen.server.rows.row(0)
    assert row is not None
    assert row.entries == head
