"""The papers of evaluations: all indicators and subjects stand on them, in boxes or in numbers."""

from dataclasses import replace
from datetime import timedelta

import pytest

from renda_desktop.queries.papers import PanelSheet
from renda_desktop.reports import (
    evaluation,
    evaluation_matrix,
    evaluation_result,
    evaluation_sheet,
    evaluation_summary,
    indicator_sheet,
)
from tests.reports import samples
from tests.reports.conftest import Reader, solid
from tests.reports.test_papers import LONG_NAME
from tests.reports.test_votes import RARE, boxes


def test_a_sheet_has_a_box_for_each_grade_of_each_indicator(read_pdf: Reader) -> None:
    pdf = evaluation_sheet.render(samples.evaluation_sheet(100))
    text = solid(read_pdf(pdf))
    assert boxes(pdf) == 2 * 99 * len(samples.GRADES)
    for number in range(1, 101):
        assert text.count(f"第{number}项指标") == 2
    for said in ("评议测评表（自我述评）", "本人述评", "本人（签名）", "无记名", "10分"):
        assert said in text


@pytest.mark.parametrize("secret", [True, False])
def test_only_a_secret_sheet_is_like_all_others(secret: bool, read_pdf: Reader) -> None:
    panel = PanelSheet("民主测评", secret, False, samples.marks(3))
    sheet = samples.evaluation_sheet(panels=(panel,))
    later = replace(sheet, printed_at=sheet.printed_at + timedelta(days=1))
    first, second = (solid(read_pdf(evaluation_sheet.render(one))) for one in (sheet, later))
    assert (first == second) is secret
    assert ("（签名）" in first) is not secret


def test_several_subjects_on_one_sheet(read_pdf: Reader) -> None:
    sheet = samples.evaluation_matrix(60)
    subjects = ((LONG_NAME, RARE), *sheet.subjects[1:])
    pdf = evaluation_matrix.render(replace(sheet, subjects=subjects))
    text = solid(read_pdf(pdf))
    assert boxes(pdf) == 60 * 3
    assert text.count(LONG_NAME) == text.count(RARE) == 2
    assert text.count("单位60") == 2
    assert "—" in text
    assert "1.联系选民" in text
    assert "评分（满分10）" in text


def test_indicators_of_any_number(read_pdf: Reader) -> None:
    blank = solid(read_pdf(indicator_sheet.render(samples.indicator_sheet(300))))
    result = solid(read_pdf(evaluation_result.render(samples.evaluation_result(300))))
    for text in (blank, result):
        assert all(f"第{n}项指标" in text for n in range(1, 301))
        assert "1.总分＝各项指标得分之和。" in text
    assert "扣分原因" in blank
    assert "4.5" not in blank
    for said in ("（300）", "督事满意率88满意22件评价25件本站记录", "+1分"):
        assert said in result


def test_what_is_not_concluded_says_so(read_pdf: Reader) -> None:
    sheet = samples.evaluation_result()
    text = solid(read_pdf(evaluation_result.render(sheet)))
    assert "87.06分「暂定」" in text
    assert "不作为评议结果。尚缺：中心组考评：参评不足（1/3）。" in text
    done = replace(sheet, provisional=False, waits=(), rank="第 1 名，共 3 名")
    text = solid(read_pdf(evaluation_result.render(done)))
    assert "暂定" not in text
    assert "第1名，共3名" in text


def test_nothing_is_known_yet(read_pdf: Reader) -> None:
    sheet = samples.evaluation_result(
        0, score="", grade="", panels=(), measured=(), extras=(), waits=()
    )
    text = solid(read_pdf(evaluation_result.render(sheet)))
    assert text.count("没有。") == 2
    assert "各项已齐，尚未评定。" in text
    text = solid(read_pdf(evaluation_summary.render(samples.evaluation_summary(0))))
    assert "这个范围内没有评议。" in text


def test_a_list_of_any_length(read_pdf: Reader) -> None:
    pages = read_pdf(evaluation_summary.render(samples.evaluation_summary(300)))
    text = solid(pages)
    assert all(f"{n}/300代表{n}单位{n}" in text for n in range(1, 301))
    assert "内部资料，注意保密" in text


def test_indicators_are_numbered_by_level() -> None:
    found = evaluation.numbered([1, 2, 3, 3, 2, 3, 1, 2, 3, 4, 1])
    wanted = "一、 （一） 1. 2. （二） 1. 二、 （一） 1. （1） 三、"
    assert found == wanted.split()
    many = evaluation.numbered([1] * 100)
    assert [many[n - 1] for n in (10, 11, 20, 21, 99, 100)] == [
        "十、", "十一、", "二十、", "二十一、", "九十九、", "100、",
    ]  # fmt: skip
