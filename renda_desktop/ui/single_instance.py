"""One window a user: a second start brings the first one to the front."""

import ctypes
import json
import logging
import os
import secrets
import sys
import threading
import time
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Listener
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLockFile, QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from renda_desktop.domain.errors import Unavailable

log = logging.getLogger(__name__)

_FRONT: Final = b"front"
_END: Final = b"end"
_LONGEST: Final = 16
# A socket's path has room for 107 bytes; a longer one goes to the folder for temporary files.
_SOCKET_PATH_BYTES: Final = 100
_FAMILY: Final = "AF_PIPE" if sys.platform == "win32" else "AF_UNIX"
_PAUSE_SECONDS: Final = 0.05


class SingleInstance(QObject):
    """The claim to be the one window of a home folder."""

    asked = Signal()  # somebody started the program again

    def __init__(self, home: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._door = home / "window.json"  # where the first one listens, and its password
        self._socket = home / "window.sock"
        self._lock = QLockFile(str(home / "window.lock"))
        # Only the end of the process makes the lock stale, not its age.
        self._lock.setStaleLockTime(0)
        self._thread: threading.Thread | None = None

    def claim(self) -> bool:
        """Return whether this is the first one; it listens from now on and emits `asked`.

        Raises Unavailable when the folder cannot hold a lock.
        """
        if not self._lock.tryLock(0):
            if self._lock.error() == QLockFile.LockError.LockFailedError:
                return False
            raise Unavailable("window.lock")
        try:
            listener = self._open_door()
        except OSError:
            log.warning("nobody can ask this window to the front")  # yet it can be used
            return True
        self._thread = threading.Thread(
            target=self._listen, args=(listener,), name="single-instance", daemon=True
        )
        self._thread.start()
        return True

    def ask_first(self, *, seconds: float = 3.0) -> bool:
        """Ask the first window to come to the front; False when it did not answer in time."""
        _let_others_come_to_front()
        deadline = time.monotonic() + seconds
        while not self._say(_FRONT):
            if time.monotonic() > deadline:
                return False
            time.sleep(_PAUSE_SECONDS)  # it holds the lock and is about to listen
        return True

    def release(self) -> None:
        """Stop listening and let another one be the first."""
        if self._thread is not None:
            if self._say(_END):
                self._thread.join()
            self._thread = None
            self._door.unlink(missing_ok=True)
        self._lock.unlock()

    def _open_door(self) -> Listener:
        password = secrets.token_bytes(32)
        address = str(self._socket)
        if _FAMILY == "AF_UNIX":
            self._socket.unlink(missing_ok=True)  # left by one that was killed; the lock is ours
        fits = _FAMILY == "AF_UNIX" and len(os.fsencode(address)) < _SOCKET_PATH_BYTES
        listener = Listener(address if fits else None, _FAMILY, authkey=password)
        door = {"address": listener.address, "password": password.hex()}
        fresh = self._door.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            json.dump(door, stream)
        fresh.replace(self._door)
        return listener

    def _listen(self, listener: Listener) -> None:
        with listener:
            while True:
                try:
                    with listener.accept() as connection:
                        said = connection.recv_bytes(_LONGEST)
                        connection.send_bytes(said)
                except (OSError, EOFError, AuthenticationError):
                    time.sleep(_PAUSE_SECONDS)  # should it fail for good, it shall cost nothing
                    continue
                if said == _END:
                    return
                self.asked.emit()

    def _say(self, word: bytes) -> bool:
        try:
            door = json.loads(self._door.read_bytes())
            password = bytes.fromhex(door["password"])
            with Client(door["address"], _FAMILY, authkey=password) as connection:
                connection.send_bytes(word)
                return connection.recv_bytes(_LONGEST) == word
        except (OSError, EOFError, AuthenticationError, ValueError, KeyError):
            return False


def bring_to_front(window: QWidget) -> None:
    """Show a window above the others, out of the task bar if need be."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()


def _let_others_come_to_front() -> None:
    """Pass on this process's right to the foreground; Windows lets no other take it."""
    if sys.platform == "win32":
        ctypes.windll.user32.AllowSetForegroundWindow(-1)
