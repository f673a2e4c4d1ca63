"""Opinions of deputies on the command line: the rows of a briefing, and entering them."""

from pathlib import Path
from typing import get_args

import pypdfium2
import zxingcpp

from renda_desktop.cli import arguments
from renda_desktop.domain import row_code
from renda_desktop.domain.ids import Id
from renda_desktop.services import ways
from renda_desktop.services.opinions import DecisionKind
from tests.cli.conftest import Terminal
from tests.cli.stories import RECEPTION, VISIT

PAPER = ("opinion", "themed#1", "张明")


def test_rows_are_listed_and_entered(cli: Terminal) -> None:
    cli.apply(*RECEPTION, VISIT)
    rows = cli(*PAPER, "--json").json["rows"]
    assert [row["row"] for row in rows] == [1, 2]
    undecided = next(row for row in rows if row["stage"] == "registered")
    code = row_code.code(
        matter=Id(undecided["matter"]), deputy=Id(cli(*PAPER, "--json").json["deputy"]),
        row=undecided["row"],
    )  # fmt: skip
    done = cli(*PAPER, code, "请执法局一周内处理", "--decide", "assigned",
        "--unit", "区综合执法局", "--days", "7")  # fmt: skip
    assert (done.code, "已录入" in done.out) == (0, True)
    shown = cli("show", "matter", undecided["number"]).out
    assert "代表意见 张明" in shown
    assert "请执法局一周内处理" in shown
    assert "交办 区综合执法局" in shown
    listed = cli(*PAPER).out
    assert "请执法局一周内处理" in listed
    assert "已录 1 / 2 行" in listed
    assert "此前已录入过" in cli(*PAPER, undecided["number"], "再催一下").out


def test_the_whole_loop_from_the_printed_page(cli: Terminal, tmp_path: Path) -> None:
    """Issue the briefing, read the page as a scanner does, enter what it names."""
    cli.apply(*RECEPTION, VISIT)
    pdf = tmp_path / "briefing.pdf"
    issued = cli("paper", "briefing", "张明", "--reception", "themed#1", "--issue", "-o", pdf)
    assert issued.code == 0, issued.err
    sheet = cli(*PAPER, "--json").json
    assert sheet["issued"] == "YH-2026-AP-00001"
    with pypdfium2.PdfDocument(pdf.read_bytes()) as document:
        page = document[0].render(scale=203 / 72).to_pil()
    codes = [one.text for one in zxingcpp.read_barcodes(page)]
    assert len(codes) == len(sheet["rows"])
    for code in codes:
        assert cli(*PAPER, code, "同意").code == 0
    rows = cli(*PAPER, "--json").json["rows"]
    assert [row["said"] for row in rows] == ["同意"] * len(rows)


def test_what_cannot_be_entered_is_told(cli: Terminal) -> None:
    cli.apply(*RECEPTION, VISIT)
    assert cli(*PAPER, "1").code == 2  # no words
    assert "没有第 9 行" in cli(*PAPER, "9", "同意").err
    assert cli(*PAPER, "1", "同意", "--decide", "fly").code == 2
    assert cli("opinion", "themed#9", "张明").code == 2
    assert "已录 0 / 2 行" in cli(*PAPER).out


def test_every_decision_can_be_asked_for() -> None:
    kinds = {*get_args(ways.WayKind), *(one for one in get_args(DecisionKind) if one)}
    flat = {one for kind in kinds for one in (get_args(kind) or (kind,))}
    assert set(arguments.DECISIONS) == flat
