"""闭会期间代表建议表: the proposal, its rounds, replies and ratings, on a ruled form."""

from collections.abc import Iterator
from dataclasses import replace

from renda_desktop.queries.papers import FormRound, FormSaying, ProposalForm
from renda_desktop.reports import evaluation, words
from renda_desktop.reports.layout.flow import a4
from renda_desktop.reports.layout.table import Row, Table
from renda_desktop.reports.layout.text import Run, Style
from renda_desktop.reports.paper import BODY, PLAIN, SMALL, STATION, TITLE, Content, Paper, bold
from renda_desktop.reports.slip import choice, long, pairs, signing

NAME = "闭会期间代表建议表"
_LABEL = 66.0
_INDENTED = replace(BODY, indent=2)
_SIGNERS = ("领衔代表（签名）", "承办单位负责人（签名、盖章）", "代表工作机构（盖章）")


def render(sheet: ProposalForm) -> bytes:
    """Return the form as a PDF."""
    paper = Paper(a4())
    paper.flow.lines(paper.text(sheet.station.name, style=STATION))
    paper.flow.lines(paper.text(NAME, style=TITLE))
    paper.flow.space(6)
    number = f"编号：{sheet.number or '　　　　　　'}"
    paper.sides(number, f"提出日期：{words.day(sheet.raised_on)}", style=SMALL)
    paper.flow.space(3)
    paper.running(f"{NAME}（续）　{number}")
    paper.flow.table(Table(_proposal(paper, sheet)))
    for place, one in enumerate(sheet.rounds, 1):
        again = f"（第 {place} 轮）" if len(sheet.rounds) > 1 else ""
        evaluation.section(paper, f"办理情况{again}")
        paper.flow.table(Table([*_handling(paper, one), *_answers(paper, sheet, one)]))
        paper.flow.space(8)
        _ratings(paper, sheet, one, again)
    signers = signing(paper, _SIGNERS)
    paper.flow.space(10)
    paper.flow.need(signers.height)
    paper.flow.table(Table([signers]))
    return paper.finish(sheet, title=NAME, note=sheet.station.name)


def _proposal(paper: Paper, sheet: ProposalForm) -> list[Row]:
    matters = "、".join(
        f"{one.number}（{one.resident}）" if one.resident else one.number for one in sheet.matters
    )
    answered = any(one.replies for one in sheet.rounds)
    stage = f"{sheet.stage}（情况复杂）" if sheet.complex else sheet.stage
    return [
        pairs(paper, ("标　　题", [Run(sheet.title, bold(PLAIN))])),
        pairs(paper, ("领衔代表", sheet.lead), ("进　　展", stage), shares=(3, 2)),
        pairs(paper, ("联名代表", sheet.deputies)),
        pairs(paper, ("转化自", matters or "代表自提")),
        long(paper, "建议内容", sheet.text, least=60 if sheet.text or answered else 190),
        pairs(paper, ("建议承办", sheet.unit)),
    ]


def _handling(paper: Paper, one: FormRound) -> list[Row]:
    due = words.deadline(one.due, provisional=one.provisional) + ("（已申请延期）" * one.extended)
    return [
        pairs(paper, ("主办单位", one.unit), ("交办日期", words.day(one.assigned_on))),
        pairs(paper, ("协办单位", one.co_units)),
        pairs(paper, ("答复期限", due), ("退回期限", words.day(one.return_by))),
        pairs(paper, ("协办期限", words.day(one.co_due)), ("承诺兑现", words.day(one.kept_on))),
        *_told(paper, "协办意见", one.opinions),
        *([long(paper, "面商情况", "\n".join(one.meetings), least=27)] if one.meetings else []),
    ]


def _answers(paper: Paper, sheet: ProposalForm, one: FormRound) -> Iterator[Row]:
    if not one.replies:
        yield choice(paper, "答复分类", sheet.classes)
        yield long(paper, "答复意见", "", least=120)
    yield from _told(paper, "答复意见", one.replies)
    if one.follow_ups:
        yield long(paper, "跟踪办理", "\n".join(one.follow_ups), least=27)


def _told(paper: Paper, name: str, said: tuple[FormSaying, ...]) -> list[Row]:
    """Return a row for each text, with who said it and when above it."""
    rows = []
    for one in said:
        above = "　".join(part for part in (words.day(one.on), one.who, one.what) if part)
        told: list[tuple[Content, Style]] = [(above, bold(SMALL)), (one.text, _INDENTED)]
        box = paper.box(told, width=paper.page.measure - _LABEL)
        rows.append(Row([paper.label(name, width=_LABEL), box], 27.0))
    return rows


def _ratings(paper: Paper, sheet: ProposalForm, one: FormRound, again: str) -> None:
    """Set how deputies rated the reply, or let them tick it."""
    if not one.ratings:
        rows = [choice(paper, aspect, sheet.verdicts) for aspect in sheet.aspects]
        rows.append(long(paper, "代表意见", "", least=64))
        paper.flow.need(sum(row.height for row in rows))
        paper.flow.table(Table(rows))
        return
    heads = ("代表", "身份", *sheet.aspects, "结论", "意见")
    shares = (30, 14, *[24] * len(sheet.aspects), 20, 60)
    given = [(r.who, r.role, *r.stars, r.verdict, r.comment) for r in one.ratings]
    evaluation.section(paper, f"代表评价{again}")
    evaluation.table(paper, heads, shares, given, left=(0, len(heads) - 1))
    paper.flow.lines(paper.text("以领衔代表的评价为准。", style=SMALL))
