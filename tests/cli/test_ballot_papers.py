"""The papers of a vote on the command line, with the numbers of `show ballot`."""

from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from renda_desktop.queries.papers.figure_words import full
from tests.cli.conftest import Terminal
from tests.cli.test_ballots import EACH, TELLERS, item, tallies


def printed(cli: Terminal, to: Path, kind: str, *words: str) -> str:
    """Print a paper and return its text without spaces."""
    done = cli("paper", kind, *words, "-o", to / "a.pdf")
    assert (done.code, done.err) == (0, "")
    with PdfDocument(to / "a.pdf") as pdf:
        return "".join("".join(p.get_textpage().get_text_range() for p in pdf).split())


def test_the_papers_of_a_vote_have_its_numbers(cli: Terminal, tmp_path: Path) -> None:
    cli.apply(*EACH)
    found = cli("show", "ballot", "重大项目", "--json").json
    result = printed(cli, tmp_path, "ballot-result", "重大项目")
    tally = printed(cli, tmp_path, "tally-sheet", "重大项目")
    for one in found["items"]:
        votes = f"{one['votes_for']}{one['against']}{one['abstain']}"
        assert f"{votes}{one['share']}" in result
        assert "".join(full(one["reason"]).split()) in result
        assert f"{votes}{found['returned'] - found['invalid']}" in tally
    due, present, issued = found["due"], found["present"], found["issued"]
    for text in (result, tally):
        assert f"{due}人{present}人{issued}张30张29张1张" in text
        assert "赞成票超过应到人数的1/2的，为通过。" in text
    assert "通过1项：1.快速路。" in result
    for teller in found["rounds"][0]["tellers"]:
        assert teller["teller"] in tally


def test_a_blank_sheet_and_a_paper_before_the_vote(cli: Terminal, tmp_path: Path) -> None:
    cli.apply(*EACH[:5])
    for words in ([], ["--blank"]):
        blank = printed(cli, tmp_path, "tally-sheet", "重大项目", *words)
        assert "45人人张张张张" in blank
        assert "画“正”字" in blank
    paper = printed(cli, tmp_path, "ballot-paper", "重大项目", "--per-page", "2")
    assert paper.count("金额：125000.5万元") == 2
    assert "没有选择的项目按弃权计" in paper
    assert cli("paper", "ballot-result", "重大项目", "-o", tmp_path / "b.pdf").code == 2
    cli.apply({"do": "ballot.cancel", "ballot": "重大项目", "reason": "改期"})
    for kind in ("ballot-paper", "tally-sheet", "ballot-result"):
        assert cli("paper", kind, "重大项目", "-o", tmp_path / "b.pdf").code == 2


@pytest.mark.parametrize(("counts", "said"), [
    ((23, 22), "计票人的结果不一致：第1项"),
    ((23,), "尚未全部完成"),
])  # fmt: skip
def test_what_one_teller_found_is_on_no_sheet(
    cli: Terminal, tmp_path: Path, counts: tuple[int, ...], said: str
) -> None:
    cli.apply(*EACH[:8])
    for votes, line in zip(counts, tallies("重大项目", 29, item(1, 23)), strict=False):
        items = [item(1, votes, 27 - votes, 2), item(2, 22, 0, 7)]
        cli.apply(line | {"items": items})
    text = printed(cli, tmp_path, "tally-sheet", "重大项目")
    assert said in text
    assert "2242" not in text
    assert "2342" not in text


def test_a_choice_with_a_second_vote(cli: Terminal, tmp_path: Path) -> None:
    polled = [item(n, 70) for n in range(1, 10)] + [item(10, 60), item(11, 60)]
    cli.apply(
        *TELLERS,
        {
            "do": "ballot.prepare", "program": "livelihood-projects", "due": 100, "ref": "b",
            "items": [{"title": f"候选{n}"} for n in range(1, 12)],
        },
        {"do": "ballot.call", "ballot": "$b", "present": 80},
        {"do": "ballot.issue", "ballot": "$b"},
        *tallies("$b", 80, *polled),
        {"do": "ballot.conclude", "ballot": "$b"},
        {"do": "ballot.runoff", "ballot": "$b", "title": "再次投票"},
    )  # fmt: skip
    found = cli("show", "ballot", "民生实事项目票决", "--json").json
    total = sum(one["votes_for"] for one in found["items"])
    tally = printed(cli, tmp_path, "tally-sheet", found["id"])
    assert f"各项得票合计{total}" in tally
    result = printed(cli, tmp_path, "ballot-result", found["id"])
    assert f"入选{found['passed']}项" in result
    assert f"有{found['tied']}项票数相等，尚余{found['places']}个名额" in result
    assert "已安排再次投票《再次投票》" in result
    paper = printed(cli, tmp_path, "ballot-paper", "再次投票")
    assert "每票最多选1项，最少选1项" in paper or "每票须选1项" in paper
    assert "反对" not in paper
