"""What a file is: by its content, never by what its name or its sender says."""

import re
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final
from zipfile import BadZipFile, ZipFile

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.text import clean_line

_LONGEST_STEM: Final = 80
_BEGINNINGS: Final = {
    b"\xff\xd8\xff": ("image/jpeg", ".jpg", ".jpeg"),
    b"\x89PNG\r\n\x1a\n": ("image/png", ".png"),
    b"%PDF-": ("application/pdf", ".pdf"),
}
# Of packages, the part that only this kind has. OFD: GB/T 33190, the format of official papers.
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_PARTS: Final = {
    "word/document.xml": (f"{_OFFICE}.wordprocessingml.document", ".docx"),
    "xl/workbook.xml": (f"{_OFFICE}.spreadsheetml.sheet", ".xlsx"),
    "ppt/presentation.xml": (f"{_OFFICE}.presentationml.presentation", ".pptx"),
    "OFD.xml": ("application/ofd", ".ofd"),
}
# The older office formats share one container, in which installers come too: the name decides.
_CONTAINER: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLDER: Final = {
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
    ".wps": "application/vnd.ms-works",
    ".et": "application/vnd.ms-excel",
    ".dps": "application/vnd.ms-powerpoint",
}
_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*]+')
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9])(\..*)?", re.IGNORECASE)


def identified(data: bytes, /, *, name: str) -> tuple[str, str]:
    """Return the kind (MIME) of a file and a name that fits it on any system.

    Raises:
        RuleBroken: it is empty, or no photo, no PDF or OFD and no office document; programs and
            documents with macros are refused.
    """
    if not data:
        raise RuleBroken("attachment.empty")
    stem, suffix = _parts(name)
    mime, *suffixes = _kind(data, suffix)
    if suffix.lower() not in suffixes:
        stem, suffix = stem + suffix, suffixes[0]
    return mime, stem[:_LONGEST_STEM].rstrip(". ") + suffix.lower()


def _kind(data: bytes, suffix: str) -> tuple[str, ...]:
    for beginning, kind in _BEGINNINGS.items():
        if data.startswith(beginning):
            return kind
    if data.startswith(b"PK\x03\x04"):
        return _package(data)
    if data.startswith(_CONTAINER) and suffix.lower() in _OLDER:
        return _OLDER[suffix.lower()], suffix.lower()
    raise RuleBroken("attachment.kind")


def _package(data: bytes) -> tuple[str, ...]:
    try:
        with ZipFile(BytesIO(data)) as package:
            parts = set(package.namelist())
    except (BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError):
        raise RuleBroken("attachment.kind") from None
    if any(part.lower().endswith("vbaproject.bin") for part in parts):
        raise RuleBroken("attachment.macros")
    found = next((kind for part, kind in _PARTS.items() if part in parts), None)
    if found is None:
        raise RuleBroken("attachment.kind")
    return found


def _parts(name: str) -> tuple[str, str]:
    """Return a name's stem and its suffix, without any folder and what systems forbid."""
    last = clean_line(name.replace("\\", "/").rpartition("/")[2], limit=1000)
    plain = PurePosixPath(_FORBIDDEN.sub("_", last).strip(". ") or "附件")
    stem = f"_{plain.stem}" if _RESERVED.fullmatch(plain.name) else plain.stem
    return stem, plain.suffix
