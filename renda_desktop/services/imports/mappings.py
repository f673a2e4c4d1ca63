"""Which column of a list holds what, remembered for lists with the same header."""

from collections.abc import Mapping, Sequence
from hashlib import sha256

import msgspec
from sqlalchemy.orm import Session

from renda_desktop.domain.entry import Author
from renda_desktop.domain.ids import Id
from renda_desktop.services.action import Changes
from renda_desktop.services.drafts import NOTHING
from renda_desktop.services.imports.headers import plain
from renda_desktop.store import settings


def remember(
    session: Session, *, by: Author, titles: Sequence[str], chosen: Mapping[str, str]
) -> Changes:
    """Remember, for the author's station, the columns that a clerk chose for a header."""
    key = _key(by.scope, titles)
    if chosen:
        settings.put(session, key=key, value=msgspec.json.encode(dict(chosen)).decode())
    else:
        settings.remove(session, key=key)
    return NOTHING


def recall(session: Session, *, titles: Sequence[str]) -> dict[str, str]:
    """Return the columns that were chosen for a header at this PC's station; none if never."""
    station = Id(settings.get(session, key="station") or "")
    known = settings.get(session, key=_key(station, titles))
    return msgspec.json.decode(known, type=dict[str, str]) if known else {}


def _key(station: Id, titles: Sequence[str]) -> str:
    named = "\x1f".join(plain(title) for title in titles).rstrip("\x1f")
    return f"columns.{station}.{sha256(named.encode()).hexdigest()[:32]}"
