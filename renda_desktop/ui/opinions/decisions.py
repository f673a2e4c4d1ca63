"""What can be decided on a matter now, and what each decision asks for."""

from dataclasses import dataclass

from renda_desktop.domain.matter.state import UNDECIDED_STAGES
from renda_desktop.domain.terms import Outcome
from renda_desktop.queries.matter_files import MatterFile
from renda_desktop.services.opinions import Decision, DecisionKind


@dataclass(frozen=True, slots=True)
class Way:
    """One decision: its name and keys, the fact that it records, the fields that it asks for."""

    kind: DecisionKind
    title: str
    keys: str
    fact: str
    fields: tuple[str, ...] = ()
    outcome: Outcome | None = None


WAYS = (
    Way("deliberate", "研判", "Alt+1", "matter.deliberate"),
    Way("assigned", "交办", "Alt+2", "matter.assign", ("unit", "co_units", "term")),
    Way("planned", "列入计划", "Alt+3", "matter.resolve", ("unit",), Outcome.PLANNED),
    Way("explained", "解释说明", "Alt+4", "matter.resolve", (), Outcome.EXPLAINED),
    Way("declined", "不予受理", "Alt+5", "matter.resolve", ("go_to",), Outcome.DECLINED),
    Way("answered_on_site", "当场答复", "Alt+6", "matter.answer_on_site"),
    Way("supervise", "督办", "Alt+7", "matter.supervise"),
    Way("rate", "评价", "Alt+9", "matter.rate", ("stars",)),
    Way("rehandle", "重新办理", "Alt+8", "matter.rehandle", ("term",)),
)


def offered(file: MatterFile) -> list[Way]:
    """Return the decisions that the rules allow now."""
    return [way for way in WAYS if not file.possible.get(way.fact) and _fits(way, file)]


def fields_of(way: Way, file: MatterFile) -> tuple[str, ...]:
    """Return what a decision asks for; who has nothing to handle needs no term."""
    now = file.rounds[-1]
    if way.kind == "rehandle" and not (now.unit or now.deputy):
        return ()
    return way.fields


def _fits(way: Way, file: MatterFile) -> bool:
    if way.outcome is None:
        return True
    return way.outcome in file.outcomes and file.row.stage in UNDECIDED_STAGES


def title_of(decision: Decision | None) -> str:
    """Return what a decision is called, '' for none."""
    return next((way.title for way in WAYS if decision and way.kind == decision.kind), "")
