"""Who said what: device keys, signatures over actions, receipts and the chain of a scope."""

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from renda_desktop.domain.ids import Id
from renda_desktop.sync.messages import (
    Certificate,
    Checkpoint,
    Enrol,
    Refusal,
    SentEntry,
    SignedAction,
)

_KEY, _SIGNATURE = 32, 64  # bytes
_FEW = 100  # signatures that are not worth other threads
_ACTION = b"renda action 1\0"
_RECEIPT = b"renda receipt 1\0"
_CERTIFICATE = b"renda certificate 1\0"
_ENROL = b"renda enrol 1\0"
_REQUEST = b"renda request 1\0"
_CHECKPOINT = b"renda checkpoint 1\0"


def device_key(database_key: bytes, *, device: Id) -> Ed25519PrivateKey:
    """Return a device's signing key: derived from the database key, so kept by the same keeper."""
    seed = HKDF(SHA256(), 32, salt=None, info=b"renda device " + device.encode())
    return Ed25519PrivateKey.from_private_bytes(seed.derive(database_key))


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    """Return the public half as 32 bytes."""
    return key.public_key().public_bytes_raw()


def signer(key: Ed25519PrivateKey) -> Callable[[bytes], bytes]:
    """Return what signs many messages: the same signatures as the key's own, twice as fast."""
    from nacl.bindings import crypto_sign

    secret = key.private_bytes_raw() + public_bytes(key)
    return lambda message: crypto_sign(message, secret)[:_SIGNATURE]


def verified(message: bytes, *, signature: bytes, key: bytes) -> bool:
    """Return whether the holder of `key` (32 bytes) signed the message."""
    from nacl.bindings import crypto_sign_open
    from nacl.exceptions import BadSignatureError

    if len(signature) != _SIGNATURE or len(key) != _KEY:  # the library does not look
        return False
    try:
        crypto_sign_open(signature + message, key)
    except BadSignatureError:
        return False
    return True


def all_verified(said: Sequence[tuple[bytes, bytes, bytes]]) -> bool:
    """Return whether every (message, signature, key) holds; many are checked on all cores."""
    cores = os.cpu_count() or 1
    if len(said) < _FEW or cores == 1:
        return _all_verified(said)
    with ThreadPoolExecutor(cores) as pool:  # checking a signature lets other threads run
        return all(pool.map(_all_verified, (said[core::cores] for core in range(cores))))


def _all_verified(said: Sequence[tuple[bytes, bytes, bytes]]) -> bool:
    return all(verified(message, signature=seal, key=key) for message, seal, key in said)


def action_message(action: SignedAction, *, server: Id) -> bytes:
    """Return what a device signs of an action: which, where, when in its order, and what."""
    ids = bytes.fromhex(server + action.id + action.scope + action.device)
    place = action.dseq.to_bytes(8, "big") + action.previous
    return _ACTION + sha256(ids + place + digests(action.entries)).digest()


def signed(action: SignedAction, *, server: Id, key: Ed25519PrivateKey) -> SignedAction:
    """Return an action with the signature of its device."""
    made = signer(key)(action_message(action, server=server))
    return msgspec.structs.replace(action, signature=made)


def link(action: SignedAction, *, server: Id) -> bytes:
    """Return the hash that seals an action and all that its device offered before it.

    The device's next action in the scope names it as `previous`.
    """
    return link_of(action_message(action, server=server))


def link_of(message: bytes) -> bytes:
    """Return the link of an action, given what its device signed."""
    return sha256(message).digest()


def receipt(action: SignedAction, *, seq: int, refusal: Refusal | None) -> bytes:
    """Return the hash that seals a verdict, and what the device offered before it."""
    which = action.previous + bytes.fromhex(action.id) + action.dseq.to_bytes(8, "big")
    rule = refusal.rule.encode() if refusal else b""
    return sha256(_RECEIPT + which + seq.to_bytes(8, "big") + rule).digest()


def chained(before: bytes, *, entries: Iterable[SentEntry]) -> bytes:
    """Return a scope's chain after some more entries, in their order."""
    return chained_seals(before, seals=((entry.id, entry.digest) for entry in entries))


def chained_seals(before: bytes, *, seals: Iterable[tuple[Id, bytes]]) -> bytes:
    """Return a scope's chain after some more entries, given by their ids and digests."""
    for id_, digest in seals:
        before = sha256(before + bytes.fromhex(id_) + digest).digest()
    return before


def digests(entries: Iterable[SentEntry]) -> bytes:
    """Return one hash of what entries say, in their order."""
    return sha256(b"".join([bytes.fromhex(one.id) + one.digest for one in entries])).digest()


def certificate_message(certificate: Certificate) -> bytes:
    """Return what the server signs of a certificate."""
    c = certificate
    ids = bytes.fromhex(c.server + c.device)
    return _CERTIFICATE + ids + c.key + c.letter.encode() + c.issued_at.to_bytes(8, "big")


def checkpoint_message(checkpoint: Checkpoint, *, server: Id) -> bytes:
    """Return what the server signs of a checkpoint."""
    c = checkpoint
    said = sha256(bytes.fromhex(server + c.scope + c.device))
    for words in (c.kind.encode(), c.name.encode()):
        said.update(len(words).to_bytes(8, "big") + words)
    said.update(c.epoch.to_bytes(8, "big") + c.seq.to_bytes(8, "big") + c.chain)
    said.update((b"own" if c.own else b"not") + bytes.fromhex(c.area or ""))
    return _CHECKPOINT + said.digest()


def enrol_message(request: Enrol) -> bytes:
    """Return what a new device signs: that the key is its own, for this code."""
    code = sha256(request.code.encode()).digest()
    return _ENROL + code + bytes.fromhex(request.device) + request.key


def request_message(*, method: str, path: str, at: int, body: bytes) -> bytes:
    """Return what a device signs of each request; `at` in seconds bounds its life."""
    head = f"{method} {path} {at}\n".encode()
    return _REQUEST + head + sha256(body).digest()
