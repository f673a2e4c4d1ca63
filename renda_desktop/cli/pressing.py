"""The child process in which a window sets its papers."""

import os
import sys
from importlib import import_module

from renda_desktop.cli.arguments import Options


def press(_options: Options) -> int:
    """Draw the papers that come in, until the window is gone."""
    from renda_desktop.reports import press

    # Whatever prints must not get among the papers.
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as sink:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        import_module("renda_desktop.reports.paper")  # so that the first paper finds it ready
        press.serve(sys.stdin.buffer, sink)
    return 0
