"""代表阅件 of a day: every deputy of every reception, in one go."""

from datetime import date

from PySide6.QtCore import Slot

from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of, local
from renda_desktop.queries import receptions, schedule
from renda_desktop.queries.receptions import ReceptionRow, ReceptionView
from renda_desktop.ui.clock import Clock
from renda_desktop.ui.papers import offers
from renda_desktop.ui.papers.wanted import Wanted
from renda_desktop.ui.paperwork.card import PaperCard
from renda_desktop.ui.pick import Pick
from renda_desktop.ui.widgets import Button, DateEdit, Label
from renda_desktop.ui.worker import Worker


class BriefingsCard(PaperCard):
    """The receptions of a day, and the briefings of all who receive there."""

    shows = frozenset({"reception"})

    def __init__(self, worker: Worker, *, clock: Clock) -> None:
        super().__init__(worker, "代表阅件", clock=clock)
        self._found: list[ReceptionView] = []
        self._loaded = False
        self.day = DateEdit(day_of(clock()))
        self.which: Pick[Id | None] = Pick([(None, "全部接待")])
        self.about = Label(kind="label", wrap=True)
        self.button = Button("全部代表的阅件", on=self.show_all)
        self.line(("接待日期", self.day, 2), ("接待活动", self.which, 3))
        self.body.addWidget(self.about)
        self.foot(self.button)
        self.day.picked.connect(self._ask)
        self.which.currentIndexChanged.connect(self._tell)

    def load(self) -> None:
        """Find the next reception, then who receives on that day."""
        if self._loaded:
            self._ask(self.day.day())
            return
        self._loaded = True
        self.worker.read(
            receptions.receptions, done=self._go_to_next, key="next", since=day_of(self._clock())
        )

    def wanted(self) -> list[Wanted]:
        """Return the briefings of the receptions that are chosen."""
        now, made = self.now(), list[Wanted]()
        for view in self._chosen():
            for one in view.deputies:
                part = len(made) + 1
                made.append(
                    offers.briefing(one.id, one.name, reception=view.row.id, now=now, part=part)
                )
        return made

    @Slot()
    def show_all(self) -> None:
        """Open the list of the briefings."""
        wanted = self.wanted()
        if len(wanted) == 1:
            self.show_one(wanted[0])
        elif wanted:
            day = self.day.day()
            title = f"{day.month}月{day.day}日接待的代表阅件,{len(wanted)} 份"
            self.show_many(wanted, title=title)

    def _go_to_next(self, found: list[ReceptionRow]) -> None:
        if found:
            self.day.blockSignals(True)
            self.day.set_day(day_of(found[-1].starts))
            self.day.blockSignals(False)
        self._ask(self.day.day())

    @Slot(object)
    def _ask(self, day: date) -> None:
        self.worker.read(schedule.held_on, done=self._take, key="day", day=day)

    def _take(self, found: list[ReceptionView]) -> None:
        self._found = found
        named = [(one.row.id, f"{local(one.row.starts):%H:%M} {one.row.title}") for one in found]
        whole = [] if len(named) == 1 else [(None, f"全部 {len(named)} 场接待")]
        self.which.fill([*whole, *named] if named else [(None, "这一天没有接待")])
        self._tell(0)

    @Slot(int)
    def _tell(self, _number: int) -> None:
        names = [one.name for view in self._chosen() for one in view.deputies]
        self.about.setText(
            f"接待代表 {len(names)} 位:{'、'.join(names)}" if names else "没有接待代表"
        )
        self.button.setEnabled(bool(names))

    def _chosen(self) -> list[ReceptionView]:
        if self.which.currentIndex() < 0:  # while it is being filled
            return []
        wanted = self.which.value()
        return [one for one in self._found if wanted in (None, one.row.id)]
