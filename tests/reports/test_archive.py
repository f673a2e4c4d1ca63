"""Every paper is PDF/A-2u as far as one can tell without a validator, and the same bytes twice."""

import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from io import BytesIO

import pikepdf
import pytest

from renda_desktop.queries.papers import Sheet
from renda_desktop.reports.catalogue import PAPERS
from renda_desktop.reports.joining import joined
from renda_desktop.reports.layout.document import Facts, pdf_bytes
from renda_desktop.reports.layout.flow import a4
from renda_desktop.reports.layout.outline import Mark
from renda_desktop.reports.layout.typecase import Typecase
from renda_desktop.reports.paper import BODY, TITLE, Paper
from tests.reports import samples
from tests.reports.conftest import Reader

NOW = datetime(2026, 11, 24, 3, 4, 5, tzinfo=UTC)
RARE = "欧阳䶮𬍛㛃·买买提\ufeff𫖯x9̈"
SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}


def made() -> bytes:
    paper = Paper(a4())
    for number in range(3):
        paper.flow.mark(f"第{number}件")
        paper.flow.lines(paper.text(RARE, style=TITLE))
        paper.flow.mark("经过", level=1)
        paper.flow.mark("附件", level=1)
        paper.flow.lines(paper.text("办理经过。", style=BODY))
        paper.flow.turn()
    return paper.finish(Sheet(printed_at=NOW), title="归档卷宗 <A&B>")


def several() -> bytes:
    ballot = PAPERS["ballot-paper"].render(samples.SHEETS["ballot-paper"]())
    return joined([made(), ballot, ballot, made()])


@pytest.fixture(params=[None, "several", *PAPERS])
def paper(request: pytest.FixtureRequest) -> bytes:
    if request.param is None:
        return made()
    if request.param == "several":
        return several()
    return PAPERS[request.param].render(samples.SHEETS[request.param]())


def test_what_an_archive_asks_for(paper: bytes) -> None:
    assert paper.startswith(b"%PDF-1.7\n%")
    assert min(paper[10:14]) > 127
    with pikepdf.open(BytesIO(paper)) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert not pdf.is_encrypted
        assert "/ID" in pdf.trailer
        root = pdf.Root
        assert str(root.Lang) == "zh-CN"
        assert not {"/OpenAction", "/AA", "/AcroForm", "/JavaScript"} & set(root.keys())
        (intent,) = root.OutputIntents
        assert intent.S == "/GTS_PDFA1"
        assert intent.DestOutputProfile.N == 3
        assert intent.DestOutputProfile.read_bytes()[12:24] == b"mntrRGB XYZ "
        for page in pdf.pages:
            assert "/Annots" not in page
            assert "/Group" not in page
            assert set(page.Resources.keys()) <= {"/Font", "/XObject"}
            for picture in page.Resources.get("/XObject", {}).values():
                check_picture(picture)
            for font in page.Resources.Font.values():
                check_font(font)


def check_picture(picture: pikepdf.Object) -> None:
    assert [str(picture.Subtype), str(picture.Filter)] == ["/Image", "/DCTDecode"]
    assert str(picture.ColorSpace) in ("/DeviceRGB", "/DeviceGray")
    assert not {"/SMask", "/Alternates", "/OPI", "/Interpolate"} & set(picture.keys())


def check_font(font: pikepdf.Object) -> None:
    assert [str(font.Subtype), str(font.Encoding)] == ["/Type0", "/Identity-H"]
    (inner,) = font.DescendantFonts
    assert inner.CIDToGIDMap == "/Identity"
    assert inner.FontDescriptor.FontFile2.read_bytes()[:4] == b"\0\1\0\0"
    for line in font.ToUnicode.read_bytes().decode("ascii").splitlines():
        if line.startswith("<") and line.count("<") == 2:
            text = bytes.fromhex(line.split()[1].strip("<>")).decode("utf-16-be")
            assert text
            assert not {"\0", "\ufeff", "\ufffe"} & set(text)


def test_metadata_says_what_the_information_says(paper: bytes) -> None:
    with pikepdf.open(BytesIO(paper)) as pdf:
        stream = pdf.Root.Metadata
        assert "/Filter" not in stream
        about = ET.fromstring(stream.read_bytes().decode())  # noqa: S314 - our own

        def said(path: str) -> str:
            found = about.find(f".//{path}", SPACES)
            assert found is not None
            assert found.text
            return found.text

        assert (said("pdfaid:part"), said("pdfaid:conformance")) == ("2", "U")
        title = said("dc:title/rdf:Alt/rdf:li")
        assert (title, said("pdf:Producer")) == (str(pdf.docinfo.Title), str(pdf.docinfo.Producer))
        digits = "".join(c for c in said("xmp:CreateDate") if c.isdigit())
        assert str(pdf.docinfo.CreationDate) == f"D:{digits}Z"
        assert said("xmp:ModifyDate") == said("xmp:CreateDate")


def place(item: pikepdf.OutlineItem) -> pikepdf.Array:
    assert isinstance(item.destination, pikepdf.Array)
    return item.destination


def test_the_outline_leads_to_the_pages() -> None:
    with pikepdf.open(BytesIO(made())) as pdf:
        assert pdf.Root.PageMode == "/UseOutlines"
        with pdf.open_outline() as outline:
            top = list(outline.root)
            assert [item.title for item in top] == ["第0件", "第1件", "第2件"]
            assert [[child.title for child in item.children] for item in top] == [
                ["经过", "附件"]
            ] * 3
            pages = [pdf.pages.index(pikepdf.Page(place(item)[0])) for item in top]
            assert pages == [0, 1, 2]
        assert pdf.Root.Outlines.Count == 9


def test_joined_papers_keep_pages_texts_headings_and_say_where_each_begins(
    read_pdf: Reader,
) -> None:
    whole, pages = several(), read_pdf(made())
    read = read_pdf(whole)
    assert len(pages) == 4
    assert read[:4] == read[-4:] == pages
    between = len(read) - 8
    assert between >= 2
    assert between % 2 == 0
    with pikepdf.open(BytesIO(whole)) as pdf:
        labels = [page.label for page in pdf.pages]
        assert labels[:5] == ["1-1", "1-2", "1-3", "1-4", "2-1"]
        assert labels[-4:] == ["4-1", "4-2", "4-3", "4-4"]
        with pdf.open_outline() as outline:
            top = list(outline.root)
            assert [item.title for item in top] == [
                *("1　归档卷宗 <A&B>", "2　票决票", "3　票决票", "4　归档卷宗 <A&B>"),
            ]
            assert [child.title for child in top[3].children] == ["第0件", "第1件", "第2件"]
            last = top[3].children[2].children[0]
            assert last.title == "经过"
            assert pdf.pages.index(pikepdf.Page(place(last)[0])) == len(read) - 2
        assert str(pdf.docinfo.Title) == "归档卷宗 <A&B>、票决票"


def test_joined_papers_hold_a_shared_font_once() -> None:
    assert len(joined([made()] * 20)) < 7 * len(made())


def test_deep_marks_without_a_parent() -> None:
    page, case = a4(), Typecase()
    marks = [Mark("b", 0, 100.0, level=2), Mark("a", 0, 50.0), Mark("c", 0, 20.0, level=3)]
    data = pdf_bytes([[], []], page=page, case=case, facts=Facts("空", NOW), marks=marks)
    with pikepdf.open(BytesIO(data)) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == ["b", "a"]
        assert [item.title for item in outline.root[1].children] == ["c"]


def test_the_same_paper_is_the_same_bytes(paper: bytes, request: pytest.FixtureRequest) -> None:
    kind = request.node.callspec.params["paper"]
    if kind == "several":
        assert paper == several()
    else:
        assert paper == (made() if kind is None else PAPERS[kind].render(samples.SHEETS[kind]()))
