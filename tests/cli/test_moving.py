"""The story of a matter that belongs to another station, told line by line."""

from tests.cli.conftest import Terminal
from tests.cli.test_several_stations import AREAS, STATION

STORY = (
    *AREAS,
    STATION,
    {"do": "department.register", "name": "区综合行政执法局", "short": "区综合执法局"},
    {"do": "resident.register", "name": "陈敏", "phone": "13800005521", "ref": "who"},
    {
        "do": "matter.register", "program": "regular", "own_words": "路灯不亮", "place": "南门口",
        "resident": "$who", "ref": "m",
    },
    {"do": "matter.assign", "matter": "$m", "unit": "区综合执法局"},
    {"do": "matter.propose_move", "matter": "$m", "to": "NM", "reason": "不在本辖区"},
)  # fmt: skip
TAKE = {"do": "matter.take_over", "matter": "$m", "for": "NM", "ref": "n"}


def matters(cli: Terminal) -> dict[str, str]:
    return {one["number"]: one["stage"] for one in cli("show", "matters", "--json").json}


def counted(cli: Terminal) -> int:
    """Return how many opinions were collected."""
    rows = cli("show", "figure", "opinions_collected", "--rows", "--json").json
    return len(rows["rows"] if isinstance(rows, dict) else rows)


def test_a_matter_goes_on_at_another_station(cli: Terminal) -> None:
    done = cli.apply(*STORY, TAKE)
    assert all(line["ok"] for line in done.lines), done.lines
    assert matters(cli) == {"YH-2026-A-00001": "handed_over", "NM-2026-A-00001": "registered"}
    here = cli("show", "matter", "YH-2026-A-00001").out
    there = cli("show", "matter", "NM-2026-A-00001").out
    assert "移交 南门街道联络站" in here
    assert "不在本辖区" in here
    assert "接收移交 月湖街道人大代表联络站 YH-2026-A-00001" in there
    assert "陈敏" in there
    open_ = cli("show", "matters", "--where", "open=true", "--json").json
    assert [one["number"] for one in open_] == ["NM-2026-A-00001"]
    assert cli("verify").code == 0


def test_it_counts_once(cli: Terminal) -> None:
    cli.apply(*STORY)
    before = counted(cli)
    assert cli.apply({**TAKE, "matter": "YH-2026-A-00001"}).lines[0]["ok"]
    assert before == 1
    assert counted(cli) == 1


def test_it_can_be_taken_back_unless_the_other_station_goes_on_with_it(cli: Terminal) -> None:
    back = {"do": "matter.take_back", "matter": "YH-2026-A-00001", "reason": "仍由本站办理"}
    cli.apply(*STORY)
    assert cli.apply(back).lines[0]["ok"]
    assert cli.apply({**TAKE, "matter": "YH-2026-A-00001", "reason": "属地"}).lines[0]["ok"]
    assert cli.apply(back).lines[0]["rule"] == "matter.taken_over"
    gone = {"do": "matter.withdraw", "matter": "NM-2026-A-00001", "reason": "不该移交"}
    assert cli.apply(gone).lines[0]["ok"]
    assert cli.apply(back).lines[0]["ok"]
    assert matters(cli) == {"YH-2026-A-00001": "assigned", "NM-2026-A-00001": "withdrawn"}


def test_a_matter_is_not_moved_to_where_it_is(cli: Terminal) -> None:
    cli.apply(*STORY)
    here = {"do": "matter.take_over", "matter": "YH-2026-A-00001", "reason": "属地"}
    assert cli.apply(here).lines[0]["rule"] == "matter.same_station"
