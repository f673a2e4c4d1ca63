"""The printed recovery key: the database key in letters that survive pen, telephone and typing."""

import re
import unicodedata
from functools import reduce
from operator import xor
from typing import Final

from renda_desktop.domain.errors import RuleBroken

# Crockford's base 32 in 13 groups of four letters, and a fourteenth that checks them. Two letters
# are one symbol of GF(1024), and the last two symbols are Reed-Solomon checks: a single wrong
# symbol is found and located, any two are found.
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_FORGIVEN: Final = str.maketrans("OIL", "011")
_SEPARATORS: Final = re.compile(r"[\s\-‐‑‒–—―−_.,·、,。]+")
_GROUPS: Final = 14
_LETTERS: Final = _GROUPS * 4
_SYMBOLS: Final = _LETTERS // 2
_KEY_BYTES: Final = 32
_PAD_BITS: Final = (_LETTERS - 4) * 5 - _KEY_BYTES * 8
_PRIMITIVE: Final = 0b10000001001  # x^10 + x^3 + 1


def to_recovery_code(key: bytes) -> tuple[str, ...]:
    """Return the 14 groups of four letters for a key of 32 bytes."""
    if len(key) != _KEY_BYTES:
        raise ValueError("a key has 32 bytes")
    number = int.from_bytes(key) << _PAD_BITS
    symbols = [number >> 10 * (_SYMBOLS - 3 - place) & 1023 for place in range(_SYMBOLS - 2)]
    total, weighted = _checks(symbols)
    last_but_one, last = _WEIGHTS[-2:]
    check = _times(weighted ^ _times(last_but_one, total), _inverse(last_but_one ^ last))
    symbols += [total ^ check, check]
    letters = "".join(_ALPHABET[s >> 5] + _ALPHABET[s & 31] for s in symbols)
    return tuple(letters[at : at + 4] for at in range(0, _LETTERS, 4))


def from_recovery_code(text: str) -> bytes:
    """Return the key that somebody typed; lower case, O for 0, I or L for 1 are forgiven.

    Raises RuleBroken that names the group at fault where that can be known.
    """
    letters = _letters(text)
    values = [_ALPHABET.index(letter) for letter in letters]
    symbols = [high << 5 | low for high, low in zip(values[::2], values[1::2], strict=True)]
    total, weighted = _checks(symbols)
    if total or weighted:
        at = [i for i, w in enumerate(_WEIGHTS) if total and _times(w, total) == weighted]
        if at:
            raise RuleBroken("recovery.group", group=at[0] // 2 + 1)
        raise RuleBroken("recovery.several")
    number = reduce(lambda sum_, symbol: sum_ << 10 | symbol, symbols[:-2])
    if number & ((1 << _PAD_BITS) - 1):
        raise RuleBroken("recovery.several")
    return (number >> _PAD_BITS).to_bytes(_KEY_BYTES)


def _letters(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).upper().translate(_FORGIVEN)
    groups = [group for group in _SEPARATORS.split(folded) if group]
    letters = "".join(groups)
    if len(groups) == _GROUPS:
        for number, group in enumerate(groups, 1):
            if len(group) != 4:
                raise RuleBroken("recovery.group", group=number)
    for place, letter in enumerate(letters):
        if letter not in _ALPHABET:
            raise RuleBroken("recovery.letter", group=place // 4 + 1)
    if len(letters) != _LETTERS:
        raise RuleBroken("recovery.length", groups=_GROUPS, letters=_LETTERS, count=len(letters))
    return letters


def _times(a: int, b: int) -> int:
    product = 0
    while b:
        if b & 1:
            product ^= a
        a <<= 1
        if a & 1024:
            a ^= _PRIMITIVE
        b >>= 1
    return product


def _inverse(a: int) -> int:
    return reduce(_times, [a] * 1022)


def _checks(symbols: list[int]) -> tuple[int, int]:
    weighted = (_times(w, s) for w, s in zip(_WEIGHTS, symbols, strict=False))
    return reduce(xor, symbols), reduce(xor, weighted)


_WEIGHTS: Final = [reduce(_times, [2] * place, 1) for place in range(_SYMBOLS)]
