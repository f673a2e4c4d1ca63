"""Who calls: by the signature of the request, made not long ago."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import msgspec

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.server import witness
from renda_desktop.server.database import Connection
from renda_desktop.sync import signing, wire
from renda_desktop.sync.messages import Witness

if TYPE_CHECKING:
    from renda_desktop.server.calls import Call, Server

WINDOW: Final = 300
"""Seconds by which a PC's clock may differ; a request that was overheard is worth no longer."""


@dataclass(slots=True)
class Noted:
    """What is noted of a call: whose, from the scope that it was let into, about which scope.

    `heard`: it is the device's, and not one that was overheard long ago.
    """

    route: str
    device: Id | None = None
    home: Id | None = None
    scope: Id | None = None
    heard: bool = False
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Caller:
    """A device that is let in, and its public key."""

    device: Id
    key: bytes


async def authenticated(db: Connection, server: "Server", call: "Call", noted: Noted, /) -> Caller:
    """Return who signed the request, not long ago.

    Raises:
        RuleBroken: nobody did, or nobody who is let in.
    """
    device = call.headers.get(wire.DEVICE.lower(), "")
    try:
        at = int(call.headers.get(wire.TIME.lower(), ""))
        signature = bytes.fromhex(call.headers.get(wire.SIGNATURE.lower(), ""))
        msgspec.convert(device, Id)
    except (ValueError, msgspec.ValidationError):
        raise RuleBroken("sync.garbled") from None
    row = await db.fetchrow("SELECT key, revoked_at, scope FROM device WHERE device = $1", device)
    key = row["key"] if row is not None else _certified(server, call, device)
    noted.device, noted.home = Id(device), row["scope"] if row is not None else None
    message = signing.request_message(method="POST", path=call.path, at=at, body=call.body)
    if not signing.verified(message, signature=signature, key=key):
        raise RuleBroken("sync.signature")
    if abs(server.clock().timestamp() - at) > WINDOW:
        raise RuleBroken("sync.clock")
    noted.heard = True
    if row is not None and row["revoked_at"] is not None:
        raise RuleBroken("sync.revoked")
    return Caller(Id(device), key)


def _certified(server: "Server", call: "Call", device: str) -> bytes:
    """Return the key of a device that is not known any more, by our own word about it."""
    if call.path == wire.WITNESS:
        one = wire.unpack(call.body, kind=Witness).certificate
        if witness.certified(one, device=Id(device), who=server.identity):
            return one.key
    raise RuleBroken("sync.unknown_device")


def check_for(server: "Server", caller: Caller, server_id: Id, device: Id, /) -> None:
    """Raise RuleBroken unless a message is from the caller, to this server."""
    if server_id != server.identity.server:
        raise RuleBroken("sync.other_server")
    if device != caller.device:
        raise RuleBroken("sync.garbled")
