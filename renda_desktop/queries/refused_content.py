"""What a refused action says, field by field, for whoever has to write it again."""

from collections.abc import Iterator

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from renda_desktop.domain.ids import Id
from renda_desktop.domain.nouns import noun_of
from renda_desktop.domain.stream import MALFORMED, Amend, Fact
from renda_desktop.domain.terms import field_label
from renda_desktop.queries.names import Names
from renda_desktop.store.tables.kept import entry


def content(session: Session, *, action: Id) -> list[tuple[str, str]]:
    """Return the fields of an action that was not sent or not taken, each with its value."""
    c, names = entry.c, Names(session)
    mine = select(c.kind, c.body).where(c.seq.is_(None), c.action == action).order_by(c.id)
    told = []
    for kind, body in session.execute(mine):
        noun = noun_of(kind)
        fact = noun.facts.get(kind) if noun else None
        if fact is not None:
            told += [(field_label(name), names.shown(value)) for name, value in _said(fact, body)]
    return [(name, text) for name, text in told if not _is_id(text)]


def _said(kind: type[Fact], body: bytes) -> Iterator[tuple[str, object]]:
    """Yield the fields that have a name and a value."""
    try:
        fact = msgspec.json.decode(body, type=kind)
        if isinstance(fact, Amend):
            yield fact.field, msgspec.json.decode(fact.now)
            return
    except MALFORMED:
        return
    details = getattr(fact, "details", fact)
    for name in details.__struct_fields__:
        value = getattr(details, name)
        if value not in (None, "", (), False) and field_label(name) != name:
            yield name, value


def _is_id(text: str) -> bool:
    """Whether a name is missing: what it belongs to was refused as well."""
    return len(text) == 32 and not text.strip("0123456789abcdef")
