"""The period report: what it was given stands on it, and nothing is said to be nothing."""

from dataclasses import replace

from renda_desktop.reports import period_report
from tests.reports import samples
from tests.reports.conftest import Reader, solid
from tests.reports.test_papers import LONG_NAME


def test_figures_stand_beside_how_they_are_counted(read_pdf: Reader) -> None:
    text = solid(read_pdf(period_report.render(samples.report())))
    for said in (
        *("代表联络站工作月报", "2025年11月", "统计时刻：2025年11月20日10:30"),
        *("88.85%", "271/305件", "分子：分子；分母：分母。", "票决项目0项"),
        *("总数9，相符", "类别4", "城乡建设—停车秩序5件", "滨水花园4件", "■超期"),
        *("2025-11-03主题接待（第3期）一楼接待室3名4批6人次5件",),
    ):
        assert said in text


def test_a_year_of_receptions_goes_over_the_pages(read_pdf: Reader) -> None:
    (held,) = samples.report().receptions
    rows = tuple(replace(held, title=f"{LONG_NAME}（第{n}期）") for n in range(1, 301))
    pages = read_pdf(period_report.render(samples.report(receptions=rows)))
    text = solid(pages)
    assert all(f"（第{n}期）" in text for n in range(1, 301))
    assert "到会代表" in solid(pages[-1:])


def test_nothing_is_said(read_pdf: Reader) -> None:
    empty = samples.report(
        figures=(), checks=(), charts=(), categories=(), places=(), overdue=(), receptions=()
    )
    text = solid(read_pdf(period_report.render(empty)))
    for said in ("没有超期未办结的事项。", "本期没有登记事项。", "本期没有举行接待活动。"):
        assert said in text
    assert "四、接待活动" in text
