"""One matter as a whole: the resident's words, the facts, the rounds, the timeline."""

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from renda_desktop.domain.mask import mask_name
from renda_desktop.domain.moments import from_micros, local
from renda_desktop.domain.terms import RaterKind, Urgency
from renda_desktop.queries.matter_files import MatterFile, RoundView
from renda_desktop.queries.papers.issued import IssuedPaper
from renda_desktop.ui import theme
from renda_desktop.ui.history import moments
from renda_desktop.ui.matters.conflicts import Conflicts
from renda_desktop.ui.matters.words import due_text, due_tone, stage_text
from renda_desktop.ui.sync_words import moment
from renda_desktop.ui.widgets import Card, EmptyState, Label, Pill, Timeline, rule, star_text
from renda_desktop.ui.widgets.facts import Facts
from renda_desktop.ui.widgets.flow import Flow
from renda_desktop.ui.widgets.scroll import Scroll


class Detail(Card):
    """The card beside the table. `settled(field, value)`: a conflict was decided."""

    settled = Signal(str, object)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.file: MatterFile | None = None
        self.number = Label(kind="label", selectable=True)
        self.title = Label(kind="heading", wrap=True, selectable=True)
        self.stage, self.due = Pill(tone="primary"), Pill(signal=True)
        self.urgency, self.secret = Pill(tone="amber"), Pill(tone="muted")
        self.own_words = Label(wrap=True, selectable=True)
        self.summary = Label(kind="muted", wrap=True, selectable=True)
        self.facts, self.timeline = Facts(), Timeline()
        self.papers, self._papers_line = Facts(), rule()
        self._papers_head = Label("已出文书", kind="heading")
        self.conflicts = Conflicts()
        self.conflicts.settled.connect(self.settled)
        self.empty = EmptyState("没有选中的事项", detail="在左侧选一件,这里显示它的全部经过。")
        self._lay_out()
        self.show_file(None, today=date.min)
        self.show_papers((), now=datetime.min)  # noqa: DTZ901 # there is none to date

    def show_file(self, file: MatterFile | None, *, today: date) -> None:
        """Show a matter, or that none is chosen."""
        before, self.file = self.file, file
        self._pages.setCurrentIndex(0 if file else 1)
        if file is None:
            return
        row = file.row
        self.number.setText(row.number)
        self.title.setText(row.title)
        for pill, text, tone in (
            (self.stage, stage_text(row), "primary"),
            (self.due, due_text(row) if row.signal else "", due_tone(row)),
            (self.urgency, "" if row.urgency is Urgency.NORMAL else row.urgency.label, "amber"),
            (self.secret, "保密" if file.state.details.confidential else "", "muted"),
        ):
            pill.show_status(text, tone=tone)
            pill.setVisible(bool(text))
        self.own_words.setText(f"“{file.state.details.own_words}”")
        summary = file.state.details.summary
        self.summary.setText(f"摘要:{summary}")
        self.summary.setVisible(bool(summary))
        self.facts.show_facts([*_about(file), *_handling(file)])
        self.conflicts.show_conflicts(file.conflicts)
        self.timeline.show_moments(moments(reversed(file.timeline), today=today))
        if before is None or before.row.id != row.id:
            self._area.verticalScrollBar().setValue(0)

    def show_papers(self, papers: Sequence[IssuedPaper], *, now: datetime) -> None:
        """Show which papers about it were issued."""
        for part in (self._papers_line, self._papers_head):
            part.setVisible(bool(papers))
        self.papers.show_facts((one.title, _issued(one, now)) for one in papers)

    def _lay_out(self) -> None:
        sheet = QWidget()
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, theme.px(8), 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.title)
        pills = QWidget()
        flow = Flow(spacing=6, parent=pills)
        for pill in (self.stage, self.due, self.urgency, self.secret):
            flow.addWidget(pill)
        column.addWidget(pills)
        column.addWidget(self.conflicts)
        column.addWidget(Label("原话", kind="label"))
        column.addWidget(self.own_words)
        column.addWidget(self.summary)
        column.addWidget(rule())
        column.addWidget(self.facts)
        for part in (self._papers_line, self._papers_head, self.papers):
            column.addWidget(part)
        column.addWidget(rule())
        column.addWidget(Label("时间线", kind="heading"))
        column.addWidget(self.timeline)
        column.addStretch(1)
        self._area = Scroll(sheet, name="事项详情")
        whole = QWidget()
        outer = QVBoxLayout(whole)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.px(4))
        head = QHBoxLayout()
        head.addWidget(self.number)
        head.addStretch(1)
        outer.addLayout(head)
        outer.addWidget(self._area, stretch=1)
        pages = QWidget()
        self._pages = QStackedLayout(pages)
        self._pages.addWidget(whole)
        self._pages.addWidget(self.empty)
        self.body.addWidget(pages)


def _issued(one: IssuedPaper, now: datetime) -> str:
    told = [one.number, f"{one.pages} 页", one.issued_by, moment(one.issued_at, at=now)]
    if one.copies > 1:
        told.append(f"补打 {one.copies - 1} 次")
    if one.withdrawn:
        told.append(f"已作废:{one.withdrawn}")
    return " · ".join(told)


def _about(file: MatterFile) -> list[tuple[str, str]]:
    row, raiser = file.row, file.raiser
    who = " · ".join(filter(None, (mask_name(raiser.name), raiser.phone, raiser.address)))
    into = f"已并入 {file.joined_into}" if file.joined_into else ""
    joined = f"{row.joined} 件并入本事项" if row.joined else ""
    return [
        ("反映人", who or "匿名"),
        ("来源", " · ".join(filter(None, (row.channel.label, row.reception_title)))),
        ("接待代表", file.listeners),
        ("诉求性质", row.appeal.label),
        ("类别", row.category.replace("/", " / ")),
        ("地点", row.place),
        ("主题", file.theme),
        ("登记", f"{local(row.registered_at):%Y-%m-%d %H:%M}"),
        ("处理方式", row.disposition.label if row.disposition else "未选定"),
        ("办结方式", row.outcome.label if row.outcome else ""),
        ("并案", into or joined),
        ("代表建议", "已转为闭会期间代表建议" if file.proposal else ""),
    ]


def _handling(file: MatterFile) -> list[tuple[str, str]]:
    if len(file.rounds) == 1:
        return _round(file.rounds[0])
    found: list[tuple[str, str]] = []
    for number, one in enumerate(file.rounds, start=1):
        found += [(f"第 {number} 轮", " "), *_round(one)]
    return found


def _round(one: RoundView) -> list[tuple[str, str]]:
    due = ""
    if one.due:
        unsure = "(暂定)" if one.due.provisional else ""
        due = f"{one.due.on}{unsure}" + (",已延期" if one.extended else "")
    pressed = [f"催办 {one.reminders} 次"] if one.reminders else []
    pressed += [f"督办 {one.supervisions} 次"] if one.supervisions else []
    found = [
        ("承办单位", one.unit_name),
        ("协办单位", "、".join(name for _id, name in one.co_units)),
        ("承办代表", one.deputy_name),
        ("期限", due),
        ("催办督办", ",".join(pressed)),
    ]
    for reply in one.replies:
        when = f"{local(from_micros(reply.at)):%Y-%m-%d}"
        by = " · ".join(filter(None, (when, reply.by, reply.grade.label)))
        found.append(("答复", f"{by}\n{reply.text}"))
    rated = [rater for rater in RaterKind if rater in one.stars]
    return found + [(f"{rater.label}评价", star_text(one.stars[rater])) for rater in rated]
