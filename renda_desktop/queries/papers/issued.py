"""The papers that were issued, of one thing or all; and under which number the next one goes."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from renda_desktop.domain.ids import Id, Ref
from renda_desktop.domain.moments import day_of, from_micros
from renda_desktop.queries import references
from renda_desktop.queries.papers.sheet import Sheet, Stamp
from renda_desktop.store import positions, settings
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


@dataclass(frozen=True, slots=True)
class Prepared:
    """A paper on its way: draw its sheet with `stamp`, then file it.

    `reprint` is the paper that says the same already.
    """

    form: str
    title: str
    about: tuple[Ref, ...]
    content: str
    stamp: Stamp
    reprint: Id | None = None


def prepare(
    session: Session,
    *,
    form: str,
    title: str,
    sheets: Sequence[Sheet],
    about: Sequence[Ref] = (),
) -> list[Prepared]:
    """Return under which number each sheet is to be printed; nothing is kept for it yet.

    Args:
        form: the kind of paper. title: what it is called. Both name nobody.
        about: the thing of each sheet, or nothing.
    """
    scope = Id(settings.get(session, key="station") or "")
    letter = positions.of(session, scope=scope).letter or settings.get(session, key="letter")
    made: list[Prepared] = []
    fresh = 0
    for place, sheet in enumerate(sheets):
        content = content_hash(sheet)
        known = same(session, scope=scope, form=form, content=content)
        filed = tuple(dict.fromkeys((*about[place : place + 1], *sheet.also)))
        if known is not None:
            again = Stamp(known.number, known.copies)
            made.append(Prepared(form, title, filed, content, again, known.id))
            continue
        fresh += 1
        year = day_of(sheet.printed_at).year
        new = number(session, scope=scope, letter=letter or "A", year=year, ahead=fresh)
        made.append(Prepared(form, title, filed, content, Stamp(new)))
    return made


def number(session: Session, *, scope: Id, letter: str, year: int, ahead: int = 1) -> str:
    """Return the next number of a paper, such as `YH-2026-AP-00018`, or one further on.

    An area, which has no code, numbers its papers under QY.
    """
    code = references.station_code(session, station=scope) or "QY"
    series = f"{code}-{year}-{letter}P"
    return f"{series}-{references.last_number(session, series=series, of='paper') + ahead:05d}"


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
