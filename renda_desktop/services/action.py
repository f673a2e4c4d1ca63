"""One action of a user: judged, written and projected, all or nothing."""

import secrets
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec
from sqlalchemy.orm import Session

from renda_desktop.domain import access
from renda_desktop.domain.cleaning import cleaned
from renda_desktop.domain.entry import Author, Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id, next_id
from renda_desktop.domain.stream import Fact, Noun, Stream
from renda_desktop.services import reach
from renda_desktop.store import log
from renda_desktop.store.project import project

S = TypeVar("S", bound=Stream)

MOST = 1000
"""Entries under one action id."""
MOST_BYTES = 2 * 1024 * 1024
"""What their bodies come to."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What an action changed, so that a screen reloads only what it shows.

    `id` is the thing that the action made or was about.
    """

    action: Id
    id: Id
    nouns: frozenset[str]
    ids: frozenset[Id]


class Action:
    """The entries of one user action, on their way into the log.

    `record` judges each fact against the state that the facts before it left, and raises
    RuleBroken; nothing is written until `done`. The server takes an action into one log, and only
    so large: entries of another scope, and those beyond MOST, go under an action id of their own.
    """

    def __init__(self, session: Session, by: Author) -> None:
        self.session = session
        self.by = by
        self._now_ms = int(by.now.timestamp() * 1000)
        self._recorded_at = int(by.now.timestamp() * 1_000_000)
        self._last = log.last_id(session)
        self._states: dict[Id, Stream] = {}
        self._changed: dict[Id, Stream] = {}
        self._begun: set[Id] = set()
        self._entries: list[Entry] = []
        self.id = self.new_id()
        self._open: dict[Id, _Open] = {}

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Return what is to be written, or was."""
        return tuple(self._entries)

    def new_id(self) -> Id:
        """Return an id greater than every one before it."""
        chance = secrets.randbits(74)
        self._last = next_id(after=self._last, now_ms=self._now_ms, chance=chance)
        return self._last

    def load(self, noun: Noun[S], stream: Id) -> S:
        """Return the state of an existing stream, as the facts so far left it."""
        state: Any = self._states.get(stream)
        if state is None:
            state = noun.fold(stream, log.read(self.session, stream=stream))
            self._states[stream] = state
        if not isinstance(state, noun.state) or not state.exists:
            raise RuleBroken("stream.missing", noun=noun.state.term)
        return state

    def begin(self, noun: Noun[S], fact: Fact, *, stream: Id | None = None) -> Id:
        """Record the fact that begins a new stream and return the stream's id."""
        made = stream or self.new_id()
        self._states[made] = noun.state(made)
        self._begun.add(made)
        self._write(noun, made, fact)
        return made

    def record(self, noun: Noun[S], stream: Id, fact: Fact) -> Id:
        """Record a fact about an existing stream and return the id of its entry."""
        self.load(noun, stream)
        return self._write(noun, stream, fact)

    def done(self, about: Id) -> Changes:
        """Write all entries and the rows that follow from them."""
        log.append(self.session, entries=self._entries)
        project(self.session, states=self._changed.values(), begun=self._begun)
        return Changes(
            action=self.id,
            id=about,
            nouns=frozenset(state.noun for state in self._changed.values()),
            ids=frozenset(self._changed),
        )

    def _write(self, noun: Noun[S], stream: Id, fact: Fact) -> Id:
        access.check(fact.kind, roles=self.by.roles)
        fact = cleaned(fact)
        state: Any = self._states[stream]
        scope = state.scope or self.by.scope  # one stream, one log: whoever goes on with it
        if scope not in self._open:
            reach.check(self.session, by=self.by, scope=scope, term=noun.state.term)
        body = msgspec.json.encode(fact)
        entry = Entry(
            action=self._action(scope, len(body)),
            id=self.new_id(),
            scope=scope,
            stream=stream,
            kind=fact.kind,
            body=body,
            author=self.by.clerk,
            device=self.by.device,
            recorded_at=self._recorded_at,
        )
        noun.accept(state, entry)
        self._changed[stream] = state
        self._entries.append(entry)
        return entry.id

    def _action(self, scope: Id, size: int) -> Id:
        """Return the action id under which the next entry of a scope goes."""
        mine = self._open.get(scope)
        if mine is None or mine.entries == MOST or mine.size + size > MOST_BYTES:
            mine = self._open[scope] = _Open(self.new_id() if self._open else self.id)
        mine.entries += 1
        mine.size += size
        return mine.id


@dataclass(slots=True)
class _Open:
    """An action id that still takes entries of its scope."""

    id: Id
    entries: int = 0
    size: int = 0
