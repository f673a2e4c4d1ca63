"""The proposal form on the command line, with what `show proposal` says."""

from pathlib import Path

from tests.cli.conftest import Terminal
from tests.cli.stories import RECEPTION, VISIT
from tests.cli.test_ballot_papers import printed
from tests.cli.test_proposals import ONE, done


def test_a_form_has_what_show_has(cli: Terminal, tmp_path: Path) -> None:
    done(
        cli,
        *RECEPTION,
        VISIT,
        {
            "do": "proposal.convert", "matters": ["$v.1", "$v.2"], "title": ONE, "text": "太暗",
            "deputies": ["张明", "李慧"], "ref": "p",
        },
    )  # fmt: skip
    before = printed(cli, tmp_path, "proposal-form", ONE)
    assert "☐满意☐基本满意☐不满意" in before
    done(
        cli,
        {"do": "proposal.accept", "proposal": ONE, "number": "2026-017"},
        {"do": "proposal.assign", "proposal": ONE, "unit": "区综合执法局"},
        {"do": "proposal.reply", "proposal": ONE, "code": "C", "text": "暂难"},
        {"do": "proposal.rate", "proposal": ONE, "deputy": "张明",
         "aspects": {"manner": 5, "result": "unsatisfied"}, "comment": "再议"},
        {"do": "proposal.rehandle", "proposal": ONE, "reason": "请再研究"},
        {"do": "proposal.reply", "proposal": ONE, "code": "B", "text": "列入",
         "promised": "2027-06-30"},
    )  # fmt: skip
    found = cli("show", "proposal", "2026-017", "--json").json
    text = printed(cli, tmp_path, "proposal-form", "2026-017")
    for said in (
        "编号：2026-017", ONE, "张明（", "李慧", "太暗", "YH-2026-A-00001（",
        "C类因条件限制暂难解决",
        "张明领衔5星1星不满意再议", "办理情况（第2轮）", "承诺2027年6月30日前兑现",
    ):  # fmt: skip
        assert said in text
    for one in found["rounds"]:
        year, month, day = map(int, one["due"]["on"].split("-"))
        assert f"{year}年{month}月{day}日" in text
        assert one["unit_name"] in text
    for row in cli("show", "residents", "--json").json:
        assert row["name"] not in text
