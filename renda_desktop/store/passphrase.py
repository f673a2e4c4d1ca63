"""Sealing the database key with a passphrase: Argon2id, then AES-256-GCM."""

import os
import secrets
import unicodedata
from pathlib import Path
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from renda_desktop.domain.errors import RuleBroken, Unavailable

LEAST: Final = 8
_FILE_VARIABLE: Final = "RENDA_PASSPHRASE_FILE"


class Stretching(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Argon2id's parameters (RFC 9106), bounded lest a doctored file exhaust the machine."""

    salt: Annotated[bytes, Meta(min_length=16, max_length=64)]
    iterations: Annotated[int, Meta(ge=1, le=32)] = 3
    lanes: Annotated[int, Meta(ge=1, le=16)] = 4
    memory_kib: Annotated[int, Meta(ge=8 * 1024, le=1024 * 1024)] = 128 * 1024


class Seal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sealed key: worthless without the passphrase."""

    argon2id: Stretching
    nonce: Annotated[bytes, Meta(min_length=12, max_length=12)]
    box: Annotated[bytes, Meta(min_length=48, max_length=48)]


def seal(key: bytes, *, passphrase: str, label: str) -> Seal:
    """Seal a key; `label` is bound to it and has to be given again to open it.

    Raises RuleBroken when the passphrase is too short.
    """
    if len(passphrase) < LEAST:
        raise RuleBroken("key.passphrase_short", least=LEAST)
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    stretching = Stretching(salt=secrets.token_bytes(16))
    nonce = secrets.token_bytes(12)
    cipher = AESGCM(stretched(passphrase, stretching))
    box = cipher.encrypt(nonce, key, _header(label, stretching))
    return Seal(argon2id=stretching, nonce=nonce, box=box)


def unseal(sealed: Seal, *, passphrase: str, label: str) -> bytes:
    """Return the key; RuleBroken when the passphrase is not the one, or the file was altered."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    cipher = AESGCM(stretched(passphrase, sealed.argon2id))
    try:
        return cipher.decrypt(sealed.nonce, sealed.box, _header(label, sealed.argon2id))
    except InvalidTag:
        raise RuleBroken("key.passphrase_wrong") from None


def from_environment() -> str | None:
    """Return the passphrase from the file that RENDA_PASSPHRASE_FILE names, if it names one."""
    name = os.environ.get(_FILE_VARIABLE)
    if not name:
        return None
    try:
        return Path(name).read_text("utf-8-sig").rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise Unavailable("key.passphrase_file", variable=_FILE_VARIABLE) from None


def stretched(passphrase: str, stretching: Stretching) -> bytes:
    """Return 32 bytes that take long to compute for each guess."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    # Some input methods compose letters and some do not: the same words shall be the same.
    typed = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    try:
        return Argon2id(
            salt=stretching.salt,
            length=32,
            iterations=stretching.iterations,
            lanes=stretching.lanes,
            memory_cost=stretching.memory_kib,
        ).derive(typed)
    except MemoryError:
        raise Unavailable("key.memory", mib=stretching.memory_kib // 1024) from None


def _header(label: str, stretching: Stretching) -> bytes:
    return msgspec.json.encode(("renda-desktop key", label, stretching))
