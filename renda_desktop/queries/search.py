"""Finding things: by what was said, by name or pinyin, by telephone tail, by number."""

from dataclasses import dataclass
from itertools import islice

from sqlalchemy import TextualSelect, bindparam, column, select
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from renda_desktop.domain.ids import Id
from renda_desktop.domain.mask import mask_phone
from renda_desktop.domain.proposal import ProposalStage
from renda_desktop.domain.terms import BallotStatus, Stage
from renda_desktop.store.driver import driver
from renda_desktop.store.pinyin import query_key
from renda_desktop.store.tables import projection as t
from renda_desktop.store.tables.ballot import ballot
from renda_desktop.store.tables.proposal import proposal
from renda_desktop.store.tables.types import IdColumn
from renda_desktop.store.tokens import match

_LEAST_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found, with what to show of it."""

    kind: str
    id: Id
    title: str
    detail: str = ""


def refs(session: Session, *, text: str, kind: str, limit: int = 50) -> list[Id]:
    """Return the ids of things of one kind that `text` finds: names first, newest first."""
    run = driver(session).execute
    found: dict[bytes, None] = {}
    for key in _keys(text):
        rows = run(
            "SELECT DISTINCT ref FROM lookup WHERE kind = ? AND key >= ? AND key < ? LIMIT ?",
            (kind, key, _after(key), limit),
        )
        found.update(dict.fromkeys(row[0] for row in rows))
    words = match(text, kind=kind)
    if words and len(found) < limit:
        rows = run(
            "SELECT d.ref FROM full_text f JOIN document d ON d.number = f.rowid"
            " WHERE full_text MATCH ? ORDER BY f.rowid DESC LIMIT ?",
            (words, limit),
        )
        found.update(dict.fromkeys(row[0] for row in rows))
    return [Id(ref.hex()) for ref in islice(found, limit)]


def finding(*, text: str, kind: str, limit: int) -> TextualSelect | None:
    """Select the ids that `refs` returns, to filter a query by; None where nothing can be found."""
    parts: list[str] = []
    given: dict[str, str | int] = {f"{kind}_limit": limit}
    for n, key in enumerate(_keys(text)):
        given |= {f"{kind}_from{n}": key, f"{kind}_to{n}": _after(key)}
        parts.append(
            f"SELECT DISTINCT ref FROM lookup WHERE kind = '{kind}'"  # noqa: S608 - ours
            f" AND key >= :{kind}_from{n} AND key < :{kind}_to{n} LIMIT :{kind}_limit"
        )
    words = match(text, kind=kind)
    if words:
        given[f"{kind}_words"] = words
        parts.append(
            "SELECT d.ref FROM full_text f JOIN document d ON d.number = f.rowid"  # noqa: S608
            f" WHERE full_text MATCH :{kind}_words ORDER BY f.rowid DESC LIMIT :{kind}_limit"
        )
    if not parts:
        return None
    together = " UNION ".join(f"SELECT ref FROM ({part})" for part in parts)  # noqa: S608
    return sql(together).bindparams(**given).columns(column("ref", IdColumn()))


def search(session: Session, *, text: str, limit: int = 8) -> list[Hit]:
    """Return the best finds of every kind, at most `limit` of each."""
    hits: list[Hit] = []
    for kind, show in _SHOWN.items():
        ids = refs(session, text=text, kind=kind, limit=limit)
        if ids:
            hits.extend(show(session, ids))
    return hits


def _keys(text: str) -> list[str]:
    """Return the look-up keys that a query may begin: pinyin, telephone, paper number."""
    plain = text.strip().lower()
    if not plain or " " in plain:
        return []
    digits = plain.replace("-", "")
    if digits.isdecimal():
        if len(digits) < _LEAST_DIGITS:
            return []
        return list(dict.fromkeys((plain, digits, digits[::-1])))
    return [key for key in dict.fromkeys((query_key(plain), plain)) if key]


def _after(key: str) -> str:
    return key[:-1] + chr(ord(key[-1]) + 1)


# Built once: these run at every key that is pressed.
_BY_IDS = {
    table.name: select(*(table.c[name] for name in ("id", *names))).where(
        table.c.id.in_(bindparam("ids", expanding=True))
    )
    for table, *names in (
        (t.resident, "name", "phone", "address"),
        (t.matter, "number", "title", "stage"),
        (t.deputy, "name", "post"),
        (t.department, "name", "contact"),
        (t.theme, "title", "source"),
        (t.reception, "title", "number", "place"),
        (t.visit, "number", "ticket", "name"),
        (proposal, "number", "title", "stage"),
        (ballot, "title", "day", "status"),
    )
}


def _residents(session: Session, ids: list[Id]) -> list[Hit]:
    rows = session.execute(_BY_IDS["resident"], {"ids": ids})
    by_id = {
        r.id: Hit("resident", r.id, r.name, _joined(mask_phone(r.phone), r.address)) for r in rows
    }
    return [by_id[one] for one in ids if one in by_id]


def _matters(session: Session, ids: list[Id]) -> list[Hit]:
    rows = session.execute(_BY_IDS["matter"], {"ids": ids})
    by_id = {
        r.id: Hit("matter", r.id, r.title, _joined(r.number, Stage(r.stage).label)) for r in rows
    }
    return [by_id[one] for one in ids if one in by_id]


def _deputies(session: Session, ids: list[Id]) -> list[Hit]:
    rows = session.execute(_BY_IDS["deputy"], {"ids": ids})
    by_id = {r.id: Hit("deputy", r.id, r.name, r.post) for r in rows}
    return [by_id[one] for one in ids if one in by_id]


def _departments(session: Session, ids: list[Id]) -> list[Hit]:
    rows = session.execute(_BY_IDS["department"], {"ids": ids})
    by_id = {r.id: Hit("department", r.id, r.name, r.contact) for r in rows}
    return [by_id[one] for one in ids if one in by_id]


def _themes(session: Session, ids: list[Id]) -> list[Hit]:
    rows = session.execute(_BY_IDS["theme"], {"ids": ids})
    by_id = {r.id: Hit("theme", r.id, r.title, r.source) for r in rows}
    return [by_id[one] for one in ids if one in by_id]


def _receptions(session: Session, ids: list[Id]) -> list[Hit]:
    rows = session.execute(_BY_IDS["reception"], {"ids": ids})
    by_id = {
        r.id: Hit("reception", r.id, r.title, _joined(f"第{r.number}期", r.place)) for r in rows
    }
    return [by_id[one] for one in ids if one in by_id]


def _visits(session: Session, ids: list[Id]) -> list[Hit]:
    rows = session.execute(_BY_IDS["visit"], {"ids": ids})
    by_id = {r.id: Hit("visit", r.id, r.number, _joined(r.ticket, r.name)) for r in rows}
    return [by_id[one] for one in ids if one in by_id]


def _proposals(session: Session, ids: list[Id]) -> list[Hit]:
    rows = session.execute(_BY_IDS["proposal"], {"ids": ids})
    by_id = {
        r.id: Hit("proposal", r.id, r.title, _joined(r.number, ProposalStage(r.stage).label))
        for r in rows
    }
    return [by_id[one] for one in ids if one in by_id]


def _ballots(session: Session, ids: list[Id]) -> list[Hit]:
    rows = session.execute(_BY_IDS["ballot"], {"ids": ids})
    by_id = {
        r.id: Hit("ballot", r.id, r.title, _joined(r.day.isoformat(), BallotStatus(r.status).label))
        for r in rows
    }
    return [by_id[one] for one in ids if one in by_id]


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


_SHOWN = {
    "resident": _residents,
    "matter": _matters,
    "deputy": _deputies,
    "department": _departments,
    "theme": _themes,
    "reception": _receptions,
    "ballot": _ballots,
    "visit": _visits,
    "proposal": _proposals,
}
