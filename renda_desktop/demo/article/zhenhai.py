"""镇海:审计查出问题整改, a list that is struck off item by item."""

from datetime import date, time
from decimal import Decimal

from renda_desktop.demo.agenda import Life
from renda_desktop.demo.article.founding import founded
from renda_desktop.demo.article.stage import Scene, Stage, dealt
from renda_desktop.demo.hours import at
from renda_desktop.demo.world import Office
from renda_desktop.domain.terms import Channel, Grade, Outcome
from renda_desktop.services import matters, quantities
from renda_desktop.services.ways import Way

_LISTED, _CARRIED_OUT = 215, 185
_AMOUNTS = {
    "recovered": Decimal(3829),
    "regularised": Decimal("40526.5"),
    "written_off": Decimal("8973.5"),
    "put_to_use": Decimal(26900),
}  # 万元; the last three are 7.64 亿元
_FINDINGS = (
    "专项补助资金未及时清算", "出借资金逾期未收回", "房租和土地出让收入欠收",
    "往来款长期挂账", "固定资产未入账", "工程款超进度支付", "结余资金未上缴财政",
    "公务卡使用不规范", "政府采购程序不完整", "闲置厂房未盘活",
)  # fmt: skip


def zhenhai(stage: Stage) -> Life:
    """List what the audit found, hand it to the units, and see the rectification through."""
    yield at(date(2020, 9, 21), time(9))
    scene = founded(stage, "zhenhai")
    shares = [dict[str, Decimal]() for _ in range(_CARRIED_OUT)]
    for kind, (key, whole) in enumerate(_AMOUNTS.items()):
        chosen = dealt(shares, into=len(_AMOUNTS))[kind]
        for share, amount in zip(chosen, parts(whole, len(chosen)), strict=True):
            share[key] = amount
    for number in range(_LISTED):
        office = scene.offices[number % len(scene.offices)]
        own = shares[number] if number < _CARRIED_OUT else None
        stage.agenda.add(stage.later(0, 3), _rectified(stage, scene, office, number, own))


def parts(whole: Decimal, count: int) -> list[Decimal]:
    """Divide an amount into so many with two places whose sum is the amount."""
    each = (whole / count).quantize(Decimal("0.01"))
    return [each] * (count - 1) + [whole - each * (count - 1)]


def _rectified(
    stage: Stage, scene: Scene, office: Office, number: int, amounts: dict[str, Decimal] | None
) -> Life:
    site, finding = scene.sites[0], _FINDINGS[number % len(_FINDINGS)]
    matter = stage.act(
        site,
        matters.register,
        program="audit-rectification",
        own_words=f"{office.name}:{finding}(审计报告第{number + 1}条)。",
        summary=f"{office.name}{finding}",
        category="财政审计/预算执行",
        channel=Channel.LIST,
        way=Way("assigned", "请在60天内整改并报送结果。", office.id),
    )
    if amounts is None:
        return
    yield stage.later(12, 38)
    for key, amount in amounts.items():
        stage.act(site, quantities.record, matter=matter, key=key, amount=amount)
    stage.act(
        site,
        matters.reply,
        matter=matter,
        text="已按审计意见整改到位,凭证附后。",
        grade=Grade.SOLVED if number % 3 else Grade.BASICALLY_SOLVED,
    )
    yield stage.later(2, 6)
    stage.act(
        site,
        matters.resolve,
        matter=matter,
        outcome=Outcome.RESOLVED_AFTER_FOLLOW_UP,
        text="整改结果已核对。",
    )
    yield stage.later(3, 10)
    stage.desk.act(
        matters.strike_off,
        clerk=stage.supervisor,
        station=site.id,
        matter=matter,
        evidence="审计部门与财经工委现场复核,凭证齐全,同意销号。",
    )
