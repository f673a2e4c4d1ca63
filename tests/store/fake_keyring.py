"""A key store in memory, in the shape of those of the keyring library."""

import threading
from typing import ClassVar

from keyring.errors import KeyringLocked


class FakeKeyring:
    priority = 5
    secrets: ClassVar[dict[tuple[str, str], str]] = {}
    mood: ClassVar[str] = "well"
    wake: ClassVar[threading.Event] = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self._react()
        return self.secrets.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._react(password)
        if self.mood != "forgetful":
            self.secrets[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._react()
        del self.secrets[service, username]

    def _react(self, secret: str = "") -> None:
        match self.mood:
            case "locked":
                raise KeyringLocked("locked")
            case "broken":
                raise RuntimeError(f"could not store {secret or 'anything'}")
            case "asleep":
                self.wake.wait()


class Empty(FakeKeyring):
    """A preferred store that knows nothing: each instance has its own memory."""

    priority = 9

    def __init__(self) -> None:
        self.secrets = {}  # type: ignore[misc]


class Unpriced:
    """Like a backend whose class property raises because its daemon is away."""

    class _Priority:
        def __get__(self, instance: object, owner: type) -> float:
            raise RuntimeError("no daemon")

    priority = _Priority()
