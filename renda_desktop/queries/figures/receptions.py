"""Receptions that were held, the deputies who were there, and those who answered."""

from sqlalchemy import Select, Subquery, and_, func, literal, select

from renda_desktop.domain.figures import Dimension, FigureKey
from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import AttendeeRole, Presence, ReceptionStatus, Stage
from renda_desktop.queries.figures.asked import Asked
from renda_desktop.queries.figures.places import TOWNSHIP
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
from renda_desktop.store.tables.counted import on_site_reply

_r, _a, _m, _o = t.reception.c, t.attendance.c, t.matter.c, on_site_reply.c

HELD = _r.status.in_([ReceptionStatus.CLOSED, ReceptionStatus.ARCHIVED])
STARTS = Dated(_r.starts, Clock.SECONDS)
COLUMNS = {
    Dimension.STATION: _r.scope,
    Dimension.PROGRAM: _r.program,
    Dimension.KIND: _r.kind,
    Dimension.THEME: _r.theme,
}
PERIOD = _r.program.op("||")("#").op("||")(_r.number)
_PRESENT = and_(_a.role == AttendeeRole.DEPUTY, _a.presence == Presence.PRESENT)


def _there(deputies: Select[tuple[Id]]) -> Condition:
    there = select(_a.reception).where(_PRESENT, _a.person.in_(deputies))
    return _r.id.in_(there)


def _present() -> Select[tuple[Id, Id]]:
    return select(_a.reception.label("item"), _a.person.label("deputy")).where(_PRESENT)


def _receptions(_asked: Asked) -> Measures:
    place = func.hex(_r.scope).op("||")(func.hex(func.coalesce(_r.outpost, literal(""))))
    return {
        "held": Measure(HELD),
        "places": Measure(HELD, distinct=place),
        "townships": Measure(HELD, distinct=TOWNSHIP.c.area),
    }


_outpost = select(t.outpost.c.name).where(
    t.outpost.c.station == _r.scope, t.outpost.c.id == _r.outpost
)
_station = select(t.station.c.name).where(t.station.c.id == _r.scope)
_township = select(t.area.c.name).where(t.area.c.id == TOWNSHIP.c.area)
_NOTHING = literal("")

RECEPTIONS = Population(
    source=t.reception.outerjoin(TOWNSHIP, TOWNSHIP.c.station == _r.scope),
    dated=STARTS,
    columns=COLUMNS,
    measures=_receptions,
    tallies={
        FigureKey.RECEPTIONS_HELD: Tally(("held",)),
        FigureKey.PLACES_HELD: Tally(
            ("places",),
            shown=Shown(
                func.coalesce(_r.outpost, _r.scope, type_=_r.scope.type),
                _NOTHING,
                func.coalesce(_outpost.scalar_subquery(), _station.scalar_subquery()),
            ),
        ),
        FigureKey.TOWNSHIPS_COVERED: Tally(
            ("townships",), shown=Shown(TOWNSHIP.c.area, _NOTHING, _township.scalar_subquery())
        ),
    },
    shown=Shown(_r.id, PERIOD, _r.title),
    by_deputy=_there,
    heard=Heard(_r.id, _present),
)


def _attendances(_asked: Asked) -> Measures:
    there = and_(HELD, _PRESENT)
    return {"present": Measure(there), "persons": Measure(there, distinct=_a.key)}


ATTENDANCES = Population(
    source=t.attendance.join(t.reception, _r.id == _a.reception),
    dated=STARTS,
    columns={**COLUMNS, Dimension.DEPUTY: _a.person},
    measures=_attendances,
    tallies={
        FigureKey.DEPUTY_ATTENDANCES: Tally(
            ("present",), inside=(Inside("persons", "到会代表", "名"),)
        )
    },
    shown=Shown(_r.id, PERIOD, _a.name),
    by_deputy=_a.person.in_,
)


def _answers() -> Subquery:
    """Return the officials who answered at each reception, each once.

    Somebody of a unit who was not named is one more only where none of that unit was: those who
    are `extra` do not count.
    """
    each = (
        select(_m.reception, _o.unit, _o.official)
        .join(t.matter, _m.id == _o.matter)
        .where(_o.unit.is_not(None), _m.reception.is_not(None), _m.stage != Stage.WITHDRAWN)
        .distinct()
        .subquery("each_official")
    )
    named = func.max(each.c.official).over(partition_by=(each.c.reception, each.c.unit))
    extra = and_(each.c.official == "", named != "")
    return select(each, extra.label("extra")).subquery("answer")


_answer = _answers()
_unit = select(func.coalesce(func.nullif(t.department.c.short, ""), t.department.c.name)).where(
    t.department.c.id == _answer.c.unit
)

ANSWERS = Population(
    source=_answer.join(t.reception, _r.id == _answer.c.reception),
    dated=STARTS,
    columns={**COLUMNS, Dimension.UNIT: _answer.c.unit},
    measures=lambda _asked: {"answered": Measure(~_answer.c.extra)},
    tallies={FigureKey.ON_SITE_REPLIES: Tally(("answered",))},
    shown=Shown(
        _r.id,
        PERIOD,
        func.trim(
            func.coalesce(_unit.scalar_subquery(), "").op("||")(" ").op("||")(_answer.c.official)
        ),
    ),
    by_deputy=_there,
    heard=Heard(_r.id, _present),
)
