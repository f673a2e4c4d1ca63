import struct
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.services.imports import package
from renda_desktop.services.imports.package import check_contents, check_package, column_index
from tests.services.imports.books import book_bytes


def packed(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def refused(path: Path) -> str:
    with pytest.raises(RuleBroken) as caught:
        check_package(path)
    assert str(caught.value)
    return caught.value.rule


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "import.empty"),
        ("姓名,电话\n".encode("gb18030"), "import.not_xlsx"),
        (b"<html><table></table></html>", "import.not_xlsx"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "import.old_format"),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
            "import.encrypted",
        ),
        (book_bytes()[:-40], "import.damaged"),
        (b"PK\x03\x04" + bytes(100), "import.damaged"),
    ],
)
def test_what_is_no_workbook_is_named(tmp_path: Path, content: bytes, rule: str) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)
    assert refused(path) == rule


def test_a_good_workbook_passes(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(book_bytes())
    check_package(path)
    check_contents(path)


def test_a_missing_file_or_a_folder_is_unreadable(tmp_path: Path) -> None:
    assert refused(tmp_path / "absent.xlsx") == "import.unreadable"
    assert refused(tmp_path) == "import.unreadable"


def test_a_zip_without_a_workbook_is_no_xlsx(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", b"<office/>")
    assert refused(path) == "import.not_xlsx"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = packed(tmp_path / "bomb.xlsx", **{"xl/worksheets/sheet1.xml": bytes(64 * package.MIB)})
    assert path.stat().st_size < package.MIB
    assert refused(path) == "import.suspicious"


def test_many_parts_together_may_not_unpack_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "MAX_UNPACKED", 3 * package.MIB)
    parts = {f"xl/media/{number}.bin": bytes(package.MIB) for number in range(4)}
    assert refused(packed(tmp_path / "list.xlsx", **parts)) == "import.unpacks_too_large"


def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    parts = {f"xl/media/{number}.bin": b"" for number in range(package.MAX_MEMBERS)}
    assert refused(packed(tmp_path / "list.xlsx", **parts)) == "import.too_many_parts"


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with path.open("wb") as file:
        file.truncate(package.MAX_FILE + 1)
    assert refused(path) == "import.file_too_large"


def test_a_bomb_that_lies_about_its_size_is_found_while_unpacking(tmp_path: Path) -> None:
    path = packed(tmp_path / "liar.xlsx", **{"xl/worksheets/sheet1.xml": bytes(8 * package.MIB)})
    content = bytearray(path.read_bytes())
    stated = struct.pack("<I", 8 * package.MIB)
    for _ in range(2):  # in the part's own header and in the table of contents
        at = content.index(stated)
        content[at : at + 4] = struct.pack("<I", 1000)
    path.write_bytes(content)
    check_package(path)
    with pytest.raises(RuleBroken) as caught:
        check_contents(path)
    assert caught.value.rule == "import.damaged"


@pytest.mark.parametrize("padding", [0, package.MIB - 30])
def test_a_cell_absurdly_far_out_is_refused(tmp_path: Path, padding: int) -> None:
    sheet = b" " * padding + b'<row><c r="A1"/><c r="XFD1048576"/></row>'
    path = packed(tmp_path / "far.xlsx", **{"xl/worksheets/sheet1.xml": sheet})
    with pytest.raises(RuleBroken) as caught:
        check_contents(path)
    assert caught.value.rule == "import.far_cells"


def test_an_encrypted_zip_is_named(tmp_path: Path) -> None:
    content = bytearray(book_bytes())
    with zipfile.ZipFile(BytesIO(content)) as archive:
        directory = archive.start_dir
    content[directory + 8] |= 1
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)
    assert refused(path) == "import.encrypted"


@pytest.mark.parametrize(("letters", "index"), [("A", 0), ("z", 25), ("AA", 26), ("XFD", 16383)])
def test_column_letters(letters: str, index: int) -> None:
    assert column_index(letters) == index
