"""Founding a station: whole or not at all."""

from pathlib import Path

import pytest

from renda_desktop.bootstrap import Home, found_office
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.station import StationDetails
from renda_desktop.services import stations
from tests.offices import PASSPHRASE, Clock

DETAILS = StationDetails("月湖街道人大代表联络站", "YH")


def found(home: Home, details: StationDetails = DETAILS, clerk: str = "王芳") -> str:
    office = found_office(home, details=details, clerk=clerk, passphrase=PASSPHRASE, clock=Clock())
    office.close()
    return office.station


def test_a_founding_that_was_cut_off_begins_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path / "home")

    def cut_off(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(stations, "found", cut_off)
        with pytest.raises(KeyboardInterrupt):
            found(home)
    assert not home.exists
    assert found(home)
    assert sorted(file.name for file in home.path.iterdir()) == ["key.json", "renda.db"]
    with pytest.raises(RuleBroken) as refused:
        found(home)
    assert refused.value.rule == "home.taken"


@pytest.mark.parametrize(
    ("details", "clerk"),
    [(StationDetails("", "YH"), "王芳"), (StationDetails("站", " "), "王芳"), (DETAILS, "")],
)
def test_a_name_that_is_missing_leaves_nothing(
    tmp_path: Path, details: StationDetails, clerk: str
) -> None:
    home = Home(tmp_path / "home")
    with pytest.raises(RuleBroken) as refused:
        found(home, details, clerk)
    assert refused.value.rule == "field.empty"
    assert not home.exists
    assert found(home)
