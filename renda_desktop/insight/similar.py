"""The same matter again: cosine over character bigrams, within one place and thirty days."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt

from sqlalchemy.orm import Session

from renda_desktop.domain.ids import Id
from renda_desktop.queries.same_place import Said, said_at
from renda_desktop.store.tokens import folded

WITHIN = timedelta(days=30)
LEAST = 0.35
SHORTEST = 6
"""Characters below which a text says too little to compare."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A matter that goes on and seems to be the same; of how many matters by how many people."""

    matter: Id
    number: str
    title: str
    matters: int
    residents: int
    likeness: float


def likeness(one: str, other: str) -> float:
    """Return how alike two texts are, 0 to 1: the cosine of their character bigrams."""
    return _cosine(_bigrams(one), _bigrams(other))


def rank(text: str, *, among: Iterable[Said], least: float = LEAST) -> list[Alike]:
    """Return the matters that a text seems to repeat, the likest first.

    Matters that are joined already count as one with the matter they went into.
    """
    own = _bigrams(text)
    if sum(own.values()) < SHORTEST - 1:
        return []
    groups: dict[Id, list[tuple[float, Said]]] = {}
    for said in among:
        close = _cosine(own, _bigrams(said.text))
        groups.setdefault(said.root, []).append((close, said))
    found = [_alike(group) for group in groups.values()]
    return sorted((one for one in found if one.likeness >= least), key=lambda one: -one.likeness)


def same_appeal(session: Session, *, text: str, place: str, now: datetime) -> list[Alike]:
    """Return the open matters of a place that `text` seems to repeat."""
    if not place.strip() or len(text.strip()) < SHORTEST:
        return []
    return rank(text, among=said_at(session, place=place.strip(), since=now - WITHIN))


def _alike(group: Sequence[tuple[float, Said]]) -> Alike:
    head = next((said for _close, said in group if said.id == said.root), group[0][1])
    people = {said.resident or said.id for _close, said in group}
    best = max(close for close, _said in group)
    return Alike(head.root, head.number, head.title, len(group), len(people), best)


def _bigrams(text: str) -> Counter[str]:
    letters = folded(text)
    return Counter(letters[at : at + 2] for at in range(len(letters) - 1))


def _cosine(one: Counter[str], other: Counter[str]) -> float:
    shared = sum(count * other[pair] for pair, count in one.items() if pair in other)
    if not shared:
        return 0.0
    return shared / sqrt(sum(n * n for n in one.values()) * sum(n * n for n in other.values()))
