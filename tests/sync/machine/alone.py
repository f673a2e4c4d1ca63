"""The server's event loop in the thread of the test, which nothing then has to wake."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Coroutine
from typing import Any, TypeVar

from renda_desktop.server.inprocess import Loop

T = TypeVar("T")


class Alone(Loop):
    """An event loop that runs while something is asked of it; a PC does not die in there."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        trace = sys.gettrace()
        sys.settrace(None)
        try:
            return self._loop.run_until_complete(work)
        finally:
            sys.settrace(trace)

    def close(self) -> None:
        self._loop.close()
