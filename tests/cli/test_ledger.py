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
HEADER: list[Value] = ["日期", "代表", "姓名", "电话", "反映问题", "承办单位", "办理情况", "办结时间"]


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
