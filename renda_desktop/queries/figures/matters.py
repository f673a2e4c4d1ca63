"""Matters that count: how each was settled, whether in time, whether to their satisfaction."""

from sqlalchemy import ColumnElement, Select, and_, case, or_, select, true

from renda_desktop.domain.figures import Dimension, FigureKey
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter.state import NOT_COUNTED, OPEN_STAGES, OUT_OF_LOOP
from renda_desktop.domain.terms import Appeal, Disposition, Grade, Outcome, RaterKind, Stage
from renda_desktop.queries.figures.asked import USUALLY_SATISFIED, Asked
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
from renda_desktop.store.tables import projection as t
from renda_desktop.store.tables.proposal import proposal

_m, _p = t.matter.c, t.matter_party.c

REGISTERED = Dated(_m.registered_at, Clock.MICROS)
RAISED = _m.stage.not_in(OUT_OF_LOOP)
_DONE = _m.stage.in_([Stage.RESOLVED, Stage.CLOSED])
_SOLVING = _m.outcome.in_([Outcome.RESOLVED_ON_SITE, Outcome.RESOLVED_AFTER_FOLLOW_UP])
_RESOLVED_AT = Dated(_m.resolved_at, Clock.MICROS)
COLUMNS = {
    Dimension.STATION: _m.scope,
    Dimension.PROGRAM: _m.program,
    Dimension.KIND: select(t.reception.c.kind)
    .where(t.reception.c.id == _m.reception)
    .scalar_subquery(),
    Dimension.THEME: _m.theme,
    Dimension.UNIT: _m.unit,
}


def by_deputy(deputies: Select[tuple[Id]]) -> Condition:
    """Return the condition that one of these deputies leads, reported or heard a matter."""
    heard = select(_p.matter).where(_p.role == "listener", _p.party.in_(deputies))
    return or_(_m.deputy.in_(deputies), _m.reporter.in_(deputies), _m.id.in_(heard))


def heard_by() -> Select[tuple[Id, Id]]:
    """Return each matter beside each deputy who leads, reported or heard it."""
    named = [
        select(_m.id.label("item"), who.label("deputy")).where(who.is_not(None))
        for who in (_m.deputy, _m.reporter)
    ]
    heard = select(_p.matter, _p.party).where(_p.role == "listener")
    pairs = named[0].union(named[1], heard).subquery()
    return select(pairs.c.item, pairs.c.deputy)


def _satisfied(stars: ColumnElement[int | None], asked: Asked) -> Condition:
    """Return the condition of enough stars, by the version of the matter's own program."""
    versions = [
        (and_(_m.program == key, _m.version == version), least)
        for (key, version), least in asked.satisfied.items()
    ]
    return stars >= (case(*versions, else_=USUALLY_SATISFIED) if versions else USUALLY_SATISFIED)


def _ways() -> Measures:
    undecided = {"undecided": Measure(_m.disposition.is_(None))}
    return {way.value: Measure(_m.disposition == way) for way in Disposition} | undecided


def _ratings(asked: Asked) -> Measures:
    found = {}
    for rater, stars in (
        (RaterKind.RESIDENT, _m.resident_stars),
        (RaterKind.DEPUTY, _m.deputy_stars),
    ):
        found[rater.value] = Measure(and_(stars.is_not(None), _satisfied(stars, asked)))
        found[f"{rater}_rated"] = Measure(stars.is_not(None))
        found[f"{rater}_unrated"] = Measure(stars.is_(None))
    return found


def _measures(asked: Asked) -> Measures:
    solved = and_(_DONE, _SOLVING)
    fully, basically = _m.grade == Grade.SOLVED, _m.grade == Grade.BASICALLY_SOLVED
    either = _m.grade.in_([Grade.SOLVED, Grade.BASICALLY_SOLVED])
    ended = and_(_DONE, _m.due.is_not(None), _m.resolved_at.is_not(None))
    overdue = and_(_m.stage.in_(OPEN_STAGES), _m.due < asked.today)
    follow = _m.disposition == Disposition.ASSIGNED
    dispute = _m.appeal == Appeal.DISPUTE
    return {
        "raised": Measure(true()),
        "follow_done": Measure(and_(follow, _DONE)),
        "follow_open": Measure(and_(follow, ~_DONE)),
        "replied": Measure(_m.first_replied_at.is_not(None)),
        "fully": Measure(and_(solved, fully)),
        "basically": Measure(and_(solved, basically)),
        "solved": Measure(and_(solved, either)),
        "in_time": Measure(and_(ended, _RESOLVED_AT.ordinal <= _m.due)),
        "ended": Measure(ended),
        "overdue": Measure(overdue),
        "timed": Measure(or_(ended, overdue)),
        "disputes": Measure(dispute),
        "disputes_settled": Measure(and_(dispute, solved, either)),
        "proposals": Measure(true(), distinct=_m.proposal),
        "turned": Measure(_m.proposal.is_not(None)),
        "closed": Measure(_m.stage == Stage.CLOSED),
        **_ways(),
        **_ratings(asked),
    }


_WAYS = tuple(
    Inside(name, title)
    for name, title in (
        (Disposition.EXPLAINED, Disposition.EXPLAINED.label),
        (Disposition.DECLINED, Disposition.DECLINED.label),
        (Disposition.CONVERTED, Disposition.CONVERTED.label),
        ("undecided", "尚未选定处理方式"),
    )
)
_RATERS = tuple(
    Inside(rater.value, f"{rater.label}满意", of=f"{rater}_rated") for rater in RaterKind
) + tuple(Inside(f"{rater}_unrated", f"{rater.label}未评价", "件") for rater in RaterKind)
_SHOWN = Shown(_m.id, _m.number, _m.title, _m.confidential)
_proposal = select(proposal.c.title).where(proposal.c.id == _m.proposal)
_number = select(proposal.c.number).where(proposal.c.id == _m.proposal)

# Every opinion counts, whether its matter goes on by itself or was joined into another.
OPINIONS = Population(
    source=t.matter,
    dated=REGISTERED,
    columns=COLUMNS,
    measures=lambda _asked: {"opinions": Measure(_m.stage.not_in(NOT_COUNTED))},
    tallies={FigureKey.OPINIONS_COLLECTED: Tally(("opinions",))},
    shown=_SHOWN,
    by_deputy=by_deputy,
    heard=Heard(_m.id, heard_by),
)

MATTERS = Population(
    source=t.matter,
    base=(RAISED,),
    dated=REGISTERED,
    columns=COLUMNS,
    measures=_measures,
    tallies={
        FigureKey.MATTERS_RAISED: Tally(
            ("raised",),
            inside=(
                Inside(Disposition.ANSWERED_ON_SITE, FigureKey.SETTLED_ON_SITE.label),
                Inside(Disposition.ASSIGNED, FigureKey.SETTLED_AFTER.label),
                Inside(Disposition.PLANNED, FigureKey.PLANNED.label),
                *_WAYS,
            ),
        ),
        FigureKey.SETTLED_ON_SITE: Tally((Disposition.ANSWERED_ON_SITE,)),
        FigureKey.SETTLED_AFTER: Tally(
            (Disposition.ASSIGNED,),
            inside=(Inside("follow_done", "已办结"), Inside("follow_open", "尚未办结")),
        ),
        FigureKey.PLANNED: Tally((Disposition.PLANNED,)),
        FigureKey.REPLY_RATE: Tally(("replied",), ("raised",)),
        FigureKey.RESOLUTION_RATE: Tally(
            ("solved",),
            ("raised",),
            (Inside("fully", "已解决"), Inside("basically", "基本解决")),
        ),
        FigureKey.ON_TIME_RATE: Tally(
            ("in_time",),
            ("timed",),
            (Inside("ended", "已办结"), Inside("overdue", "超期未办结")),
        ),
        FigureKey.SATISFACTION_RATE: Tally(
            tuple(rater.value for rater in RaterKind),
            tuple(f"{rater}_rated" for rater in RaterKind),
            _RATERS,
        ),
        FigureKey.PROBLEMS_SOLVED: Tally(
            ("solved",), inside=(Inside("fully", "已解决"), Inside("basically", "基本解决"))
        ),
        FigureKey.DISPUTES_SETTLED: Tally(
            ("disputes_settled",), inside=(Inside("disputes", "提出的矛盾纠纷"),)
        ),
        FigureKey.CONVERTED: Tally(
            ("proposals",),
            inside=(Inside("turned", "涉及事项"),),
            shown=Shown(_m.proposal, _number.scalar_subquery(), _proposal.scalar_subquery()),
        ),
        FigureKey.STRUCK_OFF: Tally(("closed",), ("raised",)),
    },
    shown=_SHOWN,
    by_deputy=by_deputy,
    heard=Heard(_m.id, heard_by),
)
