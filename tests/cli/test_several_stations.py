"""Several stations in one database, as a coordinator holds them."""

from tests.cli.conftest import Terminal

AREAS = (
    {"do": "area.register", "ref": "d", "name": "海曙区", "level": "district"},
    {"do": "area.register", "ref": "t", "name": "南门街道", "level": "township", "parent": "$d"},
)
STATION = {
    "do": "station.register", "ref": "s", "name": "南门街道联络站", "code": "NM", "area": "南门街道"
}  # fmt: skip
MATTER = {"do": "matter.register", "program": "regular", "own_words": "路灯不亮"}


def test_what_is_done_for_a_station_goes_into_its_log(cli: Terminal) -> None:
    done = cli.apply(*AREAS, STATION, MATTER | {"for": "NM", "ref": "m"}, MATTER)
    assert [line["ok"] for line in done.lines] == [True] * 5
    numbers = {one["number"] for one in cli("show", "matters", "--json").json}
    assert numbers == {"NM-2026-A-00001", "YH-2026-A-00001"}
    stations = cli("show", "stations", "--json").json
    assert [(one["code"], one["area_name"]) for one in stations] == [("NM", "南门街道"), ("YH", "")]
    assert "南门街道  镇乡街道  海曙区" in cli("show", "areas").out
    assert cli("verify").code == 0


def test_a_name_or_a_code_is_given_once(cli: Terminal) -> None:
    done = cli.apply(*AREAS, STATION, STATION | {"name": "别名"}, STATION | {"code": "XX"})
    assert [line.get("rule") for line in done.lines[3:]] == ["station.taken", "station.taken"]


def test_a_reception_goes_by_its_period_at_its_own_station(cli: Terminal) -> None:
    plan = {
        "do": "reception.plan", "kind": "regular", "program": "regular", "place": "站内",
        "starts": "2026-12-01T09:00", "ends": "2026-12-01T11:00", "deputies": ["张明"],
    }  # fmt: skip
    deputy = {
        "do": "deputy.register",
        "name": "张明",
        "mandates": [{"level": "county", "term": 19}],
    }
    done = cli.apply(
        *AREAS, STATION, deputy, plan, plan | {"for": "NM"},
        {"do": "reception.notice", "for": "NM", "reception": "regular#1"},
        {"do": "reception.cancel", "reception": "NM/regular#1", "reason": "改期"},
        {"do": "reception.cancel", "reception": "XX/regular#1", "reason": "改期"},
        {"do": "reception.notice", "reception": "regular#1"},
    )  # fmt: skip
    assert [line.get("rule") for line in done.lines[-2:]] == ["reference.unknown", None]
    statuses = [cli("show", "reception", one, "--json").json["status"]
                for one in ("regular#1", "YH/regular#1", "NM/regular#1")]  # fmt: skip
    assert statuses == ["noticed", "noticed", "cancelled"]
