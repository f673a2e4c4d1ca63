"""评议: the list of evaluations, one evaluation, and opening one."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Slot

from renda_desktop.domain.figures import plain
from renda_desktop.domain.ids import Id
from renda_desktop.domain.program import ProgramDetails
from renda_desktop.queries import programs, scorecard_desk
from renda_desktop.queries.scorecard_desk import ScorecardDesk
from renda_desktop.queries.scorecards import ScorecardRow
from renda_desktop.services import scorecards
from renda_desktop.ui.clock import Clock
from renda_desktop.ui.judging.part import Part
from renda_desktop.ui.judging.scorecard_deeds import DEEDS
from renda_desktop.ui.judging.scorecard_detail import TONES, ScorecardDetail
from renda_desktop.ui.judging.scorecard_new import OpenForm
from renda_desktop.ui.papers import offers
from renda_desktop.ui.papers.menu import RULE, Entry, entries_of
from renda_desktop.ui.papers.preview import show_paper
from renda_desktop.ui.table_model import Column
from renda_desktop.ui.widgets import EmptyState
from renda_desktop.ui.worker import Worker

_NO_PROGRAM = "没有可以开展评议的工作机制,请先在“设置”里启用,例如“代表三维联评”。"


def _grade(row: ScorecardRow) -> str:
    if row.confidential and not row.readable:
        return "保密"
    return f"{plain(row.score)} {row.grade}" if row.score is not None else ""


def _same(one: ScorecardRow, other: ScorecardRow) -> bool:
    """Return whether two may be rated on one sheet: the same rules, year and kind, not over yet."""
    alike = (one.program, one.version, one.year, one.group, one.status)
    return alike == (other.program, other.version, other.year, other.group, other.status)


class Scorecards(Part[ScorecardRow, ScorecardDesk]):
    """评议."""

    title = "评议"
    adding = "开展评议"
    search = "对象、名称、单位、年度"
    touching = frozenset({"scorecard", "deputy", "clerk"})

    def __init__(self, worker: Worker, *, clock: Clock) -> None:
        columns = [
            Column[ScorecardRow](
                "年度", lambda row: str(row.year), width=56, muted=True, least=340
            ),
            Column[ScorecardRow]("评议", lambda row: row.title, tip=lambda row: row.title),
            Column[ScorecardRow]("结果", _grade, width=128, least=430),
            Column[ScorecardRow](
                "状态", lambda row: row.status.label, width=76, tone=lambda row: TONES[row.status]
            ),
        ]
        empty = EmptyState(
            "还没有评议",
            detail="按工作机制对代表、任命人员或单位开展评议:录评分表和测评票,取数,再评定。",
            button=self.adding,
            hint="Ctrl+N",
        )
        super().__init__(
            worker, clock=clock, columns=columns, deeds=DEEDS, detail=ScorecardDetail(),
            empty=empty,
        )  # fmt: skip

    def ask_rows(self) -> None:
        """Read the evaluations, the latest period first."""
        self.worker.read(scorecard_desk.at_desk, done=self.take_rows, key="rows")

    def ask_file(self, id: Id) -> None:  # noqa: A002
        """Read one evaluation."""
        self.worker.read(
            scorecard_desk.scorecard_desk, done=self.show_file, failed=self.lost, key="file", id=id
        )

    def id_of(self, row: ScorecardRow) -> Id:
        """Return a row's id."""
        return row.id

    def found_by(self, row: ScorecardRow) -> tuple[str, ...]:
        """Return the words by which a row is found."""
        return (row.title, row.name, row.unit, str(row.year), row.status.label)

    def refusals(self, file: ScorecardDesk) -> dict[str, str]:
        """Return what the rules say."""
        return file.possible

    def about(self, file: ScorecardDesk) -> str:
        """Return title and period."""
        return f"{file.row.title} · {file.row.begins} 至 {file.row.ends}"

    def papers(self, file: ScorecardDesk) -> Iterable[Entry]:
        """Return what can be printed, and what the year came to."""
        now, over = self.now(), self.window()
        yield from entries_of(self.worker, offers.SCORECARD, file.row, now=now, over=over)
        yield RULE
        beside = [row for row in self.found if _same(row, file.row)]
        if len(beside) > 1:
            matrix = offers.matrix(beside, now=now)
            yield Entry(matrix.title, partial(show_paper, over, self.worker, matrix))
        summary = offers.evaluations(file.row.year, now=now)
        yield Entry(summary.title, partial(show_paper, over, self.worker, summary))

    @Slot()
    def add(self) -> None:
        """Ask which programs have evaluations, then for the new one."""
        self.worker.read(programs.programs, done=self._open, key="programs")

    def _open(self, known: list[ProgramDetails]) -> None:
        under = [one for one in known if one.scorecard is not None]
        if not under:
            self.said.emit(_NO_PROGRAM)
            return
        form = OpenForm(self.worker, self.window(), title="开展评议", verb="开展", width=680)
        form.ask_subject(under, self.today())
        self.open_new(form, partial(self._begin, form))

    def _begin(self, form: OpenForm) -> None:
        self.worker.act(
            scorecards.open_, done=partial(self.began, form), failed=form.fail, **form.given()
        )
