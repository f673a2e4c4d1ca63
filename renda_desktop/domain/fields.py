"""Types of fields: how long a text may be and how it is cleaned, which numbers and moments fit."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

Name = Annotated[str, Meta(max_length=50, extra={"clean": "name"})]
Phone = Annotated[str, Meta(max_length=30, extra={"clean": "phone"})]
LONGEST_LINE = 200
LONGEST_TEXT = 20_000

Line = Annotated[str, Meta(max_length=LONGEST_LINE, extra={"clean": "line"})]
Words = Annotated[str, Meta(max_length=LONGEST_TEXT, extra={"clean": "text"})]

Whole = Annotated[int, Meta(ge=0, le=1_000_000)]
Moment = Annotated[datetime, Meta(tz=True)]
