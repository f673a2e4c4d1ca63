"""What every paper shows: when it was printed, its number, and how far it shows persons."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from renda_desktop.domain.ids import Ref


@dataclass(frozen=True, slots=True)
class Stamp:
    """An issued paper: its number, and which print this is; 0 is the first."""

    number: str
    copy: int = 0


class Persons(Enum):
    """How far a paper shows who raised a matter."""

    MASKED = "masked"
    FULL = "full"
    REDACTED = "redacted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One paper. Without a `stamp` it is not issued: a preview, or for use in the house.

    `also` is what else it is filed with beside the thing it is about, in the order of its rows.
    """

    printed_at: datetime
    stamp: Stamp | None = None
    persons: Persons = Persons.MASKED
    also: tuple[Ref, ...] = ()
