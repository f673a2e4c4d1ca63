"""What an exchange did, kept until the next one."""

from datetime import datetime
from typing import Protocol

import msgspec
from sqlalchemy.orm import Session

from renda_desktop.domain.errors import Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.store import log, settings
from renda_desktop.sync.outbox import Refused

_LAST = "exchange.last"
_RECENT = "exchange.recent"
_MOST = 40


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


class Round(msgspec.Struct, frozen=True, omit_defaults=True):
    """One exchange in the list of the last ones; `times` where nothing was new so often."""

    at: datetime
    sent: int = 0
    received: int = 0
    refused: int = 0
    conflicts: int = 0
    rule: str = ""
    said: str = ""
    times: int = 1

    def like(self, other: "Round") -> bool:
        """Whether nothing but the time tells them apart, and nothing moved."""
        mine, theirs = (
            (one.sent, one.received, one.refused, one.conflicts, one.rule) for one in (self, other)
        )
        return mine == theirs and not (self.sent or self.received or self.refused)


def trouble(failure: Unavailable) -> Trouble:
    """Return a failure as a value."""
    params = {k: v for k, v in failure.params.items() if isinstance(v, str | int)}
    return Trouble(failure.rule, str(failure), params)


class Ending(Protocol):
    """An exchange that comes to its end, over the network or by file."""

    sent: int
    received: int
    refused: list[Refused]
    conflicts: set[Id]
    troubles: list[Trouble]


def close(session: Session, *, of: Ending, at: datetime) -> Report:
    """Say how an exchange went, and remember it."""
    done = Report(
        at=at,
        sent=of.sent,
        received=of.received,
        refused=tuple(of.refused),
        conflicts=tuple(sorted(of.conflicts)),
        left=log.pending(session),
        troubles=tuple(of.troubles),
    )
    keep(session, report=done)
    return done


def keep(session: Session, *, report: Report) -> None:
    """Remember an exchange."""
    settings.put(session, key=_LAST, value=msgspec.json.encode(report).decode())
    first = report.troubles[0] if report.troubles else Trouble("", "")
    now = Round(
        report.at, report.sent, report.received, len(report.refused), len(report.conflicts),
        first.rule, first.said,
    )  # fmt: skip
    rounds = recent(session)
    if rounds and now.like(rounds[0]):
        now = msgspec.structs.replace(now, times=rounds.pop(0).times + 1)
    kept = msgspec.json.encode([now, *rounds[: _MOST - 1]]).decode()
    settings.put(session, key=_RECENT, value=kept)


def last(session: Session) -> Report | None:
    """Return the last exchange; None before the first."""
    kept = settings.get(session, key=_LAST)
    return None if kept is None else msgspec.json.decode(kept, type=Report)


def recent(session: Session) -> list[Round]:
    """Return the last exchanges, the newest first; those in which nothing was new count as one."""
    kept = settings.get(session, key=_RECENT)
    return [] if kept is None else msgspec.json.decode(kept, type=list[Round])
