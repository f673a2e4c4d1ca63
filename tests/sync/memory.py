"""A small honest server in memory: it numbers, answers the same twice, and forgets nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.sync import signing, wire
from renda_desktop.sync.link import Link
from renda_desktop.sync.loop import Place
from renda_desktop.sync.messages import (
    NOTHING,
    Certificate,
    Checkpoint,
    Compare,
    Compared,
    Enrol,
    Enrolled,
    Hello,
    Page,
    Point,
    Pull,
    Push,
    Pushed,
    Refill,
    Refusal,
    Scope,
    SignedAction,
    Verdict,
    Welcome,
    Witness,
)

URL = "https://server.test"

A = TypeVar("A", bound=msgspec.Struct)
B = TypeVar("B", bound=msgspec.Struct)


@dataclass
class Log:
    """One scope: its actions in order, every verdict, where each device stands."""

    name: str
    actions: list[SignedAction] = field(default_factory=list)
    verdicts: dict[Id, Verdict] = field(default_factory=dict)
    places: dict[Id, tuple[int, bytes]] = field(default_factory=dict)
    head: int = 0
    starts: dict[int, int] = field(default_factory=dict)  # which action comes after a number
    chains: dict[int, bytes] = field(default_factory=dict)

    def take(self, action: SignedAction) -> None:
        """Put an action at the end."""
        self.starts[self.head] = len(self.actions)
        before = self.chains.get(self.head, NOTHING)
        self.actions.append(action)
        self.head += len(action.entries)
        self.chains[self.head] = signing.chained(before, entries=action.entries)


class MemoryServer(Link):
    """Refuses what `refuse` names a rule for; `page` bounds the entries of a page."""

    def __init__(self, seed: int = 1) -> None:
        self.id = Id(f"{seed:032x}")
        self.key = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
        self.epoch = 1
        self.page = 2000
        self.logs: dict[Id, Log] = {}
        self.devices: dict[Id, Certificate] = {}
        self.revoked: set[Id] = set()
        self.codes: dict[str, Enrolled] = {}
        self.refuse: Callable[[SignedAction], str | None] = lambda _: None
        self.calls: list[str] = []

    def enrol(self, request: Enrol) -> Enrolled:
        if request.code.startswith("bad"):
            raise RuleBroken("sync.code")
        assert signing.verified(
            signing.enrol_message(request), signature=request.proof, key=request.key
        )
        known = self.codes.get(request.code)
        if known is not None:
            if known.certificate.device != request.device:
                raise RuleBroken("sync.code")
            return known
        for scope in request.scopes:
            self.logs.setdefault(scope.id, Log(scope.name))
        if request.device in self.revoked:
            raise Unavailable("sync.revoked")
        letter = chr(ord("A") + len(self.devices))
        blank = Certificate(self.id, request.device, request.key, letter, 1, bytes(64))
        signature = self.key.sign(signing.certificate_message(blank))
        mine = msgspec.structs.replace(blank, signature=signature)
        mine = self.devices.setdefault(request.device, mine)
        key = signing.public_bytes(self.key)
        self.codes[request.code] = Enrolled(self.id, key, self.epoch, mine, self.scopes())
        return self.codes[request.code]

    def scopes(self) -> tuple[Scope, ...]:
        return tuple(Scope(id_, "station", one.name, one.head) for id_, one in self.logs.items())

    def hello(self, request: Hello) -> Welcome:
        self._admit(request.server, request.device)
        return self._welcome(request.device)

    def witness(self, request: Witness) -> Welcome:
        self._admit(request.server, request.device)
        return self._welcome(request.device)

    def compare(self, request: Compare) -> Compared:
        self._admit(request.server, request.device)
        log = self.logs[request.scope]
        here = {(seq, chain) for seq, chain in log.chains.items() if seq <= log.head}
        agreed = (one for one in request.points if (one.seq, one.chain) in here)
        return Compared(self.epoch, log.head, next(agreed, Point(0, NOTHING)))

    def refill(self, request: Refill) -> Pushed:
        self._admit(request.server, request.device)
        log = self.logs[request.scope]
        known = [log.verdicts.get(one.action.id) for one in request.actions]
        assert None not in known, "this server never loses anything but all"
        verdicts = tuple(one for one in known if one is not None)
        return Pushed(self.epoch, log.head, verdicts)

    def push(self, request: Push) -> Pushed:
        self._admit(request.server, request.device)
        log = self.logs[request.scope]
        verdicts: list[Verdict] = []
        for action in request.actions:
            dseq, link = log.places.get(request.device, (0, NOTHING))
            follows = (action.dseq, action.previous) == (dseq + 1, link)
            if action.id in log.verdicts:
                verdicts.append(log.verdicts[action.id])
                if follows:
                    log.places[request.device] = (
                        action.dseq,
                        signing.link(action, server=self.id),
                    )
                continue
            if not follows:
                return Pushed(self.epoch, log.head, tuple(verdicts), forked=True)
            self._check(action, request.device)
            log.places[request.device] = (
                action.dseq, signing.link(action, server=self.id),
            )  # fmt: skip
            verdicts.append(self._judge(log, action))
        word = self._word(request.scope, request.device)
        return Pushed(self.epoch, log.head, tuple(verdicts), checkpoint=word)

    def pull(self, request: Pull) -> Page:
        self._admit(request.server, request.device)
        log, until = self.logs[request.scope], request.after
        taken: list[SignedAction] = []
        for action in log.actions[log.starts.get(request.after, len(log.actions)) :]:
            if taken and until - request.after + len(action.entries) > self.page:
                break
            taken.append(action)
            until += len(action.entries)
        chain = log.chains.get(until, NOTHING)
        known = tuple(self.devices[one] for one in {action.device for action in taken})
        return Page(
            self.epoch, request.scope, tuple(taken), until, log.head, chain, known,
            self._word(request.scope, request.device),
        )  # fmt: skip

    def _welcome(self, device: Id) -> Welcome:
        words = tuple(self._checkpoint(one, device) for one in self.scopes())
        return Welcome(self.id, self.epoch, 1, datetime.now(UTC), self.scopes(), words)

    def _word(self, scope: Id, device: Id) -> Checkpoint:
        log = self.logs[scope]
        return self._checkpoint(Scope(scope, "station", log.name, log.head), device)

    def _checkpoint(self, one: Scope, device: Id) -> Checkpoint:
        chain = self.logs[one.id].chains.get(one.head, NOTHING)
        word = Checkpoint(
            one.id, one.kind, one.name, device, self.epoch, one.head, chain, bytes(64)
        )
        signature = self.key.sign(signing.checkpoint_message(word, server=self.id))
        return msgspec.structs.replace(word, signature=signature)

    def _admit(self, server: Id, device: Id) -> None:
        if server != self.id:
            raise Unavailable("sync.other_server")
        if device not in self.devices:
            raise Unavailable("sync.unknown_device")
        if device in self.revoked:
            raise Unavailable("sync.revoked")

    def _check(self, action: SignedAction, device: Id) -> None:
        message = signing.action_message(action, server=self.id)
        key = self.devices[device].key
        assert action.device == device
        assert signing.verified(message, signature=action.signature, key=key)

    def _judge(self, log: Log, action: SignedAction) -> Verdict:
        rule = self.refuse(action)
        refusal = Refusal(rule) if rule else None
        seq = 0 if rule else log.head + 1
        receipt = signing.receipt(action, seq=seq, refusal=refusal)
        log.verdicts[action.id] = Verdict(action.id, receipt, seq, refusal)
        if not rule:
            log.take(msgspec.structs.replace(action, seq=seq))
        return log.verdicts[action.id]


class Wire(Link):
    """A `Link` that carries packed bytes, and does to them what `fault` says.

    `fault` gets the call, the answer's bytes (None before the server was asked) and returns the
    bytes that arrive; it may raise instead.
    """

    def __init__(self, server: MemoryServer) -> None:
        self.server = server
        self.fault: Callable[[str, bytes | None], bytes | None] = lambda _, data: data
        self.open = 0  # transactions open now: none may be, while the network is used

    def enrol(self, request: Enrol) -> Enrolled:
        return self._carry("enrol", self.server.enrol, request, Enrolled)

    def hello(self, request: Hello) -> Welcome:
        return self._carry("hello", self.server.hello, request, Welcome)

    def push(self, request: Push) -> Pushed:
        return self._carry("push", self.server.push, request, Pushed)

    def pull(self, request: Pull) -> Page:
        return self._carry("pull", self.server.pull, request, Page)

    def witness(self, request: Witness) -> Welcome:
        return self._carry("witness", self.server.witness, request, Welcome)

    def compare(self, request: Compare) -> Compared:
        return self._carry("compare", self.server.compare, request, Compared)

    def refill(self, request: Refill) -> Pushed:
        return self._carry("refill", self.server.refill, request, Pushed)

    @contextmanager
    def way(self, _place: Place) -> Iterator["Wire"]:
        yield self

    def _carry(self, call: str, answer: Callable[[A], B], request: A, kind: type[B]) -> B:
        assert not self.open, "the network is used inside a transaction"
        self.server.calls.append(call)
        self.fault(call, None)
        data = wire.pack(answer(wire.unpack(wire.pack(request), kind=type(request))))
        return wire.unpack(self.fault(call, data) or b"", kind=kind)
