"""Tables that are cut well, QR codes that hold their text, pixels for the window."""

from datetime import UTC, datetime

import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from renda_desktop.reports import preview
from renda_desktop.reports.layout import draw
from renda_desktop.reports.layout.document import Facts, pdf_bytes
from renda_desktop.reports.layout.faces import Face
from renda_desktop.reports.layout.flow import Flow, Page, a4
from renda_desktop.reports.layout.table import Cell, Row, Table
from renda_desktop.reports.layout.text import Align, Line, Style, set_text
from renda_desktop.reports.layout.typecase import Typecase
from tests.reports.conftest import Reader
from tests.reports.test_lines import long_texts

FACTS = Facts("试印", datetime(2025, 1, 1, tzinfo=UTC))
SMALL_PAGE = Page(220, 200, 20, 20, 20, 20)
STYLE = Style(Face.HEI, 10, 16)


def lines(case: Typecase, *texts: str) -> list[Line]:
    """Return one line for each text."""
    return [line for text in texts for line in set_text(text, style=STYLE, width=80, case=case)]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=12))
def test_cut_rows_lose_and_repeat_nothing(sizes: list[tuple[int, int]]) -> None:
    case, flow = Typecase(), Flow(SMALL_PAGE)
    head = Row([Cell(lines(case, "头"), 180, again=True)], keep=True)
    rows = []
    for i, (left, right) in enumerate(sizes):
        cells = [
            Cell(lines(case, str(i)), 20, again=True),
            Cell(lines(case, *(f"L{i}-{n}" for n in range(left))), 80),
            Cell(lines(case, *(f"R{i}-{n}" for n in range(right))), 80),
        ]
        rows.append(Row(cells, least=20))
    flow.table(Table(rows, [head]))
    pages = _words(flow, case)
    assert all(page[0] == "头" for page in pages)
    shown = [word for page in pages for word in page]
    for side, at in (("L", 0), ("R", 1)):
        wanted = [f"{side}{i}-{n}" for i, size in enumerate(sizes) for n in range(size[at])]
        assert [word for word in shown if word.startswith(side)] == wanted


@settings(deadline=None)
@given(st.lists(st.integers(1, 30), min_size=1, max_size=10))
def test_nothing_is_drawn_below_the_margin(heights: list[int]) -> None:
    case, flow = Typecase(), Flow(SMALL_PAGE)
    rows = [Row([Cell(lines(case, *("字" * n)), 180)]) for n in heights]
    flow.table(Table(rows))
    assert flow.y >= SMALL_PAGE.bottom
    for page in flow.pages:
        for operators in page:
            if operators.startswith("BT"):
                assert float(operators.split()[6]) > SMALL_PAGE.bottom


@settings(deadline=None)
@given(st.integers(0, 9), st.lists(st.integers(1, 30), min_size=1, max_size=8))
def test_no_heading_and_no_ending_stands_alone(before: int, heights: list[int]) -> None:
    case, flow = Typecase(), Flow(SMALL_PAGE)
    flow.lines(lines(case, *("前" * before)))
    heads = [Row([Cell(lines(case, sign), 180, again=True)], keep=True) for sign in "题头"]
    ending = Row([Cell(lines(case, "签", "名"), 180)])
    rows = [Row([Cell(lines(case, *("字" * n)), 180)]) for n in heights]
    flow.table(Table(rows, heads), after=ending.height)
    flow.table(Table([ending]))
    pages = ["".join(page) for page in _words(flow, case)]
    assert sum(page.count("字") for page in pages) == sum(heights)
    assert all("字" in page for page in pages if "头" in page)
    assert pages[-1].endswith("字签名")


@settings(deadline=None, max_examples=40)
@given(long_texts, st.integers(60, 170), st.sampled_from(Align))
def test_every_glyph_is_on_the_pages_in_order(text: str, width: int, align: Align) -> None:
    case, flow = Typecase(), Flow(SMALL_PAGE)
    style = Style(Face.FANG, 10, 16, align)
    set_ = set_text(text, style=style, width=width, case=case)
    flow.lines(set_)
    flow.turn()
    flow.table(Table([Row([Cell(set_, width + 8)])]))
    wanted = "".join(text.split())
    drawn = "".join(line for page in _words(flow, case) for line in page)
    assert "".join(drawn.split()) == wanted * 2


def test_a_cut_leaves_two_lines_on_either_side() -> None:
    case = Typecase()
    cell = Cell(lines(case, *"一二三四五"), 80)
    for room in range(0, 120, 4):
        head, tail = cell.cut(room)
        assert (len(head.lines), len(tail.lines)) in {(0, 5), (2, 3), (3, 2), (5, 0)}


def test_a_qr_code_shows_its_text() -> None:
    text, flow = "LJ-2025-0317", Flow(a4())
    flow.put(draw.qr_code(text, left=100, top=700, size=200))
    pdf = pdf_bytes(flow.pages, page=flow.page, case=Typecase(), facts=FACTS)
    image = preview.page_image(pdf, page=0, width=1190)
    scale = 1190 / flow.page.width
    matrix = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix_iter(border=4)]
    unit = 200 / len(matrix)
    for y, row in enumerate(matrix):
        for x, module in enumerate(row):
            column = int((100 + (x + 0.5) * unit) * scale)
            line = int((flow.page.height - 700 + (y + 0.5) * unit) * scale)
            red = image.rgba[4 * (line * image.width + column)]
            assert (red < 128) == bool(module)


def test_the_preview_gives_whole_rows_of_opaque_pixels() -> None:
    flow = Flow(a4())
    flow.put(draw.panel(0, flow.page.height, flow.page.width, 100))
    pdf = pdf_bytes(flow.pages, page=flow.page, case=Typecase(), facts=FACTS)
    image = preview.page_image(pdf, page=0, width=333)
    assert (image.width, len(image.rgba)) == (333, 4 * image.width * image.height)
    assert abs(image.height / image.width - 297 / 210) < 0.01
    assert set(image.rgba[3::4]) == {255}
    assert image.rgba[:3] == bytes([241, 241, 238])
    assert image.rgba[-4:-1] == b"\xff\xff\xff"


def test_a_running_line_stands_on_every_page_but_the_first(read_pdf: Reader) -> None:
    case, flow = Typecase(), Flow(SMALL_PAGE)
    flow.running = lines(case, "续页")
    flow.lines(lines(case, *("正文" for _ in range(25))))
    pages = read_pdf(pdf_bytes(flow.pages, page=flow.page, case=case, facts=FACTS))
    assert len(pages) == 3
    assert ["续页" in page for page in pages] == [False, True, True]
    assert sum(page.count("正文") for page in pages) == 25


def _words(flow: Flow, case: Typecase) -> list[list[str]]:
    """Return the texts of each page in the order they were drawn."""
    members = {s.key: s.members for s in case.subsets.values()}
    return [
        [_decode(operators, members) for operators in page if operators.startswith("BT")]
        for page in flow.pages
    ]


def _decode(operators: str, members: object) -> str:
    assert isinstance(members, dict)
    text, key = "", ""
    for token in operators.split():
        if token.startswith("/"):
            key = token[1:]
        elif token.endswith(">Tj"):
            codes = token[1:-3]
            text += "".join(
                members[key][int(codes[i : i + 4], 16)].text for i in range(0, len(codes), 4)
            )
    return text
