"""Which papers there are of what, where a clerk looks for them, and when they make no sense.

A new kind of paper is one line here, under the thing that it tells of.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Final, Generic, TypeVar

from renda_desktop.domain.deputy import Deputy
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.figures import FigureFilter
from renda_desktop.domain.ids import Id, Ref
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.terms import Disposition, ReceptionStatus, ScorecardStatus, Stage
from renda_desktop.queries import papers
from renda_desktop.queries.ballots import BallotRow
from renda_desktop.queries.matter_files import MatterFile
from renda_desktop.queries.matters import MatterFilter, MatterRow
from renda_desktop.queries.papers import Sheet
from renda_desktop.queries.papers.periods import Period
from renda_desktop.queries.proposals import ProposalRow
from renda_desktop.queries.schedule import ReceptionFile
from renda_desktop.queries.scorecards import ScorecardFilter, ScorecardRow
from renda_desktop.reports.catalogue import PAPERS
from renda_desktop.ui.papers.wanted import Wanted, file_words

T = TypeVar("T")
Read = Callable[..., Sheet]


def _always(_thing: object) -> str:
    return ""


@dataclass(frozen=True)  # no slots: Place[Thing](…) fails with them on Python 3.11
class Offer(Generic[T]):
    """One kind of paper: what reads it, and why it makes no sense now, or ''.

    `of` gives the reader's arguments where they are not the id of the thing itself, and `about`
    what it tells of then; `many` says that clerks want it of several things at once.
    """

    kind: str
    read: Read
    why_not: Callable[[T], str] = _always
    of: Callable[[T], Mapping[str, object]] | None = None
    about: Callable[[T], Ref] | None = None
    many: bool = False

    @property
    def title(self) -> str:
        """The paper's name."""
        return PAPERS[self.kind].title


@dataclass(frozen=True)  # no slots, as above
class Place(Generic[T]):
    """What is offered of one thing: `noun` names it, `id` finds it, `words` say it on the screen.

    `number` goes into the names of files, so it may be nobody's name. `personal`: its papers tell
    of residents.
    """

    noun: str
    id: Callable[[T], Id]
    words: Callable[[T], str]
    number: Callable[[T], str] = field(default=_always)
    personal: bool = False
    offers: tuple[Offer[T], ...] = ()

    def wanted(self, offer: Offer[T], thing: T, *, now: datetime) -> Wanted:
        """Return the paper to ask for."""
        given = offer.of(thing) if offer.of else {self.noun: self.id(thing)}
        return Wanted(
            kind=offer.kind,
            title=" ".join(part for part in (offer.title, self.words(thing)) if part),
            name=file_words(offer.kind, self.number(thing), on=day_of(now)),
            read=partial(offer.read, **given, now=now),
            about=offer.about(thing) if offer.about else Ref(self.noun, self.id(thing)),
            personal=self.personal,
        )


def _said(rule: str) -> str:
    return str(RuleBroken(rule))


def _visited(file: MatterFile) -> str:
    return "" if file.state.details.visit else "不是来访时登记的,没有回执。"


def _visit(file: MatterFile) -> Ref:
    return Ref("visit", Id(file.state.details.visit))


def _visit_given(file: MatterFile) -> Mapping[str, object]:
    return {"visit": file.state.details.visit}


def _assigned(rule: str, file: MatterFile) -> str:
    given = file.state.round.unit or file.state.round.deputy
    return "" if given else _said(rule)


def _pressed(rule: str, file: MatterFile) -> str:
    """Reminders make sense until the matter is dealt with."""
    refused = _assigned(rule, file)
    over = file.row.stage not in (Stage.ASSIGNED, Stage.RETURNED)
    return refused or ("已经答复或办结,不必再催。" if over else "")


def _replied(file: MatterFile) -> str:
    return "" if file.state.round.replies else _said("letter.not_replied")


def _answered(file: MatterFile) -> str:
    done = file.state.round.replies or file.state.outcome
    return "" if done else _said("slip.not_replied")


def _declined(file: MatterFile) -> str:
    fits = file.state.disposition is Disposition.DECLINED
    return "" if fits else _said("letter.not_declined")


def _letter(kind: str) -> Read:
    return partial(papers.letter, kind=kind)


MATTER: Final = Place[MatterFile](
    noun="matter",
    id=lambda file: file.row.id,
    words=lambda file: file.row.number,
    number=lambda file: file.row.number,
    personal=True,
    offers=(
        Offer("registration-form", papers.registration_form, many=True),
        Offer("receipt", papers.receipt, _visited, _visit_given, _visit),
        Offer("receipt-strip", papers.receipt, _visited, _visit_given, _visit),
        Offer("refusal", _letter("refusal"), _declined, many=True),
        Offer(
            "assignment", papers.assignment_slip, partial(_assigned, "slip.not_assigned"), many=True
        ),
        Offer("reminder", _letter("reminder"), partial(_pressed, "letter.not_assigned"), many=True),
        Offer(
            "supervision-letter", _letter("supervision-letter"),
            partial(_pressed, "letter.not_assigned"), many=True,
        ),
        Offer("reply", _letter("reply"), _replied, many=True),
        Offer("call-back", papers.call_back_form, _answered, many=True),
        Offer("file", papers.matter_file, many=True),
    ),
)  # fmt: skip


def _expected(file: ReceptionFile) -> str:
    cancelled = file.view.row.status is ReceptionStatus.CANCELLED
    return "接待已取消。" if cancelled else ""


def _begun(file: ReceptionFile) -> str:
    before = (ReceptionStatus.PLANNED, ReceptionStatus.NOTICED, ReceptionStatus.CANCELLED)
    return "接待还没有开始。" if file.view.row.status in before else ""


def _reception_letter(kind: str) -> Read:
    return partial(papers.reception_letter, kind=kind)


RECEPTION: Final = Place[ReceptionFile](
    noun="reception",
    id=lambda file: file.view.row.id,
    words=lambda file: file.view.row.title,
    number=lambda file: f"第{file.view.row.number}期",
    offers=(
        Offer("notice", _reception_letter("notice"), _expected),
        Offer("sign-in", papers.sign_in_sheet, _expected),
        Offer("claims", papers.claim_list, _begun),
        Offer("minutes", _reception_letter("minutes"), _begun),
    ),
)

DEPUTY: Final = Place[Deputy](
    noun="deputy",
    id=lambda deputy: deputy.id,
    words=lambda deputy: deputy.details.name,
    offers=(
        Offer("briefing", papers.briefing),
        Offer("duty-record", papers.duty_record),
    ),
)


def _counted(row: BallotRow) -> str:
    return "" if row.concluded_at else _said("ballot.not_concluded")


BALLOT: Final = Place[BallotRow](
    noun="ballot",
    id=lambda row: row.id,
    words=lambda row: row.title,
    offers=(
        Offer("ballot-paper", papers.ballot_paper),
        Offer("tally-sheet", papers.tally_sheet),
        Offer("ballot-result", papers.ballot_result, _counted),
    ),
)


def _concluded(row: ScorecardRow) -> str:
    return "" if row.status is ScorecardStatus.CONCLUDED else "评议还没有结束。"


SCORECARD: Final = Place[ScorecardRow](
    noun="scorecard",
    id=lambda row: row.id,
    words=lambda row: row.name,
    offers=(
        Offer("evaluation-sheet", papers.evaluation_sheet),
        Offer("evaluation-matrix", papers.evaluation_matrix, of=lambda r: {"scorecards": (r.id,)}),
        Offer("indicator-sheet", papers.indicator_sheet),
        Offer("evaluation-result", papers.evaluation_result, _concluded),
    ),
)

PROPOSAL: Final = Place[ProposalRow](
    noun="proposal",
    id=lambda row: row.id,
    words=lambda row: row.number,
    number=lambda row: row.number,
    offers=(Offer("proposal-form", papers.proposal_form),),
)

BRIEFINGS: Final = "briefing"
LEDGER: Final = "ledger"


def of_matter(offer: Offer[MatterFile], row: MatterRow, *, now: datetime) -> Wanted:
    """Return a paper of a matter of which only the row is known."""
    return Wanted(
        kind=offer.kind,
        title=f"{offer.title} {row.number}",
        name=file_words(offer.kind, row.number, on=day_of(now)),
        read=partial(offer.read, matter=row.id, now=now),
        about=Ref("matter", Id(row.id)),
        personal=True,
    )


def ledger(where: MatterFilter, *, now: datetime) -> Wanted:
    """Return the ledger of the matters that a filter leaves."""
    read = partial(papers.ledger, where=where, now=now)
    name = file_words(LEDGER, on=day_of(now))
    return Wanted(LEDGER, PAPERS[LEDGER].title, name, read, personal=True)


def report(period: Period, *, programs: tuple[str, ...], now: datetime) -> Wanted:
    """Return the report of a period, of some programs or of all."""
    where = FigureFilter(since=period.since, until=period.until, programs=programs)
    read = partial(
        papers.period_report, where=where, now=now, name=period.name, period=period.title
    )
    words = f"{period.title}{period.name}"
    return Wanted("report", words, words, read)


def evaluations(year: int, *, now: datetime) -> Wanted:
    """Return what the evaluations of a year came to."""
    kind = "evaluation-summary"
    read = partial(papers.evaluation_summary, where=ScorecardFilter(year=year), now=now)
    return Wanted(kind, f"{PAPERS[kind].title} {year}年", file_words(kind, f"{year}年"), read)


def matrix(rows: Sequence[ScorecardRow], *, now: datetime) -> Wanted:
    """Return one sheet on which several subjects are rated side by side."""
    kind = "evaluation-matrix"
    ids = tuple(row.id for row in rows)
    read = partial(papers.evaluation_matrix, scorecards=ids, now=now)
    words = f"{PAPERS[kind].title},{len(ids)} 个对象"
    return Wanted(kind, words, file_words(kind, f"{len(ids)}个", on=day_of(now)), read)


def briefing(deputy: Id, name: str, *, reception: Id | None, now: datetime, part: int) -> Wanted:
    """Return a deputy's briefing; `part` tells its file from those of the others."""
    return Wanted(
        kind=BRIEFINGS,
        title=f"{PAPERS[BRIEFINGS].title} {name}",
        name=file_words(BRIEFINGS, f"{part:02}" if part else "", on=day_of(now)),
        read=partial(papers.briefing, deputy=deputy, reception=reception, now=now),
        about=Ref("deputy", deputy),
        personal=True,
    )
