"""Rows of programs, calendar years, the words of letters and tables of categories."""

from collections.abc import Iterator

import msgspec

from renda_desktop.domain.holidays import Holidays
from renda_desktop.domain.own_wording import OwnWording
from renda_desktop.domain.program import Program
from renda_desktop.domain.taxonomy import Taxonomy
from renda_desktop.store.project.rows import Row, details, named
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


def wording(state: OwnWording) -> Iterator[Row]:
    extra = {"addressee": state.details.to}
    yield tables.wording, named(state) | details(state, "kind", "title", "body") | extra


def taxonomy(state: Taxonomy) -> Iterator[Row]:
    body = msgspec.json.encode(state.details).decode()
    yield tables.taxonomy, named(state) | {"version": state.version, "body": body}
