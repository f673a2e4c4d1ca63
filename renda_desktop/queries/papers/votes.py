"""What the papers of a vote show: 票决票, 计票表 and 票决结果."""

from dataclasses import dataclass
from datetime import date, datetime

from renda_desktop.queries.papers.sheet import Sheet
from renda_desktop.queries.papers.sheets import StationHead


@dataclass(frozen=True, slots=True)
class VoteItem:
    """One item as its voters read it; `amount` with its unit, or ''."""

    number: int
    title: str
    text: str
    amount: str


@dataclass(frozen=True, slots=True)
class VoteHead:
    """What all papers of a vote say first: which vote, when, where and by which rules."""

    station: StationHead
    title: str
    on: date
    place: str
    secret: bool
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VoteTurnout:
    """How many there were; None is what is not on record."""

    due: int
    present: int | None
    issued: int | None
    returned: int | None
    invalid: int | None

    @property
    def valid(self) -> int | None:
        """Return how many of the papers that came back count."""
        if self.returned is None or self.invalid is None:
            return None
        return self.returned - self.invalid


@dataclass(frozen=True, slots=True)
class BallotPaper(Sheet):
    """票决票, the same for every voter. `per_page` of them stand on one A4, to be cut apart."""

    head: VoteHead
    items: tuple[VoteItem, ...]
    options: tuple[str, ...]
    advice: tuple[str, ...]
    per_page: int = 1


@dataclass(frozen=True, slots=True)
class TallyRow:
    """One item and its votes in the order of the options; () where they are not counted yet."""

    number: int
    title: str
    votes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TellerLine:
    """Who counted, when, and how many papers they found; None until all have counted."""

    name: str
    at: datetime
    returned: int | None
    invalid: int | None


@dataclass(frozen=True, slots=True)
class TallySheet(Sheet):
    """计票表: `blank` for the hall, else as it was counted."""

    head: VoteHead
    turnout: VoteTurnout
    options: tuple[str, ...]
    rows: tuple[TallyRow, ...]
    tellers: tuple[TellerLine, ...]
    notes: tuple[str, ...]
    blank: bool


@dataclass(frozen=True, slots=True)
class VoteResultRow:
    """One item with what became of it, by what share, and why."""

    item: VoteItem
    votes: tuple[int, ...]
    share: str
    outcome: str
    passed: bool
    reason: str


@dataclass(frozen=True, slots=True)
class BallotResult(Sheet):
    """票决结果 as it was announced. `notes` tell of earlier counts and of a second vote."""

    head: VoteHead
    turnout: VoteTurnout
    options: tuple[str, ...]
    rows: tuple[VoteResultRow, ...]
    notes: tuple[str, ...]
    announced_at: datetime
