"""Cleaning outside text at the edge: what is let in, in which form, and what is refused."""

import re
import unicodedata
from typing import Final

from renda_desktop.domain.errors import RuleBroken

NAME_LIMIT: Final = 50  # 民委发〔2016〕33号

_LINE_ENDS: Final = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# NFC would replace these ideographs by others, and names are written with them (GB 18030).
_NOT_COMPATIBILITY: Final = re.compile("[^\uf900-\ufaff\U0002f800-\U0002fa1f]+")
# Direction marks reorder what a reader sees; the other four show nothing and defeat comparison.
# Joiners and variation selectors stay: they change what is seen.
_STRIPPED: Final = re.compile(
    "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u00ad\u200b\u2060\ufeff]"
)
_REFUSED: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
    + "]"
)
_HAN: Final = "[\u3007\u3400-\u9fff\ue000-\uf8ff\uf900-\ufaff\U00020000-\U0003ffff]"
_DOT: Final = re.compile(
    "\\s*[\u00b7\u2022\u2027\u2219\u22c5\u2e31\u30fb\uff65]\\s*"
    f"|(?<={_HAN})\\s*[.\uff0e]\\s*(?={_HAN})"
)
_GAP_IN_NAME: Final = re.compile(f"(?<={_HAN})\\s+(?={_HAN})")

_NO_PHONE: Final = frozenset({"", "无", "暂无", "没有", "不详", "未知", "空", "/", "-", "0"})
_JOINTS: Final = re.compile(r"[\s\-‐‑‒–—―−.()]+")
_EXTENSION: Final = re.compile(r"(.+?)-?(?:转|分机|ext|x|#)-?([0-9]{1,6})", re.IGNORECASE)
_LANDLINE: Final = re.compile(r"(010|02[0-9]|0[3-9][0-9]{2})-?([1-9][0-9]{6,7})(?:-([0-9]{1,6}))?")
_MOBILE: Final = re.compile(r"1[3-9][0-9]{9}")
_SERVICE: Final = re.compile(r"([48]00)([0-9]{3})([0-9]{4})")
_LOCAL: Final = re.compile(r"[1-9][0-9]{6,7}|1[0-9]{4}|1[01][0-9]|12[0-9]")
_FOREIGN: Final = re.compile(r"\+[1-9][0-9]{6,14}")


def clean_text(text: str, /, *, limit: int) -> str:
    """Return text of several lines in the one form that is stored: NFC, LF, trimmed.

    Raises RuleBroken for NUL, control characters, half characters and more than `limit` characters.
    """
    return _limited(_clean(text), limit)


def clean_line(text: str, /, *, limit: int) -> str:
    """Return text of one line as `clean_text` does; line ends and tabs within become spaces."""
    return _limited(_one_line(text), limit)


def clean_name(text: str, /) -> str:
    """Return a name of at most 50 characters, its parts joined by U+00B7 whatever dot was typed.

    A space between Chinese characters (张 三, to fill a column) is no part of the name.
    """
    name = _GAP_IN_NAME.sub("", _DOT.sub("·", _one_line(text)))
    return _limited(name.strip("·"), NAME_LIMIT)


def clean_phone(text: str, /) -> str:
    """Return 13812345678 or 0574-87654321(-801) from what a form or an Excel cell holds.

    Empty for no number (无). Numbers without an area code, service numbers and foreign ones that
    begin with + are let through. Raises RuleBroken for anything else.
    """
    folded = unicodedata.normalize("NFKC", _one_line(text))
    plain = _JOINTS.sub("-", re.sub(r"(?<=[0-9])\.0+$", "", folded)).strip("-")
    if plain in _NO_PHONE:
        return ""
    national = re.sub(r"^(?:\+|00)86-?|^86-?(?=1[3-9][0-9-]{9,}$)", "", plain)
    number, extension = national, ""
    if found := _EXTENSION.fullmatch(national):
        number, extension = found.groups()
    if landline := _LANDLINE.fullmatch(number) or _LANDLINE.fullmatch(number.replace("-", "")):
        parts = (landline[1], landline[2], landline[3] or extension)
        return "-".join(part for part in parts if part)
    number = number.replace("-", "")
    if not extension and any(kind.fullmatch(number) for kind in (_MOBILE, _LOCAL, _FOREIGN)):
        return number
    if not extension and (service := _SERVICE.fullmatch(number)):
        return "-".join(service.groups())
    raise RuleBroken("text.phone")


def _clean(text: str) -> str:
    unified = _LINE_ENDS.sub("\n", text)
    if wrong := _REFUSED.search(unified):
        raise RuleBroken("text.control", place=wrong.start() + 1, code=f"{ord(wrong[0]):04X}")
    visible = _STRIPPED.sub("", unified)
    return _NOT_COMPATIBILITY.sub(lambda m: unicodedata.normalize("NFC", m[0]), visible).strip()


def _one_line(text: str) -> str:
    return re.sub(r" ?[\n\t]+ ?", " ", _clean(text))


def _limited(text: str, limit: int) -> str:
    if len(text) > limit:
        raise RuleBroken("text.long", limit=limit, count=len(text))
    return text
