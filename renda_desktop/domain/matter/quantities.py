"""What a matter brought, counted in its program's own units: 收回资金(万元)、新增企业(家)."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Line, Words, check_number
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter.state import OUT_OF_LOOP, Amount, Matter
from renda_desktop.domain.moments import day_of, from_micros
from renda_desktop.domain.stream import Fact


class RecordQuantity(Fact, frozen=True):
    """成效: `key`, `title` and `unit` are those of the matter's program; 0 is an amount too."""

    kind: ClassVar[str] = "matter.record_quantity"
    key: Line
    title: Line
    unit: Line
    amount: Decimal
    day: date
    remark: Words = ""

    def apply(self, stream: Matter, entry: Entry) -> None:
        stream.forbid("登记成效", *OUT_OF_LOOP)
        check_number(self.amount, what=self.title)
        if self.amount < 0:
            raise RuleBroken("matter.negative", what=self.title)
        if self.day > day_of(from_micros(entry.recorded_at)):
            raise RuleBroken("field.day_ahead", day=self.day)
        stream.quantities[entry.id] = Amount(
            entry.id, self.key, self.title, self.unit, self.amount, self.day, self.remark
        )


class WithdrawQuantity(Fact, frozen=True):
    """成效作废: it was recorded by mistake. `entry` is the one that recorded it."""

    kind: ClassVar[str] = "matter.withdraw_quantity"
    entry: Id
    reason: Line

    def apply(self, stream: Matter, entry: Entry) -> None:
        if self.entry not in stream.quantities:
            raise RuleBroken("matter.no_quantity")
        if not self.reason.strip():
            raise RuleBroken("matter.no_text", what="作废原因")
        del stream.quantities[self.entry]
