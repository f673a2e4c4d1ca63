"""The few colours of the papers, all dark enough for a black-and-white printer."""

from enum import Enum


class Ink(Enum):
    """A colour as red, green and blue between 0 and 1."""

    BLACK = (0.0, 0.0, 0.0)
    GREY = (0.35, 0.35, 0.35)
    RULE = (0.25, 0.25, 0.25)
    SHADE = (0.945, 0.945, 0.935)
    BAR = (0.3, 0.4, 0.5)
    RED = (0.72, 0.07, 0.07)
    AMBER = (0.64, 0.36, 0.0)
    GREEN = (0.05, 0.42, 0.2)

    @property
    def fill(self) -> str:
        """The operator that fills with it."""
        return _operator(self.value, grey="g", colour="rg")

    @property
    def stroke(self) -> str:
        """The operator that draws lines with it."""
        return _operator(self.value, grey="G", colour="RG")


def _operator(value: tuple[float, float, float], *, grey: str, colour: str) -> str:
    red, green, blue = value
    if red == green == blue:
        return f"{red:g} {grey}"
    return f"{red:g} {green:g} {blue:g} {colour}"
