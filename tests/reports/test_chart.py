"""A chart shows its values to scale, inside its width, the same on paper and screen."""

import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renda_desktop.queries.papers import Sheet
from renda_desktop.reports.chart import Bar, Drawing, Rect, Words, bars, columns
from renda_desktop.reports.layout.faces import Face
from renda_desktop.reports.layout.flow import a4
from renda_desktop.reports.layout.ink import Ink
from renda_desktop.reports.layout.text import Style, width_of
from renda_desktop.reports.layout.typecase import Typecase
from renda_desktop.reports.paper import Paper
from tests.reports.conftest import Reader

Draw = Callable[..., Drawing]
ROWS = (
    Bar("物业管理", 128, "128 件"),
    Bar("交通<&>\"'", 64, "64 件"),
    Bar("教育", 0, "0 件"),
    Bar("养老", None, "不计算"),
)
both = pytest.mark.parametrize("draw", [bars, columns])


def bar_rects(drawing: Drawing) -> list[Rect]:
    return [s for s in drawing.shapes if isinstance(s, Rect) and s.ink is Ink.BAR]


def said(drawing: Drawing) -> list[str]:
    return [s.text for s in drawing.shapes if isinstance(s, Words)]


@both
def test_lengths_are_to_scale(draw: Draw) -> None:
    one, two = bar_rects(draw(ROWS, width=400))  # nothing and unknown have no bar
    longer = one.width / two.width if draw is bars else one.height / two.height
    assert longer == pytest.approx(2)


@both
def test_every_value_is_said(draw: Draw) -> None:
    assert set(said(draw(ROWS, width=400))) == {w for row in ROWS for w in (row.name, row.said)}


@both
@pytest.mark.parametrize("rows", [(), ROWS[2:3], ROWS[3:], (Bar("欠", -3, "-3"),)])
def test_little_or_nothing_to_draw(draw: Draw, rows: Sequence[Bar]) -> None:
    drawing = draw(rows, width=400)
    assert all(rect.width >= 0 and rect.height >= 0 for rect in bar_rects(drawing))
    assert set(said(drawing)) == {word for row in rows for word in (row.name, row.said)}


@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=40), st.sampled_from([bars, columns]))
def test_nothing_leaves_the_drawing(values: list[float], draw: Draw) -> None:
    drawing = draw([Bar("类别名称", v, f"{v:.0f}") for v in values], width=480)
    case, style = Typecase(), Style(Face.FANG, 10, 13)
    for shape in drawing.shapes:
        if isinstance(shape, Rect):
            assert shape.x >= -0.7
            assert shape.x + shape.width <= 480.1
            assert shape.y >= -0.1
            assert shape.y + shape.height <= drawing.height + 0.1
        elif draw is bars:
            wide = width_of(shape.text, style=style, case=case)
            left = shape.x - (wide if shape.anchor == "end" else 0)
            assert left >= -0.1
            assert left + wide <= 480.1


def test_a_long_name_is_cut_and_says_so() -> None:
    name = "欧阳·" * 30
    (shown,) = (t for t in said(bars([Bar(name, 1, "1")], width=400)) if t.startswith("欧"))
    assert shown.endswith("…")
    assert name.startswith(shown[:-1])


def test_where_values_would_touch_only_the_greatest_is_said() -> None:
    rows = [Bar(f"11-{d:02}", d % 7, f"{d % 7}.25%") for d in range(1, 31)]
    told = [t for t in said(columns(rows, width=300)) if t.endswith("%")]
    assert set(told) == {"6.25%"}


def test_paper_and_screen_say_the_same(read_pdf: Reader) -> None:
    drawing = bars(ROWS, width=400)
    paper = Paper(a4())
    paper.flow.put(*drawing.operators(left=60, top=700, case=paper.case))
    (page,) = read_pdf(paper.finish(Sheet(printed_at=datetime(2026, 1, 1, tzinfo=UTC)), title="图"))
    svg = ET.fromstring(drawing.svg(text="#222222", bar="#446688"))  # noqa: S314 - our own
    shown = [e.text or "" for e in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert shown == said(drawing)
    flat = "".join(page.split())
    assert all("".join(text.split()) in flat for text in shown)
