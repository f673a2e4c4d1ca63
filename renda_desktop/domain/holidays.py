"""The stream of imported calendar years: what an admin published for this scope."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from renda_desktop.domain.calendar import YearTable
from renda_desktop.domain.entry import Entry
from renda_desktop.domain.stream import Fact, Noun, Stream


@dataclass(slots=True)
class Holidays(Stream):
    noun: ClassVar[str] = "holidays"
    term: ClassVar[str] = "节假日"

    details: Any = None
    years: dict[int, YearTable] = field(default_factory=dict)


class PublishYear(Fact, frozen=True):
    """One year's holidays and make-up working days; a later one replaces it."""

    kind: ClassVar[str] = "holidays.publish"
    begins: ClassVar[bool | None] = None
    table: YearTable

    def apply(self, stream: Holidays, entry: Entry) -> None:
        stream.years[self.table.year] = self.table
        stream.details = self.table
        stream.scope = stream.scope or entry.scope


HOLIDAYS = Noun(Holidays, [PublishYear])
