"""What a PC offers, read action by action: its form is judged before the database is asked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from renda_desktop.domain.entry import Entry, digest
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.stream import MALFORMED
from renda_desktop.sync import signing
from renda_desktop.sync.messages import (
    MOST_ACTIONS,
    MOST_BODIES,
    MOST_ENTRIES,
    Epoch,
    Hash,
    Refusal,
    SentEntry,
    SignedAction,
)

# Kinds that this version does not know are kept too, as long as a kind is what they could be.
_KIND: Final = re.compile(r"[a-z][a-z0-9_]{0,39}\.[a-z][a-z0-9_]{0,39}")


class Offer(msgspec.Struct, frozen=True):
    """A push whose actions are not read yet, so that a bad one does not take the others along."""

    server: Id
    epoch: Epoch
    scope: Id
    device: Id
    actions: Annotated[tuple[msgspec.Raw, ...], Meta(max_length=MOST_ACTIONS)]


class _Head(msgspec.Struct, frozen=True):
    """The least that an action needs to be given a verdict."""

    id: Id
    scope: Id
    device: Id
    dseq: Annotated[int, Meta(ge=1, le=2**62)]
    previous: Hash


_action: Final = msgspec.json.Decoder(SignedAction).decode
_body: Final = msgspec.json.Decoder().decode


@dataclass(slots=True)
class Offered:
    """An action, the reason to refuse it for its form, and what the device's next one names.

    `link` is None where the form is so bad that nobody can tell.
    """

    action: SignedAction
    link: bytes | None
    refusal: Refusal | None = None
    size: int = 0
    entries: Sequence[Entry] = ()


def read(offer: Offer, *, key: bytes) -> list[Offered]:
    """Return what is offered, in its order.

    Raises:
        RuleBroken: an action is not the device's, not for this scope, or not signed by its key.
    """
    said: list[tuple[bytes, bytes, bytes]] = []
    found = [_one(raw, offer, key, said) for raw in offer.actions]
    if not signing.all_verified(said):
        raise RuleBroken("sync.signature")
    return found


def of(action: SignedAction, *, link: bytes, refusal: Refusal | None = None) -> Offered:
    """Return an action that could be read, whatever is to be said of it."""
    entries = [entry(one, action=action) for one in action.entries]
    return Offered(action, link, refusal, sum(len(one.body) for one in entries), entries)


def entry(sent: SentEntry, *, action: SignedAction, seq: int | None = None) -> Entry:
    """Return an entry as the domain knows it; an erased body is empty."""
    return Entry(
        id=sent.id,
        scope=action.scope,
        stream=sent.stream,
        kind=sent.kind,
        body=b"" if sent.body is None else sent.body.encode(),
        author=sent.author,
        device=sent.device or action.device,
        recorded_at=sent.recorded_at,
        action=action.id,
        seq=seq,
    )


def _one(
    raw: msgspec.Raw, offer: Offer, key: bytes, said: list[tuple[bytes, bytes, bytes]]
) -> Offered:
    """Read one action, and note what its device is to have signed."""
    try:
        action = _action(raw)
    except MALFORMED:
        return _headed(raw, offer)
    _check_place(action.scope, action.device, offer)
    message = signing.action_message(action, server=offer.server)
    said.append((message, action.signature, key))
    whole = of(action, link=signing.link_of(message))
    whole.refusal = misshapen(whole)
    return whole


def _headed(raw: msgspec.Raw, offer: Offer) -> Offered:
    """Return an action of which only the head can be read; the request's signature vouches."""
    try:
        head = msgspec.json.decode(raw, type=_Head)
    except MALFORMED:
        raise RuleBroken("sync.garbled") from None
    _check_place(head.scope, head.device, offer)
    action = SignedAction(
        id=head.id,
        scope=head.scope,
        device=head.device,
        dseq=head.dseq,
        previous=head.previous,
        signature=bytes(64),
        entries=(),
    )
    return Offered(action, None, Refusal("refused.malformed"))


def _check_place(scope: Id, device: Id, offer: Offer) -> None:
    if (scope, device) != (offer.scope, offer.device):
        raise RuleBroken("sync.garbled")


def misshapen(one: Offered) -> Refusal | None:
    """Return why the form of a signed action is not to be taken, or None."""
    action = one.action
    if len(action.entries) > MOST_ENTRIES or one.size > MOST_BODIES:
        return Refusal("refused.too_large")
    if not action.entries or len({one.id for one in action.entries}) < len(action.entries):
        return Refusal("refused.malformed")
    both = zip(action.entries, one.entries, strict=True)
    return next((bad for sent, read in both if (bad := _bad_entry(sent, read))), None)


def _bad_entry(sent: SentEntry, read: Entry) -> Refusal | None:
    if not _KIND.fullmatch(sent.kind):
        return Refusal("refused.malformed", "kind")
    if sent.body is None:
        return None  # erased by order; its digest was checked when it was not
    try:
        _body(sent.body)
    except MALFORMED:
        return Refusal("refused.malformed", sent.kind)
    if digest(read) != sent.digest:
        return Refusal("refused.digest", sent.kind)
    return None


def ids(offers: Sequence[Offered]) -> list[Id]:
    """Return the ids of all entries that are offered in good form."""
    return [one.id for each in offers if not each.refusal for one in each.action.entries]
