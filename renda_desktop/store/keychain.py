"""The operating system's own key store, and no other."""

import importlib
import queue
import threading
from collections.abc import Callable, Iterator
from typing import Final, Protocol, TypeVar

from renda_desktop.domain.errors import Unavailable

_T = TypeVar("_T")

SERVICE: Final = "renda-desktop"
# Asked for by name: `keyring` itself would also take what a configuration file, an environment
# variable or an installed plug-in names, and some of those keep secrets in plain text.
ALLOWED: tuple[str, ...] = (
    "keyring.backends.SecretService:Keyring",
    "keyring.backends.kwallet:DBusKeyring",
    "keyring.backends.kwallet:DBusKeyringKWallet4",
    "keyring.backends.Windows:WinVaultKeyring",
    "keyring.backends.macOS:Keyring",
)
# Long enough for somebody to type the password that unlocks the store.
PATIENCE_SECONDS: float = 120


class _Store(Protocol):
    def get_password(self, service: str, username: str) -> str | None: ...
    def set_password(self, service: str, username: str, password: str) -> None: ...
    def delete_password(self, service: str, username: str) -> None: ...


def usable() -> bool:
    """Say whether this session has a key store that we trust."""
    return _bounded(lambda: next(_stores(), None)) is not None


def put(name: str, *, secret: str) -> None:
    """Keep a secret and read it back; Unavailable when that fails, for whatever reason."""

    def work() -> bool:
        store = next(_stores(), None)
        if store is None:
            raise Unavailable("keychain.none")
        store.set_password(SERVICE, name, secret)
        return store.get_password(SERVICE, name) == secret

    if not _bounded(work):
        raise Unavailable("keychain.failed")


def get(name: str) -> str:
    """Return a secret; Unavailable when the store is absent, locked, or has lost it."""

    def work() -> str | None:
        failure: Exception | None = Unavailable("keychain.none")
        for store in _stores():
            try:
                if secret := store.get_password(SERVICE, name):
                    return secret
                failure = None
            except Exception as error:  # noqa: BLE001 - another store may have it
                failure = error
        if failure:
            raise failure
        return None

    secret = _bounded(work)
    if secret is None:
        raise Unavailable("keychain.lost")
    return secret


def forget(name: str) -> None:
    """Remove a secret that is no longer needed; best effort."""

    def work() -> None:
        for store in _stores():
            if store.get_password(SERVICE, name):
                store.delete_password(SERVICE, name)

    try:
        _bounded(work)
    except Unavailable:
        return  # what stays behind is a key under a name that nothing refers to


def _stores() -> Iterator[_Store]:
    """Yield the key stores that work here, the preferred one first."""
    found = []
    for entry in ALLOWED:
        module, _, name = entry.partition(":")
        try:
            kind = getattr(importlib.import_module(module), name)
            found.append((float(kind.priority), kind))
        except Exception:  # noqa: BLE001, S112 - whatever it is, this store is not usable here
            continue
    for _, kind in sorted(found, key=lambda pair: -pair[0]):
        yield kind()


def _bounded(work: Callable[[], _T]) -> _T:
    """Do the work within PATIENCE_SECONDS: a prompt that nobody answers would hang for ever."""
    answers: queue.SimpleQueue[tuple[_T | None, Exception | None]] = queue.SimpleQueue()

    def run() -> None:
        try:
            answers.put((work(), None))
        except Exception as error:  # noqa: BLE001 - told apart below, in the caller's thread
            answers.put((None, error))

    threading.Thread(target=run, name="keychain", daemon=True).start()
    try:
        answer, error = answers.get(timeout=PATIENCE_SECONDS)
    except queue.Empty:
        raise Unavailable("keychain.timeout") from None
    if error is not None:
        raise _told(error) from None
    return answer  # type: ignore[return-value] # without an error it is the work's own answer


def _told(error: Exception) -> Unavailable:
    """Say what went wrong in our words only: a store's own words may quote the secret."""
    from keyring.errors import KeyringLocked

    match error:
        case Unavailable():
            return error
        case KeyringLocked():
            return Unavailable("keychain.locked")
        case _:
            return Unavailable("keychain.failed")
