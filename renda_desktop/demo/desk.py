"""The clerks at work: one call is one action, as at a real desk, at the clock's moment."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from renda_desktop.demo.clock import Clock
from renda_desktop.domain.entry import Author
from renda_desktop.domain.ids import Id
from renda_desktop.services.action import Changes

_CLERK = frozenset({"clerk"})
_HEAD = frozenset({"clerk", "station_head"})


class Office(Protocol):
    """The part of an open office that history is written through."""

    station: Id
    device: Id
    letter: str
    clerk: Id
    clock: Callable[[], datetime]

    def session(self, *, writes: bool = ...) -> AbstractContextManager[Session]: ...


class Desk:
    """A transaction in which many actions follow one another."""

    def __init__(self, office: Office, clock: Clock) -> None:
        self._office = office
        self._clock = clock
        self.station = office.station
        self.head = office.clerk
        self.clerks: list[Id] = [office.clerk]
        self.roles: dict[Id, frozenset[str]] = {office.clerk: _HEAD}
        self._session: Session | None = None

    def open(self, session: Session) -> None:
        """Work in this transaction from now on."""
        self._session = session

    @property
    def session(self) -> Session:
        """Return the present transaction."""
        if self._session is None:
            raise RuntimeError("no transaction")
        return self._session

    def act(
        self,
        service: Callable[..., Changes],
        /,
        *,
        clerk: Id | None = None,
        station: Id | None = None,
        **given: Any,
    ) -> Changes:
        """Let a clerk do something; the head of this PC's station unless others are named."""
        who = clerk or self.head
        by = Author(
            clerk=who,
            scope=station or self._office.station,
            device=self._office.device,
            now=self._clock.now,
            roles=self.roles.get(who, _CLERK),
            letter=self._office.letter,
        )
        return service(self.session, by=by, **given)
