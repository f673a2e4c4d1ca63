"""What an exchange did, kept until the next one."""

from datetime import datetime

import msgspec
from sqlalchemy.orm import Session

from renda_desktop.domain.errors import Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.store import settings
from renda_desktop.sync.outbox import Refused

_LAST = "exchange.last"


class Trouble(msgspec.Struct, frozen=True):
    """What stopped it, in the user's words."""

    rule: str
    said: str
    params: dict[str, str | int] = {}

    @property
    def wait(self) -> int:
        """Return how many seconds the server asks to be left alone."""
        return int(self.params.get("seconds", 0))

    @property
    def passing(self) -> bool:
        """Whether it may be well the next time, with nobody doing anything."""
        return self.rule in PASSING

    @property
    def failure(self) -> Unavailable:
        """Return it as what was raised."""
        return Unavailable(self.rule, **self.params)


PASSING = frozenset({"sync.offline", "sync.slow", "sync.busy", "sync.broken", "sync.garbled"})


class Report(msgspec.Struct, frozen=True):
    """Actions sent and refused, entries received, what is in conflict now, actions left."""

    at: datetime
    sent: int = 0
    received: int = 0
    refused: tuple[Refused, ...] = ()
    conflicts: tuple[Id, ...] = ()
    left: int = 0
    troubles: tuple[Trouble, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether both sides have everything now."""
        return not self.troubles and not self.left


def trouble(failure: Unavailable) -> Trouble:
    """Return a failure as a value."""
    params = {k: v for k, v in failure.params.items() if isinstance(v, str | int)}
    return Trouble(failure.rule, str(failure), params)


def keep(session: Session, *, report: Report) -> None:
    """Remember an exchange."""
    settings.put(session, key=_LAST, value=msgspec.json.encode(report).decode())


def last(session: Session) -> Report | None:
    """Return the last exchange; None before the first."""
    kept = settings.get(session, key=_LAST)
    return None if kept is None else msgspec.json.decode(kept, type=Report)
