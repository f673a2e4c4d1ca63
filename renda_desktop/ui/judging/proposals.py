"""代表建议: the list with its due days, one proposal, and raising one."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Slot

from renda_desktop.domain.ids import Id
from renda_desktop.domain.program import ProgramDetails
from renda_desktop.queries import matters, programs
from renda_desktop.queries import proposals as asking
from renda_desktop.queries.matter_filters import MatterFilter
from renda_desktop.queries.matters import MatterRow
from renda_desktop.queries.proposal_files import ProposalFile, proposal_file
from renda_desktop.queries.proposals import ProposalRow
from renda_desktop.services import proposals
from renda_desktop.ui import pick
from renda_desktop.ui.asking import AskForm
from renda_desktop.ui.clock import Clock
from renda_desktop.ui.judging.part import Part
from renda_desktop.ui.judging.proposal_deeds import DEEDS
from renda_desktop.ui.judging.proposal_detail import ProposalDetail, due_text, due_tone
from renda_desktop.ui.papers import offers
from renda_desktop.ui.papers.menu import Entry, entries_of
from renda_desktop.ui.table_model import Column
from renda_desktop.ui.widgets import EmptyState, Option
from renda_desktop.ui.widgets.choice import Give, Suggest
from renda_desktop.ui.worker import Worker

_MOST = 1000


class Proposals(Part[ProposalRow, ProposalFile]):
    """代表建议."""

    title = "代表建议"
    adding = "提出建议"
    search = "编号、标题、代表、单位"
    touching = frozenset({"proposal", "matter", "deputy", "department"})

    def __init__(self, worker: Worker, *, clock: Clock) -> None:
        columns = [
            Column[ProposalRow]("编号", lambda row: row.number, width=72, muted=True, least=430),
            Column[ProposalRow]("建议", lambda row: row.title, tip=lambda row: row.title),
            Column[ProposalRow]("期限", due_text, width=104, tone=due_tone),
            Column[ProposalRow]("阶段", lambda row: row.stage.label, width=76, least=340),
        ]
        empty = EmptyState(
            "还没有代表建议",
            detail="代表在闭会期间提出建议;几件事项也可以合成一件建议,在“提出建议”里选事项。",
            button=self.adding,
            hint="Ctrl+N",
        )
        super().__init__(
            worker, clock=clock, columns=columns, deeds=DEEDS, detail=ProposalDetail(), empty=empty
        )

    def ask_rows(self) -> None:
        """Read the proposals, the newest first."""
        self.worker.read(
            asking.proposals, done=self._take, key="rows", today=self.today(), limit=_MOST
        )

    def ask_file(self, id: Id) -> None:  # noqa: A002
        """Read one proposal."""
        self.worker.read(
            proposal_file, done=self.show_file, failed=self.lost, key="file", id=id,
            today=self.today(),
        )  # fmt: skip

    def id_of(self, row: ProposalRow) -> Id:
        """Return a row's id."""
        return row.id

    def found_by(self, row: ProposalRow) -> tuple[str, ...]:
        """Return the words by which a row is found."""
        return (row.title, row.number, row.lead_name, row.unit_name, row.stage.label)

    def refusals(self, file: ProposalFile) -> dict[str, str]:
        """Return what the rules say."""
        return file.possible

    def about(self, file: ProposalFile) -> str:
        """Return number and title."""
        return " · ".join(filter(None, (file.row.number, file.row.title)))

    def papers(self, file: ProposalFile) -> Iterable[Entry]:
        """Return what can be printed."""
        return entries_of(
            self.worker, offers.PROPOSAL, file.row, now=self.now(), over=self.window()
        )

    @Slot()
    def add(self) -> None:
        """Ask which programs have proposals, then for the new one."""
        self.worker.read(programs.programs, done=self._raise, key="programs")

    def _take(self, rows: list[ProposalRow]) -> None:
        """Put those that wait for somebody first, the most urgent at the top."""
        late = [row for row in rows if row.days is not None]
        rest = [row for row in rows if row.days is None]
        self.take_rows([*sorted(late, key=lambda row: row.days or 0), *rest])

    def _raise(self, known: list[ProgramDetails]) -> None:
        form = AskForm(self.worker, self.window(), title="提出建议", verb="提出", width=680)
        under = [(one.key, one.title) for one in known if one.proposal is not None]
        form.line("title", "标题", required=True)
        form.deputies("代表(第一位领衔)", required=True)
        form.words("text", "建议内容")
        suggest = _open_matters(self.worker, self)
        form.several("matters", "由事项转化(可不选)", suggest, hint="编号、原话、反映人")
        row = form.row()
        form.choice("unit", "建议主办单位", pick.departments(self.worker), into=row)
        form.line("number", "建议编号", hint="未编号可不填", into=row)
        if len(under) > 1:
            form.pick("program", "工作机制", under)
        self.open_new(form, partial(self._begin, form))

    def _begin(self, form: AskForm) -> None:
        given = form.given()
        service = proposals.convert if given["matters"] else proposals.raise_
        if not given["matters"]:
            del given["matters"]
        self.worker.act(service, done=partial(self.began, form), failed=form.fail, **given)


def _open_matters(worker: Worker, part: Proposals) -> Suggest:
    def suggest(text: str, give: Give) -> None:
        where = MatterFilter(text=text, open=True)
        worker.read(
            matters.matters, done=partial(_offer, give), key="matters", where=where, limit=30,
            today=part.today(),
        )  # fmt: skip

    return suggest


def _offer(give: Give, rows: list[MatterRow]) -> None:
    give([Option(row.id, row.title, row.number) for row in rows])
