"""The database key: made once, then kept by the key store or under a passphrase."""

import contextlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.store import keychain
from renda_desktop.store.passphrase import Seal, from_environment, seal, unseal

Holder = Literal["keyring", "passphrase"]

_FILE: Final = "key.json"
_KEY_BYTES: Final = 32


class _KeyFile(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What lies beside the database. It holds no secret that opens anything by itself."""

    id: Annotated[str, Meta(pattern=r"^[0-9a-f]{32}$")]
    holder: Holder
    seal: Seal | None = None


def holder(home: Path) -> Holder | None:
    """Return who keeps the key of the database in this folder; None before one is made."""
    return _read(home).holder if (home / _FILE).exists() else None


def create(home: Path, *, passphrase: str | None = None) -> bytes:
    """Make a new key and have it kept: under a passphrase if one is given, else by the key store.

    Raises Unavailable without a usable key store (ask for a passphrase then), RuleBroken where a
    key exists already or the passphrase is too short.
    """
    if (home / _FILE).exists():
        raise RuleBroken("key.exists")
    key = secrets.token_bytes(_KEY_BYTES)
    adopt(home, key=key, passphrase=passphrase)
    return key


def load(
    home: Path,
    *,
    passphrase: str | None = None,
    ask_passphrase: Callable[[], str | None] | None = None,
) -> bytes:
    """Return the key; a passphrase not given is in RENDA_PASSPHRASE_FILE, else it is asked for.

    Raises RuleBroken for a wrong passphrase (ask again), Unavailable where the key cannot be had:
    the sentence says whether to wait, to unlock the key store or to use the recovery key.
    """
    file = _read(home)
    if file.seal is None:
        return _key(keychain.get(file.id))
    passphrase = passphrase or from_environment()
    if passphrase is None and ask_passphrase is not None:
        passphrase = ask_passphrase()
    if not passphrase:
        raise Unavailable("key.passphrase_needed")
    return unseal(file.seal, passphrase=passphrase, label=file.id)


def adopt(home: Path, *, key: bytes, passphrase: str | None = None) -> None:
    """Keep an existing key from now on: on a new PC, under a new passphrase, by another holder.

    Whoever held it before holds it until the new one is verified and on the disk. The caller has
    opened the database with this key first.
    """
    if len(key) != _KEY_BYTES:
        raise ValueError("a key has 32 bytes")
    before = _id_before(home)
    name = secrets.token_hex(16)
    if passphrase is None:
        keychain.put(name, secret=key.hex())
        file = _KeyFile(id=name, holder="keyring")
    else:
        sealed = seal(key, passphrase=passphrase, label=name)
        unseal(sealed, passphrase=passphrase, label=name)  # proven before the old one goes
        file = _KeyFile(id=name, holder="passphrase", seal=sealed)
    _write(home, file)
    if before is not None:
        keychain.forget(before)


def forget(home: Path) -> None:
    """Drop the key of a folder: nothing that it opens is left there."""
    before = _id_before(home)
    try:
        (home / _FILE).unlink(missing_ok=True)
    except OSError:
        raise Unavailable("key.unwritable") from None
    if before is not None:
        keychain.forget(before)


def change_passphrase(home: Path, *, old: str, new: str) -> None:
    """Seal the key anew; the old passphrase works until the new file is on the disk."""
    file = _read(home)
    if file.seal is None:
        raise RuleBroken("key.no_passphrase")
    adopt(home, key=unseal(file.seal, passphrase=old, label=file.id), passphrase=new)


def _key(secret: str) -> bytes:
    try:
        key = bytes.fromhex(secret)
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise Unavailable("keychain.lost")
    return key


def _id_before(home: Path) -> str | None:
    """Return the key store's name for the key until now, if it keeps it."""
    with contextlib.suppress(Unavailable):
        file = _read(home)
        return file.id if file.holder == "keyring" else None
    return None


def _read(home: Path) -> _KeyFile:
    try:
        file = msgspec.json.decode((home / _FILE).read_bytes(), type=_KeyFile)
    except FileNotFoundError:
        raise Unavailable("key.missing") from None
    except OSError:
        raise Unavailable("key.unreadable") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Unavailable("key.damaged") from None
    if (file.holder == "passphrase") != (file.seal is not None):
        raise Unavailable("key.damaged")
    return file


def _write(home: Path, file: _KeyFile) -> None:
    """Replace the key file at once: after a power cut it is the old one or the new one."""
    new = home / f"{_FILE}.new"
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(msgspec.json.format(msgspec.json.encode(file), indent=2) + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
        new.replace(home / _FILE)
        _sync_folder(home)
    except OSError:
        raise Unavailable("key.unwritable") from None


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # NTFS journals the rename; a folder cannot be opened there
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
