"""A ledger is exported with the rows that `show matters` shows."""

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.cli.conftest import Terminal
from tests.cli.stories import LIFE, RECEPTION, VISIT


@pytest.mark.parametrize(
    "filters", [(), ("open=true",), ("since=2026-01-01",), ("until=2020-01-01",)]
)
def test_the_same_matters(cli: Terminal, tmp_path: Path, filters: tuple[str, ...]) -> None:
    assert cli.apply(*RECEPTION, VISIT, *LIFE).code == 0
    where = ("--where", *filters) if filters else ()
    done = cli("export", "ledger", *where, "-o", tmp_path / "a.xlsx")
    assert (done.code, done.err) == (0, "")
    rows = CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_index(0).to_python()
    shown = cli("show", "matters", "--json", *where).json
    assert sorted(str(row[1]) for row in rows[1:]) == sorted(one["number"] for one in shown)
    assert rows[0][1] == "编号"
    assert str(len(shown)) in done.out
