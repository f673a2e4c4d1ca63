"""The way to a server: the same calls through HTTP, or into the server in process."""

from collections.abc import Mapping
from typing import Final, TypeVar

import msgspec

from renda_desktop.sync import pieces, wire
from renda_desktop.sync.messages import (
    Compare,
    Compared,
    Enrol,
    Enrolled,
    Hello,
    Leave,
    Left,
    Page,
    Pull,
    Push,
    Pushed,
    Refill,
    Welcome,
    Witness,
)
from renda_desktop.sync.pieces import Ask, Fetch, Fetched, Piece, Standing, Told

M = TypeVar("M", bound=msgspec.Struct)

CALLS: Final[Mapping[str, tuple[type[msgspec.Struct], type[msgspec.Struct]]]] = {
    wire.ENROL: (Enrol, Enrolled),
    wire.HELLO: (Hello, Welcome),
    wire.PUSH: (Push, Pushed),
    wire.PULL: (Pull, Page),
    wire.WITNESS: (Witness, Welcome),
    wire.COMPARE: (Compare, Compared),
    wire.REFILL: (Refill, Pushed),
    wire.LEAVE: (Leave, Left),
    pieces.ASK: (Ask, Told),
    pieces.SEND: (Piece, Standing),
    pieces.FETCH: (Fetch, Fetched),
}
"""What is asked on each path, and what is answered."""


class Link:
    """Calls that leave no state behind between them, by whatever carries a message each way.

    Raises:
        Unavailable: the server cannot be reached, or what answered is not it: nothing was lost.
    """

    def call(self, path: str, request: msgspec.Struct, *, kind: type[M]) -> M:
        """Return the answer to a message."""
        raise NotImplementedError

    def enrol(self, request: Enrol) -> Enrolled:
        return self.call(wire.ENROL, request, kind=Enrolled)

    def hello(self, request: Hello) -> Welcome:
        return self.call(wire.HELLO, request, kind=Welcome)

    def push(self, request: Push) -> Pushed:
        return self.call(wire.PUSH, request, kind=Pushed)

    def pull(self, request: Pull) -> Page:
        return self.call(wire.PULL, request, kind=Page)

    def witness(self, request: Witness) -> Welcome:
        return self.call(wire.WITNESS, request, kind=Welcome)

    def compare(self, request: Compare) -> Compared:
        return self.call(wire.COMPARE, request, kind=Compared)

    def refill(self, request: Refill) -> Pushed:
        return self.call(wire.REFILL, request, kind=Pushed)

    def leave(self, request: Leave) -> Left:
        return self.call(wire.LEAVE, request, kind=Left)

    def ask_pieces(self, request: Ask) -> Told:
        return self.call(pieces.ASK, request, kind=Told)

    def send_piece(self, request: Piece) -> Standing:
        return self.call(pieces.SEND, request, kind=Standing)

    def fetch_piece(self, request: Fetch) -> Fetched:
        return self.call(pieces.FETCH, request, kind=Fetched)
