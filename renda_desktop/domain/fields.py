"""Types of fields: how long a text may be and how it is cleaned, which numbers and moments fit."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Final

from msgspec import Meta

from renda_desktop.domain.errors import RuleBroken

Name = Annotated[str, Meta(max_length=50, extra={"clean": "name"})]
Phone = Annotated[str, Meta(max_length=30, extra={"clean": "phone"})]
LONGEST_LINE = 200
LONGEST_TEXT = 20_000

Line = Annotated[str, Meta(max_length=LONGEST_LINE, extra={"clean": "line"})]
Words = Annotated[str, Meta(max_length=LONGEST_TEXT, extra={"clean": "text"})]

Whole = Annotated[int, Meta(ge=0, le=1_000_000)]
Moment = Annotated[datetime, Meta(tz=True)]

PLACES: Final = 6
"""Decimal places of a number that is kept."""

_LARGEST = Decimal(10) ** 12


def check_number(value: Decimal, *, what: str) -> None:
    """Raise RuleBroken unless a number is finite, below 10¹² and has at most six places."""
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -PLACES or abs(value) >= _LARGEST:
        raise RuleBroken("field.number", field=what, places=PLACES)
