"""How values of the domain are written into columns."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from sqlalchemy import BigInteger, Dialect, Integer, LargeBinary
from sqlalchemy.types import TypeDecorator

from renda_desktop.domain.fields import PLACES
from renda_desktop.domain.ids import Id

# Pages hold hundreds of ids: the processors are plain functions, with nothing between them and
# the driver.


class IdColumn(TypeDecorator[Id]):
    """An identifier: 32 hexadecimal digits in Python, 16 bytes on disk."""

    impl = LargeBinary(16)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[Id | None], bytes | None]:  # noqa: ARG002
        return lambda value: None if value is None else bytes.fromhex(value)

    def result_processor(
        self,
        dialect: Dialect,  # noqa: ARG002
        coltype: object,  # noqa: ARG002
    ) -> Callable[[bytes | None], Id | None]:
        return lambda value: None if value is None else Id(value.hex())


class DayColumn(TypeDecorator[date]):
    """A day: its ordinal on disk, so that days compare and subtract in SQL."""

    impl = Integer
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[date | None], int | None]:  # noqa: ARG002
        return lambda value: None if value is None else value.toordinal()

    def result_processor(
        self,
        dialect: Dialect,  # noqa: ARG002
        coltype: object,  # noqa: ARG002
    ) -> Callable[[int | None], date | None]:
        return lambda value: None if value is None else date.fromordinal(value)


class DecimalColumn(TypeDecorator[Decimal]):
    """A number with up to six places: millionths on disk, so that SQL adds without error."""

    impl = BigInteger
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[Decimal | None], int | None]:  # noqa: ARG002
        return lambda value: None if value is None else millionths(value)

    def result_processor(
        self,
        dialect: Dialect,  # noqa: ARG002
        coltype: object,  # noqa: ARG002
    ) -> Callable[[int | None], Decimal | None]:
        return lambda value: None if value is None else Decimal(value).scaleb(-PLACES)


def millionths(value: Decimal) -> int:
    """Return a number as it stands on disk."""
    return int(value.scaleb(PLACES))
