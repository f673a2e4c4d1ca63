"""Whatever answers is told for what it is, and only the server's word is taken."""

import ssl
from collections.abc import Callable
from datetime import UTC, datetime

import httpx
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.sync import http, signing, wire
from renda_desktop.sync.messages import MOST_BYTES, Enrol, Hello, Welcome
from tests.offices import START

SERVER, DEVICE = Id("5e" * 16), Id("de" * 16)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
OURS = {"content-type": wire.MEDIA, wire.SERVER: SERVER}
WELCOME = wire.pack(Welcome(SERVER, 1, 1, START, ()))

Answer = Callable[[httpx.Request], httpx.Response]


def made(status: int, headers: dict[str, str], body: bytes) -> httpx.Response:
    """Return an answer that is read as it comes in."""
    return httpx.Response(status, headers=headers, stream=httpx.ByteStream(body))


def link(answer: Answer) -> http.Https:
    return http.Https(
        "https://server.test",
        ca="",
        server=SERVER,
        device=DEVICE,
        key=KEY,
        clock=lambda: START,
        transport=httpx.MockTransport(answer),
    )


def hello(answer: Answer) -> Welcome:
    way = link(answer)
    try:
        return way.hello(Hello(SERVER, DEVICE, START, "0.1.0"))
    finally:
        way.close()


def told(answer: Answer) -> Unavailable:
    with pytest.raises(Unavailable) as caught:
        hello(answer)
    assert str(caught.value)
    return caught.value


def said(rule: str, *, now: int = 0) -> bytes:
    return wire.pack(wire.Trouble(rule, now))


def test_a_request_is_signed_and_its_answer_read() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        at = int(request.headers[wire.TIME])
        message = signing.request_message(
            method="POST", path="/v1/hello", at=at, body=request.content
        )
        signature = bytes.fromhex(request.headers[wire.SIGNATURE])
        assert signing.verified(message, signature=signature, key=signing.public_bytes(KEY))
        assert request.headers[wire.DEVICE] == DEVICE
        assert request.headers["content-type"] == wire.MEDIA
        return made(200, OURS, WELCOME)

    assert hello(answer).server == SERVER


PAGE = b"<html>Please log in</html>"
HTML = {"content-type": "text/html"}


@pytest.mark.parametrize(
    ("status", "headers", "body", "rule"),
    [
        (200, HTML, PAGE, "sync.not_the_server"),  # a captive portal
        (302, {"location": "http://portal.test"}, b"", "sync.not_the_server"),
        (502, HTML, PAGE, "sync.not_the_server"),  # a gateway
        (404, HTML, PAGE, "sync.not_the_server"),
        (200, {"content-type": wire.MEDIA}, WELCOME, "sync.not_the_server"),
        (200, {**OURS, "content-type": "application/json"}, WELCOME, "sync.not_the_server"),
        (200, {**OURS, wire.SERVER: "00" * 16}, WELCOME, "sync.other_server"),
        (200, OURS, WELCOME[:-4], "sync.garbled"),
        (200, OURS, b"", "sync.garbled"),
        (200, OURS, wire.pack(wire.Trouble("x")), "sync.garbled"),
        (401, OURS, said("sync.revoked"), "sync.revoked"),
        (401, OURS, said("sync.unknown_device"), "sync.unknown_device"),
        (403, OURS, said("sync.not_granted"), "sync.not_granted"),
        (413, OURS, said("sync.too_large"), "sync.too_large"),
        (500, OURS, said("sync.broken"), "sync.broken"),
        (400, OURS, said("sync.of_tomorrow"), "sync.broken"),
        (503, OURS, said("sync.busy"), "sync.busy"),
        (503, HTML, PAGE, "sync.not_the_server"),
    ],
)
def test_an_answer_is_told_for_what_it_is(
    status: int, headers: dict[str, str], body: bytes, rule: str
) -> None:
    failure = told(lambda _: made(status, headers, body))
    assert failure.rule == rule


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ("120", 120), ("0", 1), ("999999", 3600), ("soon", 60), ("-5", 60),
        ("Mon, 23 Nov 2026 06:02:00 GMT", 120),
    ],
)  # fmt: skip
@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_honoured(status: int, asked: str, seconds: int) -> None:
    headers = HTML | {"retry-after": asked}
    failure = told(lambda _: made(status, headers, PAGE))
    assert (failure.rule, failure.params["seconds"]) == ("sync.busy", seconds)


def raising(failure: Exception, cause: Exception | None = None) -> Answer:
    def answer(_: httpx.Request) -> httpx.Response:
        raise failure from cause

    return answer


def _flawed(code: int, message: str) -> ssl.SSLCertVerificationError:
    flaw = ssl.SSLCertVerificationError(1, "certificate verify failed")
    flaw.verify_code, flaw.verify_message = code, message
    return flaw


def test_what_fails_on_the_way_is_told() -> None:
    assert told(raising(httpx.ConnectError("no route"))).rule == "sync.offline"
    assert told(raising(httpx.ReadError("reset"))).rule == "sync.offline"
    assert told(raising(httpx.RemoteProtocolError("cut"))).rule == "sync.offline"
    assert told(raising(httpx.ReadTimeout("slow"))).rule == "sync.slow"
    plain = ssl.SSLError(1, "wrong version number")
    assert told(raising(httpx.ConnectError("x"), plain)).rule == "sync.not_the_server"


@pytest.mark.parametrize(
    ("code", "words"), [(10, "过期"), (20, "CA 证书"), (62, "服务器名称"), (999, "999:odd rule")]
)
def test_the_rule_that_a_certificate_broke_is_told(code: int, words: str) -> None:
    failure = told(raising(httpx.ConnectError("x"), _flawed(code, "odd rule")))
    assert failure.rule == "sync.certificate"
    assert words in str(failure)


def test_an_answer_without_end_is_not_read() -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        return made(200, OURS, bytes(MOST_BYTES + 1))

    assert told(answer).rule == "sync.too_large"


def test_a_small_answer_that_unpacks_to_much_is_not_taken() -> None:
    bomb = wire.pack(wire.Trouble("0" * (MOST_BYTES + 10)))
    assert len(bomb) < 10_000
    failure = told(lambda _: made(200, OURS, bomb))
    assert failure.rule == "sync.too_large"


def test_a_wrong_clock_holds_nobody_up() -> None:
    server = int(datetime(2030, 1, 1, tzinfo=UTC).timestamp())
    seen: list[int] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(int(request.headers[wire.TIME]))
        if abs(seen[-1] - server) < 300:
            return made(200, OURS, WELCOME)
        return made(401, OURS, said("sync.clock", now=server))

    assert hello(answer).server == SERVER
    assert seen == [int(START.timestamp()), server]
    never = said("sync.clock", now=server)
    failure = told(lambda _: made(401, OURS, never))
    assert failure.rule == "sync.clock"


def test_a_wrong_code_is_the_user_s_to_mend() -> None:
    way = link(lambda _: made(403, OURS, said("sync.code")))
    request = Enrol("x", DEVICE, bytes(32), "n", "v", bytes(64))
    with pytest.raises(RuleBroken, match="登记码"):
        way.enrol(request)
    way.close()


@pytest.mark.parametrize("url", ["http://server.test", "server.test", "", "ftp://x", "https://"])
def test_an_address_that_is_none_is_told(url: str) -> None:
    with pytest.raises(Unavailable) as caught:
        http.checked_address(url)
    assert caught.value.rule == "sync.address"
    assert http.checked_address(" https://server.test:8443 ") == "https://server.test:8443"
    assert http.checked_address("http://127.0.0.1:8000") == "http://127.0.0.1:8000"


def test_a_certificate_file_that_is_none_is_told() -> None:
    with pytest.raises(Unavailable) as caught:
        http.trusting("no certificate")
    assert caught.value.rule == "sync.ca_file"


def test_a_later_version_s_fields_are_no_trouble() -> None:
    more = msgspec.json.decode(msgspec.json.encode(Welcome(SERVER, 1, 1, START, ())))
    more["of_tomorrow"] = {"a": 1}
    import zstandard

    body = zstandard.compress(msgspec.json.encode(more))
    assert hello(lambda _: made(200, OURS, body)).server == SERVER
