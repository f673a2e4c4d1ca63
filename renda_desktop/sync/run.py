"""An exchange on its way: between whom it is, and what came of it so far."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from renda_desktop.domain.errors import Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.store import exchange as kept
from renda_desktop.store.exchange import Peer
from renda_desktop.sync import showing
from renda_desktop.sync.link import Link
from renda_desktop.sync.messages import Checkpoint, Scope
from renda_desktop.sync.outbox import Refused
from renda_desktop.sync.report import Trouble

if TYPE_CHECKING:
    from renda_desktop.sync.loop import Place, Progress, Stop


@dataclass(slots=True)
class Run:
    """What every step of an exchange needs, and adds to.

    `words` are the server's last signed words on its logs. `shown`: it was shown what it signed.
    `new` entries are expected; without `project`, what screens read is made when all are here,
    of what is `due`.
    """

    place: "Place"
    link: Link
    stop: "Stop"
    peer: Peer
    progress: "Progress"
    sent: int = 0
    received: int = 0
    refused: list[Refused] = field(default_factory=list)
    conflicts: set[Id] = field(default_factory=set)
    troubles: list[Trouble] = field(default_factory=list)
    project: bool = True
    due: showing.Due = field(default_factory=showing.Due)
    new: int = 0
    words: dict[Id, Checkpoint] = field(default_factory=dict)
    writable: set[Id] = field(default_factory=set)
    ended: tuple[Id, ...] = ()
    shown: bool = False

    def remember(self, peer: Peer, /) -> None:
        """Keep what is new about the server."""
        if peer != self.peer:
            self.peer = peer
            with self.place.session(writes=True) as session:
                kept.keep_peer(session, peer=peer)

    def fork(self) -> None:
        """Send nothing from now on, until this PC enrols anew."""
        self.remember(msgspec.structs.replace(self.peer, forked=True))

    def stop_forked(self, scope: Scope, /) -> None:
        """Stop: a copy of this database spoke, unless the server has forgotten what we said."""
        if self.shown:
            self.fork()
        raise Unavailable("sync.forked", scope=scope.name)
