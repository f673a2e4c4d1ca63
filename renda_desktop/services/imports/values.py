"""What single cells of a list mean: a birth month, congress levels, a term, a farewell."""

import re
import unicodedata
from typing import NamedTuple

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.terms import DeputyLevel, Gender
from renda_desktop.domain.text import clean_phone

NOTHING = frozenset({"", "无", "暂无", "不详", "未知", "/", "-", "--", "—", "——"})

_LEVELS = {
    "街道议政": DeputyLevel.STREET,
    "议政": DeputyLevel.STREET,
    "街道": DeputyLevel.STREET,
    "全国": DeputyLevel.NATIONAL,
    "国家": DeputyLevel.NATIONAL,
    "自治区": DeputyLevel.PROVINCIAL,
    "直辖市": DeputyLevel.PROVINCIAL,
    "省": DeputyLevel.PROVINCIAL,
    "设区的市": DeputyLevel.MUNICIPAL,
    "设区市": DeputyLevel.MUNICIPAL,
    "地级市": DeputyLevel.MUNICIPAL,
    "自治州": DeputyLevel.MUNICIPAL,
    "州": DeputyLevel.MUNICIPAL,
    "县级市": DeputyLevel.COUNTY,
    "区县": DeputyLevel.COUNTY,
    "县区": DeputyLevel.COUNTY,
    "区": DeputyLevel.COUNTY,
    "县": DeputyLevel.COUNTY,
    "旗": DeputyLevel.COUNTY,
    "市": DeputyLevel.MUNICIPAL,
    "乡镇": DeputyLevel.TOWNSHIP,
    "镇乡": DeputyLevel.TOWNSHIP,
    "乡": DeputyLevel.TOWNSHIP,
    "镇": DeputyLevel.TOWNSHIP,
}
_WORD = "|".join(sorted(_LEVELS, key=len, reverse=True))
_SEPARATOR = re.compile(r"[、,;/+&|]+")
_OFFICE = re.compile(r"(人民代表大会|人大)?代表|人大|[两三四五双]级|级(?!市)")
_WORDS = re.compile(f"(?:{_WORD}|[和及兼])+")
_NAMED = re.compile(f"(..[^省市区县旗镇乡]*?)({_WORD})")
_TERM = re.compile(r"(\D*?)第?([0-9]{1,2}|[一二三四五六七八九十]{1,3})届?(?:人大)?(?:代表)?")
_NUMBER = re.compile(r"1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}")
_REMARK = re.compile(r"\([^()]*\)")
_DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九", start=1)}
_MONTH = re.compile(r"(\d{4})(?:[.\-/年](\d{1,2})(?:[.\-/月]\d{0,2}日?)?|(\d\d)(?:\d\d)?)生?")
_YEAR = re.compile(r"(\d{4})年?")
_LEFT = re.compile(r"(?<![未不拟])(辞职|辞去|离任|出缺|罢免|资格终止|终止代表资格|调离|去世)")


class Birth(NamedTuple):
    """A year and, if the list says so, a month of birth."""

    year: int
    month: int | None


def folded(text: str, /) -> str:
    """Reduce a short cell to what is compared: half-width, no spaces."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def read_gender(text: str, /) -> Gender | None:
    """Read 男 or 女; an empty cell gives None. Raises RuleBroken `import.gender`."""
    plain = folded(text).removesuffix("性")
    if plain in NOTHING:
        return None
    for gender in Gender:
        if plain == gender.label:
            return gender
    raise RuleBroken("import.gender")


def read_birth(text: str, /) -> Birth | None:
    """Read 1975.06, 1968年3月, 1982-11, 197506, a whole date or a year alone.

    Raises RuleBroken `import.birth`; and `import.birth_ambiguous` for 1982.1, which Excel makes of
    1982.10 and which people write for January.
    """
    plain = folded(text)
    if plain in NOTHING:
        return None
    if re.fullmatch(r"\d{4}\.1", plain):
        raise RuleBroken("import.birth_ambiguous", year=plain[:4])
    if alone := _YEAR.fullmatch(plain):
        return Birth(_year(alone[1]), None)
    found = _MONTH.fullmatch(plain)
    if not found:
        raise RuleBroken("import.birth")
    month = int(found[2] or found[3])
    if not 1 <= month <= 12:
        raise RuleBroken("import.birth")
    return Birth(_year(found[1]), month)


def read_levels(text: str, /) -> tuple[DeputyLevel, ...]:
    """Read one or more congress levels, highest first: 省、市 · 市区两级 · 鄞州区人大代表.

    Raises RuleBroken `import.level`.
    """
    levels: set[DeputyLevel] = set()
    for piece in _SEPARATOR.split(_REMARK.sub("", folded(text))):
        words = _OFFICE.sub("", piece)
        if not words:
            continue
        if _WORDS.fullmatch(words):
            levels.update(_LEVELS[word] for word in re.findall(_WORD, words))
        elif named := _NAMED.fullmatch(words):
            levels.add(_LEVELS[named[2]])
        else:
            raise RuleBroken("import.level")
    if not levels:
        raise RuleBroken("import.level_missing")
    return tuple(level for level in DeputyLevel if level in levels)


def read_terms(text: str, /, *, levels: tuple[DeputyLevel, ...]) -> tuple[int, ...]:
    """Read the number of the term for each level: one for all, or 市十六届、区十九届.

    An empty cell gives (). Raises RuleBroken `import.term`.
    """
    plain = _REMARK.sub("", folded(text))
    if plain in NOTHING:
        return ()
    pieces = [_TERM.fullmatch(piece) for piece in _SEPARATOR.split(plain) if piece]
    found = [(piece[1], _number(piece[2])) for piece in pieces if piece]
    if len(found) != len(pieces) or len(found) not in (1, len(levels)):
        raise RuleBroken("import.term")
    if len(found) > 1 and all(prefix for prefix, _ in found):
        found = _in_order(found, levels=levels)
    numbers = tuple(number for _, number in found)
    return numbers if len(numbers) == len(levels) else numbers * len(levels)


def read_phone(text: str, /) -> str | None:
    """Clean a phone number; an empty cell or 无 gives None.

    Raises RuleBroken for wrong digits, and `import.two_phones` for a cell with several numbers.
    """
    try:
        return clean_phone(text) or None
    except RuleBroken as broken:
        if len(_NUMBER.findall(folded(text))) > 1:
            raise RuleBroken("import.two_phones") from broken
        raise


def says_left(remark: str, /) -> bool:
    """Tell whether a remark says that the deputy no longer sits."""
    return bool(_LEFT.search(folded(remark)))


def _year(digits: str) -> int:
    year = int(digits)
    if not 1900 <= year <= 2100:
        raise RuleBroken("import.birth")
    return year


def _in_order(
    found: list[tuple[str, int]], *, levels: tuple[DeputyLevel, ...]
) -> list[tuple[str, int]]:
    """Sort the numbers of the terms by the level that stands before each."""
    try:
        named = {read_levels(prefix): (prefix, number) for prefix, number in found}
        return [named[(level,)] for level in levels]
    except (RuleBroken, KeyError) as error:
        raise RuleBroken("import.term") from error


def _number(numeral: str) -> int:
    tens, ten, units = numeral.rpartition("十")
    if numeral.isdecimal():
        number = int(numeral)
    elif len(tens) > 1 or len(units) > 1:
        number = 0
    else:
        number = (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(units, 0)
    if not number:
        raise RuleBroken("import.term")
    return number
