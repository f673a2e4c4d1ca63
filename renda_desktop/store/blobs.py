"""Files that belong to entries (photos, scans), each kept once by its SHA-256."""

from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.store.tables.kept import blob

_MIB = 1 << 20
LARGEST = 20 * _MIB


def put(session: Session, *, data: bytes, mime: str) -> str:
    """Keep a file and return its SHA-256 in hexadecimal; a known one is not written again.

    Raises RuleBroken where it is larger than LARGEST.
    """
    if len(data) > LARGEST:
        raise RuleBroken("blob.too_large", limit=LARGEST // _MIB)
    name = sha256(data).hexdigest()
    row = insert(blob).values(sha256=name, mime=mime, size=len(data), data=data)
    session.execute(row.on_conflict_do_nothing())
    return name


def get(session: Session, *, sha256: str) -> bytes | None:
    """Return the bytes of a file; None where this PC does not have it."""
    data: bytes | None = session.scalar(select(blob.c.data).where(blob.c.sha256 == sha256))
    return data
