"""The duty record: every year and every row stands on it, whoever it is about."""

from renda_desktop.reports import duty_record
from tests.reports import samples
from tests.reports.conftest import Reader, solid
from tests.reports.test_papers import LONG_NAME


def test_years_and_rows_are_whole(read_pdf: Reader) -> None:
    sheet = samples.duty(rows=300, years=11, deputy=LONG_NAME, post="䶮𬍛㛃𫖯𠅤𬱖𡋾")
    text = solid(read_pdf(duty_record.render(sheet)))
    assert all(f"主题接待（第{n}期）" in text for n in range(1, 301))
    assert all(f"{year}年" in text for year in sheet.years)
    assert text.count("合计") == 2
    for said in (LONG_NAME, "䶮𬍛㛃𫖯𠅤𬱖𡋾", "接待活动（300）", "计一人次。"):
        assert said in text


def test_nothing_is_said(read_pdf: Reader) -> None:
    text = solid(read_pdf(duty_record.render(samples.duty(rows=0, years=0, lines=()))))
    assert "没有记录。" in text
