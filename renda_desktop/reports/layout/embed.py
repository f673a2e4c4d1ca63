"""Embed a subset as a composite font whose characters copy as themselves."""

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from itertools import groupby

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFDocument,
    PDFName,
    PDFObjectReference,
    PDFStream,
    PDFString,
)

from renda_desktop.reports.layout.subset import Subset

# What an archive does not let a code stand for: its nearest neighbour, or the replacement sign.
_ARCHIVED = {0: 0xFFFD, 0xFEFF: 0x2060, 0xFFFE: 0xFFFD}
_BLOCK = 100  # entries a bfchar section may hold
_SYMBOLIC = 4
_LEVEL = 4  # a fifth faster than the usual 6, for two hundredths more bytes


def embed(document: PDFDocument, *, subset: Subset) -> PDFObjectReference:
    """Add a Type 0 font to a document: Identity-H codes, widths, ToUnicode and the font file."""
    program = subset.program()
    name = PDFName(f"{_tag(program)}+{subset.name}")
    descendant = PDFDictionary(
        {
            "Type": PDFName("Font"),
            "Subtype": PDFName("CIDFontType2"),
            "BaseFont": name,
            "CIDSystemInfo": PDFDictionary(
                {"Registry": PDFString("Adobe"), "Ordering": PDFString("Identity"), "Supplement": 0}
            ),
            "FontDescriptor": document.Reference(_descriptor(document, subset, name, program)),
            "CIDToGIDMap": PDFName("Identity"),
            "DW": 1000,
            "W": "[" + " ".join(_widths(subset)) + "]",
        }
    )
    font = {
        "Type": PDFName("Font"),
        "Subtype": PDFName("Type0"),
        "BaseFont": name,
        "Encoding": PDFName("Identity-H"),
        "DescendantFonts": PDFArray([document.Reference(descendant)]),
        "ToUnicode": document.Reference(stream(_to_unicode(subset).encode("ascii"))),
    }
    return document.Reference(PDFDictionary(font))


def stream(content: bytes, **entries: object) -> PDFStream:
    """Return a deflated stream."""
    packed = zlib.compress(content, _LEVEL)
    return PDFStream(PDFDictionary({**entries, "Filter": PDFName("FlateDecode")}), packed)


def _descriptor(document: PDFDocument, subset: Subset, name: str, program: bytes) -> PDFDictionary:
    font = subset.font
    box = [round(side * 1000 / font.units_per_em) for side in font.box]
    file = document.Reference(stream(program, Length1=len(program)))
    return PDFDictionary(
        {
            "Type": PDFName("FontDescriptor"),
            "FontName": name,
            "Flags": _SYMBOLIC,
            "FontBBox": PDFArray(box),
            "ItalicAngle": 0,
            "Ascent": round(font.ascent * 1000 / font.units_per_em),
            "Descent": round(font.descent * 1000 / font.units_per_em),
            "CapHeight": 733,
            "StemV": 80,
            "FontFile2": file,
        }
    )


def _tag(program: bytes) -> str:
    """Return six letters that depend on nothing but the glyphs."""
    digest = hashlib.sha256(program).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


def _widths(subset: Subset) -> Iterator[str]:
    """Yield the widths that are not the usual 1000."""
    members = enumerate(member.advance for member in subset.members)
    for usual, group in groupby(members, key=lambda item: item[1] == 1000):
        if not usual:
            run = list(group)
            yield f"{run[0][0]} [{' '.join(str(advance) for _, advance in run)}]"


def _to_unicode(subset: Subset) -> str:
    """Write the map from codes to UTF-16, surrogate pairs included."""
    named = [(code, m.text) for code, m in enumerate(subset.members) if m.text]
    sections = "\n".join(
        f"{len(block)} beginbfchar\n{_entries(block)}\nendbfchar"
        for block in (named[i : i + _BLOCK] for i in range(0, len(named), _BLOCK))
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{sections}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    )


def _entries(block: Iterable[tuple[int, str]]) -> str:
    lines = []
    for code, text in block:
        whole = text.translate(_ARCHIVED).encode("utf-16-be", "surrogatepass")
        if len(whole) == 2 and 0xD8 <= whole[0] <= 0xDF:
            whole = b"\xff\xfd"  # half a pair means nothing by itself
        lines.append(f"<{code:04X}> <{whole.hex().upper()}>")
    return "\n".join(lines)
