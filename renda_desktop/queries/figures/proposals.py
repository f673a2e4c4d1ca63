"""Proposals: how many were raised, answered, and to their deputies' satisfaction."""

from sqlalchemy import Select, and_, or_, select

from renda_desktop.domain.figures import Dimension, FigureKey
from renda_desktop.domain.ids import Id
from renda_desktop.domain.proposal import ProposalStage
from renda_desktop.domain.proposal.state import WAITED_FOR
from renda_desktop.queries.figures.asked import Asked
from renda_desktop.queries.figures.population import (
    Clock,
    Condition,
    Dated,
    Heard,
    Inside,
    Measure,
    Measures,
    Population,
    Shown,
    Tally,
)
from renda_desktop.store.tables.proposal import proposal, proposal_party

_p, _who = proposal.c, proposal_party.c
_SIGNED = _who.role.in_(["lead", "co_signer"])


def _by_deputy(deputies: Select[tuple[Id]]) -> Condition:
    signed = select(_who.proposal).where(_SIGNED, _who.party.in_(deputies))
    return _p.id.in_(signed)


def _signers() -> Select[tuple[Id, Id]]:
    return select(_who.proposal.label("item"), _who.party.label("deputy")).where(_SIGNED)


def _measures(asked: Asked) -> Measures:
    left = _p.stage.in_([ProposalStage.DECLINED, ProposalStage.FILED])
    taken_up = ~and_(left, _p.accepted_at.is_(None))  # it may be filed without being accepted
    rated = _p.satisfied.is_not(None)
    answered = _p.replied_at.is_not(None)
    overdue = and_(_p.stage.in_(WAITED_FOR), _p.due < asked.today)
    return {
        "raised": Measure(_p.id.is_not(None)),
        "declined": Measure(~taken_up),
        "taken_up": Measure(taken_up),
        "replied": Measure(and_(taken_up, _p.first_replied_at.is_not(None))),
        "rated": Measure(rated),
        "in_time": Measure(and_(answered, ~_p.late)),
        "answered": Measure(answered),
        "overdue": Measure(overdue),
        "timed": Measure(or_(answered, _p.late, overdue)),
        "unrated": Measure(and_(taken_up, ~rated)),
        "satisfied": Measure(_p.satisfied.is_(True)),
    }


PROPOSALS = Population(
    source=proposal,
    dated=Dated(_p.raised_at, Clock.MICROS),
    columns={
        Dimension.STATION: _p.scope,
        Dimension.PROGRAM: _p.program,
        Dimension.UNIT: _p.unit,
    },
    measures=_measures,
    tallies={
        FigureKey.PROPOSALS_RAISED: Tally(
            ("raised",), inside=(Inside("declined", ProposalStage.DECLINED.label),)
        ),
        FigureKey.PROPOSAL_REPLY_RATE: Tally(("replied",), ("taken_up",)),
        FigureKey.PROPOSAL_SATISFACTION: Tally(
            ("satisfied",), ("rated",), (Inside("unrated", "尚未评价"),)
        ),
        FigureKey.PROPOSAL_ON_TIME: Tally(
            ("in_time",),
            ("timed",),
            (Inside("answered", "已答复"), Inside("overdue", "超期未答复")),
        ),
    },
    shown=Shown(_p.id, _p.number, _p.title),
    by_deputy=_by_deputy,
    heard=Heard(_p.id, _signers),
)
