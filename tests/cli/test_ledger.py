"""A ledger on the command line: the sample, to the figure."""

from collections import Counter
from pathlib import Path

import pytest

from renda_desktop.services.imports.ledger import read_ledger
from renda_desktop.services.imports.workbook import read_workbook
from tests.cli.conftest import Terminal
from tests.services.imports.books import Value, write_roster

LEDGER = Path(__file__).parents[1] / "fixtures" / "ledger.xlsx"
UNITS = ("街道办事处", "区生态环境分局", "区综合执法局", "区住建局")
UNKNOWN = "陈建"  # who stands in one row of the sample
HEADER: list[Value] = [
    "日期", "代表", "姓名", "电话", "反映问题", "承办单位", "办理情况", "办结时间",
]  # fmt: skip


@pytest.fixture
def known(cli: Terminal, tmp_path: Path) -> Terminal:
    """The station with its departments, and with all deputies of the sample but one."""
    names = {one.name for row in read_ledger(LEDGER).good for one in row.deputies} - {UNKNOWN}
    rows = [[name, "区县", "第十九届"] for name in sorted(names)]
    roster = write_roster(tmp_path / "roster.xlsx", ["姓名", "代表层级", "届次"], *rows)
    units = write_roster(tmp_path / "units.xlsx", ["单位名称"], *([one] for one in UNITS))
    assert cli("import", "deputies", roster).code == 0
    assert cli("import", "departments", units).code == 0
    return cli


def test_the_sample_is_kept_without_its_bad_rows(known: Terminal, tmp_path: Path) -> None:
    back = tmp_path / "back.xlsx"
    told = known("import", "ledger", LEDGER, "--keep-good", "--returned", back, "--json")
    assert told.code == 1
    said = told.json
    assert (said["good"], said["bad"], said["added"], said["same"]) == (176, 4, 198, 0)
    assert [(one["row"], one["column"]) for one in said["returned"]] == [
        (3, "接待代表"), (19, "接待日期"), (25, "反映问题"), (31, "反映问题"),
    ]  # fmt: skip
    assert "陈建" in said["returned"][0]["reason"]
    matters = known("show", "matters", "--limit", "0", "--json").json
    assert len(matters) == 198
    assert len({one["number"] for one in matters}) == 198
    assert known("verify").code == 0
    returned = read_workbook(back)[0].lines
    assert [line.cells[-1] for line in returned[2:]] == ["3", "19", "25", "31"]


def test_twice_makes_no_copies(known: Terminal) -> None:
    known("import", "ledger", LEDGER, "--keep-good")
    before = known("verify", "--json").json["entries"]
    again = known("import", "ledger", LEDGER, "--keep-good", "--json").json
    assert (again["added"], again["same"], again["bad"]) == (0, 198, 4)
    assert known("verify", "--json").json["entries"] == before


def test_a_dry_run_and_a_bad_row_write_nothing(known: Terminal) -> None:
    for words in ([], ["--keep-good", "--dry-run"]):
        said = known("import", "ledger", LEDGER, "--json", *words).json
        assert (said["added"], said["bad"], said["written"]) == (198, 4, False)
        assert known("show", "matters", "--json").json == []


def test_states_and_days_are_as_the_ledger_says(known: Terminal) -> None:
    known("import", "ledger", LEDGER, "--keep-good")
    matters = known("show", "matters", "--limit", "0", "--json").json
    assert Counter(one["disposition"] for one in matters) == {
        "assigned": 94, "planned": 31, "answered_on_site": 25, "declined": 25, "explained": 21,
        None: 2,
    }  # fmt: skip
    assert Counter(one["stage"] for one in matters) == {
        "resolved": 168, "assigned": 28, "registered": 2,
    }  # fmt: skip
    assert Counter(one["resident_stars"] for one in matters) == {4: 44, 2: 43, 3: 40, None: 71}
    assert all(one["registered_at"][:4] == "2025" for one in matters)
    late = [one for one in matters if one["signal"] == "red"]
    assert len(late) == 28  # what is still being handled since 2025
    year = ["--from", "2025-01-01", "--to", "2025-12-31", "--json"]
    figures = {one["key"]: one for one in known("show", "figures", *year).json["figures"]}
    counted = {key: (one["amount"], one["of"]) for key, one in figures.items()}
    assert counted["matters_raised"] == (198, None)
    assert counted["reply_rate"] == (168, 198)
    assert counted["on_time_rate"] == (37, 94)  # by the days that the ledger names
    assert counted["satisfaction_rate"] == (44, 127)


def test_a_settled_matter_bears_the_days_of_the_list(cli: Terminal, tmp_path: Path) -> None:
    row: list[Value] = [
        "2025年5月16日", "", "李强", "", "臭味重", "区水利局", "基本解决", "2025-07-22",
    ]  # fmt: skip
    book = write_roster(tmp_path / "l.xlsx", HEADER, row)
    assert cli("import", "ledger", book, "--new-units").code == 0
    number = cli("show", "matters", "--json").json[0]["number"]
    shown = cli("show", "matter", number, "--json").json
    told = [(one["what"], one["text"]) for one in shown["timeline"]]
    assert [what for what, _ in told] == [
        "登记", "交办 区水利局", "答复", "后期追踪解决",
    ]  # fmt: skip
    assert told[0][1].endswith("台账所记日期 2025-05-16")
    assert told[3][1].endswith("台账所记日期 2025-07-22")
    assert shown["details"]["listed"]["on"] == "2025-05-16"
    assert shown["rounds"][0]["due"]["began"] == "2025-05-16"


def test_bad_rows_come_in_once_mended(known: Terminal, tmp_path: Path) -> None:
    rows: list[list[Value]] = [
        ["2025.3.4", "李无名", "王琴", "", "1.路灯坏了\n2.车位少", "区住建局", "", ""],
        ["2025.3.5", "", "李强", "", "夜市扰民", "", "已办结", "2025.3.1"],
        ["2025.3.6", "", "", "", "河道发黑", "", "已办结", "2025.3.9"],
        ["2025.3.7", "", "赵敏", "", "=1+1", "区住建局", "", ""],
    ]
    back = tmp_path / "back.xlsx"
    words: list[str | Path] = ["--keep-good", "--json", "--returned", back]
    said = known("import", "ledger", write_roster(tmp_path / "l.xlsx", HEADER, *rows), *words).json
    assert said["added"] == 1
    assert [(one["row"], one["column"]) for one in said["returned"]] == [
        (2, "代表"), (3, "办结时间"), (4, "承办单位"),
    ]  # fmt: skip
    assert known("show", "matters", "--json").json[0]["title"] == "=1+1"
    lines = [list(line.cells) for line in read_workbook(back)[0].lines[1:]]
    lines[1][1], lines[2][7], lines[2][5], lines[3][5] = "", "2025.3.11", "区住建局", "区住建局"
    mended = write_roster(tmp_path / "mended.xlsx", *lines)
    assert known("import", "ledger", mended, "--json").json["added"] == 4
    again = known("import", "ledger", mended, "--json").json
    assert (again["added"], again["same"]) == (0, 4)
    assert len(known("show", "matters", "--json").json) == 5


def test_columns_are_told_once_and_remembered(cli: Terminal, tmp_path: Path) -> None:
    header: list[Value] = ["何日", "所提的事", "姓名"]
    one = write_roster(tmp_path / "1.xlsx", header, ["2025.3.4", "路灯坏了", "王琴"])
    other = write_roster(tmp_path / "2.xlsx", header, ["2025.3.5", "车位少", "李强"])
    assert cli("import", "ledger", one).code == 2
    words = ["--map", "day=何日", "words=B"]
    told = cli("import", "ledger", one, "--dry-run", *words)
    assert "接待日期(day)=何日" in told.out
    assert "第 2 行 2025-03-04 路灯坏了" in told.out
    assert cli("import", "ledger", one).code == 2  # a dry run keeps nothing
    assert cli("import", "ledger", one, *words).code == 0
    said = cli("import", "ledger", other, "--json")
    assert (said.code, said.json["added"]) == (0, 1)
    assert said.json["columns"] == {
        "day": "何日", "name": "姓名", "words": "所提的事",
    }  # fmt: skip
