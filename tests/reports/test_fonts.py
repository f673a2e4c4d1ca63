"""Fonts: read right, subset right, found in order, boxed when missing."""

import logging
import struct
from datetime import UTC, datetime

import pytest
from reportlab.pdfbase.ttfonts import TTFontFile

from renda_desktop import resources
from renda_desktop.reports import preview
from renda_desktop.reports.layout.document import Facts, pdf_bytes
from renda_desktop.reports.layout.faces import Face, find, font
from renda_desktop.reports.layout.flow import Flow, a4
from renda_desktop.reports.layout.subset import Subset
from renda_desktop.reports.layout.text import Style, set_text
from renda_desktop.reports.layout.truetype import Font
from renda_desktop.reports.layout.typecase import Typecase
from tests.reports.conftest import Reader, solid

RARE = "䶮𬍛㛃𫖯𠅤𬱖𡋾"
FACTS = Facts("试印", datetime(2025, 1, 1, tzinfo=UTC))


def print_text(text: str, *, face: Face = Face.FANG) -> bytes:
    """Return a PDF of one text."""
    case, flow = Typecase(), Flow(a4())
    style = Style(face, 12, 19)
    flow.lines(set_text(text, style=style, width=flow.page.measure, case=case))
    return pdf_bytes(flow.pages, page=flow.page, case=case, facts=FACTS)


@pytest.mark.parametrize("name", ["LZSong-Latin", "LZSong-gap", "LZFang-8105"])
def test_the_font_reader_agrees_with_reportlab(name: str) -> None:
    ours = font(name)
    theirs = TTFontFile(str(resources.path("fonts", f"{name}.ttf")))
    assert len(theirs.charToGlyph) > 200
    for code, glyph in theirs.charToGlyph.items():
        if code == 0xA0:
            continue  # reportlab makes it a plain space
        assert ours.glyph_of(code) == glyph
        assert ours.advance(glyph) == round(theirs.charWidths.get(code, theirs.defaultWidth))
    assert ours.glyph_of(0x10FFFF) == 0


def test_a_subset_is_a_font_with_the_same_outlines() -> None:
    source = font("LZFang-8105")
    subset = Subset(source, key="F1", name="LZFang")
    numbers = [subset.add(source.glyph_of(ord(char)), text=char) for char in "人大代表é"]
    program = subset.program()
    small = Font(program)
    for number, char in zip(numbers, "人大代表", strict=False):
        glyph = source.glyph_of(ord(char))
        assert small.outline(number).rstrip(b"\0") == source.outline(glyph).rstrip(b"\0")
        assert small.advance(number) == source.advance(glyph)
    words = struct.unpack(f">{len(program) // 4}I", program)
    assert sum(words) & 0xFFFFFFFF == 0xB1B0AFBA  # the file's own checksum rule


def test_every_face_falls_back_to_the_rare_characters() -> None:
    for face in Face:
        for char in RARE:
            assert find(face, char=char) is not None
    found = find(Face.FANG, char="A")
    assert found is not None
    assert found[0] == "LZSong-Latin"


@pytest.mark.parametrize("face", Face)
def test_text_copies_as_it_was_written(read_pdf: Reader, face: Face) -> None:
    text = f"张三丰{RARE}买买提·艾力“，。”——……①№℃￥☐☑★<b>&A&B公司"
    assert solid(read_pdf(print_text(text, face=face))) == text


def test_variation_selectors_are_kept_without_showing(read_pdf: Reader) -> None:
    text = "葛\U000e0100城"
    case = Typecase()
    style = Style(Face.FANG, 12, 19)
    shown = set_text(text, style=style, width=300, case=case)
    assert [line.text for line in shown] == [text]
    assert case.missing == []
    copied = solid(read_pdf(print_text(text)))
    assert copied.replace("\U000e0100", "") == "葛城"


def test_a_missing_character_is_boxed_copied_and_reported(
    read_pdf: Reader, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        pdf = print_text("🙂")
    assert solid(read_pdf(pdf)) == "🙂"
    assert [record.getMessage() for record in caplog.records] == ["no font has U+1F642"]
    image = preview.page_image(pdf, page=0, width=1200)
    dark = sum(1 for i in range(0, len(image.rgba), 4) if image.rgba[i] < 128)
    assert 80 < dark < 1200  # a thin box with five small digits, neither nothing nor a blot


def test_half_a_surrogate_pair_and_control_characters_do_not_break_the_paper() -> None:
    pdf = print_text("甲\ud842乙\x00丙\x07")
    assert preview.page_count(pdf) == 1


def test_fonts_are_embedded_once_and_nothing_else_is_used() -> None:
    pdf = print_text("人大代表联络站 A&B " * 30)
    assert pdf.count(b"/FontFile2") == pdf.count(b"/Type0") == 2
    assert b"Helvetica" not in pdf
    assert b"ASCII85" not in pdf
