"""Old and new together: what one side does not know is kept whole, and nothing is lost."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import msgspec
import pytest
from sqlalchemy.orm import Session

from renda_desktop.bootstrap import Office
from renda_desktop.domain import access
from renda_desktop.domain.entry import Author, Entry, digest
from renda_desktop.domain.ids import Id
from renda_desktop.domain.resident import RESIDENT
from renda_desktop.domain.stream import Begin, Fact
from renda_desktop.queries import residents
from renda_desktop.server import bundle
from renda_desktop.server.calls import Answer, Call
from renda_desktop.server.inprocess import InProcess
from renda_desktop.server.verify import verify as central
from renda_desktop.services import amendments
from renda_desktop.services import residents as services
from renda_desktop.store import log, schema
from renda_desktop.store.verify import verify
from renda_desktop.sync import signing, wire
from renda_desktop.sync.loop import Place
from renda_desktop.sync.verify import check
from tests import offices
from tests.server import stations
from tests.server.pcs import Town, fresh_id
from tests.sync.released import v1
from tests.sync.released.pc_v1 import Client

M = TypeVar("M", bound=msgspec.Struct)


def _more(value: Any) -> Any:
    """Return a message with a field that nobody knows in each of its objects."""
    if isinstance(value, dict):
        return {"aaa_later": {"x": [1, None]}} | {k: _more(v) for k, v in value.items()} | {"z": 2}
    return [_more(one) for one in value] if isinstance(value, list) else value


def _with_more(data: bytes) -> bytes:
    return v1.packed(json.dumps(_more(json.loads(v1.plain(data)))).encode())


class Newer(InProcess):
    """The way from a newer PC to a newer server: both say more than the other knows."""

    def call(self, path: str, request: msgspec.Struct, *, kind: type[M]) -> M:
        answered = self.send(path, _with_more(wire.pack(request)))
        assert answered.status == 200, (path, v1.plain(answered.body))
        return wire.unpack(_with_more(answered.body), kind=kind)


def _newer(town: Town, place: Place) -> Newer:
    device = place.device or Id("0" * 32)
    key = signing.device_key(place.key, device=device)
    return Newer(town.server, loop=town.loop, device=device, key=key, clock=town.clock)


def _sync(town: Town, *many: Office) -> None:
    for office in (*many, *many):
        done = office.exchange(link=_newer(town, office._place()))
        assert done.troubles == ()


# A released PC


@pytest.fixture(params=["this server", "a newer server"])
def client(request: pytest.FixtureRequest, town: Town) -> Client:
    newer = request.param == "a newer server"

    def carry(path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        call = Call(path, headers, body)
        answer: Answer = InProcess(
            town.server, loop=town.loop, device=fresh_id(), key=town.server.identity.key
        ).carry(call)
        return answer.status, _with_more(answer.body) if newer else answer.body

    return Client(carry, town.clock, fresh_id)


def test_a_released_pc_is_served(town: Town, client: Client) -> None:
    client.enrol(town.code(town.station()))
    assert [one.name for one in client.hello().scopes] == ["月湖街道人大代表联络站"]
    client.push(client.found())
    kinds = [
        client.act((fresh_id(), kind, {"text": "𠮷", "later": None}))
        for kind in ("matter.note", "petition.register", "resident.of_a_later_version")
    ]
    pushed = client.push(*kinds)
    assert [verdict.seq for verdict in pushed.verdicts] == [3, 4, 5]
    assert [verdict.seq for verdict in client.push(*kinds).verdicts] == [3, 4, 5]
    refused = client.push(client.act((fresh_id(), "ballot.vote", {}))).verdicts[0].refusal
    assert refused is not None
    assert refused.rule == "refused.permission"
    came = client.pull()
    assert [one.kind for one in came][:2] == ["station.register", "clerk.register"]
    assert came[2:] == [one.entries[0] for one in kinds]
    assert client.pull() == []
    assert [one.head for one in client.hello().scopes] == [5]


def test_a_released_pc_reads_what_todays_pc_wrote(
    town: Town, client: Client, founded: Path, tmp_path: Path
) -> None:
    office = stations.enrolled(
        town, offices.copied(founded, tmp_path / "new"), town.code(town.station())
    )
    office.act(services.register, name="欧阳忆秋")
    stations.sync(town, office)
    client.enrol(town.code(office.station))
    client.clerk = office.clerk
    came = client.pull()
    with office.session() as session:
        log_here = {e.id: e.body.decode() for _, es in log.read_all(session) for e in es}
    assert {one.id: one.body for one in came} == log_here
    person = came[-1].stream
    amended = {"field": "phone", "was": "", "now": "13812345521"}
    client.push(client.act((person, "resident.amend", amended)))
    stations.sync(town, office)
    assert office.read(residents.residents)[0].phone == "13812345521"
    office.act(services.erase, resident=Id(person), reason="本人申请", confirm=True)
    stations.sync(town, office)
    amend, order = client.pull()
    assert (amend.body, order.kind) == (None, "resident.erase")
    anew = Client(client.carry, town.clock, fresh_id)
    anew.enrol(town.code(office.station))
    assert [bool(one.body) for one in anew.pull() if one.stream == person] == [False, False, True]
    office.close()


# Today's PC with newer ones


@pytest.fixture
def pair(town: Town, founded: Path, tmp_path: Path) -> Iterator[tuple[Office, Office]]:
    """A PC of a later version and one of today's, in one station."""
    home = offices.copied(founded, tmp_path / "new")
    new = stations.enrolled(town, home, town.code(town.station()))
    stations.sync(town, new)
    old = stations.joined(town, tmp_path / "old", town.code(new.station))
    yield new, old
    new.close()
    old.close()


class Nickname(Fact, frozen=True):
    """What a later version lets be said of a resident."""

    kind: ClassVar[str] = "resident.nickname"
    name: str

    def apply(self, stream: Any, entry: Entry) -> None:  # noqa: ARG002 - as every fact has it
        stream.details.remark = f"又名{self.name}"


class Details(RESIDENT.facts["resident.register"].__annotations__["details"]):  # type: ignore[misc]
    """The details of a later version."""

    nickname: str = ""


class Register(Begin, frozen=True):
    kind: ClassVar[str] = "resident.register"
    details: Details

    def apply(self, stream: Any, entry: Entry) -> None:
        Begin.apply(self, stream, entry)
        stream.details.remark = self.details.nickname


@pytest.fixture
def upgrade(monkeypatch: pytest.MonkeyPatch) -> Callable[[Office], None]:
    """Let an office start as the later version."""

    def begin(office: Office) -> None:
        for fact in (Nickname, Register):
            monkeypatch.setitem(RESIDENT.facts, fact.kind, fact)
            monkeypatch.setitem(RESIDENT._decoders, fact.kind, msgspec.json.Decoder(fact))
        with office.session(writes=True) as session:
            schema.forget_projection(session)
            schema.bring_projection(session)

    return begin


def _write(office: Office, stream: Id, kind: str, body: bytes) -> Entry:
    """Write what only a later version writes."""

    def write(session: Session, *, by: Author) -> Entry:
        last = int(log.last_id(session) or "0", 16)
        action, made = (Id(f"{last + step:032x}") for step in (1, 2))
        at = int(by.now.timestamp() * 1_000_000)
        entry = Entry(made, by.scope, stream, kind, body, by.clerk, by.device, at, action)
        log.append(session, entries=[entry])
        return entry

    return office.act(write)


def _kept(office: Office, *wanted: Entry) -> list[bytes]:
    with office.session() as session:
        found = {e.id: (e.body, seal) for e, seal in log.digests(session)}
    assert all(found[one.id][1] == digest(one) for one in wanted)
    return [found[one.id][0] for one in wanted]


LATER = (
    ("resident.nickname", b'{"name": "\xe9\x98\xbf\xe7\xa7\x8b","why":{"deep":[1,2.50]}}'),
    ("resident.amend", b'{"field":"nickname","was":"","now":"x"}'),
    ("resident.amend", b'{"field":"gender","was":null,"now":"a_value_of_later"}'),
)


@pytest.mark.parametrize("server", ["of today", "of a later version"])
def test_what_an_old_pc_does_not_know_survives(
    town: Town,
    pair: tuple[Office, Office],
    upgrade: Callable[[Office], None],
    monkeypatch: pytest.MonkeyPatch,
    server: str,
) -> None:
    if server != "of today":
        right = access.Right("登记别名", access.RIGHTS["resident.register"].roles)
        monkeypatch.setitem(access.RIGHTS, "resident.nickname", right)
    new, old = pair
    known = new.act(services.register, name="赵")
    person, petition = fresh_id(), fresh_id()
    detailed = b'{"details":{"name":"\xe9\x92\xb1","nickname":"\xe5\xb0\x8f\xe9\x92\xb1","z":1}}'
    written = [
        _write(new, person, "resident.register", detailed),
        *(_write(new, known.id, kind, body) for kind, body in LATER),
        _write(new, petition, "petition.register", b'{"details":{"title":"x"}}'),
    ]
    _sync(town, new, old)
    assert _kept(old, *written) == [one.body for one in written]
    assert {row.name for row in old.read(residents.residents)} == {"赵", "钱"}
    # The old one goes on with it, and gives it back whole.
    old.act(amendments.amend, noun="resident", stream=person, changes={"phone": "13812345521"})
    old.act(amendments.amend, noun="resident", stream=known.id, changes={"name": "赵一"})
    _sync(town, old, new)
    assert _kept(new, *written) == [one.body for one in written]
    for office in pair:
        assert verify(office.engine).sound
        with office.session() as session:
            assert check(session) == []
    assert town.ask(central).findings == ()
    upgrade(old)
    with old.session() as session:
        states = [RESIDENT.fold(one, log.read(session, stream=one)) for one in (known.id, person)]
    assert [(one.details.name, one.details.remark) for one in states] == [
        ("赵一", "又名阿秋"), ("钱", "小钱"),
    ]  # fmt: skip
    assert states[1].details.phone == "13812345521"
    assert [one.unknown for one in states] == [0, 0]
    assert verify(old.engine).sound


def test_a_new_pc_joins_beneath_a_newer_server(town: Town, pair: tuple[Office, Office]) -> None:
    new, old = pair
    new.act(services.register, name="赵")
    _sync(town, new, old)
    assert [row.name for row in old.read(residents.residents)] == ["赵"]


def test_newer_bundles_are_read(town: Town, pair: tuple[Office, Office]) -> None:
    new, old = pair
    known = new.act(services.register, name="赵")
    written = _write(new, known.id, *LATER[0])
    for office in pair:
        answered = town.loop.run(bundle.answer(town.server, data=office.export_bundle().data))
        office.import_bundle(answered.data)
    assert _kept(old, written) == [written.body]


def test_a_newer_protocol_is_told_and_nothing_is_lost(
    town: Town, pair: tuple[Office, Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    new, old = pair
    new.act(services.register, name="赵")
    _sync(town, new)
    old.act(services.register, name="钱")
    with monkeypatch.context() as patch:
        patch.setattr("renda_desktop.server.devices.PROTOCOL", 2)
        done = old.exchange(link=stations.link(town, old._place()))
        assert [one.rule for one in done.troubles] == ["sync.newer"]
        assert "升级" in done.troubles[0].said
        assert (done.left, done.sent, done.received) == (1, 0, 0)
        assert [row.name for row in old.read(residents.residents)] == ["钱"]
    _sync(town, old, new)
    for office in pair:
        assert {row.name for row in office.read(residents.residents)} == {"赵", "钱"}
