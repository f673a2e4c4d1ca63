"""A PC as it was released with protocol 1, in small: frozen like the messages that it says."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tests.sync.released.v1 import (
    ANSWERS,
    NOTHING,
    Enrol,
    Enrolled,
    Hello,
    Page,
    Pull,
    Push,
    Pushed,
    SentEntry,
    SignedAction,
    Welcome,
    action_message,
    chained,
    digest,
    pack,
    plain,
    receipt,
    unpack,
    vouched,
)

Carry = Callable[[str, dict[str, str], bytes], tuple[int, bytes]]


@dataclass
class Client:
    """Enrols, pushes and pulls as the released program does, and checks what it is told."""

    carry: Carry
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    enrolled: Enrolled | None = None
    dseq: int = 0
    link: bytes = NOTHING
    after: int = 0
    chain: bytes = NOTHING
    log: list[SentEntry] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.device, self.clerk = self.new_id(), self.new_id()

    @property
    def scope(self) -> str:
        assert self.enrolled is not None
        return self.enrolled.scopes[0].id

    @property
    def server(self) -> str:
        assert self.enrolled is not None
        return self.enrolled.server

    def call(self, path: str, message: msgspec.Struct) -> Any:
        body, at = pack(message), int(self.clock().timestamp())
        said = b"renda request 1\0" + f"POST {path} {at}\n".encode() + sha256(body).digest()
        headers = {
            "renda-device": self.device,
            "renda-time": str(at),
            "renda-signature": self.key.sign(said).hex(),
        }
        status, answer = self.carry(path, headers, body)
        assert status == 200, plain(answer)
        return unpack(answer, ANSWERS[path])

    def enrol(self, code: str) -> None:
        public = self.key.public_key().public_bytes_raw()
        hashed = sha256(code.encode()).digest()
        said = b"renda enrol 1\0" + hashed + bytes.fromhex(self.device) + public
        proof = self.key.sign(said)
        self.enrolled = self.call(
            "/v1/enrol", Enrol(code, self.device, public, "窗口", "0.1", proof)
        )
        assert self.enrolled is not None
        assert self.enrolled.certificate.key == public
        vouched(self.enrolled.certificate, self.enrolled.server_key)

    def hello(self) -> Welcome:
        hello: Welcome = self.call(
            "/v1/hello", Hello(self.server, self.device, self.clock(), "0.1")
        )
        assert hello.protocol == 1
        return hello

    def act(self, *said: tuple[str, str, object]) -> SignedAction:
        """Return the next action: of each entry its stream, its kind, its body."""
        self.dseq += 1
        blank = SignedAction(
            self.new_id(), self.scope, self.device, self.dseq, self.link, bytes(64), ()
        )
        entries = []
        for stream, kind, body in said:
            text = json.dumps(body, ensure_ascii=False)
            entry = SentEntry(
                self.new_id(), stream, kind, self.clerk,
                int(self.clock().timestamp() * 1_000_000), text, NOTHING,
            )  # fmt: skip
            entries.append(msgspec.structs.replace(entry, digest=digest(entry, blank)))
        whole = msgspec.structs.replace(blank, entries=tuple(entries))
        message = action_message(whole, self.server)
        self.link = sha256(message).digest()
        return msgspec.structs.replace(whole, signature=self.key.sign(message))

    def found(self) -> SignedAction:
        clerk = {"details": {"name": "王芳", "roles": ["clerk", "station_head"]}}
        station = {"details": {"name": "月湖街道人大代表联络站", "code": "YH"}}
        return self.act(
            (self.scope, "station.register", station), (self.clerk, "clerk.register", clerk)
        )

    def push(self, *actions: SignedAction) -> Pushed:
        pushed: Pushed = self.call(
            "/v1/push", Push(self.server, 1, self.scope, self.device, actions)
        )
        assert not pushed.forked
        for action, verdict in zip(actions, pushed.verdicts, strict=True):
            assert (verdict.action, verdict.receipt) == (action.id, receipt(action, verdict))
        return pushed

    def pull(self) -> list[SentEntry]:
        """Take everything there is, and return what is new."""
        assert self.enrolled is not None
        before, head = len(self.log), self.after + 1
        while self.after < head:
            page: Page = self.call(
                "/v1/pull", Pull(self.server, 1, self.scope, self.device, self.after)
            )
            keys = {one.device: one for one in page.certificates}
            for action in page.actions:
                vouched(keys[action.device], self.enrolled.server_key)
                key = Ed25519PublicKey.from_public_bytes(keys[action.device].key)
                key.verify(action.signature, action_message(action, self.server))
                assert action.seq == self.after + 1
                for entry in action.entries:
                    assert entry.body is None or digest(entry, action) == entry.digest
                self.after += len(action.entries)
                self.log += action.entries
            self.chain = chained(self.chain, page.actions)
            assert (self.after, self.chain) == (page.until, page.chain)
            head = page.head
        return self.log[before:]
