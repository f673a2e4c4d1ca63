"""Random histories: entries of every noun, sensible ones and others, as several PCs write them."""

import random
import types
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, NewType, Union, get_args, get_origin, get_type_hints

import msgspec

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.ids import Id, next_id
from renda_desktop.domain.nouns import NOUNS
from renda_desktop.domain.stream import Amend, Fact, Noun, Settle, Stream
from tests.domain import evaluations, suggestions, votes

SAMPLES = evaluations.SAMPLES | votes.SAMPLES | suggestions.SAMPLES
WEIGHTS = [len(noun.facts) for noun in NOUNS.values()]  # where more can happen, more does
START_MS = 1_780_000_000_000
WORDS = (
    "", "张三", "曾小贤", "单雄信", "东门口路灯不亮,晚上走路看不清", "A&B公司", "138****5521",
    "0574-87654321", "13805745521", "城乡建设/老旧小区", "路灯", "𠮷野家", "<b>x</b> OR \"y\" NEAR",
    "NB-2026-A-0017", "第3期", "a\nb", "%_'\"; DROP TABLE entry", "阿依古丽·买买提",
)  # fmt: skip


class History:
    """Makes entries, one after the other, from a source of chance."""

    def __init__(self, chance: int | random.Random, *, seq: int = 0) -> None:
        self.chance = random.Random(chance) if isinstance(chance, int) else chance
        self.last: Id | None = None
        self.seq = seq
        self.depth = 0
        self.devices = [self.id() for _ in range(2)]
        self.written: list[Id] = []
        self.heard: list[str] = []  # what stands in the thing that an entry is about
        self.states: dict[Id, Stream] = {}
        self.streams: dict[str, list[Id]] = {name: [] for name in NOUNS}

    def id(self) -> Id:
        """Return the next id."""
        tick = self.chance.randrange(0, 5)
        self.last = next_id(
            after=self.last, now_ms=START_MS + tick, chance=self.chance.getrandbits(74)
        )
        return self.last

    def entries(self, count: int) -> list[Entry]:
        """Return `count` entries; every noun begins before any goes on.

        Many of them also tell a life of which chance would not come to the end.
        """
        begun = [self.entry(noun, new=True) for noun in NOUNS.values()]
        if count > 100:
            begun += self._told("proposal", suggestions.LIFE)
        return begun + [self.entry() for _ in range(count - len(begun))]

    def _told(self, noun: str, life: Iterable[Fact]) -> list[Entry]:
        self.streams[noun].append(self.id())
        made = [self._made(self.streams[noun][-1], fact) for fact in life]
        return [msgspec.structs.replace(entry, device=self.devices[1]) for entry in made]

    def entry(self, noun: Noun[Any] | None = None, *, new: bool | None = None) -> Entry:
        """Return one entry: mostly a fact of some noun, now and then something unreadable."""
        noun = noun or self.chance.choices(list(NOUNS.values()), WEIGHTS)[0]
        known = self.streams[noun.name]
        if new or not known or self.chance.random() < 0.08:
            known.append(self.id())
            return self._likely(noun, known[-1], first=True)
        stream = self.chance.choice(known)
        if self.chance.random() < 0.04:
            return self._numbered(self._made(stream, None, f"{noun.name}.of_a_later_version"))
        if self.chance.random() < 0.04:
            return self._numbered(self._made(stream, None, self.chance.choice(list(noun.facts))))
        return self._likely(noun, stream)

    def _likely(self, noun: Noun[Any], stream: Id, *, first: bool = False) -> Entry:
        """Return an entry that mostly is in effect: blind chance would seldom come far."""
        state = self.states.setdefault(stream, noun.state(stream))
        self.heard = [*_texts(state.details)]
        for _ in range(self.chance.choice((1, 4, 12))):
            entry = self._made(stream, self._begin(noun) if first else self._fact(noun))
            trial = deepcopy(state, {id(state.timeline): [*state.timeline]})
            noun.step(trial, entry)
            if trial.timeline[-1].void is None:
                break
        self.states[stream] = trial
        return self._numbered(entry)

    def _begin(self, noun: Noun[Any]) -> Fact:
        first = [fact for fact in noun.facts.values() if fact.begins is not False]
        return self._filled_fact(self.chance.choice(first))

    def _fact(self, noun: Noun[Any]) -> Fact:
        kind = self.chance.choice(list(noun.facts.values()))
        if not issubclass(kind, Amend | Settle):
            return self._filled_fact(kind)
        details = next(get_type_hints(f)["details"] for f in noun.facts.values() if f.begins)
        field = self.chance.choice(msgspec.structs.fields(details))
        raw = [msgspec.Raw(msgspec.json.encode(self._value(field.type))) for _ in range(2)]
        if issubclass(kind, Settle):
            return kind(field=field.name, value=raw[0])
        return kind(field=field.name, was=raw[0], now=raw[1])

    def _filled_fact(self, kind: type[Fact]) -> Fact:
        fact: Fact = self._filled(kind)
        return fact

    def _filled(self, kind: type[Any]) -> Any:
        if kind in SAMPLES:
            return self.chance.choice(SAMPLES[kind])
        hints = get_type_hints(kind, include_extras=True)
        given = {}
        self.depth += 1
        for field in msgspec.structs.fields(kind):
            if field.required or self.chance.random() < 0.6 / self.depth:  # trees come to an end
                given[field.name] = self._value(hints[field.name])
        self.depth -= 1
        return kind(**given)

    def _value(self, kind: Any) -> Any:
        origin, args = get_origin(kind), get_args(kind)
        if origin is Annotated:
            return self._value(args[0])
        if origin in (Union, types.UnionType):
            return self._value(self.chance.choice(args))
        if origin is tuple:
            return tuple(self._value(args[0]) for _ in range(self.chance.randrange(4)))
        if origin is dict:
            count = self.chance.randrange(4)
            return {self._value(args[0]): self._value(args[1]) for _ in range(count)}
        if isinstance(kind, NewType):
            return self._some_id()
        if issubclass(kind, msgspec.Struct):
            return self._filled(kind)
        if issubclass(kind, Enum):
            return self.chance.choice(list(kind))
        return self._plain(kind)

    def _plain(self, kind: type[Any]) -> Any:
        days = timedelta(days=self.chance.randrange(400), hours=self.chance.randrange(24))
        simple: dict[type[Any], Callable[[], Any]] = {
            str: lambda: self.chance.choice(self.heard if self._again() else WORDS),
            bool: lambda: self.chance.random() < 0.5,
            int: lambda: self.chance.randrange(6),
            Decimal: lambda: Decimal(self.chance.randrange(10**6)) / 100,
            datetime: lambda: datetime(2026, 1, 1, tzinfo=UTC) + days,
            date: lambda: date(2026, 1, 1) + days,
            types.NoneType: lambda: None,
            msgspec.Raw: lambda: msgspec.Raw(b"{}"),
        }
        return simple[kind]()

    def _again(self) -> bool:
        return bool(self.heard) and self.chance.random() < 0.3

    def _some_id(self) -> Id:
        known = [stream for streams in self.streams.values() for stream in streams]
        known += self.written[-20:]
        if self._again():
            known = [Id(text) for text in self.heard if len(text) == 32] or known
        return self.chance.choice(known) if known else self.id()

    def _made(self, stream: Id, fact: Fact | None, kind: str = "") -> Entry:
        made = self.id()
        return Entry(
            id=made,
            scope=Id("5c" * 16),
            stream=stream,
            kind=kind or (fact.kind if fact else ""),
            body=msgspec.json.encode(fact) if fact else b'{"unread": [1, 2',
            author=Id("a1" * 16),
            device=self.devices[0],
            recorded_at=(START_MS + self.chance.randrange(10**9)) * 1000,
            action=made,
        )

    def _numbered(self, entry: Entry) -> Entry:
        """Return the entry as it is written: some are another PC's, or numbered by the server."""
        self.written.append(entry.id)
        if self.chance.random() < 0.4:
            self.seq += 1
            return msgspec.structs.replace(entry, seq=self.seq)
        return msgspec.structs.replace(entry, device=self.devices[1])


def _texts(value: object) -> Iterator[str]:
    """Yield every text inside a struct."""
    match value:
        case str():
            yield value
        case dict():
            yield from (text for one in (*value, *value.values()) for text in _texts(one))
        case list() | tuple():
            yield from (text for one in value for text in _texts(one))
        case msgspec.Struct():
            yield from _texts(msgspec.to_builtins(value))
