"""What the papers of an evaluation show: sheets to fill in, and what it came to."""

from dataclasses import dataclass

from renda_desktop.queries.papers.sheet import Sheet
from renda_desktop.queries.papers.sheets import StationHead


@dataclass(frozen=True, slots=True)
class EvaluationHead:
    """Who or what is evaluated, and the days that are looked at, in words; '' is not known."""

    station: StationHead
    title: str
    name: str
    unit: str
    kind: str
    period: str
    about: str


@dataclass(frozen=True, slots=True)
class MarkLine:
    """An indicator on a sheet. A leaf has `grades` to choose from, or points up to `most`."""

    level: int
    title: str
    leaf: bool = False
    grades: tuple[str, ...] = ()
    most: str = ""


@dataclass(frozen=True, slots=True)
class PanelSheet:
    """What one panel fills in. A secret one is not signed; `own` asks the subject's statement."""

    title: str
    secret: bool
    own: bool
    lines: tuple[MarkLine, ...]


@dataclass(frozen=True, slots=True)
class EvaluationSheet(Sheet):
    """评议测评表 of one subject: one page or more for each panel."""

    head: EvaluationHead
    panels: tuple[PanelSheet, ...]


@dataclass(frozen=True, slots=True)
class MatrixLeaf:
    """One indicator for several subjects; `applies` says for which of them."""

    title: str
    grades: tuple[str, ...]
    most: str
    applies: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class MatrixPanel:
    """What one panel fills in for several subjects at once."""

    title: str
    secret: bool
    leaves: tuple[MatrixLeaf, ...]


@dataclass(frozen=True, slots=True)
class EvaluationMatrix(Sheet):
    """评议测评汇总票: several subjects, each with its name and unit, side by side."""

    station: StationHead
    title: str
    period: str
    subjects: tuple[tuple[str, str], ...]
    panels: tuple[MatrixPanel, ...]


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator at its level, 1 the highest; '' is what is not there yet."""

    level: int
    title: str
    weight: str
    scale: str
    leaf: bool
    value: str = ""
    points: str = ""
    means: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorSheet(Sheet):
    """指标评分表: the tree of indicators, with room for what is taken off and why."""

    head: EvaluationHead
    total: str
    rows: tuple[IndicatorRow, ...]
    adjustments: tuple[tuple[str, str], ...]
    vetoes: tuple[tuple[str, str], ...]
    definitions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PanelRow:
    """One panel: its form, how many took part, how many have to, and what it gives of 100."""

    title: str
    form: str
    heads: int
    least: int
    mean: str


@dataclass(frozen=True, slots=True)
class MeasuredRow:
    """One measured figure: what was divided by what, and where it comes from."""

    title: str
    value: str
    numerator: str
    denominator: str
    source: str


@dataclass(frozen=True, slots=True)
class EvaluationResult(Sheet):
    """评议结果 of one subject; `provisional` until it is concluded, for the reasons `waits`."""

    head: EvaluationHead
    confidential: bool
    status: str
    provisional: bool
    score: str
    grade: str
    rank: str
    points: str
    adjusted: str
    total: str
    rows: tuple[IndicatorRow, ...]
    panels: tuple[PanelRow, ...]
    measured: tuple[MeasuredRow, ...]
    extras: tuple[tuple[str, str, str], ...]
    waits: tuple[str, ...]
    definitions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One subject in a list of results; '' where there is none, or where it may not be known."""

    rank: str
    name: str
    unit: str
    kind: str
    period: str
    score: str
    grade: str
    status: str


@dataclass(frozen=True, slots=True)
class EvaluationSummary(Sheet):
    """评议结果汇总表: several subjects, ranked among those concluded of one programme and year."""

    station: StationHead
    conditions: str
    tally: str
    rows: tuple[SummaryRow, ...]
    confidential: bool
    definitions: tuple[str, ...]
