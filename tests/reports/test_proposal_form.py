"""The proposal form: what was proposed, answered and rated stands on it, or room to write it."""

from dataclasses import replace

from renda_desktop.reports import proposal_form
from tests.reports import samples
from tests.reports.conftest import Reader, solid
from tests.reports.test_papers import LONG_NAME, NASTY, only, unused
from tests.reports.test_votes import RARE


def test_all_that_is_recorded(read_pdf: Reader) -> None:
    rounds = (samples.proposal_round(), samples.proposal_round(unit=LONG_NAME))
    sheet = samples.proposal_form(rounds=rounds, title=RARE, deputies=NASTY)
    text = solid(read_pdf(proposal_form.render(sheet)))
    for said in (
        "编号：2026-017", "提出日期：2025年11月15日", RARE, "王建国（市人大代表）",
        "".join(NASTY.split()), "YH-2025-A-00001（欧*）", "办理中（情况复杂）", LONG_NAME,
        "2026年2月16日「暂定」（已申请延期）", "2025年12月20日区住建局逾期", "王建国：登门面商。",
        "B类列入计划", "已开工。", "王建国领衔5星3星满意谢谢", "办理情况（第2轮）",
        "领衔代表（签名）",
    ):  # fmt: skip
        assert said in text
    assert "☐" not in text


def test_what_is_not_there_is_left_to_be_written(read_pdf: Reader) -> None:
    one = samples.proposal_round(
        unit="", co_units="", assigned_on=None, due=None, provisional=False, extended=False,
        co_due=None, return_by=None, opinions=(), meetings=(), replies=(), follow_ups=(),
        kept_on=None, ratings=(),
    )  # fmt: skip
    sheet = samples.proposal_form(number="", text="", matters=(), unit="", rounds=(one,))
    text = solid(read_pdf(proposal_form.render(sheet)))
    assert "☐A已经解决或采纳☐B列入计划逐步解决" in text
    assert text.count("☐满意☐基本满意☐不满意") == 2
    assert "代表自提" in text


def test_ten_thousand_characters_run_over_its_pages(read_pdf: Reader) -> None:
    chars = unused(proposal_form.render(samples.proposal_form()))
    half = len(chars) // 2
    said = samples.proposal_round().replies[0]
    one = samples.proposal_round(replies=(replace(said, text="".join(chars[half:])),))
    sheet = samples.proposal_form(text="".join(chars[:half]), rounds=(one,))
    pages = read_pdf(proposal_form.render(sheet))
    assert only(solid(pages), chars) == "".join(chars)
    assert all("编号：2026-017" in solid([page]) for page in pages)
