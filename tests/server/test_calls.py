"""Who may call at all, and that nothing that is sent breaks the server."""

import asyncio
import logging
import secrets

import msgspec
import pytest
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from renda_desktop.domain.errors import Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.server import access_log, devices
from renda_desktop.server.admission import Lane
from renda_desktop.server.callers import WINDOW
from renda_desktop.server.calls import Answer, Call, Server, answer
from renda_desktop.sync import wire
from renda_desktop.sync.messages import MOST_BYTES, Hello, Pull, Push
from tests.server.pcs import NOTE, Pc, Town, fresh_id

PATHS = (wire.ENROL, wire.HELLO, wire.PUSH, wire.PULL)


def rule(pc: Pc, *, server: Id | None = None) -> str:
    """Return why a hello is turned down."""
    with pytest.raises(Unavailable) as told:
        hello(pc, server=server)
    return told.value.rule


def hello(pc: Pc, *, server: Id | None = None) -> tuple[Id, ...]:
    """Say hello and return the scopes that the PC may hold."""
    request = Hello(server or pc.server, pc.device, pc.town.clock(), "0.1.0")
    return tuple(one.id for one in pc.way.hello(request).scopes)


def test_hello_tells_what_a_device_may_hold(town: Town) -> None:
    pc = town.founded()
    assert hello(pc) == (pc.scope,)
    other = town.station("白鹤街道人大代表联络站", "BH")
    town.ask(
        lambda db: devices.grant(
            db, device=pc.device, scope=other, now=town.clock(), folder=town.folder
        )
    )
    assert set(hello(pc)) == {pc.scope, other}
    town.ask(
        lambda db: devices.revoke(
            db, device=pc.device, scope=pc.scope, now=town.clock(), folder=town.folder
        )
    )
    assert hello(pc) == (other,)


def test_a_device_that_was_never_let_in_is_told_so(town: Town) -> None:
    assert rule(Pc(town, town.station())) == "sync.unknown_device"


def test_another_key_is_not_the_device(town: Town) -> None:
    pc = town.founded()
    pc.key = Ed25519PrivateKey.generate()
    assert rule(pc) == "sync.signature"


def test_another_server_is_not_this_one(town: Town) -> None:
    assert rule(town.founded(), server=fresh_id()) == "sync.other_server"


def test_a_revoked_device_is_out_and_so_are_its_late_entries(town: Town) -> None:
    pc = town.founded()
    town.ask(lambda db: devices.revoke(db, device=pc.device, now=town.clock(), folder=town.folder))
    assert rule(pc) == "sync.revoked"
    with pytest.raises(Unavailable) as told:
        pc.push(pc.action(NOTE))
    assert told.value.rule == "sync.revoked"
    assert town.rows("SELECT head FROM scope") == [(2,)]
    logged = town.rows("SELECT what, device FROM access_log WHERE outcome = 'sync.revoked'")
    assert logged == [("hello", pc.device), ("push", pc.device)]


def test_a_scope_that_was_taken_away_refuses_late_entries_one_by_one(town: Town) -> None:
    pc = town.founded()
    early = pc.action(NOTE)
    taken = pc.push(early).verdicts
    town.ask(
        lambda db: devices.revoke(
            db, device=pc.device, scope=pc.scope, now=town.clock(), folder=town.folder
        )
    )
    late = pc.push(early, pc.action(NOTE)).verdicts
    assert late[:1] == taken  # what had its verdict keeps it
    assert late[1].refusal is not None
    assert late[1].refusal.rule == "refused.revoked"
    with pytest.raises(Unavailable) as told:
        pc.pull()
    assert told.value.rule == "sync.not_granted"


def test_a_scope_of_others_is_neither_read_nor_written(town: Town) -> None:
    pc = town.founded()
    other = town.pc(town.station("白鹤街道人大代表联络站", "BH"))
    other.scope = pc.scope
    for ask in (other.pull, lambda: other.push(other.action(NOTE))):
        with pytest.raises(Unavailable) as told:
            ask()
        assert told.value.rule == "sync.not_granted"


@pytest.mark.parametrize(("late", "told"), [(WINDOW, None), (WINDOW + 1, "sync.clock")])
def test_a_request_that_was_overheard_lives_a_few_minutes(
    town: Town, late: int, told: str | None
) -> None:
    pc = town.founded()
    overheard: list[Call] = []

    way = pc.overheard(overheard)
    first = pc.push(pc.action(NOTE))
    town.clock.on(seconds=late)
    again = way.carry(overheard[0])
    if told is None:  # in its time it changes nothing: it is the same push again
        assert wire.unpack(again.body, kind=type(first)) == first
    else:
        trouble = wire.unpack(again.body, kind=wire.Trouble)
        assert (again.status, trouble.rule) == (401, told)
        assert trouble.now == int(town.clock().timestamp())
    assert town.rows("SELECT head FROM scope") == [(3,)]


def test_too_many_at_once_are_asked_to_come_back(town: Town) -> None:
    pc = town.founded()
    lane = town.server.lanes.small
    town.server.lanes.small = Lane(at_once=1, patience=20, turn_takes=100, under_way=1)
    town.server.lanes.small.chance = lambda: 0.5
    with pytest.raises(Unavailable) as told:
        pc.pull()
    assert told.value.rule == "sync.busy"
    assert told.value.params["seconds"] == 100  # when its turn would come
    town.server.lanes.small = lane
    assert pc.pull().head == 2
    assert lane.under_way == 0


def test_what_takes_a_moment_does_not_wait_behind_first_syncs(town: Town) -> None:
    pc = town.founded()
    for _ in range(3):
        pc.push(*pc.notes(100))
    town.server.lanes.large = Lane(1, patience=-1, under_way=1)  # nobody gets a turn there
    assert hello(pc) == (pc.scope,)
    assert pc.push(pc.action(NOTE)).head == 303
    assert pc.pull(after=300).until == 303
    for work in (pc.pull, lambda: pc.push(pc.action(("matter.note", {"text": _noise(90_000)})))):
        with pytest.raises(Unavailable) as told:
            work()
        assert told.value.rule == "sync.busy"


def test_a_large_page_waits_for_its_turn_and_holds_no_connection(town: Town) -> None:
    pc = town.founded()
    for _ in range(3):
        pc.push(*pc.notes(100))
    lane = town.server.lanes.large = Lane(at_once=1, patience=60)
    calls: list[Call] = []
    pc.overheard(calls)
    assert pc.pull().until == 302

    async def many() -> list[int]:
        async with lane.turn():
            asked = [asyncio.create_task(answer(town.server, call=calls[0])) for _ in range(30)]
            while lane.waiting < len(asked):
                await asyncio.sleep(0)
            assert town.server.pool.get_idle_size() == town.server.pool.get_size()
        return [(await one).status for one in asked]

    assert town.loop.run(many()) == [200] * 30
    assert (lane.under_way, lane.waiting) == (0, 0)


def _noise(size: int) -> str:
    """Return text that does not get smaller."""
    return secrets.token_hex(size)


def test_a_database_that_is_away_is_not_our_fault(town: Town) -> None:
    pc = town.founded()
    note = pc.action(NOTE)
    town.say("ALTER TABLE server RENAME COLUMN epoch TO gone")
    with pytest.raises(Unavailable) as told:
        pc.push(note)
    assert told.value.rule == "sync.broken"  # a bug: logged, and the PC keeps its work
    town.say("ALTER TABLE server RENAME COLUMN gone TO epoch")
    closed = town.server.pool
    town.server.pool = _Away()
    with pytest.raises(Unavailable) as told:
        pc.push(note)
    assert told.value.rule == "sync.busy"
    town.server.pool = closed
    assert pc.push(note).verdicts[0].seq == 3


class _Away:
    """A pool whose database does not answer."""

    def acquire(self, **_: object) -> object:
        raise ConnectionRefusedError


def test_nothing_said_reaches_the_log(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    pc = town.founded()
    secret = "王小明 13812345678"
    with caplog.at_level(logging.DEBUG):
        pc.push(pc.action(("matter.note", {"text": secret})))
        pc.push(pc.action(("matter.note", f'{{"text": "{secret}')))
        town.say("ALTER TABLE entry RENAME COLUMN body TO gone")
        with pytest.raises(Unavailable):
            pc.push(pc.action(("matter.note", {"text": secret})))
    assert "sync.broken" in caplog.text
    assert '"route":"/v1/push"' in caplog.text
    for part in ("王小明", "13812345678", "text"):
        assert part not in caplog.text


def _sent(town: Town, pc: Pc, path: str, body: bytes) -> int:
    return pc.way.send(path, body).status


@pytest.mark.parametrize("path", PATHS)
def test_a_message_that_unpacks_to_too_much_is_turned_down(town: Town, path: str) -> None:
    pc = town.founded()
    bomb = zstandard.compress(b" " * (MOST_BYTES + 1))
    assert len(bomb) < 2_000
    assert _sent(town, pc, path, bomb) == 413
    wide = zstandard.ZstdCompressor(
        compression_params=zstandard.ZstdCompressionParameters(window_log=27)
    ).compressobj()
    assert _sent(town, pc, path, wide.compress(b"{}") + wide.flush()) == 400


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data(), path=st.sampled_from(PATHS))
def test_whatever_is_sent_is_answered_and_never_breaks_the_server(
    town: Town, data: st.DataObject, path: str
) -> None:
    pc = _somebody(town)
    good = {
        wire.ENROL: {"code": "ABC", "device": fresh_id(), "key": "", "name": "", "proof": ""},
        wire.HELLO: msgspec.to_builtins(Hello(pc.server, pc.device, town.clock(), "1")),
        wire.PUSH: msgspec.to_builtins(Push(pc.server, 1, pc.scope, pc.device, ())),
        wire.PULL: msgspec.to_builtins(Pull(pc.server, 1, pc.scope, pc.device, 0)),
    }[path]
    key = data.draw(st.sampled_from(sorted(good)))
    if key == "actions":
        action = msgspec.json.decode(msgspec.json.encode(pc.action(NOTE)))
        place = data.draw(st.sampled_from([action, action["entries"][0]]))
        place[data.draw(st.sampled_from(sorted(place)))] = data.draw(_JSON)
        good[key] = [action]
    else:
        good[key] = data.draw(_JSON)
    body = zstandard.compress(msgspec.json.encode(good))
    cut = len(body) * data.draw(st.integers(0, 100)) // 100
    assert _sent(town, pc, path, body) < 500
    assert _sent(town, pc, path, body[:cut]) < 500


def _somebody(town: Town) -> Pc:
    """Return a new PC of one and the same station."""
    rows = town.rows("SELECT scope FROM scope")
    return town.pc(Id(str(rows[0][0])) if rows else None)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    headers=st.dictionaries(
        st.sampled_from([wire.DEVICE.lower(), wire.TIME.lower(), wire.SIGNATURE.lower()]),
        st.text() | st.just("0" * 32) | st.just("9" * 400),
    )
)
def test_whatever_the_headers_are(town: Town, headers: dict[str, str]) -> None:
    called = answer(town.server, call=Call(wire.HELLO, headers, b""))
    assert 400 <= town.loop.run(called).status < 500


def test_old_lines_of_the_access_log_are_forgotten(town: Town) -> None:
    town.founded()
    assert len(town.rows("SELECT 1 FROM access_log")) == 4
    town.clock.on(days=365)
    town.ask(lambda db: access_log.forget(db, now=town.clock()))
    assert len(town.rows("SELECT 1 FROM access_log")) == 4
    town.clock.on(days=2)
    town.ask(lambda db: access_log.forget(db, now=town.clock()))
    assert town.rows("SELECT 1 FROM access_log") == []


def test_a_crowd_is_answered_one_and_all(town: Town) -> None:
    """More at once than the database has connections: they wait, nobody is dropped."""
    pc = town.founded()
    calls: list[Call] = []
    pc.overheard(calls)
    pc.pull()

    async def crowd(server: Server) -> list[Answer]:
        return await asyncio.gather(*[answer(server, call=calls[0]) for _ in range(40)])

    assert {one.status for one in town.loop.run(crowd(town.server))} == {200}
