"""The receipt on thermal paper: as long as its text, black only, its code on whole dots."""

import re
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from renda_desktop.reports import receipt_strip
from tests.reports import samples
from tests.reports.conftest import Reader, solid

DOT = 72 / 203


def said(characters: int) -> bytes:
    sheet = samples.receipt()
    text = "漏水很久没有人管。" * (characters // 9)
    return receipt_strip.render(
        replace(sheet, matters=(replace(sheet.matters[0], text=text), *sheet.matters[1:]))
    )


def boxes(pdf: bytes) -> list[tuple[float, float]]:
    with pikepdf.open(BytesIO(pdf)) as opened:
        sides = [page.mediabox for page in opened.pages]
        return [(float(box[2]), float(box[3])) for box in sides]


@pytest.mark.parametrize(("characters", "strips"), [(9, 1), (900, 1), (9000, 1), (40_000, 4)])
def test_it_is_as_long_as_its_text(characters: int, strips: int, read_pdf: Reader) -> None:
    pdf = said(characters)
    found = boxes(pdf)
    assert len(found) == strips
    assert {round(wide * 25.4 / 72) for wide, _ in found} == {80}
    text = re.sub(r"第\d+页共\d+页", "", solid(read_pdf(pdf)))
    assert text.count("漏水很久") == characters // 9
    if strips == 1:
        assert solid(read_pdf(pdf)).endswith("第1页共1页")
        longer = boxes(said(characters + 90))[0][1] - found[0][1]
        assert 0 < longer < 120


def test_everything_stands_on_it(read_pdf: Reader) -> None:
    sheet = samples.receipt()
    text = solid(read_pdf(receipt_strip.render(sheet)))
    for matter in sheet.matters:
        for part in (matter.number, matter.text, matter.next_step, matter.unit):
            assert solid([part]) in text
    for part in (sheet.number, sheet.station.phone, sheet.station.address, sheet.resident):
        assert solid([part]) in text


def test_black_only_and_squares_on_whole_dots() -> None:
    with pikepdf.open(BytesIO(receipt_strip.render(samples.receipt()))) as pdf:
        page = pdf.pages[0].Contents.read_bytes().decode()
    assert not re.search(r" rg\b| RG\b", page)
    assert set(re.findall(r"([0-9.]+) [gG]\b", page)) == {"0"}
    squares = re.findall(r"([0-9.]+) ([0-9.]+) ([0-9.]+) ([0-9.]+) re", page)
    assert len(squares) > 100
    for width, height in ((float(one[2]), float(one[3])) for one in squares):
        assert height / DOT == pytest.approx(6, abs=0.01)
        assert width / height == pytest.approx(round(width / height), abs=0.01)
    assert float(squares[0][0]) / DOT == pytest.approx(round(float(squares[0][0]) / DOT), abs=0.02)
