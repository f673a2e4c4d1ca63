"""Faults of ours: where they happened goes into a file, what they say of people goes nowhere."""

import logging
import re
import sys
import threading
import traceback
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path, PurePath
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

log = logging.getLogger(__name__)

_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|“[^”]*”")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_SIZE, _FILES = 1_000_000, 5


def trace(problem: BaseException) -> str:
    """Return the type of an error and the places it went through, without its text."""
    frames = traceback.extract_tb(problem.__traceback__)
    where = " < ".join(f"{PurePath(f.filename).name}:{f.lineno} {f.name}" for f in reversed(frames))
    return f"{type(problem).__qualname__} at {where}"


class Faults(QObject):
    """Takes what nobody caught, from any thread; `happened()` comes to the window's thread."""

    happened = Signal()

    def install(self, folder: Path) -> None:
        """Log into `folder` from now on and take every uncaught error."""
        self._end_log = write_log(folder)
        sys.excepthook = self._caught
        threading.excepthook = lambda args: self._note(args.exc_value)
        qInstallMessageHandler(_qt_says)

    def uninstall(self) -> None:
        """Give the hooks back and end the log."""
        self._end_log()
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        qInstallMessageHandler(None)

    def _caught(
        self,
        _kind: type[BaseException],
        problem: BaseException,
        _where: TracebackType | None,
    ) -> None:
        if isinstance(problem, KeyboardInterrupt):
            sys.exit(130)
        self._note(problem)

    def _note(self, problem: BaseException | None) -> None:
        if problem is not None:
            log.error("%s", trace(problem))
        self.happened.emit()


def write_log(folder: Path) -> Callable[[], None]:
    """Write the program's log into `folder` from now on; a folder that refuses is done without.

    Returns what ends it.
    """
    root = logging.getLogger("renda_desktop")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / "window.log", maxBytes=_SIZE, backupCount=_FILES, encoding="utf-8", delay=True
        )
    except OSError:
        return lambda: None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root.addHandler(handler)

    def end() -> None:
        root.removeHandler(handler)
        handler.close()

    return end


def _qt_says(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    log.log(_LEVELS.get(kind, logging.WARNING), "Qt: %s", _QUOTED.sub("…", message))
