"""What single cells of a ledger (台账) mean: a day, who listened, how it stands, how many stars."""

import re
from datetime import date, timedelta
from typing import Literal, NamedTuple

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.terms import Channel, Grade, Outcome
from renda_desktop.domain.text import clean_name
from renda_desktop.services.imports.values import NOTHING, folded

Way = Literal["", "open", "on_site", "planned", "explained", "declined", "resolved"]
"""How a matter stands; "" where the list says nothing of it that we understand."""

_DAY = re.compile(
    r"(\d{4})(?:[.\-/年]|--)(\d{1,2})[.\-/月](\d{1,2})[日号.]?(?:[T(]?\d{1,2}[::]\d{2}.*|[((].*)?"
)
_SOLID = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"[3-6]\d{4}")
_SERIALS_FROM = date(1899, 12, 30)
_FIRST_YEAR = 1980

_NAMES = re.compile(r"[、,,;;/\n\t|&++]+|\s{2,}|(?<=[^和及])[和及](?=[^和及])")
_OFFICE = re.compile(r"(?:(?:全国|省|市|区|县|镇|乡|街道)?(?:人大)?代表)[::]?$|^(?:人大)?代表[::]")
_PHONE = re.compile(r"[((]?(1[3-9]\d{9})[))]?$")
_ANONYMOUS = frozenset({"匿名", "不愿透露", "不具名", "未留名", "无名氏", "群众", "某居民", "居民"})

_MARK = re.compile(
    r"(?:(?<=^)|(?<=[\n。;;!!??\s]))"
    r"(?:(?P<digits>\d{1,2})\s*[..、)))](?!\d)|[((](?P<inner>[\d一二三四五六七八九十]{1,2})[))]"
    r"|(?P<han>[一二三四五六七八九十]{1,2})、)\s*|(?P<ring>[①-⑳])\s*"
)
_TAIL = re.compile("[;\uff1b、]+$")
_NOT_BLANK = re.compile(r"[^\s::。]")
_FIRST = frozenset({"1", "①", "一"})
_ALSO = re.compile(
    r"(?:^|(?<=[。;;!!??]))\s*\n*\s*(?:另外|另|还有|此外)[::]\s*|\n\s*(?:另外|另|还有|此外)[::,,]\s*"
)

_WAYS: tuple[tuple[Way, re.Pattern[str]], ...] = (
    (
        "open",
        re.compile(
            r"正在|办理中|处理中|未办结|未解决|未处理|待办|待答复|跟进|推进|已?转办?(?!代表)|已?交办"
        ),
    ),
    ("on_site", re.compile(r"当场|现场(?:答复|解决|落实)|即时")),
    ("planned", re.compile(r"(?:列|纳)入.*计划|列入|计划解决|留作参考")),
    ("declined", re.compile(r"不予?受理|不属于|不予")),
    ("explained", re.compile(r"解释|说明")),
    ("resolved", re.compile(r"解决|办结|办理完毕|完成|落实|已答复|已回复|已处理|已整改|已修")),
)
_BASICALLY = re.compile(r"基本(?:解决|办结|完成|落实)|部分(?:解决|办结)")
_STARS = {
    "非常满意": 5, "很满意": 5, "十分满意": 5, "满意": 4, "基本满意": 3, "较满意": 4, "比较满意": 4,
    "一般": 3, "不满意": 2, "不太满意": 2, "很不满意": 1, "非常不满意": 1,
}  # fmt: skip
_STAR = re.compile(r"([1-5一二三四五])(?:颗?星|分)?级?|([★☆]{1,5})")
_CHANNELS = {
    "来访": Channel.VISIT, "走访": Channel.VISIT, "接待": Channel.VISIT, "来电": Channel.PHONE,
    "电话": Channel.PHONE, "来信": Channel.LETTER, "信件": Channel.LETTER,
    "随手拍": Channel.DEPUTY_REPORT, "网上": Channel.ONLINE, "网络": Channel.ONLINE,
    "码上": Channel.ONLINE, "微信": Channel.ONLINE,
}  # fmt: skip


class Named(NamedTuple):
    """A deputy as a list names one; `phone` only where the name alone may be several persons'."""

    name: str
    phone: str = ""


class Standing(NamedTuple):
    """How a matter stands by the list, in the list's own words."""

    way: Way
    text: str
    grade: Grade = Grade.SOLVED


OUTCOMES = {
    "planned": Outcome.PLANNED, "explained": Outcome.EXPLAINED, "declined": Outcome.DECLINED,
}  # fmt: skip


def read_day(text: str, /) -> date | None:
    """Read 2025.3.4, 2025/09/29, 2025年5月16日, 2025-10-26, 20250304 or Excel's number of a day.

    An empty cell gives None. Raises RuleBroken `import.day`, `import.day_impossible`.
    """
    plain = folded(text)
    if plain in NOTHING:
        return None
    if _SERIAL.fullmatch(plain):
        return _SERIALS_FROM + timedelta(days=int(plain))
    found = _DAY.fullmatch(plain) or _SOLID.fullmatch(plain)
    if not found:
        raise RuleBroken("import.day")
    year, month, day = (int(one) for one in found.groups())
    try:
        made = date(year, month, day)
    except ValueError:
        raise RuleBroken("import.day_impossible", year=year, month=month, day=day) from None
    if year < _FIRST_YEAR:
        raise RuleBroken("import.day")
    return made


def read_named(text: str, /) -> tuple[Named, ...]:
    """Read the names in a cell: 陈建、林英慧 · 王芳,李强 · 张三(13800000001)."""
    found: dict[Named, None] = {}
    if folded(text) in NOTHING:
        return ()
    for piece in _NAMES.split(text):
        bare = _OFFICE.sub("", piece.strip())
        phone = _PHONE.search(bare)
        name = clean_name(bare[: phone.start()] if phone else bare)
        if name:
            found[Named(name, phone[1] if phone else "")] = None
    return tuple(found)


def is_anonymous(text: str, /) -> bool:
    """Say whether a cell stands for somebody who gave no name."""
    plain = folded(text)
    return plain in NOTHING or plain in _ANONYMOUS


def split_matters(text: str, /) -> tuple[str, ...]:
    """Split what was raised where it is numbered 1. 2., ①②, (1)(2), 一、二、, or says 另:."""
    return tuple(
        part
        for piece in _ALSO.split(text)
        for one in _numbered(piece)
        if (part := _TAIL.sub("", one.strip()))
    )


def read_standing(text: str, /) -> Standing:
    """Read how a matter stands; what is not understood is kept as words."""
    plain = folded(text)
    if plain in NOTHING:
        return Standing("", "")
    for way, pattern in _WAYS:
        if pattern.search(plain):
            grade = Grade.BASICALLY_SOLVED if _BASICALLY.search(plain) else Grade.SOLVED
            return Standing(way, text, grade)
    return Standing("", text)


def read_stars(text: str, /) -> int | None:
    """Read 满意, 基本满意, 4星 or ★★★. Raises RuleBroken `import.stars`."""
    plain = folded(text)
    if plain in NOTHING or plain in ("未评价", "未评", "未回访"):
        return None
    if plain in _STARS:
        return _STARS[plain]
    found = _STAR.fullmatch(plain)
    if not found:
        raise RuleBroken("import.stars")
    if found[2]:
        return found[2].count("★") or None
    return "一二三四五".find(found[1]) + 1 or int(found[1])


def read_channel(text: str, /) -> Channel:
    """Read how the matter came; a visit unless the list says otherwise."""
    plain = folded(text)
    return next((one for word, one in _CHANNELS.items() if word in plain), Channel.VISIT)


def _numbered(text: str) -> list[str]:
    """Split a text at its numbers, if it begins with a first one and a second one follows."""
    marks = list(_MARK.finditer(text))
    numbers = [next(g for g in m.groups() if g) for m in marks]
    if len(marks) < 2 or numbers[0] not in _FIRST or _NOT_BLANK.search(text[: marks[0].start()]):
        return [text]
    ends = [m.start() for m in marks[1:]] + [len(text)]
    return [text[m.end() : end] for m, end in zip(marks, ends, strict=True)]
