"""What is said of a subject: sheets, counts, measured values, and what stands beside them."""

from decimal import Decimal
from fractions import Fraction

import msgspec

from renda_desktop.domain.attachment import Attachment
from renda_desktop.domain.fields import Line, Whole, Words
from renda_desktop.domain.ids import Id


class Mark(msgspec.Struct, frozen=True):
    """What a rater says of one leaf: points up to its weight, or a grade, as its scale asks."""

    leaf: Line
    points: Decimal | None = None
    grade: Line = ""


class Sheet(msgspec.Struct, frozen=True):
    """One rater's sheet: a mark for each leaf that the panel scores.

    `person` is the rater where he or she is on the roster, `rater` what else the sheet is known
    by. On the subject's own sheet `comment` is the statement (述评).
    """

    panel: Line
    marks: tuple[Mark, ...]
    rater: Line = ""
    person: Id | None = None
    comment: Words = ""
    files: tuple[Attachment, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        return self.panel, self.person or self.rater


class Counts(msgspec.Struct, frozen=True):
    """How many sheets gave each grade of one leaf; who gave none is not counted."""

    leaf: Line
    grades: dict[Line, Whole]

    @property
    def total(self) -> int:
        return sum(self.grades.values())


class Tally(msgspec.Struct, frozen=True):
    """民主测评: the counts of one meeting, never a single sheet. Those of several add up."""

    panel: Line
    counts: tuple[Counts, ...]
    issued: Whole
    returned: Whole
    comment: Words = ""


class Measurement(msgspec.Struct, frozen=True):
    """A leaf's figure: `value` divided by `divisor`, so that rates stay exact.

    `numerator` and `denominator` say in words what was divided, `source` where it comes from;
    `drawn`: it was counted from the records here.
    """

    leaf: Line
    value: Decimal
    divisor: Decimal = Decimal(1)
    numerator: Line = ""
    denominator: Line = ""
    source: Line = ""
    drawn: bool = False

    @property
    def exact(self) -> Fraction:
        return Fraction(self.value) / Fraction(self.divisor)


class Extra(msgspec.Struct, frozen=True):
    """加分、扣分, with the reason. Those of one kind add up, within its bounds."""

    key: Line
    points: Decimal
    reason: Words


class Vetoed(msgspec.Struct, frozen=True):
    """一票否决, with the reason."""

    key: Line
    reason: Words


class Evidence(msgspec.Struct, frozen=True):
    """佐证 for a leaf, or for the whole where none is named."""

    text: Words = ""
    leaf: Line = ""
    files: tuple[Attachment, ...] = ()


Opinion = Sheet | Tally | Measurement | Extra | Vetoed | Evidence
"""Whatever is said of a subject, and can be taken back."""
