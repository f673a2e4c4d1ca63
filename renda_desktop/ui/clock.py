"""What time it is, for the screens; tests give a clock that stands still."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Return the moment now, as aware UTC."""
    return datetime.now(UTC)
