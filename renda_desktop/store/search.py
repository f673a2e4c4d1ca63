"""The search index: what was said, one character a token, and the keys of names and numbers."""

from collections.abc import Iterable
from zlib import crc32

from sqlalchemy.orm import Session

from renda_desktop.domain.ids import Id
from renda_desktop.store.driver import driver
from renda_desktop.store.pinyin import name_keys
from renda_desktop.store.project.rows import Document
from renda_desktop.store.tokens import tokens


def body(document: Document, *, kind: str) -> str:
    """Return the text of a document as tokens."""
    return tokens(*document.texts, kind=kind)


def keys(document: Document) -> set[str]:
    """Return the look-up keys: readings of names, telephones and paper numbers from both ends.

    Of a paper's number the end is its counter: 00018.
    """
    found: set[str] = set()
    for name in document.names:
        found |= name_keys(name)
    for phone in document.phones:
        digits = "".join(c for c in phone if c.isdigit())
        if digits:
            found |= {digits, digits[::-1]}
    for number in document.numbers:
        found |= {number.lower(), number.rpartition("-")[2].lower()}
    return found


def seal(document: Document) -> int:
    """Return a number that changes when the document does."""
    parts = (document.texts, document.names, document.phones, document.numbers)
    return crc32(repr(parts).encode())


def index(
    session: Session, *, kind: str, ref: Id, document: Document | None, fresh: bool = False
) -> None:
    """Put one document into the index, in place of its earlier text; None takes it out.

    A `fresh` one has no earlier text.
    """
    run = driver(session).execute
    blob = bytes.fromhex(ref)
    known = None
    if not fresh:
        known = run("SELECT number, digest FROM document WHERE ref = ?", (blob,)).fetchone()
    digest = seal(document) if document else None
    if known is not None:
        if known[1] == digest:
            return
        run("DELETE FROM full_text WHERE rowid = ?", (known[0],))
        run("DELETE FROM lookup WHERE ref = ?", (blob,))
        run("DELETE FROM document WHERE ref = ?", (blob,))
    if document is None:
        return
    number = known[0] if known else None
    written = run(
        "INSERT INTO document (number, ref, kind, digest) VALUES (?, ?, ?, ?)",
        (number, blob, kind, digest),
    )
    run(
        "INSERT INTO full_text (rowid, body) VALUES (?, ?)",
        (written.lastrowid, body(document, kind=kind)),
    )
    rows = _lookup_rows(kind, blob, keys(document))
    driver(session).executemany("INSERT INTO lookup (key, kind, ref) VALUES (?, ?, ?)", rows)


def _lookup_rows(kind: str, ref: bytes, found: Iterable[str]) -> list[tuple[str, str, bytes]]:
    return [(key, kind, ref) for key in sorted(found)]
