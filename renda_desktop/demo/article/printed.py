"""The figures as the newspaper printed them, each beside what was computed from the entries."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlalchemy.orm import Session

from renda_desktop.domain.figures import FigureFilter, Part, Value
from renda_desktop.domain.figures import FigureKey as F
from renda_desktop.queries import stations
from renda_desktop.queries.figures import figure

Exact = int | Decimal | Fraction | None


def _sum(parts: list[Part]) -> Exact:
    return sum((part.amount for part in parts), Decimal(0))


def _rate(parts: list[Part]) -> Exact:
    return next((Fraction(one.amount) / one.of for one in parts if one.of), None)


def _first(parts: list[Part]) -> Exact:
    return next((one.first.value for one in parts if one.first), None)


def _last(parts: list[Part]) -> Exact:
    return next((one.last.value for one in parts if one.last), None)


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed figure: of which place and mechanisms, the words, and the number in them.

    `over`: the paper wrote 余, so the exact number lies above by less than a tenth. `parts` are
    the keys of the figure's parts that are meant, `reads` what is read of them.
    """

    place: str
    said: str
    key: F
    number: int | Decimal | Fraction
    programs: tuple[str, ...]
    over: bool = False
    parts: tuple[str, ...] = ()
    reads: Callable[[list[Part]], Exact] | None = None

    def of(self, value: Value) -> list[Part]:
        """Return the parts that are meant; before a measurement's key stands its theme."""
        return [one for one in value.parts if one.key.rpartition(".")[2] in self.parts]

    def read(self, value: Value) -> Exact:
        """Return the number that was printed: the whole, its numerator, or one of its parts."""
        if self.reads is not None:
            return self.reads(self.of(value))
        return value.amount if isinstance(self.number, int) else value.exact

    def agrees(self, found: Exact) -> bool:
        """Return whether a computed number is the printed one."""
        if found is None or not self.over:
            return found == self.number
        printed = Fraction(self.number)
        return printed < found < printed * Fraction(11, 10)


_NIGHT, _TALK = ("night-inquiry",), ("night-talk",)
_THEMED, _TOGETHER = ("themed",), ("together",)
_ONLINE, _AUDIT, _AIR = ("supervision-online",), ("audit-rectification",), ("environment",)
_DESKS = ("regular", "night-talk")

PRINTED = (
    Printed("北仑区", "开展10期", F.RECEPTIONS_HELD, 10, _NIGHT),
    Printed("北仑区", "代表参与68人次", F.DEPUTY_ATTENDANCES, 68, _NIGHT),
    Printed("北仑区", "部门负责人现场答复72人次", F.ON_SITE_REPLIES, 72, _NIGHT),
    Printed("北仑区", "各类问题建议117件", F.MATTERS_RAISED, 117, _NIGHT),
    Printed("北仑区", "当场落实61件", F.SETTLED_ON_SITE, 61, _NIGHT),
    Printed("北仑区", "后期追踪解决44件", F.SETTLED_AFTER, 44, _NIGHT),
    Printed("北仑区", "列入部门工作计划12件", F.PLANNED, 12, _NIGHT),
    Printed("北仑区", "答复率为100%", F.REPLY_RATE, Fraction(1), _NIGHT),
    Printed(
        "北仑区", "新增一般固废分类企业230余家", F.QUANTITIES, 230, _NIGHT, over=True,
        parts=("classified_enterprises",), reads=_sum,
    ),
    Printed("文教街道", "接待选民活动80余次", F.RECEPTIONS_HELD, 80, _DESKS, over=True),
    Printed("文教街道", "参与代表170余人次", F.DEPUTY_ATTENDANCES, 170, _DESKS, over=True),
    Printed("文教街道", "接待群众千余人次", F.RESIDENTS_RECEIVED, 1000, _DESKS, over=True),
    Printed("文教街道", "“代表夜聊”收集问题305件", F.MATTERS_RAISED, 305, _TALK),
    Printed("文教街道", "已经解决和基本解决271件", F.PROBLEMS_SOLVED, 271, _TALK),
    Printed("文教街道", "解决率为89%", F.RESOLUTION_RATE, Fraction(271, 305), _TALK),
    Printed("奉化区", "“三零”特色化代表联络站(点)16个", F.PLACES_HELD, 16, ("outreach",)),
    Printed("奉化区", "各类活动580余次", F.RECEPTIONS_HELD, 580, ("outreach",), over=True),
    Printed("海曙区", "17个镇(乡)街道", F.TOWNSHIPS_COVERED, 17, _THEMED),
    Printed("海曙区", "主题接待258次", F.RECEPTIONS_HELD, 258, _THEMED),
    Printed("海曙区", "收集社情民意1000余条", F.OPINIONS_COLLECTED, 1000, _THEMED, over=True),
    Printed("海曙区", "解决实际问题420个", F.PROBLEMS_SOLVED, 420, _THEMED),
    Printed("余姚市", "1123名四级代表", F.DEPUTIES_ONBOARD, 1123, _TOGETHER),
    Printed("余姚市", "已全部上线", F.DEPUTIES_ONBOARD, Fraction(1), _TOGETHER),
    Printed("余姚市", "上报问题建议463件", F.MATTERS_RAISED, 463, _TOGETHER),
    Printed("余姚市", "解决417件", F.PROBLEMS_SOLVED, 417, _TOGETHER),
    Printed("余姚市", "转化为闭会期间代表建议19件", F.CONVERTED, 19, _TOGETHER),
    Printed("小曹娥镇", "上报意见问题50件", F.MATTERS_RAISED, 50, _TOGETHER),
    Printed("小曹娥镇", "已全部答复处理", F.REPLY_RATE, Fraction(1), _TOGETHER),
    Printed("小曹娥镇", "转化为闭会期间代表建议1件", F.CONVERTED, 1, _TOGETHER),
    Printed("象山县", "“代表督事”活动36次", F.RECEPTIONS_HELD, 36, _ONLINE),
    Printed("象山县", "化解基层矛盾纠纷15件", F.DISPUTES_SETTLED, 15, _ONLINE),
    Printed(
        "象山县", "代表满意率达95%", F.SATISFACTION_RATE, Fraction(19, 20), _ONLINE,
        parts=("deputy",), reads=_rate,
    ),
    Printed(
        "象山县", "选民群众满意率达95%", F.SATISFACTION_RATE, Fraction(19, 20), _ONLINE,
        parts=("resident",), reads=_rate,
    ),
    Printed("镇海区", "列入专项监督的215个问题", F.MATTERS_RAISED, 215, _AUDIT),
    Printed("镇海区", "185个问题已基本得到落实", F.PROBLEMS_SOLVED, 185, _AUDIT),
    Printed("镇海区", "销号185个", F.STRUCK_OFF, Fraction(185, 215), _AUDIT),
    Printed(
        "镇海区", "收回资金3829万元", F.QUANTITIES, Decimal(3829), _AUDIT,
        parts=("recovered",), reads=_sum,
    ),
    Printed(
        "镇海区", "规范管理、依法核销及盘活7.64亿元", F.QUANTITIES, Decimal(76400), _AUDIT,
        parts=("regularised", "written_off", "put_to_use",), reads=_sum,
    ),
    Printed(
        "慈溪市", "污水处理能力由5万吨/日", F.MEASUREMENTS, Decimal(5), _AIR,
        parts=("sewage",), reads=_first,
    ),
    Printed(
        "慈溪市", "提升至32万吨/日", F.MEASUREMENTS, Decimal(32), _AIR,
        parts=("sewage",), reads=_last,
    ),
    Printed(
        "慈溪市", "PM2.5从49微克/立方米", F.MEASUREMENTS, Decimal(49), _AIR,
        parts=("pm25",), reads=_first,
    ),
    Printed(
        "慈溪市", "下降至29微克/立方米", F.MEASUREMENTS, Decimal(29), _AIR,
        parts=("pm25",), reads=_last,
    ),
    Printed(
        "慈溪市", "年引水2.4亿立方米", F.MEASUREMENTS, Decimal("2.4"), _AIR,
        parts=("water",), reads=_last,
    ),
    Printed("鄞州区", "指标共70项", F.INDICATORS, 70, ("state-assets",)),
    Printed("鄞州区", "6家不同类型单位", F.SUBJECTS_EVALUATED, 6, ("state-assets",)),
    Printed(
        "文教街道", "中心组代表“三维联评”全覆盖", F.EVALUATION_COVERAGE, Fraction(1),
        ("three-way-review",),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Compared:
    """A printed figure beside the computed one."""

    printed: Printed
    value: Value
    found: Exact

    @property
    def shown(self) -> str:
        """Return the computed figure, or its parts, with the counts behind a rate."""
        parts = self.printed.of(self.value)
        if parts:
            return ";".join(f"{one.title} {one.shown}" for one in parts)
        counts = f"({self.value.amount}/{self.value.of})" if self.value.of else ""
        return self.value.shown + counts

    @property
    def agrees(self) -> bool:
        return self.printed.agrees(self.found)


def compared(session: Session, *, today: date) -> list[Compared]:
    """Compute every printed figure from the entries."""
    return [one_compared(session, one, today=today) for one in PRINTED]


def one_compared(session: Session, printed: Printed, *, today: date) -> Compared:
    """Compute one printed figure from the entries."""
    area = next((one.id for one in stations.areas(session) if one.name == printed.place), None)
    where = FigureFilter(area=area, programs=printed.programs)
    value = figure(session, key=printed.key, where=where, today=today)
    return Compared(printed, value, printed.read(value))
