"""The server on HTTP: whatever comes, an answer that a PC can read."""

import httpx
import pytest
from litestar import Litestar

from renda_desktop.server import app as application
from renda_desktop.server.admission import Lane
from renda_desktop.server.app import make_app
from renda_desktop.server.calls import Call
from renda_desktop.sync import wire
from renda_desktop.sync.messages import MOST_BYTES, Page
from tests.server.pcs import NOTE, Pc, Town

MEDIA = {"content-type": wire.MEDIA}


@pytest.fixture
def app(town: Town) -> Litestar:
    return make_app(town.server)


def ask(town: Town, app: Litestar, method: str, path: str, **more: object) -> httpx.Response:
    """Send one request into the application, past any socket."""

    async def sent() -> httpx.Response:
        way = httpx.ASGITransport(app)  # type: ignore[arg-type] # Litestar narrows the types
        async with httpx.AsyncClient(transport=way, base_url="http://server") as client:
            return await client.request(method, path, **more)  # type: ignore[arg-type]

    return town.loop.run(sent())


def trouble(town: Town, answered: httpx.Response) -> str:
    """Return what an answer of ours says is wrong."""
    assert answered.headers["content-type"] == wire.MEDIA
    assert answered.headers[wire.SERVER] == town.server.identity.server
    return wire.unpack(answered.content, kind=wire.Trouble).rule


def overheard(pc: Pc) -> Call:
    """Return a good pull, signed, as it would go out."""
    calls: list[Call] = []
    pc.overheard(calls)
    pc.pull()
    return calls[0]


def test_a_call_goes_through_http_as_it_goes_without(town: Town, app: Litestar) -> None:
    pc = town.founded()
    pc.push(pc.action(NOTE))
    call = overheard(pc)
    headers = MEDIA | dict(call.headers)
    answered = ask(town, app, "POST", call.path, content=call.body, headers=headers)
    assert answered.status_code == 200
    assert answered.headers["content-type"] == wire.MEDIA
    assert answered.headers[wire.SERVER] == town.server.identity.server
    assert wire.unpack(answered.content, kind=Page) == pc.pull()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", wire.PUSH, 405),
        ("DELETE", wire.PULL, 405),
        ("POST", "/v1/nothing", 404),
        ("GET", "/", 404),
        ("GET", "/v1/../../etc/passwd", 404),
    ],
)
def test_other_doors_are_shut_politely(
    town: Town, app: Litestar, method: str, path: str, status: int
) -> None:
    answered = ask(town, app, method, path)
    assert answered.status_code == status
    assert trouble(town, answered) == "sync.garbled"


def test_another_kind_of_message_is_not_read(town: Town, app: Litestar) -> None:
    answered = ask(town, app, "POST", wire.PUSH, json={"a": 1})
    assert (answered.status_code, trouble(town, answered)) == (415, "sync.garbled")


def test_a_message_that_is_too_large_is_not_read_on(town: Town, app: Litestar) -> None:
    answered = ask(town, app, "POST", wire.PUSH, content=b"x" * (MOST_BYTES + 1), headers=MEDIA)
    assert (answered.status_code, trouble(town, answered)) == (413, "sync.too_large")


def test_a_message_that_never_ends_is_not_waited_for(
    town: Town, app: Litestar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(application, "PATIENCE", 0.0)
    answered = ask(town, app, "POST", wire.PUSH, content=b"x", headers=MEDIA)
    assert (answered.status_code, trouble(town, answered)) == (408, "sync.slow")


def test_a_busy_server_says_when_to_come_back(town: Town, app: Litestar) -> None:
    town.server.lanes.small = Lane(1, patience=-1, under_way=1)
    answered = ask(town, app, "POST", wire.PULL, content=b"", headers=MEDIA)
    assert (answered.status_code, trouble(town, answered)) == (503, "sync.busy")
    assert int(answered.headers["retry-after"]) > 0


def test_health_says_which_server_this_is(town: Town, app: Litestar) -> None:
    told = ask(town, app, "GET", "/health")
    server = town.server.identity.server
    assert told.json() == {"status": "ok", "server": server, "epoch": "1"}


def test_metrics_count_calls_and_name_nobody(town: Town, app: Litestar) -> None:
    pc = town.founded()
    ask(town, app, "POST", wire.PULL, content=b"", headers=MEDIA)
    text = ask(town, app, "GET", "/metrics").text
    assert 'renda_calls_total{outcome="ok",route="/v1/push"}' in text
    assert 'renda_calls_total{outcome="sync.garbled",route="/v1/pull"}' in text
    assert pc.device not in text
    assert pc.scope not in text
