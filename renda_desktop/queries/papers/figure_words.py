"""Published figures as papers print them: in the words of `show figures`."""

import re

from renda_desktop.domain.definitions import DEFINITIONS
from renda_desktop.domain.figures import Check, Figure, plain
from renda_desktop.queries.papers.books import PrintedFigure

_FULL = str.maketrans(",;:()", "，；：（）")
_CLOCK = re.compile(r"(?<=\d)：(?=\d\d)")


def full(text: str, /) -> str:
    """Return a text with the full-width punctuation of papers."""
    return _CLOCK.sub(":", text.translate(_FULL))


def printed(one: Figure) -> PrintedFigure:
    """Return a figure with its definition, its value and what is inside it."""
    definition, value = DEFINITIONS[one.key], one.value
    measured = value.amount is None and bool(value.parts)  # then the parts are the value
    parts = tuple(full(f"{part.title} {part.shown}") for part in value.parts)
    share = ""
    if value.of is not None and value.amount is not None and not value.unfit:
        share = f"{plain(value.amount)}/{value.of} {value.unit}"
    return PrintedFigure(
        title=full(one.key.label),
        shown="；".join(parts) if measured else full(value.shown),
        share=share,
        inside=() if measured else parts,
        counts=full(f"{definition.counts}按{definition.dated}计入期间。"),
        numerator=full(definition.numerator),
        denominator=full(definition.denominator),
        counted=bool(
            value.amount or value.of or any(part.amount or part.first for part in value.parts)
        ),
    )


def checked(one: Check) -> str:
    """Return what a check came to, in words."""
    apart = "、".join(f"{part.title} {part.shown}" for part in one.apart)
    rest = f"，另有{apart}" if apart else ""
    verdict = f"相差 {plain(one.difference)}" if one.difference else "相符"
    return full(f"{one.title}：{plain(one.total)}，总数 {plain(one.whole)}{rest}，{verdict}")
