# /// script
# requires-python = ">=3.11"
# dependencies = ["fonttools==4.68.0"]
# ///
"""Build resources/fonts from the fonts named in sources.toml, or check that it holds just that."""

import argparse
import hashlib
import io
import logging
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from characters import EXTENSION_B, RARE, UNIFIED, common, kangxi, symbols
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from outlines import straighten

HERE = Path(__file__).resolve().parent
SHIPPED = HERE.parents[1] / "resources" / "fonts"
_SHARD_BITS, _SHARD_EM = 10, 256
_KEPT = (0, 1, 2, 3, 4, 5, 6, 13, 14)  # makers, names, version and licence
_DROPPED = ("GSUB", "GPOS", "GDEF", "BASE", "STAT", "vhea", "vmtx", "gasp", "FFTM")
_STAMP = (2026, 11, 23, 0, 0, 0)

Recipe = Mapping[str, Any]
Sets = Mapping[str, set[int]]


def main() -> int:
    """Write the fonts to a folder, or compare them with those in resources."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--from", dest="archives", type=Path, required=True, metavar="DIR")
    what = asked.add_mutually_exclusive_group(required=True)
    what.add_argument("--check", action="store_true", help="compare with resources/fonts")
    what.add_argument("--into", type=Path, metavar="DIR", help="write the fonts there")
    given = asked.parse_args()
    logging.getLogger("fontTools").setLevel(logging.ERROR)  # it tells of each table it drops
    differs = 0
    for name, data in built(given.archives):
        if given.into:
            given.into.mkdir(parents=True, exist_ok=True)
            (given.into / name).write_bytes(data)
            print(f"{name}: {len(data)} bytes")
        else:
            said = difference((SHIPPED / name).read_bytes(), data, name=name)
            differs += bool(said)
            print(f"{name}: {said or 'the same'}")
    return 1 if differs else 0


def built(archives: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of each file of resources/fonts.

    Raises:
        SystemExit: an archive or a file in it is not the one the recipes were made for.
    """
    recipes = tomllib.loads((HERE / "sources.toml").read_text("utf-8"))
    files = {key: _member(archives, **source) for key, source in recipes["source"].items()}
    sets = {"common": common(files["unihan"]), "symbols": symbols(HERE / "symbols.txt")}
    shown: dict[str, set[int]] = {}
    for name, recipe in recipes["font"].items():
        font = TTFont(io.BytesIO(files[recipe["source"]]))
        shown[name] = _wanted(recipe, sets, shown) & set(font.getBestCmap())
        yield f"{name}.ttf", subset(font, codes=shown[name], recipe=recipe)
    rare = RARE - shown["LZSong-gap"]
    yield "rare.zip", _shards(files["hanazono"], codes=rare)


def _member(archives: Path, *, archive: str, sha256: str, member: str, **_: str) -> bytes:
    """Return one file out of an archive whose hash was checked."""
    path = archives / archive
    if not path.is_file():
        sys.exit(f"{archive} is missing; see README.md for where it comes from")
    if hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
        sys.exit(f"{archive} is not the file the fonts were built from")
    if path.suffix == ".deb":
        opened = subprocess.run(
            ["dpkg-deb", "--fsys-tarfile", str(path)], capture_output=True, check=True
        )
        whole = tarfile.open(fileobj=io.BytesIO(opened.stdout))  # noqa: SIM115
    else:
        whole = tarfile.open(path)  # noqa: SIM115
    with whole:
        found = whole.extractfile(member)
        if found is None:
            sys.exit(f"{archive} has no {member}")
        return found.read()


def _wanted(
    recipe: Recipe, sets: Mapping[str, set[int]], shown: Mapping[str, set[int]]
) -> set[int]:
    """Return the characters a font is to show, as far as its source has them."""
    match recipe["shows"]:
        case "8105":
            return sets["common"] | sets["symbols"]
        case "level 2":
            level_2 = {c for c in UNIFIED if c < EXTENSION_B and not 0xF900 <= c <= 0xFAFF}
            return sets["common"] | sets["symbols"] | level_2 | kangxi()
        case "latin":
            return {c for c in sets["symbols"] if c < 0x3000}
        case "gap":
            bmp = {c for c in UNIFIED if c < EXTENSION_B} - shown["LZHei-Regular-L2"]
            return bmp | RARE
        case other:
            sys.exit(f"no set of characters is called {other}")


def subset(font: TTFont, *, codes: set[int], recipe: Recipe) -> bytes:
    """Return a font with some of the characters, renamed, without hints and layout tables."""
    _remap(font, recipe)
    _trim(font, codes)
    _rename(font, recipe["family"], recipe["style"])
    return _bytes(font)


def _remap(font: TTFont, recipe: Recipe) -> None:
    """Give characters another glyph of the font: what a feature would have chosen."""
    for table in font["cmap"].tables:
        if table.isUnicode():
            for char, glyph in recipe.get("glyphs", {}).items():
                if ord(char) in table.cmap:
                    table.cmap[ord(char)] = glyph
    names, glyphs, metrics = font.getBestCmap(), font["glyf"], font["hmtx"].metrics
    for char in recipe.get("widened", ""):
        name = names[ord(char)]
        advance, left = metrics[name]
        moved = 1000 - advance if char in "‘“" else 0
        glyphs[name].coordinates.translate((moved, 0))
        glyphs[name].recalcBounds(glyphs)
        metrics[name] = (1000, left + moved)


def _trim(font: TTFont, codes: set[int]) -> None:
    options = Options(
        layout_features=[],
        hinting=False,
        glyph_names=False,
        notdef_outline=True,
        name_IDs=list(_KEPT),
        name_languages=[0x409],
        drop_tables=[*Options().drop_tables, *_DROPPED],
    )
    cutter = Subsetter(options)
    cutter.populate(unicodes=codes)
    cutter.subset(font)


def _rename(font: TTFont, family: str, style: str) -> None:
    """Take the makers' reserved names out, keep their copyright and licence."""
    post = f"{family.replace(' ', '')}-{style}"
    names = {1: family, 2: style, 3: f"{post};subset", 4: f"{family} {style}", 6: post}
    table = font["name"]
    table.names = [n for n in table.names if n.platformID == 3 and n.nameID in _KEPT]
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)


def _shrink(font: TTFont, name: str) -> None:
    """Draw on a coarser grid, leave out points that follow from their neighbours, and rename."""
    scale_upem(font, _SHARD_EM)
    for glyph in font.getGlyphOrder():
        straighten(font["glyf"][glyph], font["glyf"])
    table = font["name"]
    table.names = []
    family = f"LZ Rare {name}"
    names = {1: family, 2: "Regular", 4: family, 6: f"LZRare-{name}"}
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)


def _bytes(font: TTFont) -> bytes:
    font.recalcTimestamp = False
    out = io.BytesIO()
    font.save(out, reorderTables=None)
    return out.getvalue()


def _shards(data: bytes, *, codes: set[int]) -> bytes:
    """Return a bundle with a small font for each 1,024 code points."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as bundle:
        for number in sorted({code >> _SHARD_BITS for code in codes}):
            name = f"h{number:x}"
            members = {code for code in codes if code >> _SHARD_BITS == number}
            font = TTFont(io.BytesIO(data))
            _trim(font, members)
            _shrink(font, name)
            info = zipfile.ZipInfo(f"{name}.ttf", _STAMP)
            info.compress_type = zipfile.ZIP_LZMA
            bundle.writestr(info, _bytes(font))
    return out.getvalue()


def difference(shipped: bytes, made: bytes, *, name: str) -> str:
    """Say how two files differ in what they hold; '' when they hold the same."""
    if shipped == made:
        return ""
    if name.endswith(".zip"):
        old, new = (zipfile.ZipFile(io.BytesIO(data)) for data in (shipped, made))
        if sorted(old.namelist()) != sorted(new.namelist()):
            return "other shards"
        told = ((n, difference(old.read(n), new.read(n), name=n)) for n in old.namelist())
        return next((f"{n}: {said}" for n, said in told if said), "")
    old_font, new_font = (TTFont(io.BytesIO(data)) for data in (shipped, made))
    tables = sorted(old_font.reader.keys())
    if tables != sorted(new_font.reader.keys()):
        return f"other tables: {tables} and {sorted(new_font.reader.keys())}"
    other = [t for t in tables if _content(old_font, t) != _content(new_font, t)]
    return f"the tables {', '.join(other)} differ" if other else ""


def _content(font: TTFont, table: str) -> bytes:
    """Return a table, without the file's checksum and the moment it was made."""
    data: bytes = font.reader[table]
    return data[:8] + data[12:28] + data[36:] if table == "head" else data


if __name__ == "__main__":
    sys.exit(main())
