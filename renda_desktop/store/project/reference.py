"""Rows of programs and of imported calendar years."""

from collections.abc import Iterator

import msgspec

from renda_desktop.domain.holidays import Holidays
from renda_desktop.domain.program import Program
from renda_desktop.store.project.rows import Row
from renda_desktop.store.tables import projection as tables


def program(state: Program) -> Iterator[Row]:
    for version, found in state.versions.items():
        yield (
            tables.program,
            {
                "id": state.id,
                "version": version,
                "scope": state.scope,
                "shipped": version in state.shipped,
                "key": found.key,
                "title": found.title,
                "body": msgspec.json.encode(found).decode(),
            },
        )


def holidays(state: Holidays) -> Iterator[Row]:
    for year, found in state.years.items():
        body = msgspec.json.encode(found).decode()
        yield tables.holiday_year, {"holidays": state.id, "year": year, "body": body}
