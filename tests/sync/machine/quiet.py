"""The end of a sequence: all is healed, everybody exchanges until quiet, and all must be well."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.nouns import NOUNS, noun_of
from renda_desktop.domain.stream import Amend, Event, Settle, Stream
from renda_desktop.queries import pending
from renda_desktop.server import verify as server_verify
from renda_desktop.store import exchange, rebuild
from renda_desktop.store import verify as store_verify
from renda_desktop.store.driver import driver
from renda_desktop.store.project import PROJECTORS
from renda_desktop.store.project.rows import encoded
from renda_desktop.store.tables.projection import PROJECTION
from renda_desktop.sync import verify as exchanged
from tests.sync.machine import memory
from tests.sync.machine.memory import all_of
from tests.sync.machine.pc import Pc
from tests.sync.machine.world import World

ROUNDS = 12
_ANEW = {"sync.forked", "sync.revoked", "sync.unknown_device"}
_NUMBERED = """
SELECT lower(hex(scope)), seq, lower(hex(id)), lower(hex(action)), lower(hex(stream)), kind, body,
    lower(hex(author)), lower(hex(device)), recorded_at, digest
FROM entry WHERE seq IS NOT NULL ORDER BY scope, seq
"""
_TABLES = {  # what is found by words is checked by `verify`
    table.name: str(select(*table.columns))
    for table in PROJECTION.sorted_tables
    if table.name not in ("document", "lookup")
}
Rows = dict[str, list[Any]]


def heal(world: World) -> None:
    """End every fault: what was delayed arrives, who is out is let in."""
    world.road().arrive()
    world.look_at_server()
    for pc in world.pcs:
        pc.exchange(world.road())  # a server that lost this PC knows it again
        world.look_at_server()
        world.look(pc)
    for pc in world.pcs:
        if pc.forked or pc.code is not None:
            world.enrol(pc, world.road())
        if pc.code is not None:  # what it stood for was taken away meanwhile
            pc.code = None
            world.enrol(pc, world.road())
        known = "SELECT 1 FROM device WHERE device = $1 AND revoked_at IS NULL"
        if world.town.rows(known, pc.office.device):
            world.grant(pc)


def settle_down(world: World) -> None:
    """Exchange round by round until nothing moves any more."""
    for _ in range(ROUNDS):
        moved = False
        for pc in world.pcs:
            report = pc.exchange(world.road())
            assert report is not None
            world.look_at_server()
            world.look(pc)
            if pc.forked or pc.trouble in _ANEW:  # who knows of a fork tells it once
                world.enrol(pc, world.road())
            moved = moved or not report.whole or bool(report.sent or report.received)
            moved = moved or bool(pc.office.read(exchange.unproved))  # signatures are left
        if not moved:
            return
    told = [(pc.trouble, len(pc.seen.entries)) for pc in world.pcs]
    raise AssertionError(f"never quiet: {told}")


def check(world: World) -> None:
    """Check every invariant of a world that is quiet."""
    server = world.server
    assert world.town.ask(server_verify.verify).findings == (), "the server's own verify"
    due: dict[tuple[str, ...], Rows] = {}
    logs: dict[tuple[str, ...], list[Any]] = {}
    for pc in world.pcs:
        _check_verdicts(pc, world)
        with pc.office.session() as session:
            states = {state.id: state for state in rebuild.states(session)}
            _check_visible(pc, session, states)
            assert store_verify.check_log(session)[1] == [], "entries out of order or changed"
            assert exchanged.check(session) == [], "the PC's own verify of what was exchanged"
        log = all_of(pc.office, _NUMBERED)
        blank = {row[2] for row in log if not row[6]}
        assert blank == server.erased & {row[2] for row in log}, "words that were to go, or to stay"
        assert {row[0] for row in log} <= set(pc.scopes), "entries beyond its scopes"
        assert {row[0]: row[1] for row in log} == {
            scope: len(server.logs[scope]) for scope in pc.scopes
        }, "not all that the server has"
        assert logs.setdefault(pc.scopes, log) == log, "two PCs with different logs"
        _check_authors(log, world)
        rows = due.setdefault(pc.scopes, _due(log))
        found = _found(pc)
        for table in rows.keys() | found.keys():
            assert found.get(table, []) == rows.get(table, []), f"rows of {table}"
    _check_still(world)


def _check_authors(log: Iterable[tuple[Any, ...]], world: World) -> None:
    """Nobody wrote into a log before they came into it or while they were off duty.

    What was accepted before the server was put back was judged by the order that was then.
    """
    on_duty: set[tuple[str, str]] = set()
    for scope, _, _, action, stream, kind, _, author, *_ in log:
        if kind in ("clerk.register", "clerk.reactivate"):
            on_duty.add((scope, stream))
        founds = kind == "station.register" and stream == scope
        before = (scope, action) in world.judged_before
        assert founds or before or (scope, author) in on_duty, "written by somebody who may not"
        if kind == "clerk.deactivate":
            on_duty.discard((scope, stream))


def _check_verdicts(pc: Pc, world: World) -> None:
    """Everything has its verdict, here as there; what was refused is listed. (1, 2, 3)

    It is the first that a server ever gave, unless copies of a database spoke for one another.
    """
    server, alone = world.server, not any(one.doubled for one in world.pcs)
    listed = {row.action for row in pc.office.read(pending.refused)}
    assert pc.office.read(pending.pending).total == 0, "something waits for ever"
    for scope, action, *_, seq in pc.seen.entries.values():
        verdict = server.verdicts.get((scope, action))
        assert verdict is not None, "an action without a verdict"
        assert not alone or world.outcomes[scope, action] == verdict[1], "an outcome changed"
        assert (verdict[0] is None) == (seq is None), "a verdict without effect"
        assert (action in listed) == (seq is None), "refused and not listed"
        assert (scope, action) in pc.seen.verdicts, "a verdict that was not kept"


def _check_visible(pc: Pc, session: Session, states: dict[Any, Stream]) -> None:
    """What every entry did is to be seen, and nothing was overwritten in silence. (3, 4)"""
    shown = set(rebuild.in_conflict(session))
    waiting = {stream for stream, state in states.items() if state.conflicts}
    assert shown == waiting, "a conflict that nobody is shown"
    told: dict[str, set[str]] = {}
    for id_, (_, _, _, _, stream, kind, *_, seq) in pc.seen.entries.items():
        if seq is not None and kind.partition(".")[0] in NOUNS:
            told.setdefault(stream, set()).add(id_)
    for stream, due in told.items():
        state = states.get(stream)
        assert state is not None, "a thing that is nowhere"
        assert {event.entry.id for event in state.timeline} == due, "an entry left no trace"
        if state.exists:
            _check_amendments(state)


def _check_amendments(state: Stream) -> None:
    """Go through a life again with a simple rule of our own."""
    now: dict[str, Any] = {}
    open_: dict[str, list[str]] = {}
    for event in state.timeline:
        fact = event.fact
        if event.void is None and fact is not None and fact.begins and hasattr(fact, "details"):
            now = _builtins(fact.details)
        elif isinstance(fact, Amend):
            _amended(event, fact, now, open_)
        elif isinstance(fact, Settle) and event.void is None:
            assert fact.field in open_, "settled without a conflict"
            del open_[fact.field]
            now[fact.field] = _plain(fact.value)
    assert {name: set(ids) for name, ids in open_.items()} == {
        name: {one.entry for one in versions} & set(open_.get(name, ()))
        for name, versions in state.conflicts.items()
    }, "a conflict was dropped"
    touched = {e.fact.field for e in state.timeline if isinstance(e.fact, Amend | Settle)}
    details = _builtins(state.details)
    assert all(details[n] == now[n] for n in touched if n in now), "a value from nowhere"


def _amended(event: Event, fact: Amend, now: dict[str, Any], open_: dict[str, list[str]]) -> None:
    name, was, becomes = fact.field, _plain(fact.was), _plain(fact.now)
    clash = name in open_ or (was != now.get(name) and becomes != now.get(name))
    if event.void is None:
        assert not clash, "overwritten in silence"
        now[name] = becomes
    elif event.void.rule == "amend.conflict":
        assert clash, "a conflict out of nothing"
        open_.setdefault(name, []).append(event.entry.id)


def _plain(raw: msgspec.Raw) -> Any:
    return msgspec.json.decode(raw)


def _builtins(details: msgspec.Struct) -> Any:
    return msgspec.json.decode(msgspec.json.encode(details))


def _due(log: Iterable[tuple[Any, ...]]) -> Rows:
    """Return the rows that follow from a log, and from nothing else. (6, 8)"""
    streams: dict[str, list[Entry]] = {}
    for scope, seq, id_, action, stream, kind, body, author, device, at, _ in log:
        entry = Entry(id_, scope, stream, kind, body, author, device, at, action, seq)
        streams.setdefault(stream, []).append(entry)
    rows: Rows = {}
    for stream, entries in streams.items():
        noun = next((n for n in (noun_of(e.kind) for e in entries) if n), None)
        state = noun.fold(stream, entries) if noun else None  # type: ignore[arg-type]
        if state is not None and state.exists:
            for row in PROJECTORS[state.noun].rows(state):
                rows.setdefault(row[0].name, []).append(encoded(row))
    return {table: sorted(found, key=repr) for table, found in rows.items()}


def _found(pc: Pc) -> Rows:
    rows: Rows = {}
    with pc.office.session() as session:
        for table, asked in _TABLES.items():
            found = sorted(driver(session).execute(asked), key=repr)
            if found:
                rows[table] = found
    return rows


def _check_still(world: World) -> None:
    """One more exchange changes nothing. (7)"""
    rows = [(memory.held(pc.office), _found(pc)) for pc in world.pcs]
    for pc, before in zip(world.pcs, rows, strict=True):
        report = pc.exchange(world.road())
        assert report is not None
        assert (report.sent, report.received, report.whole) == (0, 0, True), "one more moves"
        assert (memory.held(pc.office), _found(pc)) == before, "one more changes something"
    assert memory.ledger(world.town) == world.server, "one more changes the server"
