"""What ledgers, period reports and duty records show: frozen values, as sheets are."""

from dataclasses import dataclass
from datetime import date, datetime

from renda_desktop.domain.terms import Signal
from renda_desktop.queries.papers.sheet import Sheet
from renda_desktop.queries.papers.sheets import StationHead


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One matter of a 台账. `days` is days left, negative when overdue; `rated` are the stars."""

    number: str
    raised_on: date
    resident: str
    text: str
    category: str
    place: str
    way: str
    unit: str
    due: date | None
    provisional: bool
    days: int | None
    signal: Signal | None
    stage: str
    result: str
    rated: str


@dataclass(frozen=True, slots=True)
class Ledger(Sheet):
    """台账: the matters of a period or of any filter, which `conditions` tells in words."""

    station: StationHead
    conditions: str
    rows: tuple[LedgerRow, ...]


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """A published figure in words: its value, what is inside it, and how it is counted."""

    title: str
    shown: str
    share: str  # numerator and denominator of a rate, else ''
    inside: tuple[str, ...]
    counts: str
    numerator: str = ""
    denominator: str = ""
    counted: bool = True  # of anything at all


@dataclass(frozen=True, slots=True)
class ChartBar:
    """One value of a chart and how it is said; None has no bar."""

    name: str
    value: float | None
    said: str


@dataclass(frozen=True, slots=True)
class PrintedChart:
    """A chart: of things beside each other, or `over_time`; `note` tells what is counted."""

    title: str
    note: str
    bars: tuple[ChartBar, ...]
    over_time: bool = False


@dataclass(frozen=True, slots=True)
class Ranked:
    """What was raised, and how often."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class HeldRow:
    """One reception that was held."""

    on: date
    title: str
    place: str
    deputies: int
    visits: int
    heads: int
    matters: int


@dataclass(frozen=True, slots=True)
class PeriodReport(Sheet):
    """月报、季报 or 年报: figures as they stood at `moment`, and what is behind them."""

    station: StationHead
    name: str
    period: str
    conditions: str
    moment: datetime
    figures: tuple[PrintedFigure, ...]
    checks: tuple[str, ...]
    charts: tuple[PrintedChart, ...]
    categories: tuple[Ranked, ...]
    places: tuple[Ranked, ...]
    overdue: tuple[LedgerRow, ...]
    receptions: tuple[HeldRow, ...]


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One thing that is counted of a deputy: by year in the order of the record's years."""

    title: str
    by_year: tuple[str, ...]
    total: str


@dataclass(frozen=True, slots=True)
class DutyList:
    """What is behind a number: rows of cells under their heads."""

    title: str
    heads: tuple[str, ...]
    shares: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class DutyRecord(Sheet):
    """代表履职档案: what one deputy did, counted from what was recorded."""

    station: StationHead
    deputy: str
    mandates: tuple[str, ...]
    post: str
    groups: str
    years: tuple[str, ...]
    lines: tuple[DutyLine, ...]
    lists: tuple[DutyList, ...]
    definitions: tuple[str, ...]
