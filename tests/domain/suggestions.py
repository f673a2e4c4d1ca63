"""What made-up histories say of proposals, and a life that comes as far as its rating."""

from datetime import date
from typing import Any

import msgspec

from renda_desktop.domain import proposal as p
from renda_desktop.domain.calendar import Calendar
from renda_desktop.domain.ids import Id
from renda_desktop.domain.program import Aspect, ProposalRules, deadline
from renda_desktop.domain.proposal import Verdict
from renda_desktop.domain.stream import Fact

LEAD, SIGNER, UNIT, CO_UNIT = (Id(f"{n:x}" * 32) for n in (11, 12, 13, 14))
STRICT = msgspec.structs.replace(
    p.DEFAULT_RULES, aspects=(Aspect("manner", "态度"), Aspect("result", "结果")), satisfied_from=4
)


def dates(start: date, *, longer: bool = False) -> p.Dates:
    """Return the days that the usual rules give from a day on."""
    rules = p.DEFAULT_RULES
    lead = rules.complex if longer else rules.lead
    due, latest, co_due, return_by = (
        deadline(term, amber=rules.amber, start=start, calendar=Calendar(()))
        for term in (lead, rules.complex, rules.co_unit, rules.returns)
    )
    return p.Dates(due, latest, co_due, return_by)


_SAID = (
    p.Rate(SIGNER, {"manner": 5, "result": Verdict.UNSATISFIED}, "再看"),
    p.Rate(LEAD, {"manner": Verdict.SATISFIED, "result": 4}),
    p.Rate(LEAD, {"manner": 2, "result": 1}),
    p.Rate(LEAD, {"manner": 5}),
)

SAMPLES: dict[type, tuple[Any, ...]] = {
    ProposalRules: (p.DEFAULT_RULES, STRICT),
    p.Dates: (dates(date(2026, 5, 31)), dates(date(2026, 6, 15), longer=True)),
    p.Reply: (
        p.Reply("A", "已经修好", official="陈工"),
        p.Reply("B", "列入计划"),
        p.Reply("E", "无"),
    ),
    p.Rate: _SAID,
}

LIFE: tuple[Fact, ...] = (
    p.RaiseProposal(p.ProposalDetails("关于修路灯的建议", (LEAD, SIGNER), text="太暗")),
    p.Accept("2026-017"),
    p.Assign(UNIT, dates(date(2026, 5, 31)), (CO_UNIT,)),
    p.Reply("B", "列入计划", promised=date(2027, 6, 30)),
    *_SAID[:2],
)
