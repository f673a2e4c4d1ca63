"""The rules of a vote in the sentences that its papers print."""

from renda_desktop.domain.terms import VoteOption
from renda_desktop.domain.voting import BallotRules, Choice, Ratio
from renda_desktop.queries.papers.figure_words import full

_MARK = "方框内画“√”"
_DOUBTFUL = "字迹无法辨认的，由监票人认定。"


def options(rules: BallotRules) -> tuple[str, ...]:
    """Return what there is to choose from for each item."""
    wanted = VoteOption if rules.choose is None else (VoteOption.FOR,)
    return tuple(one.label for one in wanted)


def described(rules: BallotRules) -> tuple[str, ...]:
    """Return how the vote is held and what passes."""
    how = "无记名投票" if rules.secret else "记名投票"
    manner = "逐项票决" if rules.choose is None else f"差额票决，{_chosen(rules.choose)}"
    return (
        f"{how}，{manner}。",
        f"到会人数须{_reaching(rules.quorum, '应到人数')}，方可投票。",
        _passing(rules),
    )


def advice(rules: BallotRules) -> tuple[str, ...]:
    """Return how to fill in a paper so that it counts."""
    signing = (
        "本票无记名，请不要署名，也不要作其他记号。"
        if rules.secret
        else "本票为记名票，请在下方签名。"
    )
    for_ = VoteOption.FOR.label
    if rules.choose is not None:
        return (
            f"在{for_}的项目后面的{_MARK}，不{for_}的不画。",
            f"{_chosen(rules.choose)}；多选或者少选的，整张票无效。",
            f"{signing}{_DOUBTFUL}",
        )
    shown = "".join(f"“{one.label}”" for one in VoteOption)
    return (
        f"每一项在{shown}中只选一种，在对应的{_MARK}。",
        f"没有选择的项目按{VoteOption.ABSTAIN.label}计；同一项选了两种以上或者{_DOUBTFUL}",
        signing,
    )


def _chosen(choose: Choice) -> str:
    if choose.least == choose.most:
        return f"每票须选 {choose.most} 项"
    least = f"，最少选 {choose.least} 项" if choose.least else ""
    return f"每票最多选 {choose.most} 项{least}"


def _reaching(ratio: Ratio, base: str) -> str:
    return f"{'超过' if ratio.over else '达到'}{base}的 {ratio.part}/{ratio.of}"


def _passing(rules: BallotRules) -> str:
    for_ = VoteOption.FOR.label
    enough = _reaching(rules.passes, full(rules.base.label)) if rules.passes else ""
    if rules.top is None:
        return f"{for_}票{enough}的，为通过。"
    among = f"{for_}票{enough}的项目，" if enough else ""
    return f"{among}按得票多少取前 {rules.top} 项；最后的名额票数相等的，{rules.tie.label}。"
