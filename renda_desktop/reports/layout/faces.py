"""Find the fonts that ship with the program, in the order they stand in for one another."""

import zipfile
from enum import Enum
from functools import cache, lru_cache

from renda_desktop import resources
from renda_desktop.reports.layout.truetype import Font, open_font

HEI = "LZHei-Regular-L2"
SONG_LATIN = "LZSong-Latin"
_LAST_RESORT = (HEI, "LZSong-gap", "LZKai-8105")  # 楷体 alone has ☐ and ☑
_FIRST_SHARD, _SHARD_BITS = 0x20000, 10


class Face(Enum):
    """A typeface as papers name it; its value lists font files, the first that has a glyph wins."""

    HEI = _LAST_RESORT  # 黑体: headings, labels
    BOLD = ("LZHei-Bold-8105", *_LAST_RESORT)
    FANG = ("LZFang-8105", *_LAST_RESORT)  # 仿宋: body
    KAI = ("LZKai-8105", *_LAST_RESORT)  # 楷体
    BIAO = ("LZBiaoSong-8105", *_LAST_RESORT)  # 小标宋: titles


@cache
def font(name: str) -> Font:
    """Return a shipped font, opened once."""
    return open_font(resources.path("fonts", f"{name}.ttf"))


@cache
def shard(name: str) -> Font | None:
    """Return one shard of the rare characters, opened once."""
    with zipfile.ZipFile(resources.path("fonts", "rare.zip")) as bundle:
        try:
            return Font(bundle.read(f"{name}.ttf"))
        except KeyError:
            return None


@lru_cache(maxsize=1 << 14)
def find(face: Face, *, char: str) -> tuple[str, Font, int] | None:
    """Return name, font and glyph for a character, None when no font has it."""
    code = ord(char)
    names = face.value
    if face is Face.FANG and code < 0x80:
        names = (SONG_LATIN, *names)
    for name in names:
        if glyph := font(name).glyph_of(code):
            return name, font(name), glyph
    if code >= _FIRST_SHARD:
        name = f"h{code >> _SHARD_BITS:x}"
        rare = shard(name)
        if rare is not None and (glyph := rare.glyph_of(code)):
            return f"LZRare-{name}", rare, glyph
    return None
