"""The papers of evaluations on the command line, with the numbers of `show scorecard`."""

from pathlib import Path
from typing import Any

import pytest

from renda_desktop.domain.terms import Role
from renda_desktop.queries.papers.figure_words import full
from tests.cli.conftest import Terminal
from tests.cli.test_ballot_papers import printed
from tests.cli.test_scorecards import CONCLUDE, LINES, TITLE, sit_down

SECOND = "张明2026年度代表三维联评"
OTHER: tuple[dict[str, Any], ...] = (
    {"do": "deputy.register", "name": "张明", "mandates": [{"level": "county", "term": 19}]},
    {"do": "deputy.join_group", "deputy": "张明", "name": "中心组", "day": "2026-01-01"},
    {
        "do": "scorecard.open", "program": "three-way-review", "deputy": "张明",
        "begins": "2026-01-01", "ends": "2026-12-31",
    },
)  # fmt: skip


@pytest.fixture
def evaluated(cli: Terminal) -> Terminal:
    done = cli.apply(*LINES, CONCLUDE, *OTHER)
    assert [line for line in done.lines if not line["ok"]] == []
    return cli


def test_a_result_has_the_numbers_that_show_has(evaluated: Terminal, tmp_path: Path) -> None:
    file = evaluated("show", "scorecard", TITLE, "--json").json
    text = printed(evaluated, tmp_path, "evaluation-result", TITLE)
    for one in file["indicators"]:
        points, value = one["points"], one["value"] or ""
        said = f"{one['title']}{one['weight']}{points}{value}{full(one['scale'])}"
        assert "".join(said.split()) in text
    for one in file["panels"]:
        assert f"{one['heads']}{one['least']}{one['mean']}" in text
    points, adjusted = file["points"].rstrip("0"), file["adjusted"]
    assert f"{file['score']}分{file['grade']}（{file['stars']}星）" in text
    assert f"指标得分{points}分（满分100分），加减分合计{adjusted}分" in text
    assert "第1名，共1名（另有1个未评定，暂定）" in text
    assert "履职受到表彰+1.5分表彰" in text
    assert "90分及以上为优秀（5星）" in text
    assert "内部资料，注意保密" in text
    assert "甲" not in text


def test_what_is_open_is_provisional(cli: Terminal, tmp_path: Path) -> None:
    cli.apply(*LINES[:5])
    text = printed(cli, tmp_path, "evaluation-result", TITLE)
    assert "中心组考评：参评不足（0/3）" in text
    assert "不作为评议结果" in text
    assert "总分等次名次状态———评议中" in text


def test_a_summary_has_the_rows_that_show_has(evaluated: Terminal, tmp_path: Path) -> None:
    text = printed(evaluated, tmp_path, "evaluation-summary", "--where", "year=2026")
    (row,) = evaluated("show", "scorecards", "--json", "--where", "status=concluded").json
    assert f"11/1{row['name']}2026{row['score']}{row['grade']}已评定" in text
    assert "2张明2026评议中" in text
    assert "评议对象共2个，其中评议中1个、已评定1个。等次：优秀1个。" in text
    none = printed(evaluated, tmp_path, "evaluation-summary", "--where", "year=2025")
    assert "这个范围内没有评议。" in none


def test_empty_sheets(evaluated: Terminal, tmp_path: Path) -> None:
    text = printed(evaluated, tmp_path, "evaluation-sheet", TITLE)
    for said in ("（自我述评）", "（民主测评）", "（中心组考评）", "（一）联系选民"):
        assert said in text
    one = printed(evaluated, tmp_path, "evaluation-sheet", TITLE, "--panel", "民主测评")
    assert one.count("评议测评表") == 1
    both = printed(evaluated, tmp_path, "evaluation-matrix", TITLE, SECOND)
    assert both.startswith("月湖街道人大代表联络站2026年度代表三维联评")
    assert "1李慧" in both
    assert "2张明" in both
    assert "自我述评" not in both
    sheet = printed(evaluated, tmp_path, "indicator-sheet", SECOND)
    assert "60%零分，95%满分" in sheet
    assert "无故不出席代表大会会议最高59分" in sheet
    for blank in (text, both, sheet):
        assert "99.1" not in blank
    wrong = ("evaluation-sheet", TITLE, "--panel", "没有", "-o", tmp_path / "b.pdf")
    assert evaluated("paper", *wrong).code == 2


def test_a_confidential_result_is_kept_from_others(evaluated: Terminal, tmp_path: Path) -> None:
    sit_down(evaluated, Role.CLERK)
    assert evaluated("paper", "evaluation-result", TITLE, "-o", tmp_path / "b.pdf").code == 2
    text = printed(evaluated, tmp_path, "evaluation-summary")
    assert "李慧2026已评定（保密）" in text
    assert "99.1" not in text
    assert "优秀" not in text
    assert "其余留空" in text
    assert "联系选民" in printed(evaluated, tmp_path, "evaluation-sheet", TITLE)
