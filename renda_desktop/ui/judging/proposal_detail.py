"""One proposal: who raised it, by when it is answered, what was answered, how it was rated."""

from collections.abc import Iterator
from datetime import date

from renda_desktop.domain.moments import from_micros, local
from renda_desktop.domain.terms import Signal
from renda_desktop.queries.proposal_files import ProposalFile, ProposalRound
from renda_desktop.queries.proposals import ProposalRow
from renda_desktop.ui.judging.detail import CLASH, Detail
from renda_desktop.ui.judging.links import Links
from renda_desktop.ui.widgets import star_text


def due_text(row: ProposalRow) -> str:
    """Return how much time is left: 剩 3 天, 今天到期, 超期 12 天."""
    if row.days is None:
        return ""
    if row.days < 0:
        return f"超期 {-row.days} 天"
    return f"剩 {row.days} 天" if row.days else "今天到期"


def due_tone(row: ProposalRow) -> str:
    """Return the signal's tone."""
    return row.signal.value if isinstance(row.signal, Signal) else ""


class ProposalDetail(Detail[ProposalFile]):
    """`wanted` leads to a matter that became part of it."""

    def __init__(self) -> None:
        self.matters = Links("所含事项")
        super().__init__(name="建议", parts=(self.matters,))
        self.matters.picked.connect(lambda matter: self.wanted.emit("matters", matter))

    def fill(self, file: ProposalFile, today: date) -> None:
        """Show one proposal."""
        row = file.row
        happy = {None: "", True: "领衔代表满意", False: "领衔代表不满意"}[row.satisfied]
        pills = [
            (row.stage.label, "primary"),
            (due_text(row), due_tone(row)),
            ("情况复杂" if row.complex else "", "muted"),
            (f"第 {row.rounds} 轮办理" if row.rounds > 1 else "", "amber"),
            (happy, "green" if row.satisfied else "red"),
        ]
        self.show_head(row.number or "未编号", row.title, pills)
        self.say(file.state.details.text.strip(), _wrong(file))
        self.facts.show_facts(_facts(file))
        self.matters.show_links([(one, name) for one, name in file.matters])
        self.show_timeline(file.timeline, today=today)


def _wrong(file: ProposalFile) -> str:
    if file.conflicts:
        return CLASH
    awaited = file.rounds[-1].awaited
    return "" if not awaited or file.row.days is None else f"还没有协办意见:{'、'.join(awaited)}"


def _facts(file: ProposalFile) -> Iterator[tuple[str, str]]:
    names = [name for _id, name in file.deputies]
    yield "领衔代表", names[0]
    yield "附议代表", "、".join(names[1:])
    yield "建议主办", file.suggested
    several = len(file.rounds) > 1
    for number, one in enumerate(file.rounds, 1):
        if several:
            yield f"第 {number} 轮", " "
        yield from _round(one)


def _round(one: ProposalRound) -> Iterator[tuple[str, str]]:
    yield "主办单位", one.unit_name
    yield "协办单位", "、".join(name for _id, name in one.co_units)
    if one.due:
        unsure = "(暂定)" if one.due.provisional else ""
        yield "答复期限", f"{one.due.on}{unsure}{',已延期' if one.extended else ''}"
    rest = [
        f"协办意见 {one.co_due}" if one.co_due and one.co_units else "",
        f"退回 {one.return_by}" if one.return_by else "",
        f"延期不超过 {one.latest}" if one.latest else "",
    ]
    yield "其他期限", "、".join(filter(None, rest))
    yield "催办督办", _pressed(one)
    for said in one.opinions:
        yield "协办意见", f"{said.unit_name}{'(逾期)' if said.late else ''}:{said.text}"
    for met in one.meetings:
        yield "面商", met
    for reply in one.replies:
        when = f"{local(from_micros(reply.at)):%Y-%m-%d}"
        head = " · ".join(filter(None, (when, reply.by, f"{reply.code} 类 {reply.title}")))
        promised = f"\n承诺 {reply.promised} 前兑现" if reply.promised else ""
        yield "答复", f"{head}\n{reply.text}{promised}"
    for rating in one.ratings:
        stars = "、".join(f"{title} {star_text(n)}" for title, n in rating.stars.items())
        who = f"{rating.deputy_name}{'(领衔)' if rating.counts else ''}"
        mood = "满意" if rating.satisfied else "不满意"
        yield "评价", "\n".join(filter(None, (f"{who} {mood}:{stars}", rating.comment)))
    for text in one.follow_ups:
        yield "跟踪办理", text


def _pressed(one: ProposalRound) -> str:
    told = (("催办", one.reminders), ("督办", one.supervisions), ("退回", one.returns))
    return ",".join(f"{what} {n} 次" for what, n in told if n)
