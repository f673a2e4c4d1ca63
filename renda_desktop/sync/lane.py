"""The files of records on their way, piece by piece, after the records that name them."""

from collections.abc import Callable
from typing import Final

import msgspec

from renda_desktop.domain.errors import Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.store import blobs, exchange
from renda_desktop.store.exchange import Cursor, Peer
from renda_desktop.sync import named, report
from renda_desktop.sync.link import Link
from renda_desktop.sync.loop import Place
from renda_desktop.sync.named import File
from renda_desktop.sync.pieces import (
    MOST_NAMES,
    PIECE,
    Ask,
    Fetch,
    Piece,
    Standing,
)
from renda_desktop.sync.report import Trouble

Stop = Callable[[], bool]
Progress = Callable[[int], object]

_TRIES: Final = 2  # where a file came to the server damaged


class Moved(msgspec.Struct, frozen=True):
    """How many files went each way, how many wait on either side, and what stopped it."""

    sent: int = 0
    received: int = 0
    left: int = 0
    troubles: tuple[Trouble, ...] = ()


def move(
    place: Place,
    *,
    lane: Link,
    stop: Stop = lambda: False,
    fetch: bool = True,
    progress: Progress = lambda _: None,
) -> Moved:
    """Move the files of every log: those that are here to the server, the others from there.

    What arrived stays when something fails; the next time it goes on from there. Nothing waits
    for the network while a transaction is open.

    Args:
        fetch: whether files are brought here too, or only sent.
        progress: called with the bytes that were moved until now.

    Raises:
        Unavailable: the PC is not enrolled, or its own disk fails.
    """
    with place.session() as session:
        peer, cursors = exchange.peer(session), exchange.cursors(session)
    if peer is None:
        raise Unavailable("sync.not_enrolled")
    run = _Run(place, lane, stop, peer, progress)
    try:
        for cursor in cursors.values():
            if cursor.writes:
                run.send(cursor)
            if fetch:
                run.fetch(cursor)
    except Unavailable as failure:
        run.troubles.append(report.trouble(failure))
    if run.spoilt:
        run.troubles.append(report.trouble(Unavailable("sync.spoilt", count=run.spoilt)))
    return Moved(run.sent, run.received, run.left, tuple(run.troubles))


def bring(place: Place, *, lane: Link, scope: Id, sha256: str) -> bool:
    """Bring one file here now; return whether it is here.

    Raises:
        Unavailable: the server cannot be reached, or does not give it.
    """
    with place.session() as session:
        peer, cursor = exchange.peer(session), exchange.cursors(session).get(scope)
        if blobs.here(session, names=[sha256]):
            return True
        if peer is None or cursor is None:
            raise Unavailable("sync.not_enrolled")
        file = named.named(session, cursor=cursor, name=sha256)
    return file is not None and _Run(place, lane, lambda: False, peer).fetch_one(scope, file)


class _Run:
    """Files on their way."""

    def __init__(
        self,
        place: Place,
        lane: Link,
        stop: Stop,
        peer: Peer,
        progress: Progress = lambda _: None,
    ) -> None:
        self._place, self._lane, self._stop, self._peer = place, lane, stop, peer
        self._progress, self._bytes = progress, 0
        self.sent = self.received = self.left = self.spoilt = 0
        self.troubles: list[Trouble] = []

    def send(self, cursor: Cursor) -> None:
        """Send the files that are here and not there yet."""
        files, here = self._due(cursor, named.UP)
        mine = [one for one in files if one.name in here]
        left: list[File] = []
        for start in range(0, len(mine), MOST_NAMES):
            some = mine[start : start + MOST_NAMES]
            told = self._lane.ask_pieces(
                Ask(
                    self._peer.server,
                    self._place.device,
                    cursor.scope,
                    tuple(one.name for one in some),
                )
            )
            if len(told.standings) != len(some):
                raise Unavailable("sync.garbled")
            for file, standing in zip(some, told.standings, strict=True):
                if not standing.whole and not self._send_one(cursor.scope, file, standing):
                    left.append(file)
        self._keep(cursor, named.UP, left)

    def fetch(self, cursor: Cursor) -> None:
        """Fetch the files that are not here; one that is not there yet is asked for again."""
        files, here = self._due(cursor, named.DOWN)
        wanted = [one for one in files if one.name not in here]
        left = [one for one in wanted if not self.fetch_one(cursor.scope, one)]
        self._keep(cursor, named.DOWN, left)

    def fetch_one(self, scope: Id, file: File) -> bool:
        """Fetch a file, from where it was left the last time."""
        while True:
            with self._place.session() as session:
                start = blobs.arrived(session, sha256=file.name)
            if start >= file.said.size:
                return self._put_together(file)
            self._go_on()
            fetched = self._lane.fetch_piece(
                Fetch(self._peer.server, self._place.device, scope, file.name, start)
            )
            if not fetched.size:
                return False
            if len(fetched.data) != min(PIECE, file.said.size - start):
                self.spoilt += 1
                return False
            with self._place.session(writes=True) as session:
                blobs.put_piece(session, sha256=file.name, start=start, data=fetched.data)
            self._tell(len(fetched.data))

    def _send_one(self, scope: Id, file: File, standing: Standing) -> bool:
        """Send the rest of a file; return whether all of it is there."""
        with self._place.session() as session:
            data = blobs.get(session, sha256=file.name) or b""
        if not standing.named:
            return False
        if blobs.hashed(data) != file.name:
            self.spoilt += 1
            return False
        last = (len(data) - 1) // PIECE * PIECE
        tries = 0
        while not standing.whole:
            self._go_on()
            start = min(standing.arrived // PIECE * PIECE, last)
            piece = data[start : start + PIECE]
            standing = self._lane.send_piece(
                Piece(
                    self._peer.server, self._place.device, scope, file.name, len(data), start, piece
                )
            )
            self._tell(len(piece))
            if not standing.whole and standing.arrived <= start:  # what was there is lost
                tries += 1
                if tries >= _TRIES:
                    self.spoilt += 1
                    return False
        self.sent += 1
        return True

    def _put_together(self, file: File) -> bool:
        with self._place.session(writes=True) as session:
            whole = blobs.put_together(session, sha256=file.name, mime=file.said.mime)
        self.received += whole
        self.spoilt += not whole
        return whole

    def _tell(self, size: int) -> None:
        self._bytes += size
        self._progress(self._bytes)

    def _go_on(self) -> None:
        if self._stop():
            raise Unavailable("sync.stopped")

    def _due(self, cursor: Cursor, way: str) -> tuple[list[File], set[str]]:
        """Return the files that were not moved one way yet, and which of them are here."""
        with self._place.session() as session:
            files = named.due(session, cursor=cursor, way=way, epoch=self._peer.epoch)
            return files, blobs.here(session, names={one.name for one in files})

    def _keep(self, cursor: Cursor, way: str, left: list[File]) -> None:
        self.left += len(left)
        with self._place.session(writes=True) as session:
            named.keep(session, cursor=cursor, way=way, epoch=self._peer.epoch, left=left)
