"""The period report adds up with its figures, and tells nothing of what is confidential."""

from datetime import date

import pytest

from renda_desktop.bootstrap import Office
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.figures import FigureFilter, FigureKey
from renda_desktop.queries import figures, papers
from renda_desktop.queries.matters import matters as listed
from renda_desktop.queries.papers.periods import period
from renda_desktop.services import matters, visits
from renda_desktop.services.visits import Person, Raised
from tests.offices import START, Cast, Clock


def test_lists_and_charts_agree_with_the_figures(office: Office, cast: Cast, clock: Clock) -> None:
    person = Person("欧阳秀英", "13800005521")
    for words, place, secret in (
        ("路灯不亮", "月湖新村", False),
        ("污水外溢", "月湖新村", False),
        ("举报某人", "某某家", True),
    ):
        office.act(
            visits.register, reception=cast.reception, person=person, confidential=secret,
            matters=(Raised(words, place=place, category="城乡建设/公共配套"),),
        )  # fmt: skip
    rows = office.read(listed, today=START.date(), order="number", descending=False)
    for row in rows[::2]:
        office.act(matters.assign, matter=row.id, unit=cast.departments[0])
    clock.on(days=200)
    where, today = FigureFilter(), clock().date()
    sheet = office.read(papers.period_report, where=where, now=clock())
    timed = office.read(figures.figure, key=FigureKey.ON_TIME_RATE, where=where, today=today)
    overdue = {part.key: part.amount for part in timed.parts}["overdue"]
    assert len(sheet.overdue) == overdue == 2
    assert [(one.name, one.count) for one in sheet.places] == [("月湖新村", 2)]
    assert [one.count for one in sheet.categories] == [3]
    charts = {chart.title: chart.bars for chart in sheet.charts}
    assert [(bar.name, bar.said) for bar in charts["事项类别"]] == [("城乡建设", "3 件")]
    assert sum(bar.value or 0 for bar in charts["处理方式"]) == 3
    assert sum(bar.value or 0 for bar in charts["逐月走势"]) == 3
    assert [bar.said for bar in charts["承办单位按期办结"]] == ["0.00%（0/2）"]
    assert not any(said in str(sheet) for said in ("举报", "某某家", "阳秀"))


def test_periods_as_they_are_written() -> None:
    assert (period("2024-02").until, period("2024-02").name) == (date(2024, 2, 29), "月报")
    third = period("2026-Q3")
    assert (third.since, third.until) == (date(2026, 7, 1), date(2026, 9, 30))
    assert third.title == "2026年第三季度"
    assert period("2026-H2").since == date(2026, 7, 1)
    assert (period("2026").name, period("2026").until) == ("年报", date(2026, 12, 31))
    for wrong in ("", "2026-13", "2026-q1", "0000", "26"):
        with pytest.raises(RuleBroken):
            period(wrong)
