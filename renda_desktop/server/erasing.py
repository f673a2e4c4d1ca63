"""Words that are gone by order: in the log that is kept, and in what a PC still brings of them."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from renda_desktop.domain import erasure
from renda_desktop.domain.entry import Entry
from renda_desktop.domain.erasure import Order
from renda_desktop.domain.ids import Id
from renda_desktop.server import ledger
from renda_desktop.server.database import Connection
from renda_desktop.server.ledger import Erased

_WHOLE: Final = """
SELECT stream, noun FROM erasure WHERE scope = $1 AND stream = ANY ($2::uuid[])
"""
_NOTE: Final = """
INSERT INTO erasure (scope, stream, noun) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
"""
# The same rule as erasure.Order.covers.
_BLANK: Final = """
UPDATE entry SET body = NULL
WHERE scope = $1 AND stream = $2 AND split_part(kind, '.', 1) = $3 AND kind <> ALL ($4::text[])
AND ($5::uuid[] IS NULL OR entry = ANY ($5)) AND body IS NOT NULL
RETURNING entry
"""


@dataclass(slots=True)
class Orders:
    """What was ordered in a scope, as far as its log has got.

    `whole`: the streams of which all words are gone, with their nouns. `late`: entries of theirs
    that came only now; their words are never written down.
    """

    scope: Id
    folder: Path
    whole: dict[Id, str] = field(default_factory=dict)
    given: list[Order] = field(default_factory=list)
    late: list[Entry] = field(default_factory=list)

    def take(self, entry: Entry) -> bool:
        """Let an accepted entry give its order; return whether its own words may be kept."""
        order = erasure.order(entry)
        if order is not None:
            self.given.append(order)
            if order.whole:
                self.whole[entry.stream] = order.noun
        noun = self.whole.get(entry.stream)
        if noun is None or entry.kind in erasure.KINDS or not entry.kind.startswith(f"{noun}."):
            return True
        self.late.append(entry)
        return False


async def load(db: Connection, *, scope: Id, entries: Iterable[Entry], folder: Path) -> Orders:
    """Return what was ordered about the streams of some entries."""
    rows = await db.fetch(_WHOLE, scope, list({entry.stream for entry in entries}))
    return Orders(scope, folder, {row["stream"]: row["noun"] for row in rows})


async def carry_out(db: Connection, *, orders: Orders) -> int:
    """Erase what was ordered and return how many entries that were; within one transaction.

    The ledger hears of it first: a backup that is put back does not bring the words back.
    """
    lines = [Erased(orders.scope, one.stream, one.seq or 0, (one.id,)) for one in orders.late]
    for order in orders.given:
        entry = order.entry
        some = None if order.whole else list(order.entries)
        rows = await db.fetch(
            _BLANK, orders.scope, entry.stream, order.noun, sorted(erasure.KINDS), some
        )
        if order.whole:
            await db.execute(_NOTE, orders.scope, entry.stream, order.noun)
        if rows:
            gone = tuple(Id(row["entry"]) for row in rows)
            lines.append(Erased(orders.scope, entry.stream, entry.seq or 0, gone))
    if lines:
        await asyncio.to_thread(ledger.note, orders.folder, *lines)
    return sum(len(line.entries) for line in lines)
