"""Moments and days: moments are aware UTC, days are those of China."""

from datetime import UTC, date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")  # no summer time since 1991


def local(moment: datetime) -> datetime:
    """Return the moment as a clock in China shows it."""
    return moment.astimezone(CHINA)


def day_of(moment: datetime) -> date:
    """Return the day in China."""
    return moment.astimezone(CHINA).date()


def from_micros(recorded_at: int) -> datetime:
    """Return the moment of an entry (microseconds since 1970)."""
    return datetime.fromtimestamp(recorded_at / 1_000_000, UTC)


def to_micros(moment: datetime) -> int:
    """Return microseconds since 1970."""
    return int(moment.timestamp() * 1_000_000)


def start_of(day: date) -> datetime:
    """Return the moment at which a day begins in China."""
    return datetime(day.year, day.month, day.day, tzinfo=CHINA)
