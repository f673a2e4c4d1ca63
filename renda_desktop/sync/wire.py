"""How messages travel: their paths, their headers, packed JSON of a bounded size."""

from typing import Final, TypeVar

import msgspec
import zstandard

from renda_desktop.domain.errors import Unavailable
from renda_desktop.sync.messages import MOST_BYTES

MEDIA: Final = "application/x-renda+zstd"
ENROL, HELLO, PUSH, PULL = "/v1/enrol", "/v1/hello", "/v1/push", "/v1/pull"
WITNESS, COMPARE, REFILL = "/v1/witness", "/v1/compare", "/v1/refill"
LEAVE: Final = "/v1/leave"

# Whose answer it is; and of a request: from which device, when (seconds), signed by it (hex).
SERVER: Final = "Renda-Server"
DEVICE: Final = "Renda-Device"
TIME: Final = "Renda-Time"
SIGNATURE: Final = "Renda-Signature"

_LEVEL: Final = 3

M = TypeVar("M", bound=msgspec.Struct)


class Trouble(msgspec.Struct, frozen=True):
    """The body of an answer that is no business outcome: which sentence tells of it.

    `now` is the server's clock, for a PC whose own is wrong.
    """

    rule: str
    now: int = 0


def pack(message: msgspec.Struct) -> bytes:
    """Return a message as it travels."""
    return zstandard.compress(msgspec.json.encode(message), _LEVEL)


def unpack(data: bytes, *, kind: type[M]) -> M:
    """Return the message that bytes hold, unpacking no more than MOST_BYTES.

    Raises:
        Unavailable: they hold none, or one that is too large.
    """
    try:
        unpacker = zstandard.ZstdDecompressor(max_window_size=MOST_BYTES)
        plain = unpacker.stream_reader(data).read(MOST_BYTES + 1)
        if len(plain) > MOST_BYTES:
            raise Unavailable("sync.too_large")
        return msgspec.json.decode(plain, type=kind)
    except (zstandard.ZstdError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise Unavailable("sync.garbled") from None
