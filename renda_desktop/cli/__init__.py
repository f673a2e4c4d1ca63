"""The command line: from its words to the function that does the work."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TextIO

from renda_desktop.cli import arguments

UNAVAILABLE = 2
_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return 0 when all went well, 1 when some was refused, 2 otherwise."""
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    try:
        options = arguments.parser().parse_args(argv)
    except SystemExit as ended:  # help, version or a mistake, told already
        return int(ended.code or 0)
    try:
        return _run(options)
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:  # nobody reads on: `show … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNAVAILABLE
    except SystemExit as ended:  # Qt cannot start: told already
        return int(ended.code or 0)
    except Exception as failure:  # noqa: BLE001 - told apart there: for the user, or our bug
        return _explain(failure, options)


def _run(options: arguments.Options) -> int:
    module, _, name = str(options.run).partition(":")
    result: int = getattr(import_module(f"renda_desktop.cli.{module}"), name)(options)
    sys.stdout.flush()
    return result


def _explain(failure: Exception, options: arguments.Options) -> int:
    from renda_desktop.cli import failures

    print(failures.explained(failure, options), file=sys.stderr)
    return UNAVAILABLE


def _speak_utf8(stream: TextIO) -> None:
    """Write every name as it is, whatever the system's own encoding."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace")
