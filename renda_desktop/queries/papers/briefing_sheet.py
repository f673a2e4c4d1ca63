"""What a deputy's briefing (代表阅件) shows."""

from dataclasses import dataclass
from datetime import date

from renda_desktop.domain.terms import Signal
from renda_desktop.queries.papers.sheet import Sheet
from renda_desktop.queries.papers.sheets import StationHead, TimelineLine


@dataclass(frozen=True, slots=True)
class BriefingRow:
    """One matter of a 代表阅件. `days` is days left, negative when overdue.

    `code` is what the row's QR code says, '' for none; `part` is the heading that it stands under;
    `earlier` is what the same resident came with before, the latest first.
    """

    number: str
    raised_on: date
    resident: str
    own_words: str
    summary: str
    category: str
    place: str
    stage: str
    unit: str
    due: date | None
    provisional: bool
    days: int | None
    signal: Signal | None
    history: tuple[TimelineLine, ...]
    way: str = ""
    part: str = ""
    code: str = ""
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Voice:
    """What one resident said on a theme, cut short where `cut`."""

    raised_on: date
    resident: str
    text: str
    place: str
    state: str
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Voices:
    """What residents said on a theme: the latest of them, how many in all, and its figures."""

    theme: str
    voices: tuple[Voice, ...]
    total: int
    figures: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class BriefingSheet(Sheet):
    """代表阅件: what one deputy reads before or after a reception."""

    station: StationHead
    deputy: str
    levels: str
    title: str
    reception: str
    rows: tuple[BriefingRow, ...]
    held: str = ""
    said: Voices | None = None
