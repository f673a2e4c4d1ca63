"""Random histories: entries of every noun, sensible ones and others, as several PCs write them."""

import random
import types
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, NewType, Union, get_args, get_origin, get_type_hints

import msgspec

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.ids import Id, next_id
from renda_desktop.domain.nouns import NOUNS
from renda_desktop.domain.stream import Amend, Fact, Noun, Settle

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
        self.streams: dict[str, list[Id]] = {name: [] for name in NOUNS}

    def id(self) -> Id:
        """Return the next id."""
        tick = self.chance.randrange(0, 5)
        self.last = next_id(
            after=self.last, now_ms=START_MS + tick, chance=self.chance.getrandbits(74)
        )
        return self.last

    def entries(self, count: int) -> list[Entry]:
        """Return `count` entries; every noun begins before any goes on."""
        begun = [self.entry(noun, new=True) for noun in NOUNS.values()]
        return begun + [self.entry() for _ in range(count - len(begun))]

    def entry(self, noun: Noun[Any] | None = None, *, new: bool | None = None) -> Entry:
        """Return one entry: mostly a fact of some noun, now and then something unreadable."""
        noun = noun or self.chance.choice(list(NOUNS.values()))
        known = self.streams[noun.name]
        if new or not known or self.chance.random() < 0.08:
            known.append(self.id())
            return self._made(known[-1], self._begin(noun))
        stream = self.chance.choice(known)
        if self.chance.random() < 0.04:
            return self._made(stream, None, kind=f"{noun.name}.of_a_later_version")
        if self.chance.random() < 0.04:
            return self._made(stream, None, kind=self.chance.choice(list(noun.facts)))
        return self._made(stream, self._fact(noun))

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
            return {self._value(args[0]): self._value(args[1]) for _ in range(2)}
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
            str: lambda: self.chance.choice(WORDS),
            bool: lambda: self.chance.random() < 0.5,
            int: lambda: self.chance.randrange(6),
            Decimal: lambda: Decimal(self.chance.randrange(10**6)) / 100,
            datetime: lambda: datetime(2026, 1, 1, tzinfo=UTC) + days,
            date: lambda: date(2026, 1, 1) + days,
            types.NoneType: lambda: None,
        }
        return simple[kind]()

    def _some_id(self) -> Id:
        known = [stream for streams in self.streams.values() for stream in streams]
        return self.chance.choice(known) if known else self.id()

    def _made(self, stream: Id, fact: Fact | None, *, kind: str = "") -> Entry:
        number = None
        if self.chance.random() < 0.4:  # another PC's, or ours that the server has numbered
            self.seq += 1
            number = self.seq
        made = self.id()
        return Entry(
            id=made,
            scope=Id("5c" * 16),
            stream=stream,
            kind=kind or (fact.kind if fact else ""),
            body=msgspec.json.encode(fact) if fact else b'{"unread": [1, 2',
            author=Id("a1" * 16),
            device=self.devices[number is None],
            recorded_at=(START_MS + self.chance.randrange(10**9)) * 1000,
            action=made,
            seq=number,
        )
