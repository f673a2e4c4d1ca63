"""What a themed reception is about."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

import msgspec

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Line, Words, check_number
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of, from_micros
from renda_desktop.domain.stream import Amend, Begin, Details, Fact, Noun, Settle, Stream


class ThemeDetails(Details):
    """`keywords` are words that residents use for it; `source` says why it was chosen."""

    needed: ClassVar[tuple[str, ...]] = ("title",)

    title: Line
    description: Words = ""
    keywords: tuple[Line, ...] = ()
    source: Line = ""


class Measured(msgspec.Struct, frozen=True):
    """One value of a measure of a program on one day; `entry` is the one that recorded it."""

    entry: Id
    program: str
    key: str
    title: str
    unit: str
    value: Decimal
    day: date
    source: str = ""


@dataclass(slots=True)
class Theme(Stream):
    noun: ClassVar[str] = "theme"
    term: ClassVar[str] = "接待主题"

    details: Any = None
    active: bool = True
    measured: dict[Id, Measured] = field(default_factory=dict)


class RegisterTheme(Begin, frozen=True):
    kind: ClassVar[str] = "theme.register"
    details: ThemeDetails


class AmendTheme(Amend, frozen=True):
    kind: ClassVar[str] = "theme.amend"


class SettleTheme(Settle, frozen=True):
    kind: ClassVar[str] = "theme.settle"


class CloseTheme(Fact, frozen=True):
    kind: ClassVar[str] = "theme.close"

    def apply(self, stream: Theme, entry: Entry) -> None:
        if not stream.active:
            raise RuleBroken("theme.already")
        stream.active = False


class ReopenTheme(Fact, frozen=True):
    kind: ClassVar[str] = "theme.reopen"

    def apply(self, stream: Theme, entry: Entry) -> None:
        if stream.active:
            raise RuleBroken("theme.already")
        stream.active = True


class Measure(Fact, frozen=True):
    """监测: one value of what a program measures, on one day, and where it stands written."""

    kind: ClassVar[str] = "theme.measure"
    program: Line
    key: Line
    title: Line
    unit: Line
    value: Decimal
    day: date
    source: Line = ""

    def apply(self, stream: Theme, entry: Entry) -> None:
        check_number(self.value, what=self.title)
        if self.day > day_of(from_micros(entry.recorded_at)):
            raise RuleBroken("field.day_ahead", day=self.day)
        same = (self.program, self.key, self.day)
        if any((one.program, one.key, one.day) == same for one in stream.measured.values()):
            raise RuleBroken("theme.measured", title=self.title, day=self.day)
        stream.measured[entry.id] = Measured(
            entry.id, self.program, self.key, self.title, self.unit, self.value, self.day,
            self.source,
        )  # fmt: skip


class WithdrawMeasurement(Fact, frozen=True):
    """监测值作废: it was recorded by mistake. `entry` is the one that recorded it."""

    kind: ClassVar[str] = "theme.withdraw_measurement"
    entry: Id
    reason: Line

    def apply(self, stream: Theme, entry: Entry) -> None:
        if self.entry not in stream.measured:
            raise RuleBroken("theme.not_measured")
        if not self.reason.strip():
            raise RuleBroken("field.empty", field="作废原因")
        del stream.measured[self.entry]


THEME = Noun(
    Theme,
    [
        RegisterTheme,
        AmendTheme,
        SettleTheme,
        CloseTheme,
        ReopenTheme,
        Measure,
        WithdrawMeasurement,
    ],
)
