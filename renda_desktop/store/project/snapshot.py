"""Rows of published figures."""

from collections.abc import Iterator

from renda_desktop.domain.moments import to_micros
from renda_desktop.domain.snapshot import Snapshot
from renda_desktop.store.project.rows import Row, details, named
from renda_desktop.store.tables.snapshot import snapshot as table


def snapshot(state: Snapshot) -> Iterator[Row]:
    extra: dict[str, object] = {
        "moment": to_micros(state.details.moment),
        "published_at": state.began.recorded_at,
        "figures": len(state.details.figures),
        "withdrawn": state.withdrawn,
    }
    yield table, named(state) | details(state, "title", "conditions") | extra
