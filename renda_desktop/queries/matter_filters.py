"""Which matters are wanted, and how the database is asked for them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, false, or_, select

from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter.state import OPEN_STAGES, WAITED_FOR
from renda_desktop.domain.moments import start_of, to_micros
from renda_desktop.domain.terms import Appeal, Channel, Disposition, Signal, Stage
from renda_desktop.queries.residents import records
from renda_desktop.queries.search import finding
from renda_desktop.store.tables import projection as t


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterFilter:
    """Which matters are wanted; a field that is None or empty does not restrict."""

    text: str = ""
    stages: tuple[Stage, ...] = ()
    open: bool | None = None
    signal: Signal | None = None
    unit: Id | None = None
    deputy: Id | None = None
    theme: Id | None = None
    reception: Id | None = None
    visit: Id | None = None
    resident: Id | None = None
    place: str = ""
    category: str = ""
    disposition: Disposition | None = None
    program: str = ""
    channel: Channel | None = None
    appeal: Appeal | None = None
    since: date | None = None
    until: date | None = None
    conflicts: bool = False
    moving: bool = False


_SAME = (
    "unit", "theme", "reception", "visit", "disposition", "program", "channel", "appeal", "place",
)  # fmt: skip


def conditions(where: MatterFilter, *, today: date) -> list[ColumnElement[bool]]:
    """Return what a matter must fulfil to be wanted."""
    w, c = where, t.matter.c
    found: list[ColumnElement[bool]] = []
    if w.text.strip():
        found.append(_said(w.text))
    if w.stages:
        found.append(c.stage.in_(w.stages))
    if w.open is not None:
        found.append(c.stage.in_(OPEN_STAGES) if w.open else c.stage.not_in(OPEN_STAGES))
    if w.signal is not None:
        found.append(_signalled(w.signal, today))
    found += [c[name] == value for name in _SAME if (value := getattr(w, name))]
    found += _persons(w)
    if w.category:
        found.append(or_(c.category == w.category, _below(w.category)))
    if w.since is not None:
        found.append(c.registered_at >= to_micros(start_of(w.since)))
    if w.until is not None:
        end = start_of(date.fromordinal(w.until.toordinal() + 1))
        found.append(c.registered_at < to_micros(end))
    if w.moving:
        found.append(c.moving != "")
    if w.conflicts:
        found.append(or_(c.conflicts > 0, c.voids > 0))
    return found


def _below(category: str) -> ColumnElement[bool]:
    """Return the condition of the categories under one, which an index can serve."""
    c = t.matter.c.category
    return (c > f"{category}/") & (c < f"{category}0")  # 0 comes behind the slash


def _persons(w: MatterFilter) -> list[ColumnElement[bool]]:
    c = t.matter.c
    found: list[ColumnElement[bool]] = []
    if w.deputy is not None:
        p = t.matter_party.c
        heard = select(p.matter).where(p.party == w.deputy, p.role == "listener")
        found.append(or_(c.deputy == w.deputy, c.reporter == w.deputy, c.id.in_(heard)))
    if w.resident is not None:
        found.append(c.resident.in_(records(w.resident)))
    return found


def _said(text: str) -> ColumnElement[bool]:
    ids = finding(text=text, kind="matter", limit=500)
    people = finding(text=text, kind="resident", limit=100)
    if ids is None or people is None:
        return false()
    return or_(t.matter.c.id.in_(ids), t.matter.c.resident.in_(people))


def _signalled(wanted: Signal, today: date) -> ColumnElement[bool]:
    c = t.matter.c
    waited = c.stage.in_(WAITED_FOR) & c.due.is_not(None)
    match wanted:
        case Signal.RED:
            return waited & (c.due < today)
        case Signal.AMBER:
            return waited & (c.due >= today) & (c.amber_on <= today)
        case Signal.GREEN:
            return waited & (c.due >= today) & (c.amber_on > today)
