"""The central server as somebody who writes: under which names its entries stand."""

from hashlib import sha256

from renda_desktop.domain.ids import Id


def author(server: Id) -> Id:
    """Return the author of what those who run the server write at its command line."""
    return _derived(b"renda server author", server, 0)


def device(server: Id, *, epoch: int) -> Id:
    """Return the device on which they do it: another one in each epoch.

    A server that was put back does not know how far its own numbers went.
    """
    return _derived(b"renda server device", server, epoch)


def _derived(what: bytes, server: Id, epoch: int) -> Id:
    said = what + bytes.fromhex(server) + epoch.to_bytes(8, "big")
    return Id(sha256(said).hexdigest()[:32])
