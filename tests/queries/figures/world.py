"""A small station written entry by entry, at moments of a test's choice, and its figures."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy.orm import Session

from renda_desktop.domain import matter as m
from renda_desktop.domain import reception as r
from renda_desktop.domain import visit as v
from renda_desktop.domain.area import AreaDetails, RegisterArea
from renda_desktop.domain.deputy import DeputyDetails, Mandate, RegisterDeputy
from renda_desktop.domain.entry import Entry
from renda_desktop.domain.figures import Dimension, FigureFilter, FigureKey, Value
from renda_desktop.domain.ids import Id, next_id
from renda_desktop.domain.moments import CHINA
from renda_desktop.domain.nouns import noun_of
from renda_desktop.domain.program import Due, ProgramDetails, PublishProgram, Term
from renda_desktop.domain.station import RegisterStation, StationDetails
from renda_desktop.domain.stream import Fact
from renda_desktop.domain.terms import (
    AreaLevel,
    AttendeeRole,
    DeputyLevel,
    Grade,
    Outcome,
    Presence,
    ReceptionKind,
)
from renda_desktop.domain.theme import RegisterTheme, ThemeDetails
from renda_desktop.queries import figures
from renda_desktop.queries.figures import FigureRow
from renda_desktop.store import log
from renda_desktop.store.project import project
from tests.store.conftest import Database

TODAY = date(2026, 11, 23)
START = datetime(2026, 3, 2, 9, tzinfo=CHINA)
NONE = Id("f" * 32)


def at(month: int, day: int = 1, hour: int = 9, minute: int = 0, *, year: int = 2026) -> datetime:
    """Return a moment in China."""
    return datetime(year, month, day, hour, minute, tzinfo=CHINA)


@dataclass
class World:
    """Writes entries into a database, each of which must be in effect, and asks for figures."""

    database: Database
    now: datetime = START
    last: Id | None = None
    station: Id = NONE
    count: int = 0
    written: dict[Id, list[Id]] = field(default_factory=dict)

    def id(self) -> Id:
        self.count += 1
        now_ms = int(self.now.timestamp() * 1000)
        self.last = next_id(after=self.last, now_ms=now_ms, chance=self.count)
        return self.last

    def tell(
        self,
        *facts: Fact,
        of: Id | None = None,
        when: datetime | None = None,
        author: Id = NONE,
    ) -> Id:
        """Write facts about one thing, a new one unless it is named."""
        stream, moment = of or self.id(), when or self.now
        entries = [self._entry(fact, stream, moment, author) for fact in facts]
        with self.database.session() as session, session.begin():
            log.append(session, entries=entries)
            noun = noun_of(entries[0].kind)
            assert noun is not None
            state = noun.fold(stream, log.read(session, stream=stream))
            broken = [str(event.void) for event in state.timeline if event.void]
            assert broken == []
            project(session, states=[state])
        self.written.setdefault(stream, []).extend(entry.id for entry in entries)
        return stream

    def _entry(self, fact: Fact, stream: Id, when: datetime, author: Id) -> Entry:
        made = self.id()
        micros = int(when.timestamp() * 1_000_000)
        body = msgspec.json.encode(fact)
        scope = stream if isinstance(fact, RegisterStation) else self.station
        return Entry(made, scope, stream, fact.kind, body, author, NONE, micros, made)

    @contextmanager
    def session(self) -> Iterator[Session]:
        with self.database.session() as session, session.begin():
            yield session

    # What stands in it

    def area(self, name: str, level: AreaLevel, parent: Id | None = None) -> Id:
        return self.tell(RegisterArea(AreaDetails(name, level, parent)))

    def found(self, name: str = "月湖站", area: Id | None = None) -> Id:
        """Found a station, which is where everything after it happens."""
        details = StationDetails(name, f"S{self.count}", area=area)
        self.station = self.tell(RegisterStation(details))
        return self.station

    def program(self, key: str, version: int = 1, **own: Any) -> None:
        details = ProgramDetails(key=key, version=version, title=f"机制{key}", **own)
        self.tell(PublishProgram(details))

    def deputy(self, name: str, *levels: DeputyLevel, **seat: Any) -> Id:
        seats = tuple(Mandate(level, seat.pop("term", 16), **seat) for level in levels)
        return self.tell(RegisterDeputy(DeputyDetails(name), seats))

    def theme(self, title: str) -> Id:
        return self.tell(RegisterTheme(ThemeDetails(title)))

    def reception(self, when: datetime | None = None, **own: Any) -> Id:
        starts = (when or self.now).astimezone(UTC)
        given: dict[str, Any] = {"kind": ReceptionKind.THEMED, "program": "themed"} | own
        return self.tell(
            r.PlanReception(
                r.ReceptionDetails(
                    title="接待", version=1, number=1, place="站", starts=starts,
                    ends=starts + timedelta(hours=2), **given,
                )
            )
        )  # fmt: skip

    def signs(self, reception: Id, person: Id, presence: Presence = Presence.PRESENT) -> None:
        who = r.Attendance(person[-4:], AttendeeRole.DEPUTY, person, presence=presence)
        self.tell(r.SignIn(who), of=reception)

    def hold(self, reception: Id, *deputies: Id) -> Id:
        """Hold a reception from its opening to its close."""
        for person in deputies or (self.id(),):
            self.signs(reception, person)
        nothing = r.Counts(0, 0, 0, {})
        return self.tell(r.OpenReception(), r.CloseReception(nothing), of=reception)

    def held(self, *deputies: Id, when: datetime | None = None, **own: Any) -> Id:
        return self.hold(self.reception(when, **own), *deputies)

    def visit(self, reception: Id, *, heads: int = 1, wait: int | None = 0) -> Id:
        """Let somebody come, and be received after so many minutes; not at all with None."""
        came = self.now
        details = v.VisitDetails(reception, "A001", f"V{self.count}", heads=heads)
        visit = self.tell(v.TakeTicket(details), when=came)
        if wait is not None:
            received = v.RegisterVisit(heads=heads, anonymous=True)
            self.tell(received, of=visit, when=came + timedelta(minutes=wait))
        return visit

    def matter(self, *facts: Fact, when: datetime | None = None, **own: Any) -> Id:
        given: dict[str, Any] = {"program": "themed", "version": 1} | own
        details = m.MatterDetails(number=f"M{self.count}", own_words="路灯不亮", **given)
        matter = self.tell(m.RegisterMatter(details), when=when)
        return self.tell(*facts, of=matter, when=when) if facts else matter

    # What is asked

    def figure(self, key: FigureKey, **where: Any) -> Value:
        """Return a figure, after checking that it agrees with its rows and with its months."""
        wanted = FigureFilter(**where)
        with self.session() as session:
            value = figures.figure(session, key=key, where=wanted, today=TODAY)
            rows = figures.rows(session, key=key, where=wanted, today=TODAY)
            by_month = figures.breakdown(
                session, keys=(key,), by=Dimension.MONTH, where=wanted, today=TODAY
            )
        if isinstance(value.amount, int) and not value.unfit:
            assert sum(row.amount for row in rows) == value.amount
            assert value.of is None or (len(rows) == value.of and value.amount <= value.of)
        if isinstance(value.amount, int) and by_month and key not in DISTINCT:
            amounts = [one.figures[0].value.amount for one in by_month]
            assert sum(amount or 0 for amount in amounts) == value.amount
        return value

    def rows(self, key: FigureKey, **where: Any) -> list[FigureRow]:
        with self.session() as session:
            wanted = FigureFilter(**where)
            return figures.rows(session, key=key, where=wanted, today=TODAY)

    def amount(self, key: FigureKey, **where: Any) -> int | Decimal | None:
        return self.figure(key, **where).amount

    def rate(self, key: FigureKey, **where: Any) -> tuple[int | Decimal | None, int | None]:
        value = self.figure(key, **where)
        return value.amount, value.of

    def parts(self, key: FigureKey, **where: Any) -> dict[str, int | Decimal]:
        return {part.key: part.amount for part in self.figure(key, **where).parts}

    def by(self, key: FigureKey, by: Dimension, **where: Any) -> dict[str, Any]:
        """Return a breakdown by the names of its groups."""
        with self.session() as session:
            wanted = FigureFilter(**where)
            found = figures.breakdown(session, keys=(key,), by=by, where=wanted, today=TODAY)
        return {one.label: one.figures[0].value.exact for one in found}


# What is counted as distinct may occur in several months.
DISTINCT = frozenset(
    {
        FigureKey.PLACES_HELD,
        FigureKey.TOWNSHIPS_COVERED,
        FigureKey.CONVERTED,
        FigureKey.SUBJECTS_EVALUATED,
        FigureKey.INDICATORS,
        FigureKey.WAITING_TIME,
    }
)


def due(on: date) -> Due:
    """Return a deadline."""
    return Due(on, on, START.date(), Term(30))


def assigned(on: date = date(2026, 4, 1), **to: Any) -> m.Assign:
    return m.Assign(due(on), **({"unit": NONE} | to))


def solved(grade: Grade = Grade.SOLVED, *, on: date = date(2026, 4, 1)) -> tuple[Fact, ...]:
    """Return how a matter is assigned, answered and resolved after a follow-up."""
    ended = m.Resolve(Outcome.RESOLVED_AFTER_FOLLOW_UP, "办结")
    return assigned(on), m.Reply("已办", grade), ended
