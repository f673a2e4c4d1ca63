"""A thing's events as its timeline shows them."""

from collections.abc import Iterable
from datetime import date, datetime

from renda_desktop.domain.moments import local
from renda_desktop.queries.timeline import TimelineEvent
from renda_desktop.ui.widgets import Moment


def moments(events: Iterable[TimelineEvent], *, today: date) -> list[Moment]:
    """Return events ready to show, in the order given; other years' without the hour.

    待同步 marks what is not sent beside what is: where nothing was ever sent, it would say nothing.
    """
    told = list(events)
    sent = any(not event.pending for event in told)
    return [
        Moment(
            _when(event.at, today),
            event.what,
            event.text,
            event.who,
            event.void,
            event.pending and sent,
        )
        for event in told
    ]


def _when(at: datetime, today: date) -> str:
    moment = local(at)
    return f"{moment:%m-%d %H:%M}" if moment.year == today.year else f"{moment:%Y-%m-%d}"
