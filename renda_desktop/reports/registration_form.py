"""接待登记表: one matter on a ruled A4 form."""

from collections.abc import Sequence
from dataclasses import replace

from renda_desktop.domain.terms import Signal
from renda_desktop.queries.papers import RegistrationForm, TimelineLine
from renda_desktop.reports import words
from renda_desktop.reports.layout.flow import a4
from renda_desktop.reports.layout.table import Row, Table
from renda_desktop.reports.layout.text import Run
from renda_desktop.reports.paper import (
    PLAIN,
    SIGNAL_INK,
    SMALL,
    STATION,
    TITLE,
    Paper,
    bold,
    event_words,
)
from renda_desktop.reports.slip import long, pairs, signing

NAME = "接待登记表"
_LABEL = 66.0
_LEAST = 27.0
_GAP = 10.0
_SIGNERS = ("来访人（签名）", "接待代表（签名）", "经办人（签名）", "站长（签名）")


_ROOM = (1.0, 0.5, 0.0)
"""How much of the room for handwriting is left, so that the form keeps to one page."""


def render(sheet: RegistrationForm) -> bytes:
    """Return the form as a PDF: on one page, where giving up room in long fields is enough."""
    made = (_set(sheet, room=room) for room in _ROOM)
    paper = next((one for one in made if len(one.flow.pages) == 1), None)
    paper = paper or _set(sheet, room=_ROOM[0])
    return paper.finish(sheet, title=NAME, note=sheet.station.name)


def _set(sheet: RegistrationForm, *, room: float) -> Paper:
    paper = Paper(a4())
    paper.flow.lines(paper.text(sheet.station.name, style=STATION))
    paper.flow.lines(paper.text(NAME, style=TITLE))
    paper.flow.space(6)
    paper.sides(f"编号：{sheet.number}", f"登记人：{sheet.clerk}", style=SMALL)
    paper.flow.space(3)
    paper.running(f"{NAME}（续）　编号：{sheet.number}")
    rows = [*_visit(paper, sheet), *_matter(paper, sheet, room), *_handling(paper, sheet, room)]
    paper.flow.table(Table(rows))
    paper.flow.space(_GAP)
    signers = signing(paper, _SIGNERS)
    paper.flow.table(_history(paper, sheet.timeline), after=_GAP + signers.height)
    paper.flow.space(_GAP)
    paper.flow.table(Table([signers]))
    return paper


def _visit(paper: Paper, sheet: RegistrationForm) -> list[Row]:
    return [
        pairs(
            paper,
            ("来访人", sheet.resident),
            ("联系方式", sheet.phone),
            ("来访人数", f"{sheet.heads} 人"),
            shares=(9, 9, 5),
        ),
        pairs(paper, ("住址或单位", sheet.address)),
        pairs(
            paper,
            ("接待活动", sheet.reception),
            ("接待时间", words.moment(sheet.received_at)),
            shares=(11, 8),
        ),
        pairs(paper, ("反映渠道", sheet.channel), ("接待代表", sheet.listeners)),
    ]


def _matter(paper: Paper, sheet: RegistrationForm, room: float) -> list[Row]:
    return [
        pairs(
            paper,
            ("诉求类型", sheet.appeal),
            ("事项类别", sheet.category),
            ("紧急程度", sheet.urgency),
            shares=(7, 11, 5),
        ),
        pairs(paper, ("事项地点", sheet.place)),
        long(paper, "群众原话", sheet.own_words, least=96 * room),
        long(paper, "内容摘要", sheet.summary, least=58 * room),
    ]


def _handling(paper: Paper, sheet: RegistrationForm, room: float) -> list[Row]:
    due = words.deadline(sheet.due, provisional=sheet.provisional)
    return [
        pairs(paper, ("处理方式", sheet.way), ("主办单位", sheet.lead)),
        pairs(paper, ("办理期限", due), ("协办单位", sheet.co_units)),
        _standing(paper, sheet.stage, sheet.signal),
        long(paper, "答复内容", sheet.reply, least=58 * room),
        pairs(paper, ("办理结果", sheet.outcome)),
        pairs(
            paper,
            ("选民评价", words.stars(sheet.resident_rating)),
            ("代表评价", words.stars(sheet.deputy_rating)),
        ),
    ]


def _standing(paper: Paper, stage: str, signal: Signal | None) -> Row:
    """Return the row of the stage and its three-colour signal."""
    shown = [Run(words.signal(signal), bold(PLAIN, ink=SIGNAL_INK[signal]))] if signal else ""
    rest = paper.page.measure / 2 - _LABEL
    pairs = (("当前阶段", stage), ("三色警示", shown))
    return paper.fields(pairs, widths=[_LABEL, rest] * 2, least=_LEAST)


def _history(paper: Paper, timeline: Sequence[TimelineLine]) -> Table:
    measure = paper.page.measure
    widths = [104.0, measure - 104.0 - 84.0, 84.0]
    head = paper.heads(("时间", "办理过程", "经办"), widths=widths)
    if not timeline:
        return Table([Row([paper.cell("暂无办理记录。", width=measure, style=SMALL)])], [head])
    return Table([_event(paper, event, widths) for event in timeline], [head])


def _event(paper: Paper, event: TimelineLine, widths: Sequence[float]) -> Row:
    when = paper.cell(words.short_moment(event.at), width=widths[0], style=SMALL, middle=False)
    what = paper.cell(event_words(event, style=SMALL), width=widths[1], style=SMALL, middle=False)
    who = paper.cell(event.who, width=widths[2], style=SMALL, middle=False)
    return Row([replace(when, again=True), what, who])
