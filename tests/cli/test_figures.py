"""Figures on the command line: asked for, opened into their rows, published."""

from typing import Any

import pytest

from tests.cli.conftest import Terminal
from tests.cli.stories import LIFE, RECEPTION, VISIT


@pytest.fixture
def busy(cli: Terminal) -> Terminal:
    assert cli.apply(*RECEPTION, VISIT, *LIFE).code == 0
    return cli


def _values(done: Any) -> dict[str, Any]:
    return {one["key"]: one for one in done.json["figures"]}


def test_every_figure_with_its_definition(busy: Terminal) -> None:
    found = _values(busy("show", "figures", "--json"))
    assert len(found) > 30
    raised, rate = found["matters_raised"], found["reply_rate"]
    assert (raised["amount"], raised["shown"]) == (2, "2 件")
    assert (rate["amount"], rate["of"], rate["exact"]) == (1, 2, "1/2")
    assert rate["counts"]
    assert rate["denominator"]
    text = busy("show", "figures").out
    assert "答复率  50.00%(1/2 件)" in text
    assert "核对:当场落实 + 后期追踪解决 + 列入部门工作计划" in text


def test_the_figures_that_a_program_publishes(busy: Terminal) -> None:
    words = ["show", "figures", "--program", "three-way-review", "--json"]
    done = busy(*words)
    assert list(_values(done)) == ["subjects_evaluated", "evaluation_coverage"]
    both = _values(busy(*words, "--program", "supervision-online"))
    assert {"subjects_evaluated", "matters_raised"} <= set(both)
    assert both["matters_raised"]["amount"] == 0


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        (["--kind", "themed"], 2),
        (["--kind", "代表夜聊"], 0),
        (["--theme", "老旧小区改造"], 2),
        (["--deputy", "张明"], 2),
        (["--unit", "区综合执法局"], 2),
        (["--from", "2020-01-01", "--to", "2999-12-31"], 2),
        (["--to", "2020-01-01"], 0),
        (["--station", "YH"], 2),
        (["--as-of", "2020-01-01"], 0),
        (["--as-of", "2020-01-01T12:00"], 0),
        (["--group", "中心组"], 0),
    ],
)
def test_figures_are_filtered(busy: Terminal, words: list[str], amount: int) -> None:
    done = busy("show", "figure", "matters_raised", "--json", *words)
    assert done.json["amount"] == amount


def test_a_figure_opens_into_its_rows(busy: Terminal) -> None:
    data = busy("show", "figure", "答复率", "--rows", "--json").json
    assert sorted(row["amount"] for row in data["rows"]) == [0, 1]
    text = busy("show", "figure", "reply_rate", "--rows", "--limit", "1").out
    assert "共 2 行,只列出前 1 行" in text
    assert "YH-2026-A-0000" in text


def test_a_breakdown(busy: Terminal) -> None:
    done = busy("show", "figures", "--by", "theme", "--json").json
    (group,) = [one for one in done["groups"] if one["label"] == "老旧小区改造"]
    amounts = {one["key"]: one["amount"] for one in group["figures"]}
    assert amounts["matters_raised"] == 2
    assert "deputies_onboard" not in amounts
    text = busy("show", "figures", "--by", "月份").out
    assert "提出问题建议" in text


@pytest.mark.parametrize(
    "words",
    [
        ["figures", "--from", "yesterday"],
        ["figures", "--from", "2026-02-01", "--to", "2026-01-01"],
        ["figures", "--as-of", "noon"],
        ["figures", "--kind", "party"],
        ["figures", "--by", "colour"],
        ["figures", "--term", "county"],
        ["figures", "--term", "village:3"],
        ["figures", "--program", "none-such"],
        ["figures", "--theme", "没有这个主题"],
        ["figure"],
        ["figure", "happiness"],
        ["snapshot", "没有这份"],
    ],
)
def test_what_cannot_be_counted_is_said(busy: Terminal, words: list[str]) -> None:
    done = busy("show", *words)
    assert (done.code, done.out) == (2, "")
    assert done.err
    assert "出错" not in done.err


def test_a_snapshot_is_published_shown_and_withdrawn(busy: Terminal) -> None:
    publish = {
        "do": "snapshot.publish",
        "title": "十一月",
        "where": {"programs": ["themed"], "theme": "老旧小区改造"},
        "figures": ["matters_raised"],
        "ref": "s",
    }
    assert busy.apply(publish).code == 0
    assert busy.apply(VISIT | {"reception": "themed#1"}).code == 1  # it is closed
    assert busy.apply({"do": "matter.register", "own_words": "又一件", "program": "themed",
        "theme": "老旧小区改造"}).code == 0  # fmt: skip
    data = busy("show", "snapshot", "十一月", "--json").json
    assert data["details"]["figures"][0]["value"]["amount"] == 2
    assert data["now"][0]["now"]["amount"] == 3
    text = busy("show", "snapshot", "十一月").out
    assert "2 件" in text
    assert "3 件" in text
    withdraw = {"do": "snapshot.withdraw", "snapshot": "十一月", "reason": "漏计"}
    assert busy.apply(withdraw).code == 0
    assert "漏计" in busy("show", "snapshots").out
    assert [one["title"] for one in busy("show", "snapshots", "--json").json] == ["十一月"]


def test_numbers_are_never_taken_from_whoever_publishes(busy: Terminal) -> None:
    line = {"do": "snapshot.publish", "title": "十一月", "figures": [{"key": "matters_raised"}]}
    assert busy.apply(line).lines[0]["rule"] == "action.wrong_form"
    given = {"do": "snapshot.publish", "title": "十一月", "values": {"matters_raised": 117}}
    assert busy.apply(given).lines[0]["rule"] == "action.unknown_field"
