"""Lives of streams, for tests: entries made in order, legal or not."""

from collections.abc import Iterator
from itertools import count

import msgspec

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.ids import Id, next_id
from renda_desktop.domain.stream import Fact

SCOPE = Id("0" * 31 + "1")
CLERK = Id("0" * 31 + "2")
DEVICE = Id("0" * 31 + "3")


def ids() -> Iterator[Id]:
    """Return ids that grow."""
    last: Id | None = None
    for ms in count(1_700_000_000_000):
        last = next_id(after=last, now_ms=ms, chance=ms)
        yield last


def entry(fact: Fact, *, stream: Id, id: Id, seq: int | None = None) -> Entry:  # noqa: A002
    """Return an entry that holds `fact`."""
    return Entry(
        id=id,
        scope=SCOPE,
        stream=stream,
        kind=fact.kind,
        body=msgspec.json.encode(fact),
        author=CLERK,
        device=DEVICE,
        recorded_at=int(id[:12], 16) * 1000,
        action=id,
        seq=seq,
    )


def life(*facts: Fact) -> list[Entry]:
    """Return the entries of one stream."""
    made = ids()
    stream = next(made)
    return [entry(fact, stream=stream, id=next(made)) for fact in facts]
