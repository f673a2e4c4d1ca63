"""The papers that were issued: of one thing, or all; and the hash by which a reprint is known."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import from_micros
from renda_desktop.queries.papers.sheet import Sheet
from renda_desktop.store.tables import paper as tables
from renda_desktop.store.tables import projection as t

_p = tables.paper.c
_ROWS = select(tables.paper, t.clerk.c.name.label("who")).outerjoin(
    t.clerk, t.clerk.c.id == _p.issued_by
)


@dataclass(frozen=True, slots=True)
class IssuedPaper:
    """One paper. `copies` counts every print; `withdrawn` says why it no longer counts, or is ''.

    `digest` is the SHA-256 of the first print's PDF file, in hexadecimal.
    """

    id: Id
    number: str
    form: str
    title: str
    pages: int
    digest: str
    copies: int
    issued_at: datetime
    issued_by: str
    printed_at: datetime
    withdrawn: str


def papers(session: Session, *, about: Id | None = None, limit: int = 500) -> list[IssuedPaper]:
    """Return issued papers, the latest first; those that are filed with one thing, if given."""
    wanted = _ROWS.order_by(_p.issued_at.desc(), _p.id.desc()).limit(limit)
    if about is not None:
        filed = select(tables.paper_about.c.paper).where(tables.paper_about.c.about == about)
        wanted = wanted.where(_p.id.in_(filed))
    return [_row(row) for row in session.execute(wanted)]


def same(session: Session, *, scope: Id, form: str, content: str) -> IssuedPaper | None:
    """Return the paper that says the same already, unless it was withdrawn."""
    wanted = _ROWS.where(_p.content == content, _p.form == form, _p.scope == scope)
    row = session.execute(wanted.where(_p.withdrawn == "").order_by(_p.id).limit(1)).one_or_none()
    return _row(row) if row is not None else None


def content_hash(sheet: Sheet) -> str:
    """Return the hash of what a sheet says, whenever it is printed and under which number."""
    values = asdict(replace(sheet, stamp=None))
    del values["printed_at"]
    plain = msgspec.to_builtins(values, str_keys=True)
    return sha256(json.dumps(plain, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _row(r: Any) -> IssuedPaper:  # a row of the tables
    return IssuedPaper(
        r.id, r.number, r.form, r.title, r.pages, r.digest, r.copies,
        from_micros(r.issued_at), r.who or "", from_micros(r.printed_at), r.withdrawn,
    )  # fmt: skip
