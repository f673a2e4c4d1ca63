"""Whether a file is a workbook that is safe to parse, judged before any parser sees it."""

import re
import zipfile
import zlib
from pathlib import Path

from renda_desktop.domain.errors import RuleBroken

MIB = 1024 * 1024
# A list of 10,000 people takes 1 MB; the rest is room for photos pasted into it.
MAX_FILE = 50 * MIB
# A 5 MB file that unpacks to 70 MB keeps a slow parser busy for over a minute.
MAX_UNPACKED = 200 * MIB
# A workbook has a dozen parts, and one more for every picture.
MAX_MEMBERS = 3_000
# Repetitive sheets shrink to a hundredth; only a bomb comes near the 1:1032 of deflate.
MAX_RATIO = 400
# Small parts may shrink as much as they like.
RATIO_FROM = 4 * MIB
# The parser holds the whole rectangle up to the last cell, some 45 bytes a cell.
MAX_AREA = 16_000_000

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PLACE = re.compile(rb"""\sr=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_CHUNK = MIB
_LONGEST_PLACE = 16


def check_package(path: Path) -> None:
    """Refuse what is no .xlsx or claims to be too large, by its table of contents alone.

    Raises RuleBroken `import.…` that says what to do.
    """
    try:
        size = path.stat().st_size
        if size > MAX_FILE:
            raise RuleBroken("import.file_too_large", size=size // MIB, limit=MAX_FILE // MIB)
        content = path.read_bytes()
    except OSError as error:
        raise RuleBroken("import.unreadable") from error
    if not content:
        raise RuleBroken("import.empty")
    if content.startswith(_OLE):
        encrypted = _ENCRYPTED in content
        raise RuleBroken("import.encrypted" if encrypted else "import.old_format")
    if not content.startswith(b"PK"):
        raise RuleBroken("import.not_xlsx")
    try:
        with zipfile.ZipFile(path) as package:
            _check_contents(package.infolist(), size=size)
    # zipfile raises NotImplementedError for a kind of compression that it does not know.
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise RuleBroken("import.damaged") from error


def _check_contents(members: list[zipfile.ZipInfo], *, size: int) -> None:
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS:
        raise RuleBroken("import.too_many_parts", limit=MAX_MEMBERS)
    if unpacked > MAX_UNPACKED:
        raise RuleBroken("import.unpacks_too_large", limit=MAX_UNPACKED // MIB)
    if unpacked > RATIO_FROM and unpacked > size * MAX_RATIO:
        raise RuleBroken("import.suspicious")
    if any(member.flag_bits & 1 for member in members):
        raise RuleBroken("import.encrypted")
    if "xl/workbook.xml" not in {member.filename for member in members}:
        raise RuleBroken("import.not_xlsx")


def check_contents(path: Path) -> None:
    """Unpack every part once, keeping nothing: true sizes, intact data, no cell absurdly far out.

    A zip's table of contents can lie about sizes; unpacking stops at the size it states, and the
    checksum then fails. Raises RuleBroken `import.…`.
    """
    try:
        with zipfile.ZipFile(path) as package:
            for member in package.infolist():
                _check_member(package, member)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise RuleBroken("import.damaged") from error


def _check_member(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    is_sheet = member.filename.lower().startswith("xl/worksheets/")
    rows = columns = 0
    tail = b""
    with package.open(member) as part:
        while chunk := part.read(_CHUNK):
            if not is_sheet:
                continue
            for letters, digits in _PLACE.findall(tail + chunk):
                rows = max(rows, int(digits))
                columns = max(columns, column_index(letters.decode()) + 1)
            tail = chunk[-_LONGEST_PLACE:]
    if rows * columns > MAX_AREA:
        raise RuleBroken("import.far_cells")


def column_index(letters: str, /) -> int:
    """Turn Excel's column letters into a position counted from 0: A → 0, AA → 26."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1
