"""A server with a certificate of the organisation's own, and those who only pretend to be it."""

import os
import re
import signal
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import uvicorn

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.server import cli, listening
from renda_desktop.server.app import make_app
from renda_desktop.sync import http
from renda_desktop.sync.http import Https
from renda_desktop.sync.messages import Hello, Welcome
from tests.server.authority import DAY, Authority
from tests.server.pcs import Pc, Town
from tests.server.test_commands import started

CA = Authority()


def hello(pc: Pc, url: str, *, ca: str, server: Id | None = None) -> Welcome:
    """Greet whatever is there, by the real clock."""
    way = Https(
        url, ca=ca, server=server or pc.server, device=pc.device, key=pc.key,
        clock=lambda: datetime.now(UTC),
    )  # fmt: skip
    try:
        return way.hello(Hello(pc.server, pc.device, datetime.now(UTC), "0.1.0"))
    finally:
        way.close()


def told(pc: Pc, url: str, *, ca: str) -> tuple[str, str]:
    """Return which rule is broken, and the sentence about it."""
    with pytest.raises((Unavailable, RuleBroken)) as caught:
        hello(pc, url, ca=ca)
    assert isinstance(caught.value, Unavailable)
    return caught.value.rule, str(caught.value)


@pytest.mark.skipif(os.name == "nt", reason="signals differ")
def test_a_process_with_a_certificate_is_trusted_by_the_ca_it_was_given(
    town: Town, data: Path, address: str, tmp_path: Path
) -> None:
    pc = town.founded()
    cert, key = CA.issue(tmp_path, "localhost", "127.0.0.1")
    serving = started(
        data, "run", "--port", "0", "--host", "0.0.0.0",  # noqa: S104 - that is the point
        "--tls-cert", str(cert), "--tls-key", str(key), "--database", address,
    )  # fmt: skip
    try:
        port = listens(serving)
        for host in ("localhost", "127.0.0.1"):
            welcome = hello(pc, f"https://{host}:{port}", ca=CA.text)
            assert [one.id for one in welcome.scopes] == [pc.scope]
        url = f"https://localhost:{port}"
        assert "需要单位的 CA 证书" in told(pc, url, ca="")[1]
        assert "需要单位的 CA 证书" in told(pc, url, ca=Authority().text)[1]
        assert told(pc, f"http://localhost:{port}", ca="")[0] == "sync.offline"
    finally:
        serving.send_signal(signal.SIGTERM)
        serving.communicate(timeout=60)
    assert serving.returncode == 0


def listens(serving: "subprocess.Popen[str]") -> str:
    """Return the port that a process says it listens on."""
    assert serving.stderr is not None
    lines = iter(serving.stderr.readline, "")
    return next(found[1] for line in lines if (found := re.search(r"://[\d.]+:(\d+)", line)))


Serve = Callable[..., str]


@pytest.fixture
def serve(town: Town, tmp_path: Path) -> Iterator[Serve]:
    """Let a server with some certificate listen; give its port."""
    running: list[uvicorn.Server] = []

    def begun(*hosts: str, ca: Authority = CA, **when: timedelta) -> str:
        cert, key = ca.issue(tmp_path, *hosts, **when)
        words = ["run", "--port", "0", "--tls-cert", str(cert), "--tls-key", str(key)]
        config = listening.config(cli.parser().parse_args(words))
        config.app = make_app(town.server)
        server = uvicorn.Server(config)
        running.append(server)
        return town.loop.run(_begin(server, config))

    yield begun
    for one in running:
        town.loop.run(one.shutdown())


async def _begin(server: uvicorn.Server, config: uvicorn.Config) -> str:
    config.load()
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    return str(server.servers[0].sockets[0].getsockname()[1])


@pytest.mark.parametrize(
    ("hosts", "when", "words"),
    [
        (("localhost",), {"begins": -2 * DAY, "ends": -DAY}, "证书已过期"),
        (("localhost",), {"begins": DAY, "ends": 2 * DAY}, "证书尚未生效"),
        (("server.example",), {}, "证书不是发给这个服务器名称的"),
        (("127.0.0.1",), {}, "证书不是发给这个服务器名称的"),
    ],
    ids=["expired", "not yet", "another name", "an address only"],
)
def test_the_rule_that_a_certificate_breaks_is_named(
    town: Town, serve: Serve, hosts: tuple[str, ...], when: dict[str, timedelta], words: str
) -> None:
    pc = town.founded()
    rule, sentence = told(pc, f"https://localhost:{serve(*hosts, **when)}", ca=CA.text)
    assert rule == "sync.certificate"
    assert words in sentence


def test_a_name_is_no_address(town: Town, serve: Serve) -> None:
    pc = town.founded()
    rule, sentence = told(pc, f"https://127.0.0.1:{serve('localhost')}", ca=CA.text)
    assert (rule, "不是发给这个 IP 地址的" in sentence) == ("sync.certificate", True)


def test_an_authority_of_the_same_name_is_another_one(town: Town, serve: Serve) -> None:
    pc = town.founded()
    port = serve("localhost", ca=Authority())
    rule, sentence = told(pc, f"https://localhost:{port}", ca=CA.text)
    assert rule == "sync.certificate"
    assert "请把这句话告诉系统管理员" in sentence


FLAWS = {
    "": None,
    "no CA": "CA",
    "not critical": "CA 证书的基本约束没有标为关键",
    "no usage": "CA 证书缺少密钥用途",
    "no issuer's number": "证书缺少颁发者密钥标识",
    "no own number": "证书缺少使用者密钥标识",
}


@pytest.mark.parametrize("flaw", FLAWS)
def test_what_a_strict_client_misses_in_a_ca_is_said(
    town: Town, serve: Serve, flaw: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python 3.13 is strict by itself."""
    trusting = http.trusting

    def strict(ca: str) -> ssl.SSLContext:
        context = trusting(ca)
        context.verify_flags |= ssl.VERIFY_X509_STRICT
        return context

    monkeypatch.setattr(http, "trusting", strict)
    ca, pc = Authority(flaw=flaw), town.founded()
    url = f"https://localhost:{serve('localhost', ca=ca)}"
    words = FLAWS[flaw]
    if words is None:
        assert hello(pc, url, ca=ca.text).server == pc.server
    else:
        rule, sentence = told(pc, url, ca=ca.text)
        assert rule == "sync.certificate"
        assert words in sentence


class Stranger(BaseHTTPRequestHandler):
    """Answers whatever is asked as it was told to."""

    status = 200
    said: tuple[tuple[str, str], ...] = ()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        page = "<html>请先登录上网</html>".encode()
        self.send_response(self.status)
        for name, value in (*self.said, ("Content-Length", str(len(page)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Say nothing."""


@pytest.mark.parametrize(
    ("status", "said", "rule"),
    [
        (200, (("Content-Type", "text/html"),), "sync.not_the_server"),
        (302, (("Location", "http://127.0.0.1:1/login"),), "sync.not_the_server"),
        (307, (("Location", "/v1/hello"),), "sync.not_the_server"),
        (401, (("WWW-Authenticate", "Basic"),), "sync.not_the_server"),
        (407, (("Proxy-Authenticate", "Basic"),), "sync.not_the_server"),
        (502, (("Content-Type", "text/html"),), "sync.not_the_server"),
        (503, (("Content-Type", "text/html"), ("Retry-After", "7")), "sync.busy"),
        (511, (("Content-Type", "text/html"),), "sync.not_the_server"),
    ],
)
def test_a_portal_and_a_gateway_are_told_for_what_they_are(
    town: Town, status: int, said: tuple[tuple[str, str], ...], rule: str
) -> None:
    pc = town.founded()
    kind = type("Portal", (Stranger,), {"status": status, "said": said})
    with HTTPServer(("127.0.0.1", 0), kind) as portal:
        thread = threading.Thread(target=portal.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            assert told(pc, f"http://127.0.0.1:{portal.server_port}", ca="")[0] == rule
        finally:
            portal.shutdown()
            thread.join()
