"""The briefing: its rows are read back by a scanner, its parts and its theme are told."""

import random
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageFilter

from renda_desktop.domain import row_code
from renda_desktop.domain.ids import Id
from renda_desktop.domain.row_code import RowCode
from renda_desktop.queries.papers import BriefingRow, Voice, Voices
from renda_desktop.reports import briefing
from tests.reports import samples
from tests.reports.conftest import Reader, read_with_pdfium, solid

VOICE = Voice(date(2025, 10, 15), "李*", "三号楼的电梯又停了", "滨水花园", "办理中，区住建局")


def coded(count: int) -> list[BriefingRow]:
    """Return rows with codes, as the query gives them."""
    return [samples.row(i) for i in range(1, count + 1)]


def pages(pdf: bytes, *, dpi: int) -> list[Image.Image]:
    """Return what a printer of this resolution puts on paper, black on white."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=dpi / 72).to_pil().convert("L") for page in document]


def printed(page: Image.Image) -> Image.Image:
    """Return a page without greys: a printer has none."""
    return page.point(lambda level: 255 if level > 127 else 0)


def scanned(images: list[Image.Image]) -> list[str]:
    """Return what a scanner reads, each code once, in the order of the rows."""
    found = {one.text for image in images for one in zxingcpp.read_barcodes(image)}
    return sorted(found, key=lambda text: text[-5:-2])


@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_every_rows_code_is_read_back(dpi: int) -> None:
    rows = coded(6)
    pdf = briefing.render(samples.briefing(rows))
    assert scanned([printed(page) for page in pages(pdf, dpi=dpi)]) == [row.code for row in rows]


@pytest.mark.parametrize("angle", [-7, 3, 12, 180])
def test_a_crooked_sheet_is_read(angle: float) -> None:
    rows = coded(4)
    crooked = [
        printed(page)
        .rotate(angle, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=255)
        .filter(ImageFilter.GaussianBlur(1))
        for page in pages(briefing.render(samples.briefing(rows)), dpi=203)
    ]
    assert scanned(crooked) == [row.code for row in rows]


def test_what_is_scanned_names_the_matter_and_the_row() -> None:
    rows = coded(2)
    for text, number in zip(
        scanned(pages(briefing.render(samples.briefing(rows)), dpi=203)), (1, 2), strict=True
    ):
        read = row_code.read(text)
        assert isinstance(read, RowCode)
        assert read.row == number
        assert read.names(Id(f"{number * 7919:032x}"))
        assert read.is_for(samples.DEPUTY)


def test_codes_of_every_kind_are_read() -> None:
    """They are drawn with one mask, whatever the digits."""
    chance = random.Random(7)
    ids = [Id(f"{chance.getrandbits(128):032x}") for _ in range(120)]
    codes = [row_code.code(matter=one, deputy=ids[-n], row=n) for n, one in enumerate(ids[1:], 1)]
    codes += [
        row_code.code(matter=Id(digit * 32), deputy=Id(digit * 32), row=900 + n)
        for n, digit in enumerate("0123456789abcdef")
    ]
    rows = [samples.row(1, code=code, own_words="", summary="", history=()) for code in codes]
    found = pages(briefing.render(samples.briefing(rows)), dpi=203)
    assert scanned([printed(page) for page in found]) == sorted(codes, key=lambda c: c[-5:-2])


def test_a_row_can_be_typed_too(read_pdf: Reader) -> None:
    rows = coded(3)
    text = solid(read_pdf(briefing.render(samples.briefing(rows))))
    for row in rows:
        assert row_code.short(row.code) in text


def test_a_row_that_goes_on_shows_its_code_again() -> None:
    long = replace(coded(1)[0], own_words="长" * 3_000)
    found = pages(briefing.render(samples.briefing([long])), dpi=203)
    assert len(found) > 2
    assert all(scanned([page]) == [long.code] for page in found)


def test_parts_have_headings_and_counts(read_pdf: Reader) -> None:
    rows = [samples.row(i, part="甲部" if i < 3 else "乙部", way="交办") for i in range(1, 6)]
    text = solid(read_pdf(briefing.render(samples.briefing(rows))))
    assert text.index("甲部（2件）") < text.index("LJ-2025-0001")
    assert text.index("LJ-2025-0002") < text.index("乙部（3件）") < text.index("LJ-2025-0003")
    assert text.count("甲部（") == text.count("乙部（") == 1
    assert "；交办5件" in text


def test_what_the_same_resident_said_before(read_pdf: Reader) -> None:
    row = samples.row(1, earlier=("2025-05-18 6 幢屋面渗水（已销号）",))
    text = solid(read_pdf(briefing.render(samples.briefing([row, samples.row(2)]))))
    assert text.count("此前还反映过") == 1
    assert "2025-05-186幢屋面渗水（已销号）" in text


def test_the_theme_is_told_with_its_figures(read_pdf: Reader) -> None:
    theme = Voices("停车难", (VOICE,) * 60, 75, (("答复率", "50.00%（5/10 件）"),))
    text = solid(read_pdf(briefing.render(samples.briefing(2, said=theme))))
    assert "本次接待的主题：停车难" in text
    assert "答复率50.00%（5/10件）" in text
    assert "75件，下列最近的60件" in text
    assert text.count("三号楼的电梯又停了") == 60
    all_of_it = replace(theme, voices=(replace(VOICE, cut=True),), total=1)
    text = solid(read_pdf(briefing.render(samples.briefing(2, said=all_of_it))))
    assert "下列最近" not in text
    assert "又停了……" in text
    nothing = Voices("停车难", (), 0, ())
    text = solid(read_pdf(briefing.render(samples.briefing(2, said=nothing))))
    assert "没有其他群众反映" in text
    assert "至今" not in text


def test_there_is_room_to_write() -> None:
    """Without a word in it a row is as high as 36 mm, and the sheet says what to do."""
    pdf = briefing.render(samples.briefing([samples.row(1, own_words="", summary="", history=())]))
    assert "签名" in solid(read_with_pdfium(pdf))
    assert briefing._LEAST >= 36 * 72 / 25.4 - 0.1
