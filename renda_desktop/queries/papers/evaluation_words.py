"""How an evaluation comes to its figure, in the sentences that its papers print."""

from collections.abc import Iterator

from renda_desktop.domain.figures import plain
from renda_desktop.domain.scoring.rules import Graded, ScorecardRules
from renda_desktop.domain.terms import PanelForm


def definitions(rules: ScorecardRules, *, unit_kind: str) -> tuple[str, ...]:
    """Return what the score is made of, what is divided by what, and which grade it gives."""
    bounds = f"在 {plain(rules.floor)} 分至 {plain(rules.cap)} 分之间"
    places = f"{rules.rounding.mode.label}到小数点后 {rules.rounding.places} 位"
    whole = f"各项满分合计 {plain(rules.total)} 分"
    told = [
        f"总分＝各项指标得分之和＋加分－扣分，{bounds}。",
        f"指标得分＝该项满分×各评价主体得分率按权重的平均，{places}；{whole}。",
        *_rates(rules),
        *_worth(rules, unit_kind),
        bands(rules),
    ]
    if rules.vetoes:
        vetoes = "；".join(f"{one.title}，最高 {plain(one.most)} 分" for one in rules.vetoes)
        told.append(f"一票否决：{vetoes}。")
    return tuple(told)


def bands(rules: ScorecardRules) -> str:
    """Return from how many points which grade is given."""
    told = "；".join(
        f"{plain(one.at_least)} 分及以上为{one.title}（{one.stars} 星）" for one in rules.bands
    )
    return f"等次：{told}。"


def _rates(rules: ScorecardRules) -> Iterator[str]:
    """Say what is the numerator and what the denominator, for each form of panel there is."""
    forms = {panel.form for panel in rules.panels}
    if PanelForm.SHEETS in forms:
        yield "逐份评分的得分率：分子为各份得分率之和，分母为评分的份数。"
    if PanelForm.TALLY in forms:
        yield "按等次计票的得分率：分子为各等次票数乘以该等次折算比例之和，分母为各等次票数之和。"
    if PanelForm.MEASURED in forms:
        yield "按数据计分的得分率：按评分标准，区间值在零分与满分之间按比例计，两端值达到的满分。"
    weights = "、".join(
        f"{one.title} {plain(one.weight)}"
        for one in rules.panels
        if one.form is not PanelForm.MEASURED
    )
    if weights:
        yield f"同一指标由几个评价主体评的，权重为：{weights}。"


def _worth(rules: ScorecardRules, unit_kind: str) -> Iterator[str]:
    scales = {
        leaf.scale.grades for leaf in rules.leaves(unit_kind) if isinstance(leaf.scale, Graded)
    }
    for grades in sorted(scales, key=str):
        told = "、".join(f"{one.title} {plain(one.share * 100)}%" for one in grades)
        yield f"等次折算：{told}。"
