"""Take the pages of finished documents over into a new one."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from reportlab.pdfbase.pdfdoc import PDFDocument, PDFObject, PDFObjectReference

_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*)endobj\n", re.DOTALL)
_ENTRY = re.compile(rb"^(\d{10}) 00000 n", re.MULTILINE)


class _Copy(PDFObject):  # type: ignore[misc]
    """An object of a finished document, whose references lead to what stands for them now."""

    __RefOnly__ = 1

    def __init__(self, written: bytes) -> None:
        self.written = written
        self.held: Mapping[int, PDFObject] = {}

    def format(self, document: PDFDocument) -> bytes:
        """Return the object as it was written, its references renumbered."""

        def renumbered(found: re.Match[bytes]) -> bytes:
            reference = document.Reference(self.held[int(found[1])])
            written: bytes = reference.format(document)
            return written

        words, stream, data = self.written.partition(b"\nstream")
        return _REFERENCE.sub(renumbered, words) + stream + data


@dataclass(slots=True, eq=False)
class Binder:
    """A new document that takes pages from others, which this layer made itself.

    What no page leads to stays behind: root, description, outline. No text that somebody typed
    stands outside of these and the streams, so whatever looks like a reference is one. Streams
    that several documents share, such as the characters of a form, come in once.
    """

    document: PDFDocument
    _streams: dict[bytes, _Copy] = field(default_factory=dict)

    def pages(self, data: bytes) -> Iterator[PDFObjectReference]:
        """Add the pages of one document, in their order."""
        held: dict[int, PDFObject] = dict(self._objects(data))
        for one in held.values():
            one.held = held
        root = held[_named(data[data.rindex(b"trailer") :], b"Root")]
        tree = _named(root.written, b"Pages")
        kids = _REFERENCE.findall(held[tree].written.partition(b"[")[2].partition(b"]")[0])
        held[tree] = self.document.Pages
        self.document.updateSignature(data)
        for number in map(int, kids):
            self.document.addPage(held[number])
            yield self.document.Reference(held[number])

    def _objects(self, data: bytes) -> Iterator[tuple[int, _Copy]]:
        end = int(data.rpartition(b"startxref\n")[2].split()[0])
        starts = sorted(int(offset) for offset in _ENTRY.findall(data, end))
        for start, after in zip(starts, [*starts[1:], end], strict=True):
            found = _OBJECT.match(data, start, after)
            if found is None:
                raise ValueError("not a document of ours")
            made = _Copy(found[2])
            words, stream, _ = made.written.partition(b"\nstream")
            if stream and not _REFERENCE.search(words):
                made = self._streams.setdefault(made.written, made)
            yield int(found[1]), made


def _named(written: bytes, key: bytes) -> int:
    """Return the number of the object that a dictionary has under a key."""
    found = re.search(rb"/" + key + rb" (\d+) 0 R", written)
    if found is None:
        raise ValueError("not a document of ours")
    return int(found[1])
