"""Types of text fields: how long they may be and how outside text is cleaned for them."""

from typing import Annotated

from msgspec import Meta

Name = Annotated[str, Meta(max_length=50, extra={"clean": "name"})]
Phone = Annotated[str, Meta(max_length=30, extra={"clean": "phone"})]
Line = Annotated[str, Meta(max_length=200, extra={"clean": "line"})]
Words = Annotated[str, Meta(max_length=20_000, extra={"clean": "text"})]
