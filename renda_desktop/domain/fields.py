"""Types of fields: how long a text may be and how it is cleaned, which numbers and moments fit."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

Name = Annotated[str, Meta(max_length=50, extra={"clean": "name"})]
Phone = Annotated[str, Meta(max_length=30, extra={"clean": "phone"})]
Line = Annotated[str, Meta(max_length=200, extra={"clean": "line"})]
Words = Annotated[str, Meta(max_length=20_000, extra={"clean": "text"})]

Whole = Annotated[int, Meta(ge=0, le=1_000_000)]
Moment = Annotated[datetime, Meta(tz=True)]
