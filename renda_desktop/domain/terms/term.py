"""What a word of a closed set is."""

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A word of a closed set: the identifier is its value, the Chinese term its label."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        term = str.__new__(cls, value)
        term._value_ = value
        term.label = label
        return term
