"""Rows of stations, clerks, areas, departments, deputies, themes and residents."""

from collections.abc import Iterator

from renda_desktop.domain.area import Area
from renda_desktop.domain.clerk import Clerk
from renda_desktop.domain.department import Department
from renda_desktop.domain.deputy import Deputy
from renda_desktop.domain.resident import Resident
from renda_desktop.domain.station import Station
from renda_desktop.domain.theme import Theme
from renda_desktop.store.project.rows import Document, Row, details, named
from renda_desktop.store.tables import counted
from renda_desktop.store.tables import projection as tables


def station(state: Station) -> Iterator[Row]:
    fields = ("name", "code", "address", "phone", "hours", "area")
    yield tables.station, named(state) | details(state, *fields)
    for key, post in state.outposts.items():
        yield (
            tables.outpost,
            {"station": state.id, "id": key, "name": post.name, "address": post.address},
        )


def clerk(state: Clerk) -> Iterator[Row]:
    roles = " ".join(role.value for role in state.details.roles)
    extra = {"roles": roles, "active": state.active}
    yield tables.clerk, named(state) | details(state, "name", "phone") | extra


def area(state: Area) -> Iterator[Row]:
    yield tables.area, named(state) | details(state, "name", "level", "parent", "code")


def department(state: Department) -> Iterator[Row]:
    fields = ("name", "short", "contact", "phone", "address", "area")
    extra = {"active": state.active}
    yield tables.department, named(state) | details(state, *fields) | extra


def department_document(state: Department) -> Document:
    d = state.details
    return Document((d.name, d.short), names=(d.name, d.short), phones=(d.phone,))


def deputy(state: Deputy) -> Iterator[Row]:
    fields = ("name", "gender", "birth", "ethnicity", "post", "phone", "outpost", "remark")
    extra = {"active": bool(state.current)}
    yield tables.deputy, named(state) | details(state, *fields) | extra
    for place, seat in enumerate(state.mandates):
        yield (
            tables.mandate,
            {
                "deputy": state.id,
                "place": place,
                "level": seat.level,
                "term": seat.term,
                "began": seat.began,
                "ended": seat.ended,
                "reason": seat.reason,
            },
        )
    for name, joined in state.groups.items():
        yield counted.deputy_group, {"deputy": state.id, "name": name, "joined": joined}


def deputy_document(state: Deputy) -> Document:
    d = state.details
    return Document((d.name, d.post), names=(d.name,), phones=(d.phone,))


_MEASURED = ("entry", "program", "key", "title", "unit", "value", "day")


def theme(state: Theme) -> Iterator[Row]:
    extra = {"keywords": " ".join(state.details.keywords), "active": state.active}
    yield tables.theme, named(state) | details(state, "title", "description", "source") | extra
    for one in state.measured.values():
        own = {name: getattr(one, name) for name in _MEASURED}
        yield counted.measurement, {"theme": state.id} | own


def theme_document(state: Theme) -> Document:
    d = state.details
    return Document((d.title, d.description, *d.keywords), names=(d.title,))


def resident(state: Resident) -> Iterator[Row]:
    fields = ("name", "phone", "address", "gender", "remark")
    extra = {"merged_into": state.merged_into}
    yield tables.resident, named(state) | details(state, *fields) | extra


def resident_document(state: Resident) -> Document | None:
    if state.merged_into is not None:
        return None
    d = state.details
    return Document((d.name, d.address), names=(d.name,), phones=(d.phone,))
