"""An evaluation of the article: opened, filled by every panel, concluded."""

from datetime import timedelta
from decimal import Decimal

from renda_desktop.demo.agenda import Life
from renda_desktop.demo.article.stage import Site, Stage
from renda_desktop.domain.ids import Id
from renda_desktop.domain.scoring.rules import (
    Endpoints,
    Graded,
    Indicator,
    Interval,
    Panel,
    ScorecardRules,
)
from renda_desktop.domain.scoring.sheets import Counts, Mark
from renda_desktop.domain.terms import Better, PanelForm
from renda_desktop.services import drawing, scorecards

_MORE = 2  # sheets beyond the least that a panel needs
_GOOD = {0: 6, 1: 3, 2: 1}  # which grade is given how often, from the best


def evaluated(stage: Stage, site: Site, scorecard: Id, rules: ScorecardRules, kind: str) -> Life:
    """Let every panel have its say, each on a day of its own, and conclude."""
    for panel in rules.panels:
        yield stage.later(3, 9)
        leaves = rules.scored_by(panel, unit_kind=kind)
        match panel.form:
            case PanelForm.SHEETS:
                _sheets(stage, site, scorecard, panel, leaves)
            case PanelForm.TALLY:
                _tally(stage, site, scorecard, panel, leaves)
            case PanelForm.MEASURED:
                _measure(stage, site, scorecard, leaves)
    for leaf in rules.leaves(kind):
        if leaf.evidence:
            stage.act(
                site,
                scorecards.evidence,
                scorecard=scorecard,
                leaf=leaf.key,
                text="佐证材料见评议卷宗。",
            )
    yield stage.clock.now + timedelta(days=2)
    stage.act(site, scorecards.conclude, scorecard=scorecard)


def _sheets(
    stage: Stage, site: Site, scorecard: Id, panel: Panel, leaves: tuple[Indicator, ...]
) -> None:
    for number in range(1 if panel.own else panel.least + _MORE):
        stage.act(
            site,
            scorecards.rate,
            scorecard=scorecard,
            panel=panel.key,
            marks=tuple(_mark(stage, leaf) for leaf in leaves),
            rater="" if panel.own else f"{panel.title}第{number + 1}份",
            comment="本年度按要求联系选民、参加活动、提出建议,现述评如下。" if panel.own else "",
        )


def _mark(stage: Stage, leaf: Indicator) -> Mark:
    if isinstance(leaf.scale, Graded):
        place = min(stage.luck.by_weight(_GOOD), len(leaf.scale.grades) - 1)
        return Mark(leaf.key, grade=leaf.scale.grades[place].title)
    return Mark(leaf.key, (leaf.weight * stage.luck.number(80, 98) / 100).quantize(Decimal("0.1")))


def _tally(
    stage: Stage, site: Site, scorecard: Id, panel: Panel, leaves: tuple[Indicator, ...]
) -> None:
    returned = panel.least + stage.luck.number(8, 20)
    counts = []
    for leaf in leaves:
        if not isinstance(leaf.scale, Graded):
            continue
        best, second, *others = [grade.title for grade in leaf.scale.grades]
        good = stage.luck.number(returned * 2 // 3, returned)
        given = {best: good, second: returned - good} | dict.fromkeys(others, 0)
        counts.append(Counts(leaf.key, given))
    stage.act(
        site,
        scorecards.tally,
        scorecard=scorecard,
        panel=panel.key,
        counts=tuple(counts),
        issued=returned + stage.luck.number(0, 2),
        returned=returned,
    )


def _measure(stage: Stage, site: Site, scorecard: Id, leaves: tuple[Indicator, ...]) -> None:
    """Draw what the records here can say, and enter what the unit reported of the rest."""
    for leaf in leaves:
        if leaf.source is not None:
            stage.act(site, drawing.draw, scorecard=scorecard, leaf=leaf.key)
            continue
        stage.act(
            site,
            scorecards.measure,
            scorecard=scorecard,
            leaf=leaf.key,
            value=_reported(stage, leaf),
            source="单位年度报表,经财政部门核对",
        )


def _reported(stage: Stage, leaf: Indicator) -> Decimal:
    match leaf.scale:
        case Interval(zero_at, full_at):
            share = Decimal(stage.luck.number(40, 110)) / 100
            return (zero_at + (full_at - zero_at) * share).quantize(Decimal("0.01"))
        case Endpoints(threshold, better):
            met = stage.luck.happens(0.8)
            beyond = 1 if met is (better is Better.HIGHER) else -1
            return threshold + (0 if met else beyond * max(abs(threshold) / 10, Decimal(1)))
        case _:
            return Decimal(0)
