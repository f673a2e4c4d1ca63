"""What the schedule offers to print of one reception, with the briefings of its deputies."""

from collections.abc import Iterator
from functools import partial

from renda_desktop.domain.moments import local
from renda_desktop.queries.schedule import ReceptionFile
from renda_desktop.ui.clock import Clock
from renda_desktop.ui.papers import offers
from renda_desktop.ui.papers.batch_dialog import show_batch
from renda_desktop.ui.papers.menu import RULE, Entry, entries_of
from renda_desktop.ui.papers.preview import show_paper
from renda_desktop.ui.screen import Screen

_NAMED = 4
"""Deputies that have a line of their own; with more, all are printed in one go."""


def entries(screen: Screen, *, clock: Clock, file: ReceptionFile | None) -> Iterator[Entry]:
    """Return the lines of the menu for the chosen reception."""
    if file is None:
        return
    now, over, worker = local(clock()), screen.window(), screen.worker
    yield from entries_of(worker, offers.RECEPTION, file, now=now, over=over)
    yield RULE
    deputies = file.view.deputies
    wanted = [
        offers.briefing(one.id, one.name, reception=file.view.row.id, now=now, part=part)
        for part, one in enumerate(deputies, 1)
    ]
    if len(wanted) <= _NAMED:
        for one in wanted:
            yield Entry(one.title, partial(show_paper, over, worker, one))
    if len(wanted) > 1:
        title = f"全部接待代表的阅件,{len(wanted)} 份"
        yield Entry(title, partial(show_batch, over, worker, wanted, title=title))
