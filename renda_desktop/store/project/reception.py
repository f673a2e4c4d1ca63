"""Rows of receptions and visits."""

from collections.abc import Iterator
from datetime import datetime

from renda_desktop.domain.reception import Reception
from renda_desktop.domain.visit import Visit
from renda_desktop.store.project.rows import Document, Row, details, named
from renda_desktop.store.tables import projection as tables


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def reception(state: Reception) -> Iterator[Row]:
    d = state.details
    fields = (
        "title", "kind", "program", "version", "number", "place", "theme", "outpost",
        "moved_from", "provisional", "remark",
    )  # fmt: skip
    extra: dict[str, object] = {
        "starts": _seconds(d.starts),
        "ends": _seconds(d.ends),
        "leaders": "、".join(d.leaders),
        "status": state.status,
        "posted": state.posted,
        "opened_at": state.opened_at,
        "closed_at": state.closed_at,
        "minutes": state.minutes,
        "postponed": state.postponed,
    }
    yield tables.reception, named(state) | details(state, *fields) | extra
    for kind, parties in (("deputy", d.deputies), ("department", d.departments)):
        for place, party in enumerate(parties):
            row = {"reception": state.id, "kind": kind, "place": place, "party": party}
            yield tables.reception_party, row
    for place, (key, one) in enumerate(state.attendances.items()):
        yield (
            tables.attendance,
            {
                "reception": state.id,
                "key": key,
                "place": place,
                "name": one.name,
                "role": one.role,
                "person": one.person,
                "unit": one.unit,
                "presence": one.presence,
            },
        )


def reception_document(state: Reception) -> Document:
    d = state.details
    return Document((d.title, d.place, f"第{d.number}期"), names=(d.title,))


def visit(state: Visit) -> Iterator[Row]:
    fields = (
        "reception", "ticket", "number", "name", "topic", "heads", "anonymous", "confidential",
        "resident",
    )  # fmt: skip
    extra: dict[str, object] = {
        "status": state.status,
        "came_at": state.came_at,
        "received_at": state.received_at,
    }
    yield tables.visit, named(state) | details(state, *fields) | extra


def visit_document(state: Visit) -> Document:
    return Document((), numbers=(state.details.number,))
