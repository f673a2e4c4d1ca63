"""A work mechanism in words, for whoever checks a program file before it is published."""

from collections.abc import Iterable, Iterator, Sequence

from renda_desktop.domain.program import Amber, ProgramDetails, ProposalRules, Term
from renda_desktop.domain.scoring import ScorecardRules
from renda_desktop.domain.scoring.rules import Indicator
from renda_desktop.domain.terms import Term as Word
from renda_desktop.domain.terms import VoteBase
from renda_desktop.domain.voting import BallotRules


def words(program: ProgramDetails) -> str:
    """Return what a program says, a line for each of its parts."""
    return "\n".join(f"{title}:{text}" for title, text in _parts(program) if text)


def _parts(program: ProgramDetails) -> Iterator[tuple[str, str]]:
    yield "工作机制", f"{program.title}({program.key},第{program.version}版)"
    yield "说明", program.about
    yield from _receptions(program)
    yield from _matters(program)
    if program.proposal is not None:
        yield "代表建议", _proposal(program.proposal)
    if program.scorecard is not None:
        yield from _scorecard(program.scorecard)
    if program.ballot is not None:
        yield "票决", _ballot(program.ballot)
    yield "代表小组", program.group
    yield "公布的指标", _labels(program.figures)


def _receptions(program: ProgramDetails) -> Iterator[tuple[str, str]]:
    if program.kinds:
        yield "接待活动", _labels(program.kinds)
        yield "公告", f"至少提前{program.notice_days}天张贴"
        yield "接待代表", f"至少{program.least_deputies}名"


def _matters(program: ProgramDetails) -> Iterator[tuple[str, str]]:
    if program.dispositions:
        yield "处理方式", _labels(program.dispositions)
        yield "办理期限", f"{_term(program.handling)};{_amber(program.amber)}"
        yield "退回期限", _term(program.returns) if program.returns else ""
        yield "满意", f"{program.satisfied_from}星及以上"
        yield "销号", "须由登记办结以外的人" if program.second_person else ""
    steps = [
        f"{one.title}({one.step.label}{',必经' if one.needed else ''})" for one in program.steps
    ]
    yield "步骤", " → ".join(steps)
    yield "成效数量", _listed(f"{one.title}({one.unit})" for one in program.quantities)
    yield (
        "监测指标",
        _listed(f"{one.title}({one.unit},{one.better.label})" for one in program.measures),
    )


def _proposal(rules: ProposalRules) -> str:
    classes = _listed(f"{one.code} {one.title}" for one in rules.classes)
    return ";".join(
        (
            f"主办{_term(rules.lead)},复杂的{_term(rules.complex)},协办{_term(rules.co_unit)}",
            f"退回限{_term(rules.returns)}",
            _amber(rules.amber),
            f"答复分{classes}",
            f"评价{_listed(one.title for one in rules.aspects)}",
            f"低于{rules.satisfied_from}星的重新办理",
        )
    )


def _scorecard(rules: ScorecardRules) -> Iterator[tuple[str, str]]:
    secret = "(分数保密)" if rules.confidential else ""
    yearly = f",每年{rules.yearly.least}至{rules.yearly.most}个" if rules.yearly else ""
    yield "评议对象", f"{rules.subjects.label}{yearly}{secret}"
    yield "单位类型", _listed(rules.kinds)
    panels = (f"{one.title}({one.form.label},权重{one.weight})" for one in rules.panels)
    yield "评价主体", _listed(panels)
    leaves = sum(1 for _ in _leaves(rules.indicators))
    first = _listed(f"{one.title}{one.weight}" for one in rules.indicators)
    yield "评价指标", f"末级{leaves}项,共{rules.total}分:{first}"
    yield "等次", _listed(f"{one.title}≥{one.at_least}({one.stars}星)" for one in rules.bands)
    yield (
        "加分扣分",
        _listed(f"{one.title}({one.least}至{one.most})" for one in rules.adjustments),
    )
    yield "一票否决", _listed(f"{one.title}(最高{one.most})" for one in rules.vetoes)


def _leaves(nodes: Sequence[Indicator]) -> Iterator[Indicator]:
    for node in nodes:
        yield from _leaves(node.parts) if node.parts else (node,)


def _ballot(rules: BallotRules) -> str:
    said = ["无记名" if rules.secret else "记名", f"到会{rules.quorum.words}方可进行"]
    if rules.choose is None:
        said.append("逐项表决")
    else:
        said.append(f"每票选{rules.choose.least}至{rules.choose.most}项")
    if rules.passes is not None:
        said.append(f"赞成{rules.passes.words}的通过(以{VoteBase(rules.base).label}计)")
    if rules.top is not None:
        said.append(f"取票数最多的{rules.top}项,{rules.tie.label}")
    if rules.again is not None:
        said.append(f"再次投票仍须{rules.again.words}")
    return ";".join((*said, f"监票计票{rules.tellers}人"))


def _term(term: Term) -> str:
    return f"{term.days}{term.unit.label}"


def _amber(amber: Amber) -> str:
    return f"剩{amber.days}天或期限的{amber.percent}%(取较长的)时转为黄色"


def _labels(terms: Iterable[Word]) -> str:
    return _listed(one.label for one in terms)


def _listed(texts: Iterable[str]) -> str:
    return "、".join(texts)
