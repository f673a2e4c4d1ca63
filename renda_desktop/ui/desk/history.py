"""What a resident came with before; without a resident, what this reception has heard."""

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QScrollArea, QWidget

from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.terms import Signal as Colour
from renda_desktop.queries import desk
from renda_desktop.queries.matter_files import MatterFile, matter_file
from renda_desktop.queries.matters import MatterRow
from renda_desktop.ui import theme
from renda_desktop.ui.desk.lines import Line, Lines
from renda_desktop.ui.widgets import Button, Card, Label, Moment, Timeline, star_text
from renda_desktop.ui.worker import Worker


class History(Card):
    """Earlier matters, and the timeline of the one that is chosen; `opened(id)` shows it whole."""

    opened = Signal(str)

    def __init__(self, worker: Worker, *, parent: QWidget | None = None) -> None:
        super().__init__("历次来访", parent=parent)
        self.head.addStrut(theme.px(24))
        self._worker = worker
        self._today = date.min
        self._resident: tuple[Id, str] | None = None
        self._here: Sequence[MatterRow] = ()
        self._shown: Id | None = None
        self.lines = Lines(name="历次反映的事项")
        self.lines.picked.connect(self._pick)
        self.lines.opened.connect(self.opened)
        self._nothing = Label(kind="muted", wrap=True)
        self._events = Label("时间线", kind="heading")
        self.timeline = Timeline()
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self.timeline)
        self._open = Button("打开事项", kind="quiet", hint="Enter", small=True, on=self._open_shown)
        self.body.addWidget(self._nothing)
        self.body.addWidget(self.lines, stretch=1)
        self.body.addWidget(self._events)
        self.body.addWidget(self._area, stretch=1)
        self.body.addWidget(self._open, alignment=Qt.AlignmentFlag.AlignRight)
        self.body.addStretch()
        self._show_rows("本场已登记 0", ())

    def show_here(self, rows: Sequence[MatterRow], *, today: date) -> None:
        """Take the reception's own matters, shown while no resident is known."""
        self._here, self._today = rows, today
        if self._resident is None:
            self._show_rows(f"本场已登记 {len(rows)}", rows)
        else:
            self._load()

    def show_resident(self, resident: tuple[Id, str] | None) -> None:
        """Show the matters of (id, name), or the reception's own."""
        if resident == self._resident:
            return
        self._resident = resident
        self.lines.go_nowhere()
        if resident is None:
            self._show_rows(f"本场已登记 {len(self._here)}", self._here)
        else:
            self._load()

    def _load(self) -> None:
        if self._resident is not None:
            wanted = self._resident[0]
            self._worker.read(
                desk.history, done=self._take, key="history", resident=wanted, today=self._today
            )

    def _take(self, found: desk.History) -> None:
        if self._resident is not None and found.resident == self._resident[0]:
            self._show_rows(f"{found.name} · 历次来访 {found.visits}", found.matters)

    def _show_rows(self, title: str, rows: Sequence[MatterRow]) -> None:
        self.set_title(title)
        named = self._resident is None
        self.lines.show_lines([_line(row, named=named) for row in rows])
        self.lines.setMaximumHeight(self.lines.content_height())
        self._nothing.setText("第一次来访" if self._resident else "登记后在这里看到")
        self._nothing.setVisible(not rows)
        self.lines.setVisible(bool(rows))
        if self.lines.chosen() is None:
            self._show_events(None)
            if rows and self._resident is not None:
                self.lines.go_to(rows[0].id)
        elif self._shown is not None:
            self._ask(self._shown)

    @Slot(str)
    def _pick(self, matter: Id) -> None:
        self._ask(matter)

    def _ask(self, matter: Id) -> None:
        self._shown = matter
        self._worker.read(
            matter_file, done=self._show_events, key="file", id=matter, today=self._today
        )

    def _show_events(self, file: MatterFile | None) -> None:
        if file is None:
            self._shown = None
        for part in (self._events, self._area, self._open):
            part.setVisible(file is not None)
        self.timeline.show_moments(
            Moment(self._day(one.at), one.what, one.text, "", one.void)
            for one in (file.timeline if file else ())
        )

    def _day(self, at: datetime) -> str:
        """Return a day without its year, where that is this year."""
        day = day_of(at)
        return f"{day:%m-%d}" if day.year == self._today.year else day.isoformat()

    @Slot()
    def _open_shown(self) -> None:
        if self._shown is not None:
            self.opened.emit(self._shown)


def _line(row: MatterRow, *, named: bool) -> Line:
    status, tone = status_of(row)
    day = day_of(row.registered_at).isoformat()
    about = row.resident_name or "匿名" if named else day
    below = " · ".join(
        part for part in (about, row.number if named else row.reception_title) if part
    )
    return Line(row.id, row.title, right=status, tone=tone, below=below)


def status_of(row: MatterRow) -> tuple[str, str]:
    """Return the word on a matter's pill and its tone."""
    match row.signal:
        case Colour.RED:
            return f"超期 {-(row.days or 0)} 天", "red"
        case Colour.AMBER:
            return f"还剩 {row.days} 天", "amber"
        case Colour.GREEN:
            return row.stage.label, "green"
    stars = star_text(row.resident_stars)
    said = row.disposition.label if row.disposition and not stars else row.stage.label
    return f"{said} {stars}".strip(), "primary" if row.outcome else "muted"
