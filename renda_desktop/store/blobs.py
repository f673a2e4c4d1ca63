"""Files that belong to entries (photos, scans), each kept once by its SHA-256."""

from collections.abc import Collection
from hashlib import sha256 as _sha256

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.store.tables.exchange import blob_piece
from renda_desktop.store.tables.kept import blob

_MIB = 1 << 20
LARGEST = 20 * _MIB
_AT_ONCE = 500  # what one statement asks for


def put(session: Session, *, data: bytes, mime: str) -> str:
    """Keep a file and return its SHA-256 in hexadecimal; a known one is not written again.

    Raises RuleBroken where it is larger than LARGEST.
    """
    if len(data) > LARGEST:
        raise RuleBroken("blob.too_large", limit=LARGEST // _MIB)
    name = hashed(data)
    row = insert(blob).values(sha256=name, mime=mime, size=len(data), data=data)
    session.execute(row.on_conflict_do_nothing())
    return name


def get(session: Session, *, sha256: str) -> bytes | None:
    """Return the bytes of a file; None where this PC does not have it."""
    data: bytes | None = session.scalar(select(blob.c.data).where(blob.c.sha256 == sha256))
    return data


def here(session: Session, *, names: Collection[str]) -> set[str]:
    """Return which of these files this PC has."""
    wanted, found = sorted(names), set[str]()
    for start in range(0, len(wanted), _AT_ONCE):
        some = select(blob.c.sha256).where(blob.c.sha256.in_(wanted[start : start + _AT_ONCE]))
        found |= set(session.scalars(some))
    return found


def arrived(session: Session, *, sha256: str) -> int:
    """Return how many bytes of a file that is on its way are here, from its beginning."""
    size = select(func.sum(func.length(blob_piece.c.data))).where(blob_piece.c.sha256 == sha256)
    return session.scalar(size) or 0


def put_piece(session: Session, *, sha256: str, start: int, data: bytes) -> None:
    """Keep the next piece of a file that is on its way."""
    row = insert(blob_piece).values(sha256=sha256, start=start, data=data)
    session.execute(row.on_conflict_do_nothing())


def put_together(session: Session, *, sha256: str, mime: str) -> bool:
    """Make a file of its pieces, and forget them; False where it is not what its name says."""
    mine = blob_piece.c.sha256 == sha256
    rows = session.scalars(select(blob_piece.c.data).where(mine).order_by(blob_piece.c.start))
    data = b"".join(rows)
    session.execute(delete(blob_piece).where(mine))
    if hashed(data) != sha256:
        return False
    put(session, data=data, mime=mime)
    return True


def hashed(data: bytes) -> str:
    """Return the name of a content."""
    return _sha256(data).hexdigest()
