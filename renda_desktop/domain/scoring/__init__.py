"""Scoring: the rules of an evaluation, what is said by them, and the result."""

from renda_desktop.domain.scoring import checks
from renda_desktop.domain.scoring.rules import ScorecardRules, Stars

__all__ = ["ScorecardRules", "Stars", "checks"]
