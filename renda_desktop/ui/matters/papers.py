"""What the screen of matters offers to print: of one matter, of several, of the list."""

from collections.abc import Iterator, Sequence
from functools import partial

from renda_desktop.domain.moments import local
from renda_desktop.queries.matter_files import MatterFile
from renda_desktop.queries.matters import MatterFilter, MatterRow
from renda_desktop.ui.clock import Clock
from renda_desktop.ui.papers import offers
from renda_desktop.ui.papers.batch_dialog import show_batch
from renda_desktop.ui.papers.menu import RULE, Entry, entries_of
from renda_desktop.ui.papers.preview import show_paper
from renda_desktop.ui.screen import Screen


def entries(
    screen: Screen,
    *,
    clock: Clock,
    file: MatterFile | None,
    rows: Sequence[MatterRow],
    where: MatterFilter,
    total: int,
) -> Iterator[Entry]:
    """Return the lines of the menu for what is chosen, and for the list as it is filtered."""
    now, over = local(clock()), screen.window()
    if len(rows) > 1:
        for offer in offers.MATTER.offers:
            if offer.many:
                wanted = [offers.of_matter(offer, row, now=now) for row in rows]
                title = f"{offer.title},{len(rows)} 件"
                yield Entry(title, partial(show_batch, over, screen.worker, wanted, title=title))
    elif file is not None:
        yield from entries_of(screen.worker, offers.MATTER, file, now=now, over=over)
    if file is not None or rows:
        yield RULE
    ledger = offers.ledger(where, now=now)
    why_not = "" if total else "列表中没有事项。"
    yield Entry(
        f"{ledger.title}(列表中的 {total} 件)",
        partial(show_paper, over, screen.worker, ledger),
        why_not,
    )
