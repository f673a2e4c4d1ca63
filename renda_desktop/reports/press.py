"""A process of its own that sets papers, so that a long one stops neither window nor program."""

import logging
import pickle
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import PurePath
from threading import Lock
from typing import IO, TypeVar

from renda_desktop.domain.errors import RuleBroken, Unavailable

log = logging.getLogger(__name__)
S = TypeVar("S")

_LENGTH = 8
_CHUNK = 1 << 20
_TRIES = 2


class Stopped(Exception):  # noqa: N818 # nothing failed: nobody wants the paper any more
    """The paper was given up while it was drawn."""


class Press:
    """Draws one paper after another in a child process, which it begins when it has to.

    The child stays for the next paper; one that died is begun again. What a paper says goes
    through pipes only: never into a file, an argument or a log.
    """

    def __init__(self, command: Sequence[str] = ()) -> None:
        self._command = list(command) or own_command()
        self._child: subprocess.Popen[bytes] | None = None
        self._gate = Lock()
        self._closed = False

    def draw(
        self, render: Callable[[S], bytes], sheet: S, *, wanted: Callable[[], bool] = lambda: True
    ) -> bytes:
        """Return `render(sheet)`; both can be pickled. To be called by one thread at a time.

        Raises:
            Stopped: `stop` was called, and the paper is no longer wanted.
            RuleBroken, Unavailable: what `render` raised, or that no child lives long enough.
        """
        job = pickle.dumps((render, sheet), protocol=5)
        for _ in range(_TRIES):
            if not wanted():
                raise Stopped
            try:
                good, answer = self._ask(job)
            except (OSError, EOFError, ValueError, pickle.UnpicklingError):
                self._end()
                continue
            if good:
                return bytes(answer)
            _raise(answer)
        if not wanted() or self._closed:
            raise Stopped
        log.error("the process that draws papers died twice over one of them")
        raise Unavailable("paper.press")

    def warm(self) -> None:
        """Begin the child, so that the first paper finds it ready."""
        with suppress(OSError):
            self._begun()

    def stop(self) -> None:
        """End the child in the midst of its work; another begins with the next paper."""
        with self._gate:
            if self._child is not None:
                self._child.kill()

    def close(self) -> None:
        """End the child for good."""
        with self._gate:
            self._closed = True
        self._end()

    def _ask(self, job: bytes) -> tuple[bool, bytes]:
        child = self._begun()
        if child.stdin is None or child.stdout is None:
            raise EOFError
        _write(child.stdin, job)
        good, answer = pickle.loads(_read(child.stdout))  # noqa: S301 # our own child wrote it
        return good, answer

    def _begun(self) -> "subprocess.Popen[bytes]":
        with self._gate:
            if self._closed:
                raise EOFError
            if self._child is not None and self._child.poll() is not None:
                _bury(self._child)
                self._child = None
            if self._child is None:
                self._child = subprocess.Popen(
                    self._command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                )
            return self._child

    def _end(self) -> None:
        with self._gate:
            child, self._child = self._child, None
        if child is not None:
            _bury(child)


def _bury(child: "subprocess.Popen[bytes]") -> None:
    child.kill()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    child.wait()


def own_command() -> list[str]:
    """Return how this very program is started as a press, from source or frozen."""
    module = [] if getattr(sys, "frozen", False) else ["-m", "renda_desktop"]
    return [sys.executable, *module, "press"]


def serve(source: IO[bytes], sink: IO[bytes]) -> None:
    """Draw what comes in, write what it came to, until nothing more comes: the child's life."""
    with suppress(ValueError):  # the window's terminal is not ours to answer
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):
        while True:
            _write(sink, pickle.dumps(_drawn(_read(source)), protocol=5))


def _drawn(job: bytes) -> tuple[bool, object]:
    try:
        render, sheet = pickle.loads(job)  # noqa: S301 # the window wrote it
        return True, render(sheet)
    except (RuleBroken, Unavailable) as told:
        return False, told
    except Exception as fault:  # noqa: BLE001 - the window has to hear of it
        frames = traceback.extract_tb(fault.__traceback__)
        where = " < ".join(f"{PurePath(f.filename).name}:{f.lineno}" for f in reversed(frames))
        return False, f"{type(fault).__qualname__} at {where}"


def _raise(answer: object) -> None:
    if isinstance(answer, RuleBroken | Unavailable):
        raise answer
    raise RuntimeError(answer)  # a type and places in the code, without the text of the fault


def _write(pipe: IO[bytes], data: bytes) -> None:
    pipe.write(len(data).to_bytes(_LENGTH, "big"))
    for at in range(0, len(data), _CHUNK):
        pipe.write(data[at : at + _CHUNK])
    pipe.flush()


def _read(pipe: IO[bytes]) -> bytes:
    left = int.from_bytes(_exactly(pipe, _LENGTH), "big")
    parts = []
    while left:
        parts.append(_exactly(pipe, min(left, _CHUNK)))
        left -= len(parts[-1])
    return b"".join(parts)


def _exactly(pipe: IO[bytes], length: int) -> bytes:
    found = pipe.read(length)
    if len(found) < length:
        raise EOFError
    return found
