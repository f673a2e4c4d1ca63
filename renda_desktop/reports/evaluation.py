"""What the papers of an evaluation share: numbered indicators, boxes for grades, their head."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from renda_desktop.queries.papers import EvaluationHead
from renda_desktop.reports.headline import headline
from renda_desktop.reports.layout.table import PAD, Cell, Row, Table
from renda_desktop.reports.layout.text import Align, width_of
from renda_desktop.reports.layout.tick import tick
from renda_desktop.reports.paper import (
    LABEL,
    NOTE,
    PLAIN,
    SMALL,
    STATION,
    SUBTITLE,
    Paper,
    bold,
)
from renda_desktop.reports.slip import pairs

MIDDLE = replace(SMALL, align=Align.CENTRE)
LEFT = replace(SMALL, align=Align.LEFT)
FINE = replace(NOTE, size=9.5, leading=14)
LEAST = 26.0
_HEAD = replace(LABEL, size=12, leading=20, align=Align.LEFT)
_DIGITS = "零一二三四五六七八九"


def head(paper: Paper, about: EvaluationHead, *, name: str, confidential: bool = False) -> None:
    """Set who or what is evaluated."""
    paper.flow.lines(paper.text(about.station.name, style=STATION))
    headline(paper, about.title)
    paper.flow.lines(paper.text(name, style=SUBTITLE))
    if confidential:
        warn(paper)
    paper.flow.space(4)
    paper.running(f"{about.title}　{name}（续）")
    rows = [
        pairs(paper, ("评议对象", about.name), ("单　　位", about.unit)),
        pairs(paper, ("类　　别", about.kind), ("评议期间", about.period), shares=(2, 3)),
    ]
    if about.about:
        rows.append(pairs(paper, ("评议说明", about.about)))
    paper.flow.table(Table(rows))
    paper.flow.space(8)


def warn(paper: Paper) -> None:
    """Say that the paper is not for everybody."""
    style = bold(replace(SMALL, align=Align.CENTRE))
    paper.flow.lines(paper.text("内部资料，注意保密", style=style))


def section(paper: Paper, title: str) -> None:
    """Begin a part of the paper, never at the very foot of a page."""
    paper.flow.space(8)
    paper.flow.need(80)
    paper.flow.lines(paper.text(title, style=_HEAD))
    paper.flow.space(2)


def table(
    paper: Paper,
    heads: Sequence[str],
    shares: Sequence[float],
    rows: Iterable[Sequence[str]],
    *,
    left: Sequence[int] = (0,),
    least: float = LEAST,
) -> None:
    """Set a table of texts, in the middle of their cells but for the columns `left`."""
    unit = paper.page.measure / sum(shares)
    widths = [share * unit for share in shares]
    made = [
        Row(
            [
                paper.cell(text, width=wide, style=LEFT if place in left else MIDDLE)
                for place, (text, wide) in enumerate(zip(texts, widths, strict=True))
            ],
            least,
        )
        for texts in rows
    ]
    paper.flow.table(Table(made, [paper.heads(heads, widths=widths)]))


def fine(paper: Paper, texts: Sequence[str], *, title: str = "口径") -> None:
    """Set how the numbers are counted, small."""
    if texts:
        section(paper, title)
    for number, text in enumerate(texts, 1):
        paper.flow.lines(paper.text(f"{number}.{text}", style=FINE))


def numbered(levels: Iterable[int]) -> list[str]:
    """Return the numbers of indicators by their levels: 一、 （一） 1. （1）."""
    counts: list[int] = []
    found = []
    for level in levels:
        counts = [*counts[:level], *[0] * (level - len(counts))]
        counts[level - 1] += 1
        found.append(_number(level, counts[level - 1]))
    return found


def _number(level: int, count: int) -> str:
    match level:
        case 1:
            return f"{_chinese(count)}、"
        case 2:
            return f"（{_chinese(count)}）"
        case 3:
            return f"{count}."
        case _:
            return f"（{count}）"


def _chinese(count: int) -> str:
    """Write a number up to 99 in Chinese; larger ones in digits."""
    tens, ones = divmod(count, 10)
    if not count or tens > 9:
        return str(count)
    head_ = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head_ + (_DIGITS[ones] if ones else "")


def widest(paper: Paper, grades: Sequence[str]) -> float:
    """Return how wide the column of a grade has to be, so that no head is broken."""
    need = [width_of(one, style=LABEL, case=paper.case) + 2 * PAD + 1 for one in grades]
    return max(46.0, min(92.0, max(need, default=0.0)))


def boxes(paper: Paper, count: int, *, width: float, there: bool = True) -> list[Cell]:
    """Return a box for each of some grades, or dashes where nothing is to be chosen."""
    if not there:
        return [paper.cell("—", width=width, style=MIDDLE) for _ in range(count)]
    return [tick(width=width) for _ in range(count)]


def indented(paper: Paper, text: str, *, level: int, width: float, leaf: bool) -> Cell:
    """Return a cell with an indicator, moved in by its level."""
    style = replace(PLAIN, size=11, leading=17, hang=level - 1.0, indent=level - 1.0)
    return paper.cell(text, width=width, style=style if leaf else bold(style))
