"""The way to a server over HTTPS: what answers is the server, or told for what it is."""

import ssl
import time
from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final, TypeVar

import httpx
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.domain.rules import SENTENCES
from renda_desktop.sync import signing, wire
from renda_desktop.sync.link import Link
from renda_desktop.sync.messages import MOST_BYTES

M = TypeVar("M", bound=msgspec.Struct)

_TIMES: Final = httpx.Timeout(60, connect=10, pool=10)
_LONGEST: Final = 300.0  # seconds for a whole answer, however slowly it trickles
_WAIT: Final = 60  # where a server that is busy does not say how long
_LONGEST_WAIT: Final = 3600
_USERS: Final = frozenset({"sync.code", "sync.other_station"})  # whoever typed the code can mend it

# OpenSSL's codes of what is wrong with a certificate (x509_vfy.h).
_FLAWS: Final = {
    9: "证书尚未生效,请核对本机时钟",
    10: "证书已过期,或本机时钟不对",
    18: "证书是自签名的",
    19: "签发证书的机构不受信任,需要单位的 CA 证书",
    20: "签发证书的机构不受信任,需要单位的 CA 证书",
    21: "签发证书的机构不受信任,需要单位的 CA 证书",
    23: "证书已被吊销",
    24: "CA 证书没有注明是 CA",
    62: "证书不是发给这个服务器名称的",
    64: "证书不是发给这个 IP 地址的",
    79: "CA 证书不合规范",
    85: "证书缺少颁发者密钥标识",
    86: "证书缺少使用者密钥标识",
    89: "CA 证书的基本约束没有标为关键",
    92: "CA 证书缺少密钥用途",
}


class Https(Link):
    """A `Link` for one device. Keep it only for one exchange, and close it."""

    def __init__(
        self,
        url: str,
        *,
        ca: str,
        server: Id | None,
        device: Id,
        key: Ed25519PrivateKey,
        clock: Callable[[], datetime],
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """Prepare the way; nothing is sent yet.

        Args:
            ca: the text of the organisation's own certificate file, or ''.
            server: who must answer; None before this PC is enrolled.

        Raises:
            Unavailable: the address or the certificate file is none.
        """
        self._server = server
        self._device = device
        self._key = key
        self._clock = clock
        self._ahead = 0  # seconds by which the server's clock is ahead of ours
        self._client = httpx.Client(
            base_url=checked_address(url),
            verify=trusting(ca),
            timeout=_TIMES,
            transport=transport,
            headers={"Content-Type": wire.MEDIA, "Accept": wire.MEDIA, "Accept-Encoding": ""},
        )

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

    def call(self, path: str, request: msgspec.Struct, *, kind: type[M]) -> M:
        body = wire.pack(request)
        answer, data = self._send(path, body)
        if answer.status_code == HTTPStatus.UNAUTHORIZED and self._set_clock(answer, data):
            answer, data = self._send(path, body)
        self._check(answer, data)
        return wire.unpack(data, kind=kind)

    def _send(self, path: str, body: bytes) -> tuple[httpx.Response, bytes]:
        at = int(self._clock().timestamp()) + self._ahead
        message = signing.request_message(method="POST", path=path, at=at, body=body)
        headers = {
            wire.DEVICE: self._device,
            wire.TIME: str(at),
            wire.SIGNATURE: self._key.sign(message).hex(),
        }
        try:
            with self._client.stream("POST", path, content=body, headers=headers) as answer:
                return answer, _bounded(answer)
        except httpx.TimeoutException:
            raise Unavailable("sync.slow") from None
        except httpx.HTTPError as failure:
            raise _failed(failure) from None

    def _set_clock(self, answer: httpx.Response, data: bytes) -> bool:
        """Return whether it is only our clock that is wrong: then the server's counts."""
        if not self._ours(answer):
            return False
        trouble = wire.unpack(data, kind=wire.Trouble)
        if trouble.rule != "sync.clock" or not trouble.now or self._ahead:
            return False
        self._ahead = trouble.now - int(self._clock().timestamp())
        return True

    def _ours(self, answer: httpx.Response) -> bool:
        media = answer.headers.get("content-type", "").partition(";")[0].strip()
        return media == wire.MEDIA and answer.headers.get(wire.SERVER) is not None

    def _check(self, answer: httpx.Response, data: bytes) -> None:
        """Raise what an answer says, unless it is an outcome of our server."""
        status = answer.status_code
        if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
            wait = answer.headers.get("retry-after")
            if wait is not None or self._ours(answer):
                raise Unavailable("sync.busy", seconds=_seconds(wait, self._clock()))
        if not self._ours(answer):
            raise Unavailable("sync.not_the_server")
        if self._server not in (None, answer.headers[wire.SERVER]):
            raise Unavailable("sync.other_server")
        if status == HTTPStatus.OK:
            return
        rule = wire.unpack(data, kind=wire.Trouble).rule
        if rule in _USERS:
            raise RuleBroken(rule)
        known = rule in SENTENCES and rule.startswith("sync.")
        raise Unavailable(rule if known else "sync.broken", scope="", seconds=_WAIT)


def checked_address(url: str) -> str:
    """Return the address of a server.

    Raises:
        Unavailable: it is none. Only this computer itself is spoken to without TLS.
    """
    try:
        address = httpx.URL(url.strip())
    except (httpx.InvalidURL, TypeError):
        raise Unavailable("sync.address") from None
    here = address.host in ("localhost", "127.0.0.1", "::1")
    if not address.host or address.scheme not in (("https", "http") if here else ("https",)):
        raise Unavailable("sync.address")
    return str(address)


def trusting(ca: str) -> ssl.SSLContext:
    """Return what to trust: the system's authorities, and the organisation's own.

    Raises:
        Unavailable: the text holds no certificate.
    """
    context = ssl.create_default_context()
    if ca:
        try:
            context.load_verify_locations(cadata=ca)
        except (ssl.SSLError, ValueError, OSError):
            raise Unavailable("sync.ca_file") from None
    return context


def _bounded(answer: httpx.Response) -> bytes:
    """Read an answer: so much, and so long."""
    parts: list[bytes] = []
    size, began = 0, time.monotonic()
    for part in answer.iter_raw():
        size += len(part)
        if size > MOST_BYTES:
            raise Unavailable("sync.too_large")
        if time.monotonic() - began > _LONGEST:
            raise Unavailable("sync.slow")
        parts.append(part)
    return b"".join(parts)


def _failed(failure: BaseException) -> Unavailable:
    """Return what to say of a connection that failed: which rule a certificate broke."""
    cause: BaseException | None = failure
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            flaw = f"{cause.verify_code}:{cause.verify_message}"
            return Unavailable("sync.certificate", reason=_FLAWS.get(cause.verify_code, flaw))
        if isinstance(cause, ssl.SSLError):
            return Unavailable("sync.not_the_server")
        cause = cause.__cause__ or cause.__context__
    return Unavailable("sync.offline")


def _seconds(wait: str | None, now: datetime) -> int:
    """Return how long Retry-After asks to wait: seconds or a date."""
    try:
        if wait is not None and not wait.strip().isdigit():
            asked = int((parsedate_to_datetime(wait) - now).total_seconds())
        else:
            asked = int(wait or _WAIT)
    except (TypeError, ValueError):
        asked = _WAIT
    return min(max(asked, 1), _LONGEST_WAIT)
