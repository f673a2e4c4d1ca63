"""What the papers of a vote share: their head, the numbers of papers, places to sign."""

from collections.abc import Sequence
from dataclasses import replace

from renda_desktop.queries.papers import VoteHead, VoteTurnout
from renda_desktop.reports import words
from renda_desktop.reports.headline import headline
from renda_desktop.reports.layout.table import Row, Table
from renda_desktop.reports.layout.text import Align
from renda_desktop.reports.paper import LABEL, PLAIN, SMALL, STATION, SUBTITLE, Paper
from renda_desktop.reports.slip import pairs, signing

SIGNERS = ("总监票人（签名）", "监票人（签名）", "计票人（签名）")
_MIDDLE = replace(PLAIN, align=Align.CENTRE)


def head(paper: Paper, top: VoteHead, *, name: str) -> None:
    """Set which vote it is, and by which rules it is held."""
    paper.flow.lines(paper.text(top.station.name, style=STATION))
    headline(paper, top.title)
    paper.flow.lines(paper.text(name, style=SUBTITLE))
    paper.flow.space(4)
    paper.running(f"{top.title}　{name}（续）")
    rows = [
        pairs(paper, ("会议名称", "")),
        pairs(paper, ("日　　期", words.day(top.on)), ("地　　点", top.place)),
        pairs(paper, ("票决办法", "\n".join(top.rules))),
    ]
    paper.flow.table(Table(rows))
    paper.flow.space(8)


def turnout(paper: Paper, counted: VoteTurnout) -> None:
    """Set how many members and papers there were; what is not known is left to be written."""
    told = (
        ("应到", counted.due, "人"),
        ("到会", counted.present, "人"),
        ("发出票", counted.issued, "张"),
        ("收回票", counted.returned, "张"),
        ("有效票", counted.valid, "张"),
        ("无效票", counted.invalid, "张"),
    )
    width = paper.page.measure / len(told)
    heads = paper.heads([name for name, _, _ in told], widths=[width] * len(told))
    values = [
        paper.cell(
            f"{number} {unit}" if number is not None else f"　　　　{unit}",
            width=width,
            style=_MIDDLE,
        )
        for _, number, unit in told
    ]
    paper.flow.table(Table([Row(values, 30.0)], [heads]))
    paper.flow.space(8)


def notes(paper: Paper, told: Sequence[str]) -> None:
    """Set what has to be known beside the numbers."""
    if told:
        paper.flow.space(6)
        paper.flow.lines(paper.text("说明", style=replace(LABEL, align=Align.LEFT)))
        for text in told:
            paper.flow.lines(paper.text(text, style=replace(SMALL, indent=2)))


def sign(paper: Paper, names: Sequence[str] = SIGNERS) -> None:
    """Leave places to sign, all on one page."""
    row = signing(paper, names)
    paper.flow.space(10)
    paper.flow.need(row.height)
    paper.flow.table(Table([row]))
