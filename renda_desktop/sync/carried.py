"""What a bundle carries: the messages of an exchange, and what the server says to them."""

from typing import Annotated, Final, TypeVar

import msgspec
from msgspec import Meta

from renda_desktop.domain.attachment import Digest
from renda_desktop.domain.errors import Unavailable
from renda_desktop.domain.fields import Line
from renda_desktop.domain.ids import Id
from renda_desktop.sync.messages import (
    Enrol,
    Enrolled,
    Epoch,
    Hash,
    Hello,
    Pull,
    Seq,
    Verdict,
    Welcome,
)
from renda_desktop.sync.pieces import LARGEST

MOST_RECORDS: Final = 64 * 1024 * 1024
"""Bytes of packed pushes, or of packed pages, in one bundle."""

MOST_FILES: Final = 128 * 1024 * 1024
"""Bytes of files in one bundle."""

M = TypeVar("M", bound=msgspec.Struct)


class Invitation(msgspec.Struct, frozen=True, tag="invitation"):
    """Which server a code is for; a PC without network is enrolled by file."""

    server: Id
    server_key: Hash
    epoch: Epoch


class CarriedFile(msgspec.Struct, frozen=True):
    """A file that an entry of the scope names, by its SHA-256."""

    scope: Id
    name: Digest
    data: Annotated[bytes, Meta(max_length=LARGEST)]


class FileNames(msgspec.Struct, frozen=True):
    """Files of a scope, by name: which are here, and which are wanted."""

    scope: Id
    here: tuple[Digest, ...] = ()
    wanted: tuple[Digest, ...] = ()


class Outgoing(msgspec.Struct, frozen=True, tag="outgoing"):
    """What a PC says: packed pushes, in their order, and how far its logs came.

    `enrol` is there until the server's answer to it came.
    """

    hello: Hello
    pushes: tuple[bytes, ...]
    pulls: tuple[Pull, ...]
    enrol: Enrol | None = None
    names: tuple[FileNames, ...] = ()
    files: tuple[CarriedFile, ...] = ()


class Heard(msgspec.Struct, frozen=True):
    """What became of one scope's pushes. `rule` says why none of them was looked at."""

    scope: Id
    head: Seq = 0
    verdicts: tuple[Verdict, ...] = ()
    forked: bool = False
    rule: Line | None = None


class Answering(msgspec.Struct, frozen=True, tag="answering"):
    """What the server says: verdicts, and packed pages of every scope, in their order.

    `more`: not everything went in.
    """

    welcome: Welcome
    device: Id
    heard: tuple[Heard, ...]
    pages: tuple[bytes, ...]
    more: bool = False
    enrolled: Enrolled | None = None
    names: tuple[FileNames, ...] = ()
    files: tuple[CarriedFile, ...] = ()


def encode(message: msgspec.Struct) -> bytes:
    """Return a message as a bundle holds it."""
    return msgspec.msgpack.encode(message)


def decode(content: bytes, *, kind: type[M]) -> M:
    """Return the message in a bundle.

    Raises:
        Unavailable: there is another one.
    """
    try:
        return msgspec.msgpack.decode(content, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise Unavailable("sync.garbled") from None
