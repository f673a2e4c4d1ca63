"""Write moments, days, signals and ratings the way the papers say them."""

from datetime import date, datetime, timedelta, timezone

from renda_desktop.domain.terms import Signal
from renda_desktop.queries.papers import Persons, Sheet

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")  # one zone, no summer time since 1991
PROVISIONAL = "「暂定」"
BLANK_DATE = "　　年　　月　　日"

_SHAPES = {Signal.GREEN: "●", Signal.AMBER: "▲", Signal.RED: "■"}
_MOST_STARS = 5
_SHOWN = {Persons.REDACTED: ("已脱敏",), Persons.FULL: ("含个人信息，请妥善保管",)}


def day(value: date | None) -> str:
    """Write a day in full; '' when there is none."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


def moment(value: datetime) -> str:
    """Write a moment in full, by Beijing time."""
    local = value.astimezone(BEIJING)
    return f"{day(local)} {local:%H:%M}"


def short_moment(value: datetime) -> str:
    """Write a moment narrowly, by Beijing time."""
    return f"{value.astimezone(BEIJING):%Y-%m-%d %H:%M}"


def stamp(sheet: Sheet) -> str:
    """Write under which number a paper was issued, whether this is a reprint, whom it shows."""
    told, value = [], sheet.stamp
    if value is not None:
        told.append(f"{value.number}（补打第{value.copy}次）" if value.copy else value.number)
    return "　".join([*told, *_SHOWN.get(sheet.persons, ())])


def deadline(due: date | None, *, provisional: bool) -> str:
    """Write a due date, marked 暂定 until the centre has confirmed it."""
    if due is None:
        return ""
    return day(due) + (PROVISIONAL if provisional else "")


def signal(value: Signal) -> str:
    """Write a signal as a shape and a word, so that it needs no colour."""
    return f"{_SHAPES[value]} {value.label}"


def short_day(value: date) -> str:
    """Write a day narrowly, for a column of dates."""
    return f"{value:%Y-%m-%d}"


def days_left(days: int | None) -> str:
    """Write how many days are left, or how many have passed."""
    if days is None:
        return ""
    if days < 0:
        return f"已超 {-days} 天"
    return "今日到期" if days == 0 else f"还剩 {days} 天"


def stars(rating: int | None) -> str:
    """Write a rating as stars and a number; '' when nobody rated."""
    if rating is None:
        return ""
    return f"{'★' * rating}{'☆' * (_MOST_STARS - rating)} {rating} 星"


def party(resident: str, *, heads: int) -> str:
    """Write who came, with how many came along."""
    return f"{resident}等 {heads} 人" if heads > 1 else resident
