from collections import Counter
from pathlib import Path

import pytest

from renda_desktop.domain.terms import DeputyLevel
from renda_desktop.resources import path as resource
from tests.cli.conftest import Terminal
from tests.services.imports.books import Value, write_roster

ROSTER = Path(__file__).parents[1] / "fixtures" / "roster.xlsx"
HEADER: list[Value] = ["姓名", "代表层级", "届次", "联系电话", "备注"]


def test_the_sample_roster_is_kept_without_its_bad_row(cli: Terminal) -> None:
    told = cli("import", "deputies", ROSTER, "--keep-good", "--json")
    assert told.code == 1
    assert told.json == {
        "sheet": "代表名册",
        "good": 62,
        "bad": 1,
        "added": 62,
        "changed": 0,
        "same": 0,
        "written": True,
        "skipped": {"blank": 2, "sum": 1},
        "returned": [{"row": 24, "column": "姓名", "reason": "没有姓名。"}],
    }
    deputies = cli("show", "deputies", "--json").json
    assert len(deputies) == 62
    assert sum(not one["active"] for one in deputies) == 9
    assert [one["levels"] for one in deputies if not one["active"]] == [[]] * 9
    held = Counter(level for one in deputies for level in one["levels"])
    assert set(held) == set(DeputyLevel)
    assert cli("verify").code == 0


def test_the_same_list_twice_makes_no_copies(cli: Terminal) -> None:
    cli("import", "deputies", ROSTER, "--keep-good")
    before = cli("verify", "--json").json["entries"]
    again = cli("import", "deputies", ROSTER, "--keep-good", "--json").json
    assert (again["added"], again["changed"], again["same"]) == (0, 0, 62)
    assert cli("verify", "--json").json["entries"] == before


def test_with_a_bad_row_nothing_is_written_unless_wanted(cli: Terminal) -> None:
    for words in ([], ["--all-or-nothing"], ["--keep-good", "--dry-run"]):
        told = cli("import", "deputies", ROSTER, "--json", *words)
        assert (told.code, told.json["added"], told.json["written"]) == (1, 62, False)
        assert cli("show", "deputies", "--json").json == []
    assert "--keep-good" in cli("import", "deputies", ROSTER).err


def test_bad_rows_come_back_and_can_be_imported_once_mended(cli: Terminal, tmp_path: Path) -> None:
    back = tmp_path / "退回.xlsx"
    cli("import", "deputies", ROSTER, "--keep-good", "--returned", back)
    again = cli("import", "deputies", back, "--json").json
    assert (again["good"], again["bad"]) == (0, 1)


def test_a_later_roster_mends_what_is_on_record(cli: Terminal, tmp_path: Path) -> None:
    first = write_roster(
        tmp_path / "1.xlsx", HEADER, ["张明", "市", "第十六届", "13800000001", ""],
        ["李慧", "区县", "第十九届", "", ""],
    )  # fmt: skip
    assert cli("import", "deputies", first).code == 0
    later = write_roster(
        tmp_path / "2.xlsx", HEADER, ["张明", "市、区县", "第十六届", "13800000001", ""],
        ["李慧", "区县", "第十九届", "13800000002", "已辞职"],
        ["张明", "乡镇", "第十七届", "13800000003", ""],
    )  # fmt: skip
    told = cli("import", "deputies", later, "--json").json
    assert (told["added"], told["changed"]) == (1, 2)
    found = {(d["name"], d["phone"]): d for d in cli("show", "deputies", "--json").json}
    assert len(found) == 3
    assert found["张明", "13800000001"]["levels"] == ["municipal", "county"]
    assert found["李慧", "13800000002"]["active"] is False
    # An older list does not give a mandate back, nor empty a field.
    assert cli("import", "deputies", first, "--json").json["same"] == 2


def test_rows_that_a_rule_forbids_go_back_too(cli: Terminal, tmp_path: Path) -> None:
    roster = write_roster(tmp_path / "list.xlsx", ["姓名", "代表层级"], ["张明", "市"])
    told = cli("import", "deputies", roster, "--keep-good", "--json")
    assert (told.code, told.json["good"], told.json["bad"]) == (1, 0, 1)
    assert "届次" in told.json["returned"][0]["reason"]
    assert cli("import", "deputies", roster, "--term", "16").code == 0
    assert cli("show", "deputies", "--json").json[0]["terms"] == [16]


def test_columns_and_level_can_be_told(cli: Terminal, tmp_path: Path) -> None:
    roster = write_roster(tmp_path / "list.xlsx", ["甲", "乙"], ["1", "张明"])
    words = ["--map", "name=B", "--level", "municipal", "--term", "16"]
    assert cli("import", "deputies", roster, *words).code == 0
    assert cli("show", "deputies", "--json").json[0]["levels"] == ["municipal"]
    assert cli("import", "deputies", roster, "--map", "name").code == 2
    assert "municipal" in cli("import", "deputies", roster, "--level", "moon").err


def test_departments_are_updated_by_name(cli: Terminal, tmp_path: Path) -> None:
    header: list[Value] = ["单位名称", "简称", "联系人", "联系电话"]
    first = write_roster(tmp_path / "1.xlsx", header, ["区住建局", "", "王科", "0574-87654321"])
    later = write_roster(
        tmp_path / "2.xlsx", header, ["区住建局", "住建", "", ""], ["区水利局", "", "", ""]
    )
    assert cli("import", "departments", first).code == 0
    told = cli("import", "departments", later, "--json").json
    assert (told["added"], told["changed"]) == (1, 1)
    rows = cli("show", "departments", "--json").json
    assert [(r["name"], r["short"], r["contact"]) for r in rows] == [
        ("区住建局", "住建", "王科"),
        ("区水利局", "", ""),
    ]


@pytest.mark.parametrize("what", ["deputies", "holidays"])
def test_a_file_that_is_not_there(cli: Terminal, what: str) -> None:
    done = cli("import", what, "没有.xlsx")
    assert (done.code, done.out) == (2, "")
    assert done.err


def test_a_year_of_holidays_once(cli: Terminal) -> None:
    file = resource("calendar", "example.toml")
    assert cli("import", "holidays", file, "--dry-run").code == 0
    assert cli("import", "holidays", file).code == 0
    again = cli("import", "holidays", file)
    assert again.code == 2
    assert "已经导入" in again.err
