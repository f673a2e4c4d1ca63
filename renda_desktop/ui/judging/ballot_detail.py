"""One vote: who came, what every item got and why it passed, who counted what."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from renda_desktop.domain.ids import Ref
from renda_desktop.domain.moments import local
from renda_desktop.domain.terms import BallotStatus, ItemOutcome
from renda_desktop.domain.verdict import Count
from renda_desktop.domain.voting import BallotRules
from renda_desktop.queries.ballot_files import BallotFile, RoundRow, TellerRow
from renda_desktop.queries.ballots import ItemRow
from renda_desktop.ui.judging.detail import CLASH, Detail, Shown
from renda_desktop.ui.judging.links import Links
from renda_desktop.ui.table_model import Column

TONES = {
    BallotStatus.PREPARED: "muted",
    BallotStatus.CALLED: "primary",
    BallotStatus.VOTING: "amber",
    BallotStatus.CONCLUDED: "green",
    BallotStatus.CANCELLED: "muted",
}
_OUTCOMES = {
    ItemOutcome.PASSED: "green",
    ItemOutcome.ELECTED: "green",
    ItemOutcome.TIED: "amber",
    ItemOutcome.NOT_PASSED: "muted",
    ItemOutcome.NOT_ELECTED: "muted",
}
_TONES = {"一致": "green", "不一致": "red"}
_MOST = 6
"""Counts side by side."""
_WAITS = {
    BallotStatus.PREPARED: "下一步:报到。",
    BallotStatus.CALLED: "下一步:发票;有人后到,可再次报到。",
}


@dataclass(frozen=True, slots=True)
class Line:
    """What tellers count: all ballots, or the votes of the item of this number."""

    title: str
    number: int = 0


class BallotDetail(Detail[BallotFile]):
    """`wanted` leads to a vote before or after it, or to what an item is."""

    def __init__(self) -> None:
        self.items, self.tellers = Shown("项目"), Shown("计票")
        self.votes, self.links = Shown("逐人投票"), Links("相关")
        parts = (self.items, self.tellers, self.votes, self.links)
        super().__init__(name="票决", parts=parts)
        self.links.picked.connect(lambda ref: self.wanted.emit(*ref))

    def fill(self, file: BallotFile, today: date) -> None:
        """Show one vote."""
        row = file.row
        pills = [
            (row.status.label, TONES[row.status]),
            ("无记名" if row.secret else "记名", "muted"),
            (f"第 {row.round} 次计票" if row.round > 1 else "", "amber"),
            ("到会人数不足" if row.present is not None and not row.quorate else "", "red"),
        ]
        self.show_head(str(row.day), row.title, pills)
        self.say(*_stand(file))
        self.facts.show_facts(_facts(file))
        self.items.show_rows(_item_columns(file), file.items)
        self._show_tellers(file)
        self._show_votes(file)
        self.links.show_links(list(_links(file)))
        self.show_timeline(file.timeline, today=today)

    def _show_tellers(self, file: BallotFile) -> None:
        """Set the counts side by side, line by line, so that a difference is seen."""
        found = [one for round_ in file.rounds for one in round_.tellers][-_MOST:]
        last = file.rounds[-1]
        columns = [
            Column[Line](
                f"{one.teller} 第{one.round}次", partial(_cell, one), width=120, align="right"
            )
            for one in found
        ]
        counts = [one.count for one in last.tellers if one.count is not None]
        fits = partial(_fits, counts)
        rows: list[Line] = [Line("收回票数"), Line("无效票数")]
        rows += [Line(f"{one.number}. {one.title}", one.number) for one in file.items]
        checked: list[Column[Line]] = [
            Column("核对", fits, width=88, tone=lambda row: _TONES[fits(row)]),
        ]
        if len(counts) < 2:
            checked = []
        name = Column[Line]("票数与项目", lambda row: row.title, tip=lambda row: row.title)
        told = [name, *columns, *checked]
        self.tellers.show_rows(told, rows if found else (), note=_agreed(file, last))

    def _show_votes(self, file: BallotFile) -> None:
        names = dict.fromkeys((one.voter, one.name) for one in file.votes)
        given = {(one.voter, one.item): one.option.label for one in file.votes}

        def cell(number: int) -> Column[tuple[object, str]]:
            return Column(f"第 {number} 项", lambda who: given.get((who[0], number), ""), width=64)

        columns = [Column[tuple[object, str]]("投票人", lambda who: who[1])]
        columns += [cell(one.number) for one in file.items[:12]]
        self.votes.show_rows(columns, list(names))


def _stand(file: BallotFile) -> tuple[str, str]:
    """Return how the vote stands and what is to be done, and what is wrong."""
    row, last = file.row, file.rounds[-1]
    if file.conflicts:
        return "", CLASH
    if row.status is BallotStatus.VOTING and row.secret:
        left = file.rules.tellers - len(last.tellers)
        if left > 0:
            return f"须有 {file.rules.tellers} 名计票人分别计票,还差 {left} 名。", ""
        if last.differences:
            return "", f"计票人的结果不一致:{'、'.join(last.differences)}。须重新计票。"
        return "计票一致,可以公布结果。", ""
    if row.status is BallotStatus.CONCLUDED:
        numbers = file.final if file.final is not None else last.passed or ()
        words = f"共 {row.items} 项,通过 {len(numbers)} 项。"
        tied = row.tied and file.followed_by is None
        return words, "有项目票数相等而名额不足,须再次投票。" if tied else ""
    return _WAITS.get(row.status, ""), ""


def rules_words(rules: BallotRules) -> str:
    """Return how a vote is decided, in words."""
    passes = f"得票须{rules.passes.words}({rules.base.label})" if rules.passes else "按得票多少"
    parts = [f"到会须{rules.quorum.words}", passes]
    if rules.choose:
        parts.append(f"每票选 {rules.choose.least} 至 {rules.choose.most} 项")
    if rules.top:
        parts.append(f"应选 {rules.top} 项,{rules.tie.label}")
    return ";".join(parts)


def _facts(file: BallotFile) -> Iterator[tuple[str, str]]:
    row = file.row
    yield "地点", row.place
    yield "规则", rules_words(file.rules)
    here = "" if row.present is None else f",到会 {row.present} 人"
    yield "人数", f"应到 {row.due} 人{here}"
    if row.issued is not None:
        back = "" if row.returned is None else f",收回 {row.returned} 张,无效 {row.invalid} 张"
        yield "票数", f"发出 {row.issued} 张{back}"
    yield "报到人员", "、".join(one.name for one in file.members)
    if row.concluded_at is not None:
        yield "公布", f"{local(row.concluded_at):%Y-%m-%d %H:%M}"


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _item_columns(file: BallotFile) -> list[Column[ItemRow]]:
    counted = any(one.votes_for is not None for one in file.items)
    found = [
        Column[ItemRow]("序号", lambda one: str(one.number), width=48, muted=True),
        Column[ItemRow]("项目", lambda one: one.title, tip=lambda one: one.title),
    ]
    if any(one.amount is not None for one in file.items):
        found.append(
            Column("万元", lambda one: "" if one.amount is None else f"{one.amount}", width=72,
                   align="right")
        )  # fmt: skip
    if not counted:
        return found
    found.append(Column("赞成", lambda one: _number(one.votes_for), width=52, align="right"))
    if not file.rules.choose:
        found += [
            Column("反对", lambda one: _number(one.against), width=52, align="right"),
            Column("弃权", lambda one: _number(one.abstain), width=52, align="right"),
        ]
    return [
        *found,
        Column("得票率", lambda one: one.share, width=76, align="right"),
        Column(
            "结果", lambda one: one.outcome.label if one.outcome else "", width=100,
            tone=lambda one: _OUTCOMES[one.outcome] if one.outcome else "",
            tip=lambda one: one.reason,
        ),
        Column("依据", lambda one: one.reason, muted=True, tip=lambda one: one.reason, least=700),
    ]  # fmt: skip


def _cell(teller: TellerRow, row: Line) -> str:
    """Return what a teller counted of one line."""
    if teller.count is None:
        return "…"
    return _said(teller.count, row)


def _said(count: Count, row: Line) -> str:
    if not row.number:
        return str(count.returned if row.title == "收回票数" else count.invalid)
    votes = next(one for one in count.items if one.number == row.number)
    more = f" / {votes.against} / {votes.abstain}" if votes.against or votes.abstain else ""
    return f"{votes.for_}{more}"


def _fits(counts: list[Count], row: Line) -> str:
    return "一致" if len({_said(one, row) for one in counts}) < 2 else "不一致"


def _agreed(file: BallotFile, last: RoundRow) -> str:
    if not any(one.tellers for one in file.rounds):
        return ""
    again = f"重新计票:{last.reason}。" if last.reason else ""
    if len(last.tellers) < file.rules.tellers:
        names = "、".join(one.teller for one in last.tellers) or "还没有人"
        return f"{again}{names}已交;各计票人分别计票,交齐之前互相看不到结果。"
    return again + ("" if file.rules.choose else "各项依次为赞成 / 反对 / 弃权。")


def _links(file: BallotFile) -> Iterator[tuple[object, str]]:
    if file.row.follows is not None:
        yield ("judging", Ref("ballot", file.row.follows)), "第一次投票"
    if file.followed_by is not None:
        yield ("judging", Ref("ballot", file.followed_by)), "再次投票"
    for one in file.items:
        if one.ref is not None and one.ref_kind == "matter":
            yield ("matters", one.ref), f"事项:{one.title}"
        elif one.ref is not None and one.ref_kind == "proposal":
            yield ("judging", Ref("proposal", one.ref)), f"建议:{one.title}"
