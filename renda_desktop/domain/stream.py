"""How entries become the state of one thing: the fold, amendments and conflicts."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field, fields
from decimal import InvalidOperation
from typing import Any, ClassVar, Generic, TypeVar

import msgspec

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Line
from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import field_label

S = TypeVar("S", bound="Stream")

NOWHERE = Id("")
# What bytes raise, whatever they are: wrong form, wrong UTF-8, brackets without end, and numbers
# that are none (sNaN), which decode and raise as soon as they are compared.
MALFORMED = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, InvalidOperation)


class Fact(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one entry says, and the rule by which it changes its stream.

    `apply` raises RuleBroken before it changes anything: the same rule refuses a user's action
    and judges an entry that the order made void.
    """

    kind: ClassVar[str]
    begins: ClassVar[bool | None] = False  # None: it may begin a stream or go on with it

    def apply(self, stream: Any, entry: Entry) -> None:  # a fact knows its own kind of stream
        """Change the stream as this fact says; every kind of fact has its own."""
        raise NotImplementedError


class Event(msgspec.Struct, frozen=True):
    """An entry on a timeline. `void` says why it is not in effect, or is None."""

    entry: Entry
    fact: Fact | None
    void: RuleBroken | None = None


class Version(msgspec.Struct, frozen=True):
    """One of the values that compete in a conflict, with the entry that brought it."""

    value: object
    entry: Id
    author: Id
    recorded_at: int


@dataclass(slots=True)
class Stream:
    """The state of one thing. A stream without `details` has not begun."""

    noun: ClassVar[str]
    term: ClassVar[str]

    id: Id
    scope: Id = NOWHERE
    details: Any = None  # each noun narrows it to its own struct
    timeline: list[Event] = field(default_factory=list)
    conflicts: dict[str, list[Version]] = field(default_factory=dict)
    origins: dict[str, Version] = field(default_factory=dict)
    unknown: int = 0
    erased: bool = False

    @property
    def exists(self) -> bool:
        return self.details is not None

    @property
    def began(self) -> Entry:
        """Return the entry that began the stream."""
        return next(e.entry for e in self.timeline if e.fact and e.fact.begins and not e.void)

    @property
    def voids(self) -> int:
        """Return how many entries are not in effect."""
        return sum(1 for event in self.timeline if event.void is not None)


class Details(msgspec.Struct):
    """What a stream begins with, and what is amended field by field later.

    `needed` fields are never empty; `fixed` ones are never amended, since others rest on them.
    """

    needed: ClassVar[tuple[str, ...]] = ()
    fixed: ClassVar[tuple[str, ...]] = ()

    def check(self) -> None:
        """Raise RuleBroken where a field is empty or fields do not go together."""
        for name in self.needed:
            value = getattr(self, name)
            if not (value.strip() if isinstance(value, str) else value):
                raise RuleBroken("field.empty", field=field_label(name))


class Begin(Fact, frozen=True):
    """The fact that begins a stream; its details can be amended later."""

    begins: ClassVar[bool | None] = True
    details: Any

    def apply(self, stream: Any, entry: Entry) -> None:
        self.details.check()
        stream.details = copy(self.details)
        stream.scope = entry.scope


class Amend(Fact, frozen=True):
    """A correction of one field: it holds what it replaces."""

    field: str
    was: msgspec.Raw
    now: msgspec.Raw

    def apply(self, stream: Any, entry: Entry) -> None:
        changed = with_field(stream.details, name=self.field, raw=self.now)
        was = field_value(stream.details, name=self.field, raw=self.was)
        now = getattr(changed, self.field)
        current = getattr(stream.details, self.field)
        version = Version(now, entry.id, entry.author, entry.recorded_at)
        if self.field in stream.conflicts:
            stream.conflicts[self.field].append(version)
            raise RuleBroken("amend.conflict", field=field_label(self.field))
        if was != current and now != current:
            stream.conflicts[self.field] = [_origin(stream, self.field), version]
            raise RuleBroken("amend.conflict", field=field_label(self.field))
        changed.check()
        stream.details = changed
        stream.origins[self.field] = version


class Settle(Fact, frozen=True):
    """Somebody chose the value of a field in conflict."""

    field: str
    value: msgspec.Raw

    def apply(self, stream: Any, entry: Entry) -> None:
        if self.field not in stream.conflicts:
            raise RuleBroken("settle.nothing", field=field_label(self.field))
        changed = with_field(stream.details, name=self.field, raw=self.value)
        changed.check()
        value = getattr(changed, self.field)
        stream.details = changed
        stream.origins[self.field] = Version(value, entry.id, entry.author, entry.recorded_at)
        del stream.conflicts[self.field]


class Erase(Fact, frozen=True):
    """By order, words of the stream are gone for ever.

    `instead` holds, by entry, what is read in their place: what was counted stays counted.
    `whole`: every other entry is gone without anything in its place, whenever it comes.
    """

    begins: ClassVar[bool | None] = None
    whole: ClassVar[bool] = False
    reason: Line
    instead: dict[Id, msgspec.Raw] = {}

    def apply(self, stream: Any, entry: Entry) -> None:
        stream.erased = stream.erased or self.whole


def with_field(details: Details, *, name: str, raw: msgspec.Raw) -> Details:
    """Return a copy of `details` with another value of one field, which may be amended."""
    if name in details.fixed:
        raise RuleBroken("amend.fixed", field=field_label(name))
    changed = copy(details)
    setattr(changed, name, field_value(details, name=name, raw=raw))
    return changed


def field_value(details: msgspec.Struct, *, name: str, raw: msgspec.Raw) -> object:
    """Decode the value of one field of `details` by that field's type."""
    decoder = _field_decoders(type(details)).get(name)
    if decoder is None:
        raise RuleBroken("amend.unknown_field", field=name)
    try:
        return decoder.decode(raw)
    except MALFORMED:
        raise RuleBroken("stream.malformed") from None


def _origin(stream: Stream, name: str) -> Version:
    if name in stream.origins:
        return stream.origins[name]
    first = stream.began
    value = getattr(stream.details, name)
    return Version(value, first.id, first.author, first.recorded_at)


_FIELD_DECODERS: dict[type, dict[str, msgspec.json.Decoder[Any]]] = {}


def _field_decoders(kind: type) -> dict[str, msgspec.json.Decoder[Any]]:
    known = _FIELD_DECODERS.get(kind)
    if known is None:
        fields = msgspec.structs.fields(kind)
        known = {f.name: msgspec.json.Decoder(f.type) for f in fields}
        _FIELD_DECODERS[kind] = known
    return known


class Noun(Generic[S]):
    """One kind of stream: its state and the facts that can stand in it."""

    def __init__(self, state: type[S], facts: Iterable[type[Fact]]) -> None:
        self.name = state.noun
        self.state = state
        self.facts = {fact.kind: fact for fact in facts}
        self._decoders = {kind: msgspec.json.Decoder(fact) for kind, fact in self.facts.items()}
        self.erasing = frozenset(k for k, fact in self.facts.items() if issubclass(fact, Erase))

    def fold(self, stream: Id, entries: Iterable[Entry]) -> S:
        """Return the state of `stream` after `entries`, given in order."""
        state = self.state(stream)
        for entry in self._left(entries) if self.erasing else entries:
            self.step(state, entry)
        return state

    def _left(self, entries: Iterable[Entry]) -> list[Entry]:
        """Return entries as orders to erase leave them, whether the words are gone yet or not."""
        found = list(entries)
        given = [self.order(entry) for entry in found if entry.kind in self.erasing]
        if not (orders := [order for order in given if order is not None]):
            return found
        whole = orders[0].whole
        instead = {one: bytes(raw) for order in orders for one, raw in order.instead.items()}
        for place, entry in enumerate(found):
            if entry.kind not in self.erasing:
                body = instead.get(entry.id, b"" if whole else entry.body)
                found[place] = msgspec.structs.replace(entry, body=body)
        return found

    def order(self, entry: Entry) -> Erase | None:
        """Return the order to erase that an entry holds, if it can be read."""
        try:
            said = self._decoders[entry.kind].decode(entry.body)
        except MALFORMED:
            return None
        return said if isinstance(said, Erase) else None

    def step(self, state: S, entry: Entry) -> None:
        """Let one entry change the state, or mark it as not in effect."""
        decoder = self._decoders.get(entry.kind)
        if decoder is None:
            state.unknown += 1
            state.timeline.append(Event(entry, None))
            return
        fact: Fact | None = None
        void: RuleBroken | None = None
        try:
            fact = decoder.decode(entry.body)
            self.judge(state, fact, entry)
        except MALFORMED:
            void = RuleBroken("stream.malformed" if entry.body else "stream.erased")
        except RuleBroken as broken:
            void = broken.with_traceback(None)  # which would hold the whole state in memory
        state.timeline.append(Event(entry, fact, void))

    def accept(self, state: S, entry: Entry) -> None:
        """Let an entry that is about to be written change the state, or raise RuleBroken.

        What is judged is what the body says, so nothing can be written that would not fold.
        """
        try:
            fact = self._decoders[entry.kind].decode(entry.body)
            self.judge(state, fact, entry)
        except MALFORMED:
            raise RuleBroken("stream.malformed") from None
        if isinstance(fact, Erase):  # what stood there before is read otherwise from now on
            left = self.fold(state.id, [*(event.entry for event in state.timeline), entry])
            for one in fields(state):
                setattr(state, one.name, getattr(left, one.name))
        else:
            state.timeline.append(Event(entry, fact))

    def judge(self, state: S, fact: Fact, entry: Entry) -> None:
        """Apply a fact to the state, or raise RuleBroken and leave the state alone.

        Only an amendment that clashes leaves a trace: both versions, until somebody settles it.
        """
        if state.erased and not isinstance(fact, Erase):
            raise RuleBroken("stream.erased")
        if state.scope and entry.scope != state.scope:  # one stream, one log
            raise RuleBroken("stream.other_log", noun=state.term)
        if fact.begins and state.details is not None:
            raise RuleBroken("stream.exists", noun=state.term)
        if fact.begins is False and state.details is None:
            raise RuleBroken("stream.missing", noun=state.term)
        fact.apply(state, entry)
