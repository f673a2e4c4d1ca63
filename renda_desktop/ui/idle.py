"""Noticing that nobody has touched keyboard or mouse for a while."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QWindow

_LOOK = 5000
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)


def seconds() -> tuple[float, float]:
    """Return two clocks: one that nobody can put back, one that goes on while the PC sleeps."""
    return time.monotonic(), time.time()


class Idle(QObject):
    """`passed` once nothing was touched for `minutes`; 0 for never.

    It listens to the windows of the program, not to every event of every widget. What an input
    method takes for itself is noticed by the cursor that it moves.
    """

    passed = Signal()

    def __init__(
        self, *, clock: Callable[[], tuple[float, float]] = seconds, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._last = clock()
        self._minutes = 0
        self.timer = QTimer(self)
        self.timer.setInterval(_LOOK)
        self.timer.timeout.connect(self.look)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)  # noqa: S101 - there is a window
        app.focusWindowChanged.connect(self._follow)
        QGuiApplication.inputMethod().cursorRectangleChanged.connect(self.touch)
        self._follow(QGuiApplication.focusWindow())

    def set_minutes(self, minutes: int) -> None:
        """Wait so long from now on."""
        self._minutes = minutes
        self.touch()
        if minutes:
            self.timer.start()
        else:
            self.timer.stop()

    @Slot()
    def touch(self) -> None:
        """Somebody is there."""
        self._last = self._clock()

    @Slot()
    def look(self) -> None:
        """Say so if nobody was there for long enough."""
        gone = max(now - then for now, then in zip(self._clock(), self._last, strict=True))
        if self._minutes and gone >= self._minutes * 60:
            self.touch()
            self.passed.emit()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """See what is typed and moved, and leave it alone."""
        if event.type() in _TOUCHES:
            self.touch()
        return False

    @Slot(QWindow)
    def _follow(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)
