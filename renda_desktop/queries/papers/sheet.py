"""What every paper shows: when it was printed, and under which number it was issued."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Stamp:
    """An issued paper: its number, and which print this is; 0 is the first."""

    number: str
    copy: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One paper. Without a `stamp` it is not issued: a preview, or for use in the house."""

    printed_at: datetime
    stamp: Stamp | None = None
