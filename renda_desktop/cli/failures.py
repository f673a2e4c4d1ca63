"""What the terminal says of a failure, and what the log keeps of a bug: never what it was about."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path, PurePath
from traceback import extract_tb

from renda_desktop.cli import opening
from renda_desktop.cli.arguments import Options
from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.store.failures import cause

log = logging.getLogger(__name__)

_LARGEST = 1_000_000
_KEPT = 3


def explained(failure: Exception, options: Options) -> str:
    """Return a sentence for the user; a bug is logged first."""
    if isinstance(failure, RuleBroken | Unavailable):
        return str(failure)
    if rule := cause(failure):
        return str(Unavailable(rule))
    folder = opening.home(options).path / "logs"
    keep_log(folder)
    log.error("%s", trail(failure))
    return f"程序出错,这一步没有完成;已保存的数据不受影响。详情见 {folder}"


def keep_log(folder: Path) -> None:
    """Write warnings and worse to a file in this folder, from now on."""
    root = logging.getLogger()
    if any(isinstance(one, RotatingFileHandler) for one in root.handlers):
        return
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler = RotatingFileHandler(
            folder / "renda.log", maxBytes=_LARGEST, backupCount=_KEPT, encoding="utf-8"
        )
    except OSError:
        return  # without a log the program still works
    handler.setLevel(logging.WARNING)
    handler.setFormatter(Trail("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root.addHandler(handler)


def trail(failure: BaseException) -> str:
    """Return what failed and where; an exception's own words may quote what was typed."""
    frames = extract_tb(failure.__traceback__)
    steps = [f"{PurePath(f.filename).name}:{f.lineno} {f.name}" for f in reversed(frames)]
    return f"{type(failure).__module__}.{type(failure).__qualname__} at {' < '.join(steps)}"


class Trail(logging.Formatter):
    """A formatter that writes of an exception only what failed and where."""

    def formatException(self, ei: object) -> str:  # noqa: N802 # logging chose the name
        """Return the trail of the exception in `ei`."""
        failure = ei[1] if isinstance(ei, tuple) else None
        return trail(failure) if failure else ""
