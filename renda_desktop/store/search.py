"""The search index: what was said, one character a token, and the keys of names and numbers."""

from collections.abc import Iterable
from zlib import crc32

from sqlalchemy.orm import Session

from renda_desktop.domain.ids import Id
from renda_desktop.store.pinyin import name_keys
from renda_desktop.store.project.rows import Document
from renda_desktop.store.tokens import tokens


def body(document: Document) -> str:
    """Return the text of a document as tokens."""
    return tokens(*document.texts, *document.phones)


def keys(document: Document) -> set[str]:
    """Return the look-up keys: readings of names, telephones from their end, paper numbers."""
    found: set[str] = set()
    for name in document.names:
        found |= name_keys(name)
    for phone in document.phones:
        digits = "".join(c for c in phone if c.isdigit())
        if digits:
            found.add(digits[::-1])
    found.update(number.lower() for number in document.numbers)
    return found


def seal(document: Document) -> int:
    """Return a number that changes when the document does."""
    parts = (document.texts, document.names, document.phones, document.numbers)
    return crc32(repr(parts).encode())


def index(session: Session, *, kind: str, ref: Id, document: Document | None) -> None:
    """Put one document into the index, in place of its earlier text; None takes it out."""
    driver = session.connection()
    blob = bytes.fromhex(ref)
    known = driver.exec_driver_sql(
        "SELECT number, digest FROM document WHERE ref = ?", (blob,)
    ).one_or_none()
    digest = seal(document) if document else None
    if known is not None:
        if known.digest == digest:
            return
        driver.exec_driver_sql("DELETE FROM full_text WHERE rowid = ?", (known.number,))
        driver.exec_driver_sql("DELETE FROM lookup WHERE ref = ?", (blob,))
        driver.exec_driver_sql("DELETE FROM document WHERE ref = ?", (blob,))
    if document is None:
        return
    number = known.number if known else None
    written = driver.exec_driver_sql(
        "INSERT INTO document (number, ref, kind, digest) VALUES (?, ?, ?, ?)",
        (number, blob, kind, digest),
    )
    driver.exec_driver_sql(
        "INSERT INTO full_text (rowid, body) VALUES (?, ?)", (written.lastrowid, body(document))
    )
    rows = _lookup_rows(kind, blob, keys(document))
    if rows:
        driver.exec_driver_sql("INSERT INTO lookup (key, kind, ref) VALUES (?, ?, ?)", rows)


def _lookup_rows(kind: str, ref: bytes, found: Iterable[str]) -> list[tuple[str, str, bytes]]:
    return [(key, kind, ref) for key in sorted(found)]
