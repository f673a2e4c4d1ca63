"""What a file is says its content; its name is made to fit."""

import io
import zipfile

import pytest

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.services.files import identified

JPEG = b"\xff\xd8\xff\xe0 photo"
PNG = b"\x89PNG\r\n\x1a\n photo"
PDF = b"%PDF-1.7\n"
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


def package(*parts: str) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as made:
        for part in parts:
            made.writestr(part, "x")
    return whole.getvalue()


DOCX = package("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("data", "name", "mime", "fitting"),
    [
        (JPEG, "现场.JPG", "image/jpeg", "现场.jpg"),
        (JPEG, "现场.jpeg", "image/jpeg", "现场.jpeg"),
        (JPEG, "photo.exe", "image/jpeg", "photo.exe.jpg"),
        (PNG, "IMG_1", "image/png", "IMG_1.png"),
        (PDF, "第1.2稿", "application/pdf", "第1.2稿.pdf"),
        (PDF, r"C:\Users\王芳\整改报告.pdf", "application/pdf", "整改报告.pdf"),
        (PDF, "../../etc/passwd", "application/pdf", "passwd.pdf"),
        (PDF, "", "application/pdf", "附件.pdf"),
        (PDF, "...", "application/pdf", "附件.pdf"),
        (PDF, "CON.pdf", "application/pdf", "_CON.pdf"),
        (PDF, 'a<b>:"c"|?*.pdf', "application/pdf", "a_b_c_.pdf"),
        (PDF, "gpj\u202efdp.pdf", "application/pdf", "gpjfdp.pdf"),
        (PDF, "一\n二.pdf", "application/pdf", "一 二.pdf"),
        (PDF, "长" * 300 + ".pdf", "application/pdf", "长" * 80 + ".pdf"),
        (OLD, "台账.XLS", "application/vnd.ms-excel", "台账.xls"),
        (package("OFD.xml"), "批复.ofd", "application/ofd", "批复.ofd"),
        (DOCX, "报告.doc", None, "报告.doc.docx"),
        (package("xl/workbook.xml"), "台账.xlsx", None, "台账.xlsx"),
        (package("ppt/presentation.xml"), "汇报.pptx", None, "汇报.pptx"),
    ],
)
def test_content_decides_and_the_name_fits(
    data: bytes, name: str, mime: str | None, fitting: str
) -> None:
    found, called = identified(data, name=name)
    assert called == fitting
    assert found == mime or (mime is None and "openxmlformats" in found)


@pytest.mark.parametrize(
    ("data", "name", "rule"),
    [
        (b"", "空.pdf", "attachment.empty"),
        (b"MZ\x90\x00 program", "整改.pdf", "attachment.kind"),
        (b"\x7fELF", "photo.jpg", "attachment.kind"),
        (b"#!/bin/sh\n", "photo.jpg", "attachment.kind"),
        (b"<html>", "photo.png", "attachment.kind"),
        (b" " + PDF, "a.pdf", "attachment.kind"),
        (OLD, "setup.msi", "attachment.kind"),
        (OLD, "无后缀", "attachment.kind"),
        (package("a.txt"), "a.docx", "attachment.kind"),
        (package("word/document.xml", "run.exe")[:60], "a.docx", "attachment.kind"),
        (package("word/document.xml", "word/vbaProject.bin"), "a.docx", "attachment.macros"),
        (package("xl/workbook.xml", "xl/VBAProject.BIN"), "a.xlsx", "attachment.macros"),
    ],
)
def test_what_is_not_taken(data: bytes, name: str, rule: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        identified(data, name=name)
    assert refused.value.rule == rule
