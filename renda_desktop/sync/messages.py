"""What a PC and the server say to each other, as values; how they travel is the link's."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from renda_desktop.domain.fields import Line, Whole
from renda_desktop.domain.ids import Id

PROTOCOL = 1
"""The version that both sides speak; unknown fields of a later one are kept or ignored."""

MOST_ACTIONS = 500  # in one push
MOST_ENTRIES = 2_000  # in one action, and in one page
MOST_PART = 5_000  # entries in a part: parts end at multiples of it, so that they are the same
MOST_BYTES = 8 * 1024 * 1024  # of one message, unpacked
MOST_BODIES = 3 * 1024 * 1024  # of one action's bodies: escaped, they still fit a message

Hash = Annotated[bytes, Meta(min_length=32, max_length=32)]
Signature = Annotated[bytes, Meta(min_length=64, max_length=64)]
Seq = Annotated[int, Meta(ge=0, le=2**62)]
Epoch = Annotated[int, Meta(ge=0, le=2**62)]  # from the second on, the moment when it began
NOTHING = bytes(32)


class SentEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """One entry on its way. Scope and action are those of the action that holds it.

    `body` is kept byte for byte. A body that was erased by order is None; its digest stays.
    `device` is where it was recorded, if that is not the device that offers it: a PC that enrols
    anew offers what it wrote under its earlier name.
    """

    id: Id
    stream: Id
    kind: Line
    author: Id
    recorded_at: Annotated[int, Meta(ge=-(2**62), le=2**62)]
    body: str | None
    digest: Hash
    device: Id | None = None


class SignedAction(msgspec.Struct, frozen=True, omit_defaults=True):
    """What somebody did at once in one scope, signed by the device that it was done on.

    `dseq` numbers the device's actions in the scope, densely, from 1; `previous` is the link
    (`signing.link`) of the one before, zeros for the first: a device can sign many before it
    knows what became of them. `seq` is the server's number of the first entry; 0 before it has
    one.
    """

    id: Id
    scope: Id
    device: Id
    dseq: Annotated[int, Meta(ge=1, le=2**62)]
    previous: Hash
    signature: Signature
    entries: tuple[SentEntry, ...]
    seq: Seq = 0


class Certificate(msgspec.Struct, frozen=True):
    """The server's word that a key is a device's. `letter` stands in the numbers it gives."""

    server: Id
    device: Id
    key: Hash
    letter: Annotated[str, Meta(pattern="^[A-Z]{1,3}$")]
    issued_at: Annotated[int, Meta(ge=0, le=2**62)]
    signature: Signature


class Refusal(msgspec.Struct, frozen=True):
    """Why an action is not taken: `rule` names the sentence that the clerk is told."""

    rule: Line
    detail: Line = ""


class Verdict(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of an action, once and for ever. `seq` numbers its first entry."""

    action: Id
    receipt: Hash
    seq: Seq = 0
    refusal: Refusal | None = None


class Checkpoint(msgspec.Struct, frozen=True, omit_defaults=True):
    """The server's word to a device on where a log stood: entries 1 … `seq` hash to `chain`.

    It binds the server: one that was put back to a time before is shown what it said itself, and
    one that tells two PCs two histories has signed both. `own`: the scope was granted to the
    device itself, and not with an area; `area` is the scope above it.
    """

    scope: Id
    kind: Line
    name: Line
    device: Id
    epoch: Epoch
    seq: Seq
    chain: Hash
    signature: Signature
    own: bool = True
    area: Id | None = None


class Push(msgspec.Struct, frozen=True):
    """Actions of one device in one scope, in their order."""

    server: Id
    epoch: Epoch
    scope: Id
    device: Id
    actions: tuple[SignedAction, ...]


class Pushed(msgspec.Struct, frozen=True):
    """One verdict an action, in the order of the push, and where the scope stands now.

    `forked`: the device's number or link is not what the server knows; nothing was taken from
    there on, and the device must enrol anew.
    """

    epoch: Epoch
    head: Seq
    verdicts: tuple[Verdict, ...]
    forked: bool = False
    checkpoint: Checkpoint | None = None


class Pull(msgspec.Struct, frozen=True):
    """A wish for what comes after a number of a scope.

    `upto`, if given, asks for a part instead of a page: larger, and no further than that number.
    """

    server: Id
    epoch: Epoch
    scope: Id
    device: Id
    after: Seq
    limit: Annotated[int, Meta(ge=1, le=MOST_ENTRIES)] = MOST_ENTRIES
    upto: Seq = 0


class Page(msgspec.Struct, frozen=True):
    """Whole actions in the order of the scope: entries `after`+1 … `until`, and the chain there.

    `certificates` are those of the devices that a PC may not know yet.
    """

    epoch: Epoch
    scope: Id
    actions: tuple[SignedAction, ...]
    until: Seq
    head: Seq
    chain: Hash
    certificates: tuple[Certificate, ...] = ()
    checkpoint: Checkpoint | None = None


class Scope(msgspec.Struct, frozen=True):
    """A log that the device may read, and write where `writes`.

    `area` is the scope above it. `letter` stands in the numbers that the device gives there; ''
    for the one in its certificate.
    """

    id: Id
    kind: Line
    name: Line
    head: Seq
    writes: bool = True
    area: Id | None = None
    letter: Annotated[str, Meta(pattern="^[A-Z]{0,3}$")] = ""


class Enrol(msgspec.Struct, frozen=True):
    """A PC that was given a one-time code asks to be let in under its own key.

    `scopes` are the logs that it holds already: a station that was founded offline brings its
    own. The same request again gets the same answer.
    """

    code: Line
    device: Id
    key: Hash
    name: Line
    version: Line
    proof: Signature
    scopes: tuple[Scope, ...] = ()


class Enrolled(msgspec.Struct, frozen=True):
    """The device is let in: what it may hold."""

    server: Id
    server_key: Hash
    epoch: Epoch
    certificate: Certificate
    scopes: tuple[Scope, ...]
    checkpoints: tuple[Checkpoint, ...] = ()


class Hello(msgspec.Struct, frozen=True):
    """A PC says that it is there; `at` is its clock, signed against replays."""

    server: Id
    device: Id
    at: datetime
    version: Line


class Welcome(msgspec.Struct, frozen=True):
    """Which server this is, and what the device may hold now; one checkpoint a scope.

    `ended` are the scopes that it held and may hold no more. What is in neither list was never
    heard of, or forgotten: absence ends nothing.
    """

    server: Id
    epoch: Epoch
    protocol: Whole
    at: datetime
    scopes: tuple[Scope, ...]
    checkpoints: tuple[Checkpoint, ...] = ()
    ended: tuple[Id, ...] = ()


class Witness(msgspec.Struct, frozen=True):
    """A PC shows a server what that server signed and seems to have forgotten.

    The certificate is the PC's own: a server that lost the device lets it in again by it, and by
    each checkpoint into its scope. The answer is a Welcome. `name` is what the PC is called.
    """

    server: Id
    device: Id
    version: Line
    certificate: Certificate
    checkpoints: tuple[Checkpoint, ...]
    name: Line = ""


class Point(msgspec.Struct, frozen=True):
    """A number of a scope, and the chain up to it."""

    seq: Seq
    chain: Hash


class Compare(msgspec.Struct, frozen=True):
    """Up to where do we agree? `points` are the ends of actions, in falling order."""

    server: Id
    epoch: Epoch
    scope: Id
    device: Id
    points: Annotated[tuple[Point, ...], Meta(max_length=MOST_ACTIONS)]


class Compared(msgspec.Struct, frozen=True):
    """The first of the points that is in the server's log too; (0, zeros) if none is."""

    epoch: Epoch
    head: Seq
    agreed: Point


class Leave(msgspec.Struct, frozen=True):
    """A PC lets a log go: it has nothing of it that waits, and `at` is all that it holds.

    `wanted`: somebody there wants it to go, whether it is still granted or not.
    """

    server: Id
    epoch: Epoch
    scope: Id
    device: Id
    at: Point
    wanted: bool = False


class Left(msgspec.Struct, frozen=True):
    """Whether the PC may forget the log: the server has all of it, and grants it no more."""

    epoch: Epoch
    agreed: bool


class Kept(msgspec.Struct, frozen=True, omit_defaults=True):
    """An action with what the server once said of it: its `seq`, or the refusal."""

    action: SignedAction
    refusal: Refusal | None = None


class Refill(msgspec.Struct, frozen=True):
    """What a server lost, others' actions included, in the order that it once gave them.

    `certificates` are those of devices that it may have lost too. `done` says that the PC has no
    more of the scope; from then on the device's actions are judged again.
    """

    server: Id
    epoch: Epoch
    scope: Id
    device: Id
    actions: Annotated[tuple[Kept, ...], Meta(max_length=MOST_ACTIONS)]
    certificates: tuple[Certificate, ...] = ()
    done: bool = False
