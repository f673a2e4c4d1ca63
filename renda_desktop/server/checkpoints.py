"""The server's signed word on where a log stands, which binds it even when it was put back."""

from collections.abc import Iterable
from typing import Final

import msgspec

from renda_desktop.domain.ids import Id
from renda_desktop.server.database import Connection
from renda_desktop.server.identity import Identity
from renda_desktop.server.rights import Held
from renda_desktop.sync import signing
from renda_desktop.sync.messages import Checkpoint

_NOW: Final = """
SELECT s.kind, s.name, v.epoch, s.head, s.chain, d.scopes @> ARRAY[s.scope] AS own, t.area
FROM scope s JOIN device d ON d.device = $2 LEFT JOIN tree t ON t.scope = s.scope, server v
WHERE s.scope = $1
"""


async def of(db: Connection, *, device: Id, scope: Id, who: Identity) -> Checkpoint | None:
    """Return where a log stands now, for a device."""
    row = await db.fetchrow(_NOW, scope, device)
    if row is None:
        return None
    kind, name, epoch, head, chain, own, area = row
    return _signed(
        Checkpoint(scope, kind, name, device, epoch, head, chain, bytes(64), own, area), who
    )


def of_all(
    held: Iterable[Held], *, device: Id, epoch: int, who: Identity
) -> tuple[Checkpoint, ...]:
    """Return where logs stand, for a device that holds them."""
    return tuple(
        _signed(
            Checkpoint(
                one.scope.id, one.scope.kind, one.scope.name, device, epoch, one.scope.head,
                one.chain, bytes(64), one.own, one.scope.area,
            ),
            who,
        )
        for one in held
    )  # fmt: skip


def sound(checkpoint: Checkpoint, *, device: Id, who: Identity) -> bool:
    """Return whether this server signed a checkpoint for the device."""
    message = signing.checkpoint_message(checkpoint, server=who.server)
    signed = signing.verified(message, signature=checkpoint.signature, key=who.public)
    return checkpoint.device == device and signed


def _signed(unsigned: Checkpoint, who: Identity) -> Checkpoint:
    message = signing.checkpoint_message(unsigned, server=who.server)
    return msgspec.structs.replace(unsigned, signature=who.key.sign(message))
