"""Erasing a person by order: which bodies an order takes, and what is read in their place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.ids import Id
from renda_desktop.domain.nouns import NOUNS, noun_of
from renda_desktop.domain.stream import MALFORMED
from renda_desktop.domain.terms import ERASED, SOMEBODY

KINDS: Final = frozenset(kind for noun in NOUNS.values() for kind in noun.erasing)
"""Every kind of entry that is an order."""

_KEPT: Final = frozenset({"resident.merge", "resident.separate", "resident.mark_not_same"})
_NAMED: Final = ("name", "phone")
_LEAST: Final = 2  # characters of a word that is looked for in others' words
_HIDDEN: Final = "***"


@dataclass(frozen=True, slots=True)
class Order:
    """Which bodies of a stream are to go: all but the orders, or those of some entries."""

    entry: Entry
    noun: str
    whole: bool
    entries: frozenset[Id]

    def covers(self, entry: Entry) -> bool:
        """Return whether the words of an entry are to go."""
        return (
            (entry.scope, entry.stream) == (self.entry.scope, self.entry.stream)
            and entry.kind.startswith(f"{self.noun}.")
            and entry.kind not in KINDS
            and (self.whole or entry.id in self.entries)
        )


def order(entry: Entry) -> Order | None:
    """Return the order that an entry gives; None if it gives none."""
    noun = noun_of(entry.kind) if entry.kind in KINDS else None
    if noun is None:
        return None
    said = noun.order(entry)
    if said is None:
        return None
    return Order(entry, noun.name, said.whole, frozenset(said.instead))


def words(entries: Iterable[Entry]) -> frozenset[str]:
    """Return the names and telephones in entries about a person, as they were ever written."""
    found = {word for entry in entries for word in _words(_decoded(entry.body))}
    return frozenset(found - {"", ERASED})


def instead(entries: Iterable[Entry]) -> dict[Id, msgspec.Raw]:
    """Return what is read in place of entries about a person: that there was one, no more."""
    nobody = msgspec.Raw(msgspec.json.encode({"details": {"name": ERASED}}))
    left = {e.id: msgspec.Raw(e.body) for e in entries if e.kind in _KEPT and e.body}
    return left | {e.id: nobody for e in entries if e.kind == "resident.register"}


def redacted(
    entries: Iterable[Entry], *, words: frozenset[str], names: bool = False
) -> dict[Id, msgspec.Raw]:
    """Return the entries that hold some words, without them.

    Args:
        names: whether what is called `name` is the person's, whatever it says.
    """
    found: dict[Id, msgspec.Raw] = {}
    searched = sorted((one for one in words if len(one) >= _LEAST), key=len, reverse=True)
    for entry in entries:
        before = _decoded(entry.body)
        after = _without(_nameless(before) if names else before, searched)
        if after != before and entry.kind not in KINDS:
            found[entry.id] = msgspec.Raw(msgspec.json.encode(after))
    return found


def _decoded(body: bytes) -> Any:  # JSON of whatever form
    try:
        return msgspec.json.decode(body)
    except MALFORMED:
        return None


def _words(said: Any) -> Iterator[str]:
    if not isinstance(said, dict):
        return
    for part in (said, said.get("details")):
        if isinstance(part, dict):
            yield from (part[one] for one in _NAMED if isinstance(part.get(one), str))
    if said.get("field") in _NAMED:
        values = (said.get(one) for one in ("was", "now", "value"))
        yield from (value for value in values if isinstance(value, str))


def _nameless(said: Any) -> Any:
    """Return what an entry says, with a sign where it has a name."""
    if not isinstance(said, dict):
        return said
    made = {k: ERASED if k == "name" and v else _nameless(v) for k, v in said.items()}
    if said.get("field") == "name":
        made |= {k: ERASED for k in ("was", "now", "value") if said.get(k)}
    return made


def _without(said: Any, words: list[str]) -> Any:
    if isinstance(said, str):
        for word in words:
            said = said.replace(word, _HIDDEN if word.isascii() else SOMEBODY)
        return said
    if isinstance(said, dict):
        return {key: _without(value, words) for key, value in said.items()}
    return [_without(one, words) for one in said] if isinstance(said, list) else said
