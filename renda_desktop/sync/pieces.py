"""How files of records travel: by their SHA-256, in pieces, apart from the records."""

from typing import Annotated, Final

import msgspec
from msgspec import Meta

from renda_desktop.domain.attachment import Digest
from renda_desktop.domain.ids import Id

ASK, SEND, FETCH = "/v1/blob/ask", "/v1/blob/send", "/v1/blob/fetch"
PATHS: Final = frozenset({ASK, SEND, FETCH})

PIECE: Final = 256 * 1024
LARGEST: Final = 20 * 1024 * 1024  # of one file, as on a PC
MOST_NAMES: Final = 200  # in one question

Size = Annotated[int, Meta(ge=1, le=LARGEST)]
Start = Annotated[int, Meta(ge=0, lt=LARGEST, multiple_of=PIECE)]
Data = Annotated[bytes, Meta(min_length=1, max_length=PIECE)]


class Ask(msgspec.Struct, frozen=True):
    """How much of these files of a scope is there?"""

    server: Id
    device: Id
    scope: Id
    names: Annotated[tuple[Digest, ...], Meta(max_length=MOST_NAMES)]


class Standing(msgspec.Struct, frozen=True):
    """How much of a file is there: so many bytes from its beginning, or the `whole`, verified.

    `named`: some entry of the scope names it; no other is taken or given.
    """

    named: bool
    arrived: int = 0
    whole: bool = False


class Told(msgspec.Struct, frozen=True):
    """One standing a name, in the order of the question."""

    standings: tuple[Standing, ...]


class Piece(msgspec.Struct, frozen=True):
    """A piece of a file of `size` bytes; all but the last are of one length."""

    server: Id
    device: Id
    scope: Id
    name: Digest
    size: Size
    start: Start
    data: Data


class Fetch(msgspec.Struct, frozen=True):
    """A wish for the piece that begins there."""

    server: Id
    device: Id
    scope: Id
    name: Digest
    start: Start


class Fetched(msgspec.Struct, frozen=True):
    """A piece of a file of `size` bytes; 0 where the server does not have it whole yet."""

    size: Annotated[int, Meta(ge=0, le=LARGEST)] = 0
    data: Annotated[bytes, Meta(max_length=PIECE)] = b""
