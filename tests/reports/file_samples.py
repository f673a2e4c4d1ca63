"""The file of a matter, made up, with pictures that are drawn here."""

from dataclasses import replace
from datetime import date
from functools import cache
from hashlib import sha256
from io import BytesIO

import PIL.Image

from renda_desktop.queries.papers import MatterArchive
from renda_desktop.queries.papers.matter_file import (
    FileAttachment,
    FileIssued,
    FilePart,
    FileRound,
)
from renda_desktop.reports import claim_list
from tests.reports import samples

DAY = date(2025, 11, 15)
SECRET = "CAMERA-OF-ZHANG"


@cache
def photo(width: int = 800, height: int = 600) -> bytes:
    """Return a JPEG that lies on its side and says whose camera took it."""
    image = PIL.Image.new("RGB", (width, height), "#3a6ea5")
    exif = image.getexif()
    exif[0x0112], exif[0x010F] = 6, SECRET
    stream = BytesIO()
    image.save(stream, "JPEG", exif=exif)
    return stream.getvalue()


@cache
def scan() -> bytes:
    """Return a PDF of two pages."""
    return claim_list.render(samples.claims(40))


def attached(name: str, mime: str, data: bytes | None, left_out: str = "") -> FileAttachment:
    digest = sha256(data or b"").hexdigest()
    return FileAttachment(name, mime, len(data or b""), digest, False, data, left_out)


def files() -> tuple[FileAttachment, ...]:
    return (
        attached("现场照片.jpg", "image/jpeg", photo()),
        attached("反馈单.pdf", "application/pdf", scan()),
        attached("预算.xlsx", "application/vnd.openxmlformats", b"PK\x03\x04"),
        attached("坏的.pdf", "application/pdf", b"%PDF-1.7 broken"),
        attached("远处.jpg", "image/jpeg", None, "原件不在本机，尚未同步"),
    )


def archive(**changes: object) -> MatterArchive:
    """Return the file of one matter."""
    sheet = MatterArchive(
        station=samples.STATION,
        number="YH-2025-A-00007",
        title=samples.SUMMARY,
        facts=(("反映人", "张*"), ("类别", "城乡建设"), ("销号日期", "2025年12月1日")),
        parts=(
            FilePart("registration-form", DAY, samples.form()),
            FilePart("receipt", DAY, samples.receipt()),
            FilePart("assignment", DAY, samples.slip()),
            FilePart("reminder", DAY, samples.letter()),
        ),
        rounds=(
            FileRound(
                "区城市管理局、王建国",
                DAY,
                DAY,
                ((DAY, "区城市管理局", "已解决", "已现场整改。"),),
                ((DAY, "选民", 4, "满意"),),
            ),
            FileRound("", None, None, (), ()),
        ),
        timeline=samples.timeline(),
        issued=(FileIssued("YH文〔2025〕3号", "交办单", DAY, "王芳", 2, "a" * 64, ""),),
        attachments=files(),
        printed_at=samples.PRINTED,
    )
    return replace(sheet, **changes)  # type: ignore[arg-type]
