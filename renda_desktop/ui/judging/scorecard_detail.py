"""One evaluation: what it came to, how, what is still missing, and what was said."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from renda_desktop.domain.figures import plain
from renda_desktop.domain.ids import Ref
from renda_desktop.domain.terms import ScorecardStatus
from renda_desktop.queries.scorecard_desk import ScorecardDesk
from renda_desktop.queries.scorecard_files import IndicatorLine, PanelLine, Said
from renda_desktop.queries.scorecards import ScorecardRow
from renda_desktop.ui.judging.detail import CLASH, Detail, Shown
from renda_desktop.ui.judging.links import Links
from renda_desktop.ui.table_model import Column
from renda_desktop.ui.widgets import star_text

TONES = {
    ScorecardStatus.OPEN: "amber",
    ScorecardStatus.CONCLUDED: "green",
    ScorecardStatus.WITHDRAWN: "muted",
}
_HIDDEN = "这是保密评议:您只能看参评人数和还缺什么,看不到分数和评价内容。"


class ScorecardDetail(Detail[ScorecardDesk]):
    """`wanted` leads to the subject's other evaluations."""

    def __init__(self) -> None:
        self.indicators, self.panels = Shown("得分由来"), Shown("评价主体")
        self.said, self.peers = Shown("已登记的内容"), Shown("同年排名")
        self.others = Links("这个对象的其他评议")
        parts = (self.indicators, self.panels, self.peers, self.said, self.others)
        super().__init__(name="评议", parts=parts)
        self.others.picked.connect(lambda one: self.wanted.emit("judging", Ref("scorecard", one)))

    def fill(self, file: ScorecardDesk, today: date) -> None:
        """Show one evaluation."""
        row = file.row
        came_to = f"{plain(row.score)} 分 {row.grade}" if row.score is not None else row.grade
        pills = [
            (row.status.label, TONES[row.status]),
            (came_to, "primary"),
            (star_text(row.stars) if row.stars else "", "primary"),
            ("保密" if row.confidential else "", "muted"),
        ]
        self.show_head(f"{row.year} 年度", row.title, pills)
        clash = CLASH if file.file.conflicts else ""
        self.say(_how(file), clash or _missing(file), wrong=bool(clash))
        self.facts.show_facts(_facts(file))
        self.indicators.show_rows(_indicator_columns(file), file.file.indicators)
        self.panels.show_rows(_panel_columns(file), file.file.panels)
        ranked = file.peers if len(file.peers) > 1 else ()
        self.peers.show_rows(_peer_columns(file), ranked)
        self.said.show_rows(_SAID, file.file.said)
        links = [(one.id, f"{one.year} 年度 {one.grade}".strip()) for one in file.file.others]
        self.others.show_links(links)
        self.show_timeline(file.file.timeline, today=today)


def _how(desk: ScorecardDesk) -> str:
    """Return how the score comes about, in a sentence."""
    file, rules = desk.file, desk.rules
    if not desk.row.readable:
        return _HIDDEN
    if file.points is None:
        return ""
    parts = [f"指标得分 {plain(file.points)}"]
    if file.adjusted:
        parts.append(f"加扣分 {file.adjusted:+}")
    bound = [one for one in rules.vetoes if one.key in desk.vetoed]
    parts += [f"一票否决“{one.title}”,总分最高 {plain(one.most)} 分" for one in bound]
    words = ";".join(parts)
    if desk.score is None:
        return f"{words}(未评完)。"
    return f"{words}。合计 {plain(desk.score)} 分,{desk.grade}。"


def _missing(desk: ScorecardDesk) -> str:
    if desk.row.status is not ScorecardStatus.OPEN:
        return ""
    file = desk.file
    waits = dict.fromkeys(
        f"{one.title}({one.lack.label}{f' {one.have}/{one.need}' if one.need > 1 else ''})"
        for one in file.missing
    )
    shown = "、".join(list(waits)[:6]) + (f" 等 {len(waits)} 项" if len(waits) > 6 else "")
    return f"还缺:{shown}" if waits else ""


def _facts(desk: ScorecardDesk) -> Iterator[tuple[str, str]]:
    row, file = desk.row, desk.file
    who = " · ".join(filter(None, (row.name, row.unit, row.unit_kind)))
    yield "评议对象", who
    seat = f"{row.level.label}第 {row.term} 届" if row.level and row.term else ""
    yield "任职", " · ".join(filter(None, (seat, row.group)))
    yield "评议期间", f"{row.begins} 至 {row.ends}"
    bands = (f"{b.title} {plain(b.at_least)} 分起" for b in desk.rules.bands)
    yield "等次线", "、".join(bands)
    year = file.year
    most = f",最多 {year.most}" if year.most else ""
    if year.least:
        yield (
            "本年度",
            f"已开展 {year.opened} 个,已评定 {year.concluded} 个(至少 {year.least}{most})",
        )
    rank = next((n for n, one in enumerate(desk.peers, 1) if one.id == row.id), 0)
    if rank and len(desk.peers) > 1:
        place = 1 + sum((one.score or 0) > (row.score or 0) for one in desk.peers)
        yield "排名", f"同年同类第 {place},共 {len(desk.peers)} 个"
    yield "说明", file.about
    yield "备注", file.remark


def _dec(value: Decimal | None, mark: str = "") -> str:
    return "" if value is None else f"{plain(value)}{mark}"


def _short(value: Decimal | None) -> str:
    return "" if value is None else plain(round(value, 2))


def _title(one: IndicatorLine) -> str:
    return "\u3000" * (one.level - 1) + one.title


def _indicator_columns(desk: ScorecardDesk) -> list[Column[IndicatorLine]]:
    lines = desk.file.indicators
    names = dict.fromkeys(name for one in lines for name in one.means)

    def mean(name: str) -> Column[IndicatorLine]:
        return Column(
            name, lambda one: _dec(one.means.get(name), "%"), width=84, align="right", least=560
        )

    found = [
        Column[IndicatorLine]("指标", _title, tip=lambda one: one.title),
        Column[IndicatorLine]("满分", lambda one: _dec(one.weight), width=56, align="right"),
        Column[IndicatorLine](
            "计分", lambda one: one.scale, width=150, muted=True, tip=lambda one: one.scale,
            least=720,
        ),
    ]  # fmt: skip
    if any(one.value is not None for one in lines):
        found.append(Column("数据", lambda one: _short(one.value), width=80, align="right"))
    shown = [mean(name) for name in names if any(name in one.means for one in lines)]
    if desk.row.readable:
        shown.append(Column("得分", lambda one: _dec(one.points), width=64, align="right"))
    return [*found, *shown]


def _panel_columns(desk: ScorecardDesk) -> list[Column[PanelLine]]:
    found = [
        Column[PanelLine]("评价主体", lambda one: one.title),
        Column[PanelLine]("方式", lambda one: one.form.label, width=96, muted=True),
        Column[PanelLine](
            "参评", lambda one: f"{one.heads}/{one.least}", width=88,
            tone=lambda one: "green" if one.heads >= one.least else "amber",
        ),
    ]  # fmt: skip
    if desk.row.readable:
        full = plain(desk.rules.total)
        found.append(
            Column(f"折合({full} 分制)", lambda one: _dec(one.mean), width=120, align="right")
        )
    return found


def _peer_columns(desk: ScorecardDesk) -> list[Column[ScorecardRow]]:
    scores = [one.score or 0 for one in desk.peers]
    here = desk.row.id
    return [
        Column("名次", lambda one: str(1 + sum(s > (one.score or 0) for s in scores)), width=56),
        Column("评议对象", lambda one: f"{one.name}{'(本项)' if one.id == here else ''}"),
        Column("得分", lambda one: _dec(one.score), width=72, align="right"),
        Column("等次", lambda one: one.grade, width=88),
    ]


def _values(one: Said) -> str:
    told = "、".join(f"{name} {value}" for name, value in one.values.items())
    files = "、".join(file.name for file in one.files)
    return ";".join(filter(None, (told, one.text, f"附件:{files}" if files else "")))


_SAID: list[Column[Said]] = [
    Column("内容", lambda one: one.about or "整项评议", width=120, tip=lambda one: one.about),
    Column("评分人", lambda one: one.by, width=96, muted=True),
    Column("登记", _values, tip=_values),
]
