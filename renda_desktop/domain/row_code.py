"""The code of one row of a paper: digits that a scanner types back, or a row number with a check.

Digits alone, because what a scanner types goes through whatever input method is switched on, and
digits pass through all of them. They name nobody: who is meant is known only to the records.
"""

from dataclasses import dataclass
from typing import Final

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id

MOST_ROWS: Final = 999
_MARK: Final = "7"  # what begins every code of this form
_MATTER, _DEPUTY, _ROW, _CHECK = 13, 7, 3, 2  # digits of each part
LENGTH: Final = len(_MARK) + _MATTER + _DEPUTY + _ROW + _CHECK
_BITS: Final = {_MATTER: 40, _DEPUTY: 23}  # the random end of an id that fits into the digits
_PLAIN = str.maketrans("０１２３４５６７８９－—–．。", "0123456789-----")


@dataclass(frozen=True, slots=True)
class RowCode:
    """The ends of a matter's and a deputy's id, and the row of the paper."""

    matter: int
    deputy: int
    row: int

    def names(self, matter: Id) -> bool:
        """Return whether a matter is the one that is meant."""
        return _end(matter, _MATTER) == self.matter

    def is_for(self, deputy: Id) -> bool:
        """Return whether it was printed for this deputy."""
        return _end(deputy, _DEPUTY) == self.deputy


@dataclass(frozen=True, slots=True)
class TypedRow:
    """A row as it was typed: its number, and the two digits behind it, '' where left out."""

    row: int
    check: str = ""


def code(*, matter: Id, deputy: Id, row: int) -> str:
    """Return the digits for the QR code of a row."""
    if not 0 < row <= MOST_ROWS:
        raise ValueError(row)
    ends = f"{_end(matter, _MATTER):0{_MATTER}d}{_end(deputy, _DEPUTY):0{_DEPUTY}d}"
    digits = f"{_MARK}{ends}{row:0{_ROW}d}"
    return digits + _check(digits)


def short(written: str, /) -> str:
    """Return how a person types a code: the row and its check, such as `12-07`."""
    return f"{int(written[-_CHECK - _ROW : -_CHECK])}-{written[-_CHECK:]}"


def read(text: str, /) -> RowCode | TypedRow | None:
    """Return what was scanned or typed; None where it looks like neither.

    Raises:
        RuleBroken: it is a code with a slip in it.
    """
    plain = "".join(text.translate(_PLAIN).split())
    if plain.isascii() and plain.isdecimal() and len(plain) > _ROW:
        return _scanned(plain)
    row, dash, check = plain.partition("-")
    if not row.isascii() or not row.isdecimal() or (dash and len(check) != _CHECK):
        return None
    if dash and not (check.isascii() and check.isdecimal()):
        return None
    if not 0 < int(row) <= MOST_ROWS:
        raise RuleBroken("code.row", most=MOST_ROWS)
    return TypedRow(int(row), check)


def _scanned(plain: str) -> RowCode:
    if len(plain) != LENGTH or not plain.startswith(_MARK):
        raise RuleBroken("code.other")
    if _check(plain[:-_CHECK]) != plain[-_CHECK:]:
        raise RuleBroken("code.slip")
    body = plain[len(_MARK) :]
    matter, rest = body[:_MATTER], body[_MATTER:]
    return RowCode(int(matter), int(rest[:_DEPUTY]), int(rest[_DEPUTY : _DEPUTY + _ROW]))


def _end(value: Id, digits: int) -> int:
    return int(value, 16) & ((1 << _BITS[digits]) - 1)


def _check(digits: str) -> str:
    """Return two digits by ISO 7064 MOD 97-10: any one wrong digit and any swap of two shows."""
    return f"{98 - int(digits) * 100 % 97:02d}"
