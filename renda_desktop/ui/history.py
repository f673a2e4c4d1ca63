"""A thing's events as its timeline shows them."""

from collections.abc import Iterable

from renda_desktop.domain.moments import local
from renda_desktop.queries.timeline import TimelineEvent
from renda_desktop.ui.widgets import Moment


def moments(events: Iterable[TimelineEvent]) -> list[Moment]:
    """Return events ready to show, in the order given."""
    return [
        Moment(
            f"{local(event.at):%Y-%m-%d %H:%M}",
            event.what,
            event.text,
            event.who,
            event.void,
            event.pending,
        )
        for event in events
    ]
