"""Ledgers, reports and duty records on the command line, with the numbers of `show`."""

from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from renda_desktop.queries.papers.figure_words import full
from tests.cli.conftest import Terminal
from tests.cli.stories import LIFE, RECEPTION, VISIT


@pytest.fixture
def busy(cli: Terminal) -> Terminal:
    assert cli.apply(*RECEPTION, VISIT, *LIFE).code == 0
    return cli


def _printed(cli: Terminal, to: Path, kind: str, *words: str) -> str:
    done = cli("paper", kind, *words, "-o", to / "a.pdf")
    assert (done.code, done.err) == (0, "")
    with PdfDocument(to / "a.pdf") as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    return "".join("".join(pages).split())


@pytest.mark.parametrize(
    ("period", "days"),
    [
        ("2026", ("2026-01-01", "2026-12-31")),
        ("2026-Q1", ("2026-01-01", "2026-03-31")),
        ("2020-02", ("2020-02-01", "2020-02-29")),
    ],
)
@pytest.mark.parametrize("program", [(), ("--program", "themed")])
def test_a_report_has_the_figures_that_show_has(
    busy: Terminal, tmp_path: Path, period: str, days: tuple[str, str], program: tuple[str, ...]
) -> None:
    since, until = days
    shown = busy("show", "figures", "--json", "--from", since, "--to", until, *program).json
    text = _printed(busy, tmp_path, "report", period, *program)
    assert len(shown["figures"]) > 1
    for one in shown["figures"]:
        some = one["of"] or any(part["amount"] for part in [one, *one["parts"]])
        inside = one["parts"] if some else []
        value = full(one["shown"]) if one["amount"] is not None or not one["parts"] else ""
        share = f"{one['amount']}/{one['of']}{one['unit']}" if one["of"] else ""
        for said in (f"{full(one['title'])}{value}", share):
            assert "".join(said.split()) in text
        for part in inside:
            exact = part["amount"] if part.get("places") is None else ""
            assert f"{full(part['title'])}{exact}" in text


def test_a_report_of_a_station_as_of_a_moment(busy: Terminal, tmp_path: Path) -> None:
    shown = busy("show", "figures", "--json", "--as-of", "2020-01-01").json
    assert {one["amount"] for one in shown["figures"]} <= {0, None}
    station = busy("show", "stations", "--json").json[0]["name"]
    text = _printed(busy, tmp_path, "report", "2026", "--as-of", "2020-01-01")
    assert "统计时刻：2020年1月1日23:59" in text
    assert "没有超期未办结的事项。" in text
    assert station in _printed(busy, tmp_path, "report", "2026", "--station", station)
    assert busy("paper", "report", "2026", "--station", "没有", "-o", tmp_path / "b.pdf").code == 2


def test_a_report_of_any_days(busy: Terminal, tmp_path: Path) -> None:
    text = _printed(busy, tmp_path, "report", "--from", "2026-01-01")
    assert "2026年1月1日至今" in text
    for wrong in ("2026-13", "2026-Q5", "去年"):
        assert busy("paper", "report", wrong, "-o", tmp_path / "b.pdf").code == 2


def test_a_ledger_takes_what_show_takes(busy: Terminal, tmp_path: Path) -> None:
    numbers = [row["number"] for row in busy("show", "matters", "--json").json]
    text = _printed(busy, tmp_path, "ledger", "--from", "2026-01-01")
    assert len(numbers) == 2
    assert all(number in text for number in numbers)
    words = ("--where", "unit=区综合执法局")
    rows = busy("show", "matters", "--json", *words).json
    filtered = _printed(busy, tmp_path, "ledger", *words)
    assert f"共{len(rows)}件" in filtered
    assert "承办单位：区综合执法局" in filtered
    assert "没有登记事项" in _printed(busy, tmp_path, "ledger", "--until", "2020-01-01")


@pytest.mark.parametrize("kind", ["ledger", "report"])
@pytest.mark.parametrize(
    ("words", "place"),
    [
        (("--from", "2026-02-30"), "--from"),
        (("--from", "2026-02-01", "--until", "2026-01-01"), "--until"),
    ],
)
def test_wrong_days_are_named_as_they_were_given(
    busy: Terminal, tmp_path: Path, kind: str, words: tuple[str, ...], place: str
) -> None:
    done = busy("paper", kind, *words, "-o", tmp_path / "b.pdf")
    assert done.code == 2
    assert f"“{place}”" in done.err
    assert not (tmp_path / "b.pdf").exists()


def test_other_papers_need_to_be_told_what_about(busy: Terminal, tmp_path: Path) -> None:
    assert busy("paper", "receipt", "-o", tmp_path / "b.pdf").code == 2


def test_a_duty_record_has_the_figures_of_its_deputy(busy: Terminal, tmp_path: Path) -> None:
    text = _printed(busy, tmp_path, "duty-record", "张明")
    shown = busy("show", "figures", "--json", "--deputy", "张明").json["figures"]
    figures = {one["key"]: one for one in shown}
    for key in ("deputy_attendances", "matters_raised", "reply_rate", "resolution_rate"):
        one = figures[key]
        value = one["shown"] + (f"{one['amount']}/{one['of']}" if one["of"] else "")
        assert "".join(f"{one['title']}{value}{value}".split()) in text, key
    numbers = [row["number"] for row in busy("show", "deputy", "张明", "--json").json["matters"]]
    assert len(numbers) == 2
    assert all(number in text for number in numbers)
