"""What the terminal says of a failure, and what the log keeps of a bug: never what it was about."""

import contextlib
import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path, PurePath
from traceback import extract_tb
from typing import Final

from renda_desktop.cli import opening
from renda_desktop.cli.arguments import Options
from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.store.failures import cause

_FORM: Final = logging.Formatter("%(asctime)s %(levelname)s %(message)s")
_LARGEST: Final = 1_000_000
_KEPT: Final = 3


def explained(failure: Exception, options: Options) -> str:
    """Return a sentence for the user; a bug is written down first."""
    if isinstance(failure, RuleBroken | Unavailable):
        return str(failure)
    if rule := cause(failure):
        return str(Unavailable(rule))
    folder = opening.home(options).path / "logs"
    with contextlib.suppress(OSError):  # without a log the user is still told
        _write_down(folder, trail(failure))
    return f"程序出错,这一步没有完成;已保存的数据不受影响。详情见 {folder}"


def trail(failure: BaseException) -> str:
    """Return what failed and where; an exception's own words may quote what was typed."""
    frames = extract_tb(failure.__traceback__)
    steps = [f"{PurePath(f.filename).name}:{f.lineno} {f.name}" for f in reversed(frames)]
    return f"{type(failure).__module__}.{type(failure).__qualname__} at {' < '.join(steps)}"


def _write_down(folder: Path, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = RotatingFileHandler(
        folder / "commands.log", maxBytes=_LARGEST, backupCount=_KEPT, encoding="utf-8"
    )
    with contextlib.closing(file):
        file.setFormatter(_FORM)
        file.handle(logging.LogRecord(__name__, logging.ERROR, "", 0, text, None, None))
