"""A bucket behaves like the folder, asked through the real library of a small honest store."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

import pytest

from renda_desktop.domain.errors import Unavailable
from renda_desktop.server.s3 import Bucket
from renda_desktop.server.shelf import Folder, Shelf

pytest.importorskip("boto3")

KEPT: dict[str, bytes] = {}


class Store(BaseHTTPRequestHandler):
    """Keeps what it is given, as S3 says; `fail` answers everything with an error."""

    fail = False
    protocol_version = "HTTP/1.1"

    def do_PUT(self) -> None:
        KEPT[self._key()] = self.rfile.read(int(self.headers["content-length"]))
        self._say(200)

    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        if "list-type" in asked:
            prefix = asked["prefix"][0]
            names = sorted(one for one in KEPT if one.startswith(prefix))
            items = "".join(f"<Contents><Key>{escape(one)}</Key></Contents>" for one in names)
            whole = f"<ListBucketResult><IsTruncated>false</IsTruncated>{items}</ListBucketResult>"
            self._say(200, whole.encode())
            return
        data = KEPT.get(self._key())
        start, _, end = self.headers.get("range", "bytes=0-")[6:].partition("-")
        if data is None:
            self._say(404, b"<Error><Code>NoSuchKey</Code></Error>")
        elif int(start) >= len(data):
            self._say(416, b"<Error><Code>InvalidRange</Code></Error>")
        else:
            self._say(206, data[int(start) : int(end) + 1 if end else None])

    def do_HEAD(self) -> None:
        data = KEPT.get(self._key())
        self._say(404 if data is None else 200, data or b"", body=False)

    def do_DELETE(self) -> None:
        KEPT.pop(self._key(), None)
        self._say(204)

    def _key(self) -> str:
        return unquote(urlsplit(self.path).path).removeprefix("/bucket/")

    def _say(self, status: int, data: bytes = b"", *, body: bool = True) -> None:
        if self.fail:
            status, data = 403, b"<Error><Code>AccessDenied</Code></Error>"
        self.send_response(status)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        if body:
            self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    KEPT.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Store)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    yield Bucket("s3://bucket/renda")
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(params=["folder", "bucket"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path, bucket: Bucket) -> Shelf:
    return bucket if request.param == "bucket" else Folder(tmp_path)


def test_what_is_written_is_read(shelf: Shelf) -> None:
    shelf.write("a/b/c", b"0123456789")
    shelf.write("a/b/d.parts/000", b"x")
    assert shelf.read("a/b/c") == b"0123456789"
    assert shelf.read("a/b/c", start=3, most=4) == b"3456"
    assert shelf.read("a/b/c", start=8, most=4) == b"89"
    assert shelf.read("a/b/c", start=10, most=4) == b""
    assert shelf.size("a/b/c") == 10
    assert shelf.keys("a/b") == ["a/b/c", "a/b/d.parts/000"]
    assert shelf.keys("a/b/d.parts") == ["a/b/d.parts/000"]
    shelf.remove("a/b/c")
    shelf.remove("a/b/c")
    assert (shelf.read("a/b/c"), shelf.size("a/b/c")) == (None, None)


def test_a_store_that_says_no_is_told_as_trouble(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Store, "fail", True)
    with pytest.raises(OSError, match=r"AccessDenied"):
        bucket.write("a", b"x")
    with pytest.raises(OSError, match=r"AccessDenied"):
        bucket.read("a")
    with pytest.raises(OSError, match=r"AccessDenied"):
        bucket.keys("a")


@pytest.mark.parametrize("address", ["s3://", "https://bucket", "bucket"])
def test_an_address_that_is_none_is_told(address: str) -> None:
    with pytest.raises(Unavailable) as told:
        Bucket(address)
    assert told.value.rule == "server.s3_address"
