"""What was said of a subject so far, and what the rules have a place for beside it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import check_number
from renda_desktop.domain.ids import Id
from renda_desktop.domain.scoring.rules import Given, Graded, Indicator, Panel, ScorecardRules
from renda_desktop.domain.scoring.sheets import (
    Counts,
    Evidence,
    Extra,
    Mark,
    Measurement,
    Opinion,
    Sheet,
    Tally,
    Vetoed,
)
from renda_desktop.domain.terms import PanelForm

ByLeaf = TypeVar("ByLeaf", Mark, Counts)


@dataclass(slots=True)
class Opinions:
    """What was said so far, by the entry that says it."""

    sheets: dict[Id, Sheet] = field(default_factory=dict)
    tallies: dict[Id, Tally] = field(default_factory=dict)
    measurements: dict[Id, Measurement] = field(default_factory=dict)
    extras: dict[Id, Extra] = field(default_factory=dict)
    vetoes: dict[Id, Vetoed] = field(default_factory=dict)
    evidence: dict[Id, Evidence] = field(default_factory=dict)

    def add(self, entry: Id, one: Opinion) -> None:
        """Keep what an entry says."""
        match one:
            case Sheet():
                self.sheets[entry] = one
            case Tally():
                self.tallies[entry] = one
            case Measurement():
                self.measurements[entry] = one
            case Extra():
                self.extras[entry] = one
            case Vetoed():
                self.vetoes[entry] = one
            case Evidence():
                self.evidence[entry] = one

    @property
    def entries(self) -> set[Id]:
        """Return the entries whose word stands."""
        return {entry for known in self._kinds for entry in known}

    @property
    def _kinds(self) -> tuple[dict[Id, Opinion], ...]:
        return (
            self.sheets, self.tallies, self.measurements, self.extras, self.vetoes, self.evidence,
        )  # type: ignore[return-value] # each holds one kind of opinion  # fmt: skip

    def drop(self, entry: Id) -> bool:
        """Forget what an entry said; False where it says nothing that stands."""
        return any(known.pop(entry, None) is not None for known in self._kinds)

    def check(self, one: Opinion, *, rules: ScorecardRules, unit_kind: str) -> None:
        """Raise RuleBroken where the rules have no place for an opinion beside these."""
        match one:
            case Sheet():
                _check_sheet(one, rules, unit_kind, self.sheets.values())
            case Tally():
                _check_tally(one, rules, unit_kind)
            case Measurement():
                _check_measurement(one, rules, unit_kind, self.measurements.values())
            case Extra():
                _check_extra(one, rules)
            case Vetoed():
                _check_veto(one, rules, self.vetoes.values())
            case Evidence():
                _check_evidence(one, rules, unit_kind)


def _check_sheet(
    sheet: Sheet, rules: ScorecardRules, unit_kind: str, others: Iterable[Sheet]
) -> None:
    panel, leaves = _panel(rules, sheet.panel, PanelForm.SHEETS, unit_kind)
    if panel.own and not sheet.comment.strip():
        raise RuleBroken("scorecard.statement", panel=panel.title)
    if not sheet.key[1]:
        raise RuleBroken("scorecard.no_rater")
    if any(other.key == sheet.key or (panel.own and other.panel == panel.key) for other in others):
        raise RuleBroken("scorecard.rated", panel=panel.title)
    for leaf, mark in _matched(leaves, sheet.marks):
        _check_mark(mark, leaf)


def _check_mark(mark: Mark, leaf: Indicator) -> None:
    match leaf.scale:
        case Graded(grades) if mark.points is None:
            titles = [grade.title for grade in grades]
            if mark.grade not in titles:
                raise RuleBroken("scorecard.grade", leaf=leaf.title, grades="、".join(titles))
        case Given() if mark.points is not None and not mark.grade:
            check_number(mark.points, what=leaf.title)
            if not 0 <= mark.points <= leaf.weight:
                raise RuleBroken("scorecard.points", leaf=leaf.title, least=0, most=leaf.weight)
        case _:
            raise RuleBroken("scorecard.form", leaf=leaf.title)


def _check_tally(tally: Tally, rules: ScorecardRules, unit_kind: str) -> None:
    _, leaves = _panel(rules, tally.panel, PanelForm.TALLY, unit_kind)
    if tally.returned > tally.issued:
        raise RuleBroken("scorecard.issued", issued=tally.issued)
    for leaf, counts in _matched(leaves, tally.counts):
        titles = (
            [grade.title for grade in leaf.scale.grades] if isinstance(leaf.scale, Graded) else []
        )
        if not counts.grades.keys() <= set(titles):
            raise RuleBroken("scorecard.grade", leaf=leaf.title, grades="、".join(titles))
        if counts.total > tally.returned:
            raise RuleBroken("scorecard.returned", leaf=leaf.title, returned=tally.returned)


def _check_measurement(
    one: Measurement, rules: ScorecardRules, unit_kind: str, others: Iterable[Measurement]
) -> None:
    leaf = _leaf(rules, one.leaf, unit_kind)
    if all(panel.form is not PanelForm.MEASURED for panel in rules.panels_of(leaf)):
        raise RuleBroken("scorecard.not_measured", leaf=leaf.title)
    if any(other.leaf == one.leaf for other in others):
        raise RuleBroken("scorecard.measured", leaf=leaf.title)
    check_number(one.value, what=leaf.title)
    check_number(one.divisor, what=leaf.title)
    if one.divisor <= 0:
        raise RuleBroken("scorecard.divisor", leaf=leaf.title)


def _check_extra(one: Extra, rules: ScorecardRules) -> None:
    rule = next((rule for rule in rules.adjustments if rule.key == one.key), None)
    if rule is None:
        raise RuleBroken("scorecard.no_adjustment")
    _check_reason(one.reason)
    check_number(one.points, what=rule.title)
    if not rule.least <= one.points <= rule.most:
        raise RuleBroken("scorecard.points", leaf=rule.title, least=rule.least, most=rule.most)
    places = rules.rounding.places
    if one.points != round(one.points, places):
        raise RuleBroken("scorecard.places", leaf=rule.title, places=places)


def _check_veto(one: Vetoed, rules: ScorecardRules, others: Iterable[Vetoed]) -> None:
    rule = next((rule for rule in rules.vetoes if rule.key == one.key), None)
    if rule is None:
        raise RuleBroken("scorecard.no_veto")
    _check_reason(one.reason)
    if any(other.key == one.key for other in others):
        raise RuleBroken("scorecard.vetoed", veto=rule.title)


def _check_evidence(one: Evidence, rules: ScorecardRules, unit_kind: str) -> None:
    if one.leaf:
        _leaf(rules, one.leaf, unit_kind)
    if not one.text.strip() and not one.files:
        raise RuleBroken("scorecard.no_evidence")


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise RuleBroken("scorecard.no_reason")


def _panel(
    rules: ScorecardRules, key: str, form: PanelForm, unit_kind: str
) -> tuple[Panel, tuple[Indicator, ...]]:
    """Return a panel and the leaves that it scores."""
    panel = rules.panel(key)
    leaves = rules.scored_by(panel, unit_kind=unit_kind) if panel else ()
    if panel is None or not leaves:
        raise RuleBroken("scorecard.no_panel", panel=panel.title if panel else key)
    if panel.form is not form:
        raise RuleBroken("scorecard.panel_form", panel=panel.title, form=panel.form.label)
    return panel, leaves


def _leaf(rules: ScorecardRules, key: str, unit_kind: str) -> Indicator:
    leaf = rules.leaf(key, unit_kind=unit_kind)
    if leaf is None:
        raise RuleBroken("scorecard.no_leaf", leaf=key)
    return leaf


def _matched(
    leaves: Iterable[Indicator], said: Iterable[ByLeaf]
) -> Iterable[tuple[Indicator, ByLeaf]]:
    """Return each leaf with what is said of it: of every one, once, and of nothing else."""
    found: dict[str, ByLeaf] = {}
    for one in said:
        if one.leaf in found:
            raise RuleBroken("scorecard.leaf_twice", leaf=one.leaf)
        found[one.leaf] = one
    pairs = []
    for leaf in leaves:
        if leaf.key not in found:
            raise RuleBroken("scorecard.incomplete", leaf=leaf.title)
        pairs.append((leaf, found.pop(leaf.key)))
    if found:
        raise RuleBroken("scorecard.no_leaf", leaf="、".join(found))
    return pairs
