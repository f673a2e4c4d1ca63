"""PCs as the server sees them: what they sign and offer, and a server to offer it to."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from renda_desktop.domain.clerk import ClerkDetails, RegisterClerk
from renda_desktop.domain.entry import Entry, digest
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import to_micros
from renda_desktop.domain.station import RegisterStation, StationDetails
from renda_desktop.domain.terms import Role
from renda_desktop.server import enrolment, identity, scopes
from renda_desktop.server.calls import Answer, Call, Server
from renda_desktop.server.database import Connection
from renda_desktop.server.inprocess import Carry, InProcess, Loop
from renda_desktop.sync import signing
from renda_desktop.sync.messages import (
    MOST_ENTRIES,
    NOTHING,
    Enrol,
    Enrolled,
    Page,
    Pull,
    Push,
    Pushed,
    Scope,
    SentEntry,
    SignedAction,
)
from tests.offices import Clock

T = TypeVar("T")
Said = tuple[str, object]
"""A kind of entry and its body: JSON text as it is, anything else is encoded."""

NOTE: Said = ("matter.note", {"text": "已电话联系"})


def fresh_id() -> Id:
    """Return an id that nothing else has."""
    return Id(secrets.token_hex(16))


@dataclass
class Town:
    """A server, the thread that it runs in, its clock."""

    server: Server
    loop: Loop
    clock: Clock

    def ask(self, work: Callable[[Connection], Awaitable[T]]) -> T:
        """Return what some work on the database comes to."""

        async def done() -> T:
            async with self.server.pool.acquire() as db:
                return await work(db)

        return self.loop.run(done())

    def rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """Return the rows of a query."""
        return [tuple(row) for row in self.ask(lambda db: db.fetch(sql, *values))]

    def say(self, sql: str, *values: object) -> None:
        self.ask(lambda db: db.execute(sql, *values))

    def station(self, name: str = "月湖街道人大代表联络站", code: str = "YH") -> Id:
        """Make the scope of a station and return its id."""
        return self.ask(lambda db: scopes.add(db, kind="station", name=name, code=code))

    def code(self, scope: Id, hours: int = 48) -> str:
        """Return a one-time code for a scope."""
        now = self.clock()
        return self.ask(lambda db: enrolment.new_code(db, scope=scope, now=now, hours=hours))

    @property
    def folder(self) -> Path:
        """Return where the server's ledger lies."""
        return self.server.identity.folder

    def bump_epoch(self) -> int:
        """Begin a new epoch, as after the database was put back."""
        now = self.clock()
        return self.ask(lambda db: identity.bump_epoch(db, folder=self.folder, now=now))

    def pc(self, scope: Id | None = None, **known: object) -> Pc:
        """Return a PC that was let into a scope (a new station), but has not written yet."""
        pc = Pc(self, scope or self.station(), **known)  # type: ignore[arg-type]
        pc.enrolled = pc.enrol(self.code(pc.scope))
        return pc

    def founded(self) -> Pc:
        """Return a PC whose station is founded on the server too."""
        pc = self.pc()
        pc.push(pc.founding())
        return pc


@dataclass
class Pc:
    """A PC with one scope; it numbers and signs what it offers as a good one would."""

    town: Town
    scope: Id
    device: Id = field(default_factory=fresh_id)
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    clerk: Id = field(default_factory=fresh_id)
    dseq: int = 0
    link: bytes = NOTHING
    carry: Carry | None = None
    enrolled: Enrolled | None = None

    @property
    def server(self) -> Id:
        return self.town.server.identity.server

    @property
    def way(self) -> InProcess:
        return InProcess(
            self.town.server,
            loop=self.town.loop,
            device=self.device,
            key=self.key,
            carry=self.carry,
        )

    def overheard(self, calls: list[Call]) -> InProcess:
        """Let somebody listen from here on; return the way that nobody listens to."""
        way = self.way

        def carry(call: Call) -> Answer:
            calls.append(call)
            return way.carry(call)

        self.carry = carry
        return way

    def request(self, code: str, *, holds: Sequence[Scope] = ()) -> Enrol:
        """Return the request to be let in."""
        unsigned = Enrol(
            code, self.device, signing.public_bytes(self.key), "窗口一", "0.1.0", bytes(64),
            tuple(holds),
        )  # fmt: skip
        proof = self.key.sign(signing.enrol_message(unsigned))
        return msgspec.structs.replace(unsigned, proof=proof)

    def enrol(self, code: str, *, holds: Sequence[Scope] = ()) -> Enrolled:
        """Ask to be let in."""
        return self.way.enrol(self.request(code, holds=holds))

    def entry(self, said: Said, action: Id, *, stream: Id | None = None) -> SentEntry:
        """Return an entry in good form."""
        kind, body = said
        text = body if isinstance(body, str) else msgspec.json.encode(body).decode()
        made = SentEntry(
            id=fresh_id(),
            stream=stream or fresh_id(),
            kind=kind,
            author=self.clerk,
            recorded_at=to_micros(self.town.clock()),
            body=text,
            digest=NOTHING,
        )
        return self.sealed(made, action)

    def sealed(self, entry: SentEntry, action: Id) -> SentEntry:
        """Return an entry with the digest of what it says now."""
        made = Entry(
            id=entry.id,
            scope=self.scope,
            stream=entry.stream,
            kind=entry.kind,
            body=(entry.body or "").encode(),
            author=entry.author,
            device=entry.device or self.device,
            recorded_at=entry.recorded_at,
            action=action,
        )
        return msgspec.structs.replace(entry, digest=digest(made))

    def action(self, *said: Said, stream: Id | None = None) -> SignedAction:
        """Return the PC's next action, signed."""
        id_ = fresh_id()
        return self.sign(id_, [self.entry(one, id_, stream=stream) for one in said])

    def sign(self, action: Id, entries: Sequence[SentEntry]) -> SignedAction:
        """Number and sign an action."""
        self.dseq += 1
        unsigned = SignedAction(
            action, self.scope, self.device, self.dseq, self.link, bytes(64), tuple(entries)
        )
        made = signing.signed(unsigned, server=self.server, key=self.key)
        self.link = signing.link(made, server=self.server)
        return made

    def founding(
        self, *more: Said, roles: Sequence[Role] = (Role.CLERK, Role.STATION_HEAD)
    ) -> SignedAction:
        """Return the action that founds the station and registers its first clerk."""
        id_ = fresh_id()
        station = RegisterStation(StationDetails("月湖街道人大代表联络站", "YH"))
        first = RegisterClerk(ClerkDetails("王芳", tuple(roles)))
        return self.sign(
            id_,
            [
                self.entry((station.kind, station), id_, stream=self.scope),
                self.entry((first.kind, first), id_, stream=self.clerk),
                *(self.entry(one, id_) for one in more),
            ],
        )

    def notes(self, many: int) -> list[SignedAction]:
        """Return some actions of one entry."""
        return [self.action(NOTE) for _ in range(many)]

    def push(self, *actions: SignedAction, epoch: int = 1) -> Pushed:
        """Offer actions."""
        return self.way.push(Push(self.server, epoch, self.scope, self.device, actions))

    def pull(self, after: int = 0, *, limit: int = MOST_ENTRIES, epoch: int = 1) -> Page:
        """Ask for a page."""
        return self.way.pull(Pull(self.server, epoch, self.scope, self.device, after, limit))

    def pull_all(self, *, limit: int = MOST_ENTRIES) -> list[SignedAction]:
        """Pull page by page to the head."""
        found: list[SignedAction] = []
        after = 0
        while True:
            page = self.pull(after, limit=limit)
            found += page.actions
            if page.until >= page.head:
                return found
            after = page.until
