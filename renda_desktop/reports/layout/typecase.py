"""Hold the characters one document uses: for each typeface, which glyph of which font."""

from dataclasses import dataclass

from renda_desktop.reports.layout import rules
from renda_desktop.reports.layout.faces import HEI, Face, find, font
from renda_desktop.reports.layout.subset import Subset
from renda_desktop.reports.layout.truetype import Font


@dataclass(frozen=True, slots=True, eq=False)
class Glyph:
    """A character ready to be shown. Lengths are in ems.

    `spare` is the blank half that a punctuation mark can give up, after it when it closes and
    before it when it opens.
    """

    font: str
    code: str
    advance: float
    spare: float = 0.0


class Tray(dict[str, Glyph]):
    """The characters of one typeface, found when first used."""

    def __init__(self, case: "Typecase", face: Face) -> None:
        super().__init__()
        self._case, self._face = case, face

    def __missing__(self, char: str) -> Glyph:
        glyph = self[char] = self._case.cast(char, face=self._face)
        return glyph


class Typecase:
    """The fonts of one document, each embedded once. `missing` lists what no font could show."""

    def __init__(self) -> None:
        self.subsets: dict[str, Subset] = {}
        self.missing: list[str] = []
        self._trays = {face: Tray(self, face) for face in Face}

    def tray(self, face: Face) -> Tray:
        """Return the characters of a typeface; look one up and it is in the document."""
        return self._trays[face]

    def cast(self, char: str, *, face: Face) -> Glyph:
        """Find a character in the fonts of a typeface and put it into the document."""
        if rules.INVISIBLE.match(char):
            subset = self._subset(HEI, font(HEI))
            return Glyph(subset.key, f"{subset.add_blank(text=char):04X}", 0.0)
        found = find(face, char=char)
        if found is None:
            if char not in self.missing:
                self.missing.append(char)
            subset = self._subset(HEI, font(HEI))
            return Glyph(subset.key, f"{subset.add_box(text=char):04X}", 1.0)
        name, source, number = found
        subset = self._subset(name, source)
        code = f"{subset.add(number, text=char):04X}"
        return Glyph(subset.key, code, source.advance(number) / 1000, _spare(char, source, number))

    def _subset(self, name: str, source: Font) -> Subset:
        if name not in self.subsets:
            self.subsets[name] = Subset(source, key=f"F{len(self.subsets) + 1}", name=name)
        return self.subsets[name]


def _spare(char: str, source: Font, number: int) -> float:
    """Return the blank half of a full-width mark; the drawing decides, as fonts differ."""
    if not (rules.is_opening(char) or rules.is_closing(char)):
        return 0.0
    left, right = source.ink(number)
    if source.advance(number) != 1000:
        return 0.0
    blank = left if rules.is_opening(char) else 1000 - right
    return min(0.5, max(0.0, (blank - 40) / 1000))
