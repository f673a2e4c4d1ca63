"""What makes a document fit to be kept for decades: PDF/A-2u (ISO 19005-2)."""

from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFCatalog,
    PDFDictionary,
    PDFDocument,
    PDFName,
    PDFStream,
    PDFString,
)

from renda_desktop import resources
from renda_desktop.reports.layout.embed import stream

_PRODUCT = "Renda Desktop"

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<xmp:CreatorTool>{product}</xmp:CreatorTool>
<xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>
<pdf:Producer>{product}</pdf:Producer>
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


class Catalog(PDFCatalog):  # type: ignore[misc]
    """The root of a document that says which colours it means."""

    __NoDefault__ = (*PDFCatalog.__NoDefault__, "OutputIntents")
    __Refs__ = __NoDefault__


def catalogue(document: PDFDocument) -> Catalog:
    """Give a document a root that can hold what an archive asks for, and return it."""
    made = Catalog()
    made.Pages, made.Lang = document.Catalog.Pages, document.Catalog.Lang
    document.Catalog = made
    return made


def describe(document: PDFDocument, *, title: str, printed_at: datetime) -> None:
    """Say what a document is, for people and for archives alike, and which colours it means."""
    moment = printed_at.astimezone(UTC)
    stamp = PDFString(f"D:{moment:%Y%m%d%H%M%S}Z")
    document.info = PDFDictionary(
        {
            "Title": PDFString(title),
            "Creator": PDFString(_PRODUCT),
            "Producer": PDFString(_PRODUCT),
            "CreationDate": stamp,
            "ModDate": stamp,
        }
    )
    said = _XMP.format(title=escape(title), product=_PRODUCT, moment=f"{moment:%Y-%m-%dT%H:%M:%SZ}")
    metadata = PDFDictionary({"Type": PDFName("Metadata"), "Subtype": PDFName("XML")})
    document.Catalog.Metadata = PDFStream(metadata, said.encode())
    document.Catalog.OutputIntents = PDFArray([document.Reference(_colours(document))])


def _colours(document: PDFDocument) -> PDFDictionary:
    profile: Any = stream(resources.path("icc", "sRGB.icc").read_bytes(), N=3)
    return PDFDictionary(
        {
            "Type": PDFName("OutputIntent"),
            "S": PDFName("GTS_PDFA1"),
            "OutputConditionIdentifier": PDFString("sRGB"),
            "Info": PDFString("sRGB"),
            "DestOutputProfile": document.Reference(profile),
        }
    )
