"""The fonts of the window, rare characters only when a text has them."""

from functools import cache
from zipfile import ZipFile

from PySide6.QtGui import QFont, QFontDatabase, QRawFont

from renda_desktop import resources

FAMILY = "LZ Hei"
REGULAR = "LZHei-Regular-L2.ttf"
BOLD = "LZHei-Bold-8105.ttf"
_WIDE = "LZ Hel"  # the regular face once more, for bold text whose characters the bold face lacks

_stack: list[str] = []
_seen: set[str] = set()


@cache
def load() -> None:
    """Load the two faces that nearly every text needs."""
    for name in (REGULAR, BOLD):
        QFontDatabase.addApplicationFont(str(resources.path("fonts", name)))


def ensure_glyphs(text: str) -> None:
    """Load the faces that hold what the main ones lack, so that no name is drawn as boxes.

    Cheap for a text whose characters have been seen before; call it where outside text arrives.
    """
    if text.isascii():
        return
    for character in set(text) - _seen:
        _seen.add(character)
        if _face(BOLD).supportsCharacter(ord(character)):
            continue
        if _face(REGULAR).supportsCharacter(ord(character)):
            _load_wide()
        else:
            _load_shard(ord(character) >> 10)


@cache
def _face(name: str) -> QRawFont:
    return QRawFont(str(resources.path("fonts", name)), 14)


@cache
def _load_wide() -> None:
    data = resources.path("fonts", REGULAR).read_bytes()
    _add(data.replace(FAMILY.encode("utf-16-be"), _WIDE.encode("utf-16-be")))


@cache
def _load_shard(number: int) -> None:
    with ZipFile(resources.path("fonts", "rare.zip")) as shards:
        name = f"h{number:02x}.ttf"
        if name in shards.namelist():
            _add(shards.read(name))


def _add(data: bytes) -> None:
    """Register a face as a fallback; texts on the screen are drawn anew with it."""
    families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFontFromData(data))
    _stack.extend(family for family in families if family not in _stack)
    QFont.insertSubstitutions(FAMILY, _stack)
