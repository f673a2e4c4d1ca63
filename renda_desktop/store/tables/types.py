"""How values of the domain are written into columns."""

from datetime import date
from typing import Any

from sqlalchemy import Dialect, Integer, LargeBinary
from sqlalchemy.types import TypeDecorator

from renda_desktop.domain.ids import Id


class IdColumn(TypeDecorator[Id]):
    """An identifier: 32 hexadecimal digits in Python, 16 bytes on disk."""

    impl = LargeBinary(16)
    cache_ok = True

    def process_bind_param(self, value: Id | None, dialect: Dialect) -> Any:  # noqa: ARG002
        return None if value is None else bytes.fromhex(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Id | None:  # noqa: ARG002
        return None if value is None else Id(value.hex())


class DayColumn(TypeDecorator[date]):
    """A day: its ordinal on disk, so that days compare and subtract in SQL."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> Any:  # noqa: ARG002
        return None if value is None else value.toordinal()

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:  # noqa: ARG002
        return None if value is None else date.fromordinal(value)
