"""How values of the domain are written into columns."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import Dialect, Integer, LargeBinary
from sqlalchemy.types import TypeDecorator

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
