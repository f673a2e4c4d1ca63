"""统计报告 and 事项台账: of a month, a quarter, half a year, a year, or any days."""

from collections.abc import Iterator
from datetime import date

from PySide6.QtCore import Slot

from renda_desktop.domain.moments import day_of
from renda_desktop.domain.program import ProgramDetails
from renda_desktop.queries import programs
from renda_desktop.queries.matters import MatterFilter
from renda_desktop.queries.papers import periods
from renda_desktop.queries.papers.periods import Period
from renda_desktop.ui import theme
from renda_desktop.ui.clock import Clock
from renda_desktop.ui.papers import offers
from renda_desktop.ui.paperwork.card import PaperCard
from renda_desktop.ui.pick import Pick
from renda_desktop.ui.widgets import Button, DateEdit
from renda_desktop.ui.worker import Worker

OWN = "own"
_KINDS = (
    ("month", "月报"),
    ("quarter", "季报"),
    ("half", "半年报"),
    ("year", "年报"),
    (OWN, "自选日期"),
)
_YEARS_BACK = 3


class ReportCard(PaperCard):
    """The published figures of a period, of one program or of all."""

    shows = frozenset({"program"})

    def __init__(self, worker: Worker, *, clock: Clock) -> None:
        super().__init__(worker, "统计报告", clock=clock)
        today = day_of(clock())
        self.kind: Pick[str] = Pick(_KINDS)
        self.which: Pick[str] = Pick([])
        self.since, self.until = DateEdit(date(today.year, 1, 1)), DateEdit(today)
        self.program: Pick[tuple[str, ...]] = Pick([((), "全部工作机制")])
        self.button = Button("预览", kind="primary", hint="Ctrl+P", on=self.show_report)
        _kind, self._which = self.line(("种类", self.kind, 2), ("哪一期", self.which, 3))
        self._days = self.line(("自", self.since, 1), ("至", self.until, 1))
        self.line(("工作机制", self.program, 1))
        self.foot(self.button)
        self.kind.currentIndexChanged.connect(self._list)
        self._list(0)

    def load(self) -> None:
        """Read which programs there are."""
        self.worker.read(programs.programs, done=self._take, key="programs")

    def period(self) -> Period:
        """Return the period that is chosen."""
        if self.kind.value() != OWN:
            return periods.period(self.which.value())
        since, until = sorted((self.since.day(), self.until.day()))
        name, title = periods.between(since, until)
        return Period(name, title, since, until)

    @Slot()
    def show_report(self) -> None:
        """Open the preview of the report."""
        self.show_one(offers.report(self.period(), programs=self.program.value(), now=self.now()))

    @Slot(int)
    def _list(self, _number: int) -> None:
        """Offer the periods of the kind, the last one that is over first in mind."""
        own = self.kind.value() == OWN
        self._which.setVisible(not own)
        for field in self._days:
            field.setVisible(own)
        if own:
            return
        today = day_of(self._clock())
        written = list(_written(self.kind.value(), today))
        found = [(one, periods.period(one)) for one in written]
        begun = [(one, made) for one, made in found if made.since <= today]
        self.which.fill([(one, made.title) for one, made in begun])
        over = next((one for one, made in begun if made.until < today), begun[0][0])
        self.which.set_value(over)

    def _take(self, found: list[ProgramDetails]) -> None:
        before = self.program.value()
        offered = [((one.key,), one.title) for one in found]
        self.program.fill([((), "全部工作机制"), *offered])
        if any(before == key for key, _title in offered):
            self.program.set_value(before)


class LedgerCard(PaperCard):
    """The matters that were registered between two days."""

    def __init__(self, worker: Worker, *, clock: Clock) -> None:
        super().__init__(worker, "事项台账", clock=clock)
        today = day_of(clock())
        self.since, self.until = DateEdit(date(today.year, 1, 1)), DateEdit(today)
        self.open: Pick[bool | None] = Pick([(None, "全部事项"), (True, "未办结的")])
        self.button = Button("预览", on=self.show_ledger)
        days = (("登记自", self.since, 1), ("至", self.until, 1))
        if theme.scale() == theme.SCALES[0]:
            self.line(*days, ("范围", self.open, 1))
        else:
            self.line(*days)
            self.line(("范围", self.open, 1))
        self.foot(self.button)

    @Slot()
    def show_ledger(self) -> None:
        """Open the preview of the ledger."""
        since, until = sorted((self.since.day(), self.until.day()))
        where = MatterFilter(since=since, until=until, open=self.open.value())
        self.show_one(offers.ledger(where, now=self.now()))


def _written(kind: str, today: date) -> Iterator[str]:
    """Yield the periods of some years as they are written, the latest first."""
    for year in range(today.year, today.year - _YEARS_BACK, -1):
        match kind:
            case "month":
                yield from (f"{year}-{month:02}" for month in range(12, 0, -1))
            case "quarter":
                yield from (f"{year}-Q{quarter}" for quarter in range(4, 0, -1))
            case "half":
                yield from (f"{year}-H{half}" for half in (2, 1))
            case _:
                yield str(year)
