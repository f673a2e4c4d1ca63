"""A file that belongs to a record, kept once by its content."""

from typing import Annotated

import msgspec
from msgspec import Meta

from renda_desktop.domain.fields import Line

Digest = Annotated[str, Meta(pattern="^[0-9a-f]{64}$", max_length=64)]
"""The SHA-256 of a file's content, in hexadecimal."""


class Attachment(msgspec.Struct, frozen=True):
    """A file as a record names it; `size` in bytes."""

    sha256: Digest
    name: Line
    mime: str
    size: int
