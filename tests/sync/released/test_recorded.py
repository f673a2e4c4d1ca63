"""What a released PC and a released server said is said again to those of today."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import msgspec
import pytest
from sqlalchemy.orm import Session

from renda_desktop.domain.errors import Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.server import calls, database, identity, scopes
from renda_desktop.server.blobs import Files
from renda_desktop.server.calls import Call, Server
from renda_desktop.server.enrolment import _hashed
from renda_desktop.server.inprocess import Loop
from renda_desktop.server.shelf import Folder
from renda_desktop.store import exchange, log, schema, settings
from renda_desktop.store.engine import open_engine
from renda_desktop.store.tables import projection as t
from renda_desktop.store.verify import verify
from renda_desktop.sync import enrolling, joining, outbox, wire
from renda_desktop.sync.inbox import _entry
from renda_desktop.sync.link import Link
from renda_desktop.sync.loop import Place
from renda_desktop.sync.messages import PROTOCOL, Push, Pushed
from tests.fixtures.make_protocol import FOLDER, Recorded, Spoken, recorded
from tests.offices import START, Clock
from tests.server.pcs import Town
from tests.server.stations import URL
from tests.sync.released import v1

M = TypeVar("M", bound=msgspec.Struct)


@pytest.fixture(scope="module")
def said() -> Recorded:
    return recorded(1)


def test_every_released_protocol_was_recorded() -> None:
    assert {one.name for one in FOLDER.iterdir()} == {str(n) for n in range(1, PROTOCOL + 1)}


def test_all_that_matters_was_said(said: Recorded) -> None:
    assert {one.status for one in said.calls} == {200}
    assert {one.path for one in said.calls} >= v1.ANSWERS.keys() | {"/v1/blob/ask", "/v1/blob/send"}
    pushed = [v1.unpack(one.answer, v1.Pushed) for one in said.calls if one.path == wire.PUSH]
    refused = [verdict.refusal for one in pushed for verdict in one.verdicts if verdict.refusal]
    assert [one.rule for one in refused] == ["refused.permission"]


@pytest.fixture
def town(said: Recorded, empty: str, tmp_path: Path, loop: Loop) -> Iterator[Town]:
    """The server that spoke, as empty as it was."""
    clock = Clock()
    pool = loop.run(database.open_pool(empty, size=2))
    (tmp_path / identity.KEY_FILE).write_text(said.key_file)

    async def found() -> identity.Identity:
        async with pool.acquire() as db:
            await identity.found(db, folder=tmp_path, now=clock())
            await db.execute("UPDATE server SET epoch = 1")
            await scopes.add(db, kind="station", name="月湖街道人大代表联络站", code="YH")
            await db.execute("UPDATE scope SET scope = $1", said.first_scope)
            for scope, code in zip((said.first_scope, said.station), said.codes, strict=True):
                await db.execute(
                    "INSERT INTO enrolment (scope, code, expires_at) VALUES ($1, $2, $3)",
                    scope, _hashed(code), clock() + timedelta(hours=1),
                )  # fmt: skip
            return await identity.known(db, folder=tmp_path)

    who = loop.run(found())
    server = Server(pool, who, clock, files=Files(Folder(tmp_path / "files")))
    yield Town(server, loop, clock)
    loop.run(pool.close())


def test_todays_server_takes_the_very_bytes(said: Recorded, town: Town) -> None:
    """Answers are compared as the released PC reads them."""
    assert town.server.identity.server == said.server
    for one in said.calls:
        call = Call(one.path, one.headers, one.request)
        answer = town.loop.run(calls.answer(town.server, call=call))
        assert answer.status == one.status, one.path
        kind = v1.ANSWERS.get(one.path)
        if kind is not None:
            now, then = v1.unpack(answer.body, kind), v1.unpack(one.answer, kind)
            assert now == then, one.path


class Playback(Link):
    """A server that says what it said once, whatever it is asked; a page where one asks for it."""

    def __init__(self, said: Recorded, device: Id) -> None:
        self.calls = [one for one in said.calls if _device(one) == device]
        self.heard: list[str] = []

    def call(self, path: str, request: msgspec.Struct, *, kind: type[M]) -> M:
        self.heard.append(path)
        for one in self.calls:
            if one.path == path and self._fits(one, request):
                return wire.unpack(one.answer, kind=kind)
        raise Unavailable("sync.garbled")

    @staticmethod
    def _fits(one: Spoken, request: msgspec.Struct) -> bool:
        asked = msgspec.to_builtins(request)
        then = msgspec.json.decode(v1.plain(one.request))
        return all(asked.get(what) == then.get(what) for what in ("after", "epoch"))


def _pcs(said: Recorded) -> list[Id]:
    """Return the PCs in the order of their coming."""
    return [_device(one) for one in said.calls if one.path == wire.ENROL]


def _device(one: Spoken) -> Id:
    said: Id = msgspec.json.decode(v1.plain(one.request))["device"]
    return said


def test_todays_pc_takes_the_first_sync_as_it_was_answered(said: Recorded, tmp_path: Path) -> None:
    _, device = _pcs(said)
    key = said.database_keys[device]
    engine = open_engine(tmp_path / "renda.db", key=key)
    schema.prepare(engine, file=tmp_path / "renda.db", key=key, now=START)
    with Session(engine) as session, session.begin():
        asked = enrolling._Asked(enrolling._sealed(said.codes[1]), device)
        settings.put(session, key=enrolling._ASKED, value=msgspec.json.encode(asked).decode())
    link = Playback(said, device)

    @contextmanager
    def way(_place: Place) -> Iterator[Playback]:
        yield link

    joining.join(
        engine, key=key, way=way, url=URL, code=said.codes[1], ca="", clerk="王芳", clock=Clock()
    )
    with Session(engine) as session:
        cursor = exchange.cursors(session)[said.station]
        assert session.query(t.station.c.name).scalar() == "月湖街道人大代表联络站"
        assert session.query(t.reception.c.title).scalar() == "老旧小区改造"
        assert cursor.seq == log.extent(session)[0] > 20
    assert verify(engine).sound
    engine.dispose()


@pytest.mark.parametrize("number", range(3))
def test_todays_pc_takes_the_verdicts_as_they_were_given(
    said: Recorded, tmp_path: Path, number: int
) -> None:
    one = [one for one in said.calls if one.path == wire.PUSH][number]
    push = wire.unpack(one.request, kind=Push)
    file = tmp_path / "renda.db"
    engine = open_engine(file, key=bytes(32))
    schema.prepare(engine, file=file, key=bytes(32), now=START)
    with Session(engine) as session, session.begin():
        for action in push.actions:
            entries = [_entry(sent, action, 0)[0] for sent in action.entries]
            log.append(session, entries=[msgspec.structs.replace(e, seq=None) for e in entries])
            exchange.keep_signed(session, actions=[outbox.kept(action)])
        settled = outbox.settle(
            session, offered=push.actions, pushed=wire.unpack(one.answer, kind=Pushed), chain_end=0
        )
    then = v1.unpack(one.answer, v1.Pushed).verdicts
    refused = {verdict.action for verdict in then if verdict.refusal}
    assert settled.sent == len(push.actions) == len(then) > 0
    assert {gone.action for gone in settled.refused} == refused
    with Session(engine) as session:
        assert log.pending(session) == 0
        for verdict in then:
            kept = exchange.signed(session, scope=push.scope, action=Id(verdict.action))
            assert kept is not None
            assert (kept.seq or 0, kept.receipt) == (verdict.seq, verdict.receipt)
    engine.dispose()
