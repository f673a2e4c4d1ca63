"""A thing's events as its timeline shows them."""

from collections.abc import Iterable

from renda_desktop.domain.moments import local
from renda_desktop.queries.timeline import TimelineEvent
from renda_desktop.ui.widgets import Moment


def moments(events: Iterable[TimelineEvent]) -> list[Moment]:
    """Return events ready to show, in the order given.

    待同步 marks what is not sent beside what is: where nothing was ever sent, it would say nothing.
    """
    told = list(events)
    sent = any(not event.pending for event in told)
    return [
        Moment(
            f"{local(event.at):%Y-%m-%d %H:%M}",
            event.what,
            event.text,
            event.who,
            event.void,
            event.pending and sent,
        )
        for event in told
    ]
