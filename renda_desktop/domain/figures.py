"""The published figures: a closed set, how exactly each is kept, and for what it can be asked."""

import math
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

import msgspec

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Line, Moment, Whole
from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import DeputyLevel, Disposition, ReceptionKind, Term

Number = int | Decimal


class FigureKey(Term):
    """A figure that congresses publish. How each is counted stands beside its query."""

    RECEPTIONS_HELD = "receptions_held", "接待场次"
    PLACES_HELD = "places_held", "开展活动的站(点)"
    TOWNSHIPS_COVERED = "townships_covered", "覆盖镇(乡)街道"
    DEPUTY_ATTENDANCES = "deputy_attendances", "代表参与"
    ON_SITE_REPLIES = "on_site_replies", "部门负责人现场答复"
    RESIDENTS_RECEIVED = "residents_received", "接待群众"
    WAITING_TIME = "waiting_time", "候访时间"
    MATTERS_RAISED = "matters_raised", "提出问题建议"
    SETTLED_ON_SITE = "settled_on_site", "当场落实"
    SETTLED_AFTER = "settled_after", "后期追踪解决"
    PLANNED = "planned", "列入部门工作计划"
    REPLY_RATE = "reply_rate", "答复率"
    RESOLUTION_RATE = "resolution_rate", "解决率"
    ON_TIME_RATE = "on_time_rate", "按期办结率"
    SATISFACTION_RATE = "satisfaction_rate", "满意率"
    OPINIONS_COLLECTED = "opinions_collected", "收集社情民意"
    PROBLEMS_SOLVED = "problems_solved", "解决实际问题"
    DISPUTES_SETTLED = "disputes_settled", "化解矛盾纠纷"
    CONVERTED = "converted", "转化为闭会期间代表建议"
    STRUCK_OFF = "struck_off", "销号"
    QUANTITIES = "quantities", "成效数量"
    MEASUREMENTS = "measurements", "监测指标变化"
    DEPUTIES_ONBOARD = "deputies_onboard", "代表上线"
    PROPOSALS_RAISED = "proposals_raised", "代表建议"
    PROPOSAL_REPLY_RATE = "proposal_reply_rate", "代表建议答复率"
    PROPOSAL_SATISFACTION = "proposal_satisfaction", "代表建议满意率"
    PROPOSAL_ON_TIME = "proposal_on_time", "代表建议按期答复率"
    SUBJECTS_EVALUATED = "subjects_evaluated", "评议对象"
    EVALUATION_COVERAGE = "evaluation_coverage", "评议覆盖率"
    INDICATORS = "indicators", "评价指标"
    ITEMS_VOTED = "items_voted", "票决项目"
    ITEMS_PASSED = "items_passed", "通过项目"


class Dimension(Term):
    """By what a figure can be restricted and broken down."""

    PERIOD = "period", "期间"
    STATION = "station", "联络站"
    AREA = "area", "镇乡街道"
    PROGRAM = "program", "工作机制"
    KIND = "kind", "接待类别"
    THEME = "theme", "主题"
    UNIT = "unit", "承办单位"
    DEPUTY = "deputy", "代表"
    YEAR = "year", "年份"
    MONTH = "month", "月份"
    TERM = "term", "届次的起止日期没有登记"


class Congress(msgspec.Struct, frozen=True):
    """One term (届) of the congress at one level."""

    level: DeputyLevel
    term: Whole

    def __str__(self) -> str:
        return f"{self.level.label}第{self.term}届"


class FigureFilter(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a figure is asked for; what is None or empty does not restrict.

    `since` and `until` are days in China, both included. `area` takes in every station below it,
    `group` the deputies of that name (中心组). With `as_of`, only what was on record then counts.
    """

    since: date | None = None
    until: date | None = None
    congress: Congress | None = None
    as_of: Moment | None = None
    programs: tuple[Line, ...] = ()
    kind: ReceptionKind | None = None
    theme: Id | None = None
    unit: Id | None = None
    deputy: Id | None = None
    group: Line = ""
    stations: tuple[Id, ...] = ()
    area: Id | None = None

    def check(self) -> None:
        """Raise RuleBroken where the period ends before it begins."""
        if self.since and self.until and self.until < self.since:
            raise RuleBroken("figure.period")

    @property
    def dimensions(self) -> frozenset[Dimension]:
        """Return what the figure is restricted by, apart from the moment."""
        asked = {
            Dimension.PERIOD: self.since or self.until or self.congress,
            Dimension.STATION: self.stations,
            Dimension.AREA: self.area,
            Dimension.PROGRAM: self.programs,
            Dimension.KIND: self.kind,
            Dimension.THEME: self.theme,
            Dimension.UNIT: self.unit,
            Dimension.DEPUTY: self.deputy or self.group,
        }
        return frozenset(one for one, value in asked.items() if value)


class Definition(msgspec.Struct, frozen=True):
    """What a figure counts, in words that are printed with it.

    `dated` says which day places what is counted in a period; `places` are those that are shown.
    """

    key: FigureKey
    unit: str
    counts: str
    dated: str
    numerator: str = ""
    denominator: str = ""
    places: int = 0

    @property
    def title(self) -> str:
        return self.key.label


class Reading(msgspec.Struct, frozen=True):
    """What was measured on one day."""

    value: Decimal
    day: date


class Part(msgspec.Struct, frozen=True):
    """Something that stands inside or beside a figure: `amount`, or `amount` of `of`.

    A measured part has its `first` and `last` reading; its amount is the change. `places` are
    those that are shown, None for all.
    """

    key: str
    title: str
    unit: str
    amount: Number
    of: int | None = None
    first: Reading | None = None
    last: Reading | None = None
    places: int | None = None

    @property
    def shown(self) -> str:
        """Return it as it is printed, with its unit."""
        if self.first is not None and self.last is not None:
            days = f"({self.first.day.isoformat()} 至 {self.last.day.isoformat()})"
            return f"{plain(self.first.value)} → {plain(self.last.value)} {self.unit}{days}"
        if self.of is not None:
            return f"{plain(self.amount)}/{self.of} {self.unit}"
        if self.places is not None:
            return f"{rounded(Fraction(self.amount), places=self.places)} {self.unit}"
        return f"{plain(self.amount)} {self.unit}"


class Value(msgspec.Struct, frozen=True):
    """What a figure came to, exactly: an amount, or `amount` of `of` where it is a rate.

    There is no amount where nothing was measured, and where units must not be added: then the
    parts have them. `unfit` are the restrictions by which nothing can be said of what is counted.
    """

    amount: Number | None
    unit: str
    of: int | None = None
    places: int = 0
    parts: tuple[Part, ...] = ()
    unfit: tuple[Dimension, ...] = ()

    @property
    def exact(self) -> int | Decimal | Fraction | None:
        """Return it unrounded; a rate as a fraction, None of nothing."""
        if self.of is None or self.amount is None:
            return self.amount
        return Fraction(self.amount) / self.of if self.of else None

    @property
    def shown(self) -> str:
        """Return it as it is printed: a rate in per cent, a count with its unit."""
        if self.unfit:
            return f"不适用({'、'.join(one.label for one in self.unfit)})"
        if self.amount is None:
            return ";".join(f"{part.title} {part.shown}" for part in self.parts) or "—"
        if self.of is None:
            return f"{rounded(Fraction(self.amount), places=self.places)} {self.unit}"
        return f"{percent(self.amount, of=self.of, places=self.places)}" if self.of else "—"


class Figure(msgspec.Struct, frozen=True):
    """A figure with its value."""

    key: FigureKey
    value: Value


class Check(msgspec.Struct, frozen=True):
    """Two sides that ought to agree: `total` and what stands `apart` make up the `whole`."""

    title: str
    total: Number
    whole: Number
    apart: tuple[Part, ...] = ()

    @property
    def difference(self) -> Number:
        """Return what is missing from the whole; 0 where the sides agree."""
        return self.whole - self.total - sum(part.amount for part in self.apart)


_PUBLISHED = {
    Disposition.ANSWERED_ON_SITE: FigureKey.SETTLED_ON_SITE,
    Disposition.ASSIGNED: FigureKey.SETTLED_AFTER,
    Disposition.PLANNED: FigureKey.PLANNED,
}


def checks(figures: Mapping[FigureKey, Value]) -> tuple[Check, ...]:
    """Return what can be checked among these figures: sums, and that no part exceeds its whole.

    The three published ways (当场落实、后期追踪解决、列入部门工作计划) need not make up all
    matters: what went another way, or none yet, is shown apart.
    """
    made = []
    raised, raised_label = figures.get(FigureKey.MATTERS_RAISED), FigureKey.MATTERS_RAISED.label
    if raised is not None and raised.amount is not None:
        ways = {part.key: part for part in raised.parts}
        total = sum(ways[way].amount for way in _PUBLISHED)
        apart = tuple(part for part in raised.parts if part.key not in _PUBLISHED and part.amount)
        title = " + ".join(key.label for key in _PUBLISHED.values())
        made.append(Check(f"{title} = {raised_label}", total, raised.amount, apart))
    for key, value in figures.items():
        if value.of is not None and value.amount is not None and value.amount > value.of:
            made.append(Check(f"{key.label}:分子不超过分母", value.amount, value.of))
    return tuple(made)


def plain(number: Number) -> str:
    """Return a number without needless noughts."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rounded(exact: Fraction, *, places: int) -> Decimal:
    """Return a fraction as a decimal, rounded half up."""
    return Decimal(math.floor(exact * 10**places + Fraction(1, 2))).scaleb(-places)


def percent(amount: Number, *, of: int, places: int) -> str:
    """Return a share in per cent. What is not all never reads 100, what is not none never 0."""
    exact = Fraction(amount) * 100 / of
    shown = rounded(exact, places=places)
    least = Decimal(1).scaleb(-places)
    if shown == 100 and exact < 100:
        shown = 100 - least
    if shown == 0 and exact > 0:
        shown = least
    return f"{shown:.{places}f}%"
