"""The protocol as it describes itself, played by every role: nothing breaks, nothing leaks.

RENDA_CASES=1000 plays so many messages for each role and path.
"""

import itertools
import logging
import os
import string
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from random import Random
from typing import Final, TypeVar

import msgspec
import pytest
import zstandard
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from litestar import Litestar
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from renda_desktop.domain.errors import Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.server import devices, scopes
from renda_desktop.server.app import make_app
from renda_desktop.server.blobs import Files
from renda_desktop.server.limits import Limits
from renda_desktop.server.shelf import Folder
from renda_desktop.sync import pieces, signing, wire
from renda_desktop.sync.link import CALLS, Link
from tests.server.described import CANARY, NAMED, Message, cases, packed, protocol, steered
from tests.server.pcs import Pc, Town
from tests.server.test_app import MEDIA, ask

CASES: Final = int(os.environ.get("RENDA_CASES", "16"))
HELD_TO: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


def stranger(town: Town, scope: Id) -> Pc:
    return Pc(town, scope)


def own(town: Town, scope: Id) -> Pc:
    pc = town.pc(scope)
    pc.push(pc.founding(), pc.action(("later.file", {"sha256": NAMED})))
    return pc


def other(town: Town, scope: Id) -> Pc:
    return town.pc(town.station("白鹤街道人大代表联络站", "BH"))


def area(town: Town, scope: Id) -> Pc:
    """Return the PC of the area that the station lies in."""
    return town.pc(Id(str(town.rows("SELECT area FROM tree WHERE scope = $1", scope)[0][0])))


def revoked(town: Town, scope: Id) -> Pc:
    pc = own(town, scope)
    town.ask(lambda db: devices.revoke(db, device=pc.device, now=town.clock(), folder=town.folder))
    return pc


def ended(town: Town, scope: Id) -> Pc:
    pc = own(town, scope)
    town.ask(
        lambda db: devices.revoke(
            db, device=pc.device, scope=scope, now=town.clock(), folder=town.folder
        )
    )
    return pc


REACHED: Final = {wire.ENROL, wire.HELLO, wire.PUSH, wire.PULL, *pieces.PATHS}
"""Where a station's messages are to reach what does the work."""

M = TypeVar("M", bound=msgspec.Struct)
ROLES: Final[dict[str, Callable[[Town, Id], Pc]]] = {
    "a stranger": stranger,
    "a station": own,
    "another station": other,
    "an area": area,
    "a revoked device": revoked,
    "a device whose scope was taken": ended,
}
played = settings(
    max_examples=CASES,
    deadline=None,
    database=None,
    derandomize=CASES < 100,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def app(town: Town, tmp_path_factory: pytest.TempPathFactory) -> Litestar:
    # Nobody calls too often here: a clock that leaps.
    town.server.limits = Limits(ticks=itertools.count(0.0, 1000.0).__next__)
    town.server.files = Files(Folder(tmp_path_factory.mktemp("files")))
    return make_app(town.server)


def signed(pc: Pc, path: str, body: bytes) -> dict[str, str]:
    """Return the headers of a request that the PC signed."""
    at = int(pc.town.clock().timestamp())
    message = signing.request_message(method="POST", path=path, at=at, body=body)
    signature = pc.key.sign(message).hex()
    return {wire.DEVICE: pc.device, wire.TIME: str(at), wire.SIGNATURE: signature}


def standing(pc: Pc) -> None:
    """Let the PC go on where the server knows it to be."""
    sql = "SELECT dseq, link FROM device_scope WHERE scope = $1 AND device = $2"
    for dseq, link in pc.town.rows(sql, pc.scope, pc.device):
        assert isinstance(dseq, int)
        pc.dseq, pc.link = dseq, link if isinstance(link, bytes) else bytes(32)


@pytest.mark.timeout(300 + 4 * CASES)
@pytest.mark.parametrize("path", CALLS)
def test_nobody_breaks_the_server(
    town: Town, app: Litestar, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A message is made once and sent in the name of everybody."""
    above = town.ask(lambda db: scopes.add(db, kind=scopes.AREA, name="鄞州区"))
    there = town.ask(
        lambda db: scopes.add(db, kind=scopes.STATION, name="月湖", code="YH", area=above)
    )
    everybody = {role: made(town, there) for role, made in ROLES.items()}
    statuses = Counter[tuple[str, int]]()

    @played
    @given(case=cases(path), seed=st.integers(0, 2**32))
    def play(case: Message, seed: int) -> None:
        for role, pc in everybody.items():
            standing(pc)
            said = steered(case.body, Random(seed), pc=pc, scopes=[there, above])
            body = packed(said)
            headers = MEDIA | signed(pc, path, body)
            answered = ask(town, app, "POST", path, content=body, headers=headers)
            case.validate_response(answered, checks=HELD_TO)
            statuses[role, answered.status_code] += 1

    with caplog.at_level(logging.DEBUG, "renda_desktop"):
        play()
    assert CANARY not in caplog.text
    through = {role for role, status in statuses if status == HTTPStatus.OK}
    assert through <= set(ROLES) - (
        {"a stranger", "a revoked device"} if path != wire.ENROL else set()
    )
    if path in REACHED:
        assert "a station" in through


def test_the_anonymous_internet_gets_nowhere(town: Town, app: Litestar) -> None:
    """Whatever is sent unsigned, in its form or not, to whichever path."""
    told: set[int] = set()

    @played
    @given(
        path=st.sampled_from(sorted(CALLS)),
        body=st.binary(max_size=500) | st.binary(max_size=100).map(zstandard.compress),
        headers=st.dictionaries(
            st.sampled_from([wire.DEVICE, wire.TIME, wire.SIGNATURE, "Content-Length"]),
            st.text(string.printable, max_size=200).map(str.strip) | st.just("0" * 32),
        ),
        method=st.sampled_from(["POST", "POST", "GET", "PUT", "TRACE"]),
    )
    def play(path: str, body: bytes, headers: dict[str, str], method: str) -> None:
        answered = ask(town, app, method, path, content=body, headers=MEDIA | headers)
        told.add(answered.status_code)
        assert wire.unpack(answered.content, kind=wire.Trouble).rule
        assert answered.headers["content-type"] == wire.MEDIA

    play()
    assert told <= {400, 401, 405, 413}


def test_every_call_of_a_link_is_described() -> None:
    asked: dict[str, type[msgspec.Struct]] = {}

    class Noting(Link):
        def call(self, path: str, request: msgspec.Struct, *, kind: type[M]) -> M:
            assert isinstance(request, wire.Trouble)
            asked[path] = kind
            raise Unavailable("sync.offline")

    calls = [
        one for name, one in vars(Link).items() if name not in ("call", "__doc__", "__module__")
    ]
    for one in filter(callable, calls):
        with suppress(Unavailable):
            one(Noting(), wire.Trouble("x"))
    assert asked == {path: told for path, (_, told) in CALLS.items()}


def test_the_protocol_describes_itself(town: Town, app: Litestar) -> None:
    told = ask(town, app, "GET", "/openapi.json")
    assert told.headers["content-type"] == "application/json"
    described = told.json()
    protocol().validate()  # by the rules of OpenAPI
    assert set(described["paths"]) == set(CALLS)
    pull = described["paths"]["/v1/pull"]["post"]
    assert {one["name"] for one in pull["parameters"]} == {wire.DEVICE, wire.TIME, wire.SIGNATURE}
    assert pull["responses"]["401"]["description"].startswith("sync.clock")
    assert "Retry-After" in pull["responses"]["429"]["headers"]
    assert described["paths"]["/v1/enrol"]["post"]["parameters"] == []
