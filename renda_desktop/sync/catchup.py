"""Far behind: parts instead of pages, the next one fetched and checked while one is written.

A part is taken before the signatures of the devices in it are checked, since at a hundred
microseconds each they would take longer than all the rest. What vouches for it at once is the
chain: it hashes everything, and leads to a number that the server has signed. So a server that
lies can make a PC show what no device wrote, until `proving` comes to it, in idle time, and says
so; it can do that to a PC that joins for no longer than to one that was always there. Everything
else is as with pages: numbers, digests, certificates; a part and its cursor are one transaction.
"""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Final

from renda_desktop.domain.errors import Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.store.exchange import Cursor, Peer
from renda_desktop.sync import inbox
from renda_desktop.sync.inbox import Checked
from renda_desktop.sync.link import Link
from renda_desktop.sync.messages import Checkpoint, Pull

FAR: Final = 3_000
"""Entries: who is so far behind takes parts."""
AHEAD: Final = True
"""Whether the next part is fetched, in a thread of its own, before its turn."""


def parts(
    link: Link,
    *,
    peer: Peer,
    after: Cursor,
    word: Checkpoint,
    keys: Mapping[Id, bytes],
    stop: Callable[[], bool],
    seen: Callable[[Checked], object] = lambda _: None,
) -> Iterator[Checked]:
    """Yield what leads from a cursor to what the server signed, part by part, each checked.

    Args:
        seen: called with each part while the one before it is taken.

    Raises:
        Unavailable: as of a pull; or all that came is not what the server has signed.
    """

    def fetched(after: Cursor) -> Checked | None:
        asked = Pull(peer.server, peer.epoch, word.scope, word.device, after.seq, upto=word.seq)
        page = link.pull(asked)
        if not page.actions or page.epoch != peer.epoch:
            return None  # an ordinary pull tells why
        vouched = page.until <= word.seq
        checked = inbox.check(page, after=after, peer=peer, keys=keys, vouched=vouched)
        if page.until == word.seq and page.chain != word.chain:
            raise Unavailable("sync.chain", scope=after.name)
        seen(checked)
        return checked

    with ThreadPoolExecutor(1, "renda-catch-up") as pool:
        begin = (lambda after: pool.submit(fetched, after).result) if AHEAD else _later(fetched)
        coming = begin(after)
        while (checked := coming()) is not None:
            after = replace(after, seq=checked.page.until, chain=checked.page.chain)
            more = after.seq < word.seq and not stop()
            if more:
                coming = begin(after)
            yield checked
            if not more:
                return


def _later(
    fetched: Callable[[Cursor], Checked | None],
) -> Callable[[Cursor], Callable[[], Checked | None]]:
    return lambda after: lambda: fetched(after)
