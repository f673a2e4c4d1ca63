"""票决: the list of votes, one vote, and preparing one."""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from renda_desktop.domain.ids import Id
from renda_desktop.domain.program import ProgramDetails
from renda_desktop.queries import ballots as asking
from renda_desktop.queries import matters, programs
from renda_desktop.queries.ballot_files import BallotFile, ballot_file
from renda_desktop.queries.ballots import BallotRow
from renda_desktop.queries.matter_filters import MatterFilter
from renda_desktop.queries.matters import MatterRow
from renda_desktop.services import ballots
from renda_desktop.ui.asking import AskForm
from renda_desktop.ui.clock import Clock
from renda_desktop.ui.judging.ballot_deeds import DEEDS
from renda_desktop.ui.judging.ballot_detail import TONES, BallotDetail, rules_words
from renda_desktop.ui.judging.deed import Deed
from renda_desktop.ui.judging.items import Items
from renda_desktop.ui.judging.numbers import NumberEdit
from renda_desktop.ui.judging.part import Part
from renda_desktop.ui.papers import offers
from renda_desktop.ui.papers.menu import Entry, entries_of
from renda_desktop.ui.table_model import Column
from renda_desktop.ui.widgets import EmptyState, Label, Option
from renda_desktop.ui.widgets.choice import Give, Suggest
from renda_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from renda_desktop.services.action import Changes

_NO_PROGRAM = "没有可以票决的工作机制,请先在“设置”里启用,例如“民生实事项目票决”。"


def _result(row: BallotRow) -> str:
    if row.concluded_at is None:
        return f"{row.items} 项"
    return f"{row.passed}/{row.items} 项"


class Ballots(Part[BallotRow, BallotFile]):
    """票决."""

    title = "票决"
    adding = "准备票决"
    search = "名称、地点、日期"
    touching = frozenset({"ballot", "clerk"})

    def __init__(self, worker: Worker, *, clock: Clock) -> None:
        columns = [
            Column[BallotRow]("日期", lambda row: str(row.day), width=92, muted=True, least=380),
            Column[BallotRow]("票决", lambda row: row.title, tip=lambda row: row.title),
            Column[BallotRow]("通过", _result, width=72, align="right", least=400),
            Column[BallotRow](
                "状态", lambda row: row.status.label, width=96, tone=lambda row: TONES[row.status]
            ),
        ]
        empty = EmptyState(
            "还没有票决",
            detail="列出候选项目,登记报到和发票,由计票人分别计票,再公布结果。",
            button=self.adding,
            hint="Ctrl+N",
        )
        super().__init__(
            worker, clock=clock, columns=columns, deeds=DEEDS, detail=BallotDetail(), empty=empty
        )

    def ask_rows(self) -> None:
        """Read the votes, the latest first."""
        self.worker.read(asking.ballots, done=self.take_rows, key="rows")

    def ask_file(self, id: Id) -> None:  # noqa: A002
        """Read one vote."""
        self.worker.read(ballot_file, done=self.show_file, failed=self.lost, key="file", id=id)

    def id_of(self, row: BallotRow) -> Id:
        """Return a row's id."""
        return row.id

    def found_by(self, row: BallotRow) -> tuple[str, ...]:
        """Return the words by which a row is found."""
        return (row.title, row.place, str(row.day), row.status.label)

    def refusals(self, file: BallotFile) -> dict[str, str]:
        """Return what the rules say."""
        return file.possible

    def about(self, file: BallotFile) -> str:
        """Return day and title."""
        return f"{file.row.day} · {file.row.title}"

    def papers(self, file: BallotFile) -> Iterable[Entry]:
        """Return what can be printed."""
        return entries_of(self.worker, offers.BALLOT, file.row, now=self.now(), over=self.window())

    def did(self, deed: Deed[BallotFile], changes: "Changes") -> None:
        """Go on to the second vote once it is prepared."""
        if deed.name == "runoff":
            self.aim(changes.id)

    @Slot()
    def add(self) -> None:
        """Ask which programs have votes, then for the new one."""
        self.worker.read(programs.programs, done=self._prepare, key="programs")

    def _prepare(self, known: list[ProgramDetails]) -> None:
        under = [one for one in known if one.ballot is not None]
        if not under:
            self.said.emit(_NO_PROGRAM)
            return
        form = AskForm(self.worker, self.window(), title="准备票决", verb="保存", width=760)
        program = form.pick("program", "工作机制", [(one, one.title) for one in under])
        form.take("program", lambda: program.value().key)
        rules = Label(kind="muted", wrap=True)
        form.fields.addWidget(rules)
        title = form.line("title", "名称", required=True)
        row = form.row()
        form.day("day", "日期", start=self.today(), into=row)
        due = NumberEdit()
        form.add("应到人数", due, required=True, into=row)
        form.take("due", due.whole)
        form.line("place", "地点", into=row)
        items = Items(_suggest(self.worker, self), grown=form.updateGeometry)
        form.add("项目", items, hint="Enter 到下一项;可从表格粘贴“名称、资金”两列")
        form.take("items", items.projects)
        form.check(lambda: "" if items.projects() else "请至少写一个项目。")

        def follow(_number: int = 0) -> None:
            found = program.value()
            if found.ballot is not None:
                rules.setText(rules_words(found.ballot))
            if not title.text() or title.text() in {one.title for one in under}:
                title.setText(found.title)

        program.currentIndexChanged.connect(follow)
        follow()
        self.open_new(form, partial(self._begin, form))

    def _begin(self, form: AskForm) -> None:
        self.worker.act(
            ballots.prepare, done=partial(self.began, form), failed=form.fail, **form.given()
        )


def _suggest(worker: Worker, part: Ballots) -> Suggest:
    """Suggest matters that are open, to be voted on."""

    def suggest(text: str, give: Give) -> None:
        where = MatterFilter(text=text, open=True)
        worker.read(
            matters.matters, done=partial(_offer, give), key="matters", where=where, limit=20,
            today=part.today(),
        )  # fmt: skip

    return suggest


def _offer(give: Give, rows: list[MatterRow]) -> None:
    give([Option(("matter", row.id), row.title, row.number) for row in rows])
