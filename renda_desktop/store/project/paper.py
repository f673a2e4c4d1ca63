"""Rows of issued papers."""

from collections.abc import Iterator

from renda_desktop.domain.paper import Paper
from renda_desktop.store.project.rows import Row, details, named
from renda_desktop.store.tables import paper as tables


def paper(state: Paper) -> Iterator[Row]:
    first, last = state.copies[0], state.copies[-1]
    extra: dict[str, object] = {
        "digest": first.digest,
        "pages": first.pages,
        "copies": len(state.copies),
        "issued_by": first.by,
        "issued_at": first.at,
        "printed_at": last.at,
        "withdrawn": state.withdrawn,
    }
    yield tables.paper, named(state) | details(state, "number", "form", "title", "content") | extra
    for one in {one.id: one for one in state.details.about}.values():
        yield tables.paper_about, {"paper": state.id, "about": one.id, "noun": one.kind}
