"""A lane of background work that holds up nobody who leaves."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import ParamSpec

P = ParamSpec("P")


class Lane:
    """One thread, begun by the first piece of work; unlike an executor's it ends with the program.

    A server may take a minute to answer: whoever quits does not wait for it.
    """

    def __init__(self, name: str) -> None:
        self._queue: SimpleQueue[Callable[[], object] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._begun = False

    def submit(self, function: Callable[P, None], *given: P.args, **kw: P.kwargs) -> Future[None]:
        """Do `function` after what was asked before; it raises nothing."""
        future: Future[None] = Future()

        def work() -> None:
            if future.set_running_or_notify_cancel():
                future.set_result(function(*given, **kw))  # type: ignore[func-returns-value]

        self._queue.put(work)
        if not self._begun:
            self._begun = True
            self._thread.start()
        return future

    def shutdown(self, *, seconds: float) -> None:
        """Take no more work and wait a little for what goes on."""
        self._queue.put(None)
        if self._begun:
            self._thread.join(seconds)

    def _work(self) -> None:
        while (work := self._queue.get()) is not None:
            work()
