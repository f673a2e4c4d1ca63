"""How long the window's thread keeps the window waiting."""

import time

from PySide6.QtCore import QObject, QTimer


class Watchdog(QObject):
    """Ticks every few milliseconds; `worst` is the longest time without a tick, in seconds."""

    def __init__(self, *, every: int = 5) -> None:
        super().__init__()
        self.worst = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer(self, interval=every)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Begin to watch."""
        self._last = time.perf_counter()
        self.worst = 0.0
        self._timer.start()

    def stop(self) -> float:
        """End, and return the worst gap."""
        self._timer.stop()
        return self.worst

    def _tick(self) -> None:
        now = time.perf_counter()
        self.worst = max(self.worst, now - self._last)
        self._last = now
