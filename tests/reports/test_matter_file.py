"""A matter's file: every paper and picture in one PDF/A, numbered through, with an outline."""

import re
from dataclasses import replace
from io import BytesIO

import pikepdf
import PIL.Image
import pytest

from renda_desktop.reports import matter_file, pictures
from tests.reports import file_samples, samples
from tests.reports.conftest import Reader, read_with_pdfium, solid


def test_all_pages_are_numbered_and_the_contents_lead_to_them(read_pdf: Reader) -> None:
    pages = read_pdf(matter_file.render(file_samples.archive()))
    for number, page in enumerate(pages, 1):
        assert f"卷内第{number}页共{len(pages)}页" in solid([page])
    contents = solid(pages[1:2])
    for title, says in (
        ("交办单", "2025-11-15"),
        ("附件1现场照片.jpg", ""),
        ("附件3预算.xlsx", "此格式不能编入"),
        ("附件4坏的.pdf", "原件打不开"),
        ("附件5远处.jpg", "尚未同步"),
    ):
        assert title in contents
        assert says in contents
    # The slip begins on the page that the contents name.
    named = re.search(r"交办单2025-11-15(\d+)", contents)
    assert named is not None
    text = next(n for n, page in enumerate(pages, 1) if "交办要求" in solid([page]))
    assert named[1].startswith(str(text))


def test_the_outline_names_every_part_and_no_file() -> None:
    with pikepdf.open(BytesIO(matter_file.render(file_samples.archive()))) as pdf:
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
        assert titles == [
            "封面与目录", "接待登记表", "来访回执", "交办单", "催办单", matter_file.HISTORY,
            "附件1", "附件2",
        ]  # fmt: skip
        sizes = {tuple(map(float, page.mediabox)) for page in pdf.pages}
        assert len(sizes) == 3  # A4, A4 across, A5


def test_pictures_stand_upright_and_say_nothing_of_the_camera() -> None:
    pdf = matter_file.render(file_samples.archive())
    assert file_samples.SECRET.encode() in file_samples.photo()
    with pikepdf.open(BytesIO(pdf)) as opened:
        held = {
            image.objgen: bytes(image.read_raw_bytes())
            for page in opened.pages
            for image in page.get_images().values()
        }
    shown = [PIL.Image.open(BytesIO(held[key])) for key in sorted(held)]
    scanned = len(pictures.scans(file_samples.scan()))
    assert len(shown) == 1 + scanned
    assert shown[0].size == (600, 800)
    assert not shown[0].getexif()
    assert file_samples.SECRET.encode() not in pdf


def test_the_hash_of_every_original_is_told(read_pdf: Reader) -> None:
    text = solid(read_pdf(matter_file.render(file_samples.archive())))
    for file in file_samples.files():
        assert file.sha256 in text
    assert "a" * 64 in text  # of the issued paper


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.4", b"\xff\xd8\xff\xe0 no photo", b"\x89PNG\r\n\x1a\n", b"\0" * 99]
)
def test_what_cannot_be_read(data: bytes) -> None:
    with pytest.raises(pictures.UnreadableError):
        pictures.scans(data)
    with pytest.raises(pictures.UnreadableError):
        pictures.photo(data)


def test_a_locked_scan_is_listed() -> None:
    stream = BytesIO()
    with pikepdf.open(BytesIO(file_samples.scan())) as pdf:
        pdf.save(stream, encryption=pikepdf.Encryption(user="x", owner="y"))
    with pytest.raises(pictures.UnreadableError):
        pictures.scans(stream.getvalue())


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png(mode: str) -> None:
    stream = BytesIO()
    PIL.Image.new(mode, (3000, 20)).save(stream, "PNG")
    made = pictures.photo(stream.getvalue())
    assert (made.width, made.height) == (2200, 15)


def test_nothing_but_the_registration(read_pdf: Reader) -> None:
    parts = file_samples.archive().parts[:1]
    sheet = replace(
        file_samples.archive(), parts=parts, rounds=(), timeline=(), issued=(), attachments=(),
        facts=(), title="",
    )  # fmt: skip
    assert "没有记录" in solid(read_pdf(matter_file.render(sheet)))


def test_the_longest_contents_shift_what_follows(read_pdf: Reader) -> None:
    many = tuple(
        file_samples.attached(f"照片{n}" + "长" * 150 + ".jpg", "image/jpeg", None, "缺")
        for n in range(60)
    )
    pages = read_pdf(matter_file.render(file_samples.archive(attachments=many)))
    first = next(n for n, page in enumerate(pages, 1) if "接待登记表编号" in solid([page]))
    assert first > 3
    assert re.search(rf"接待登记表2025-11-15{first}\D", solid(pages))


def test_rare_names_are_kept() -> None:
    title = "䶮𬍛㛃𫖯𠅤𬱖𡋾" + samples.SUMMARY
    text = solid(read_with_pdfium(matter_file.render(file_samples.archive(title=title))))
    assert "䶮𬍛㛃𫖯𠅤𬱖𡋾" in text
