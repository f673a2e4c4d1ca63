"""What is refused, why, and that it never blocks what comes behind it."""

from collections.abc import Callable
from http import HTTPStatus

import msgspec
import pytest
import zstandard

from renda_desktop.domain.errors import Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.server.inprocess import failure
from renda_desktop.sync import signing, wire
from renda_desktop.sync.messages import (
    MOST_BODIES,
    MOST_ENTRIES,
    NOTHING,
    Push,
    Pushed,
    SentEntry,
    SignedAction,
)
from tests.server.pcs import NOTE, Pc, Town, fresh_id

Spoil = Callable[[Pc, SentEntry, Id], SentEntry]

LONG = msgspec.json.encode("重" * (MOST_BODIES // 3)).decode()
SPOILED: dict[str, tuple[str, Spoil]] = {
    "a body that is not JSON": (
        "refused.malformed",
        lambda pc, e, a: pc.sealed(msgspec.structs.replace(e, body='{"text": '), a),
    ),
    "brackets without end": (
        "refused.malformed",
        lambda pc, e, a: pc.sealed(msgspec.structs.replace(e, body="[" * 100_000), a),
    ),
    "a kind that is none": (
        "refused.malformed",
        lambda pc, e, a: pc.sealed(msgspec.structs.replace(e, kind="matter\0note"), a),
    ),
    "a digest of something else": (
        "refused.digest",
        lambda _pc, e, _a: msgspec.structs.replace(e, body='{"text":"改过"}'),
    ),
    "another author than was sealed": (
        "refused.digest",
        lambda _pc, e, _a: msgspec.structs.replace(e, author=fresh_id()),
    ),
    "an author nobody knows": (
        "refused.permission",
        lambda pc, e, a: pc.sealed(msgspec.structs.replace(e, author=fresh_id()), a),
    ),
    "too much": (
        "refused.too_large",
        lambda pc, e, a: pc.sealed(
            msgspec.structs.replace(
                e, body=msgspec.json.encode("重" * (MOST_BODIES // 3)).decode()
            ),
            a,
        ),
    ),
}


def _spoiled(pc: Pc, spoil: Spoil) -> SignedAction:
    action = fresh_id()
    return pc.sign(action, [pc.entry(NOTE, action), spoil(pc, pc.entry(NOTE, action), action)])


@pytest.mark.parametrize("what", SPOILED)
def test_what_is_refused_blocks_nothing_and_stays_refused(town: Town, what: str) -> None:
    rule, spoil = SPOILED[what]
    pc = town.founded()
    actions = [pc.action(NOTE), _spoiled(pc, spoil), pc.action(NOTE)]
    pushed = pc.push(*actions)
    assert [v.seq for v in pushed.verdicts] == [3, 0, 4]
    refusal = pushed.verdicts[1].refusal
    assert refusal is not None
    assert refusal.rule == rule
    assert not pushed.forked
    receipt = signing.receipt(actions[1], seq=0, refusal=refusal)
    assert pushed.verdicts[1].receipt == receipt
    assert pc.push(*actions) == pushed
    assert pc.push(pc.action(NOTE)).verdicts[0].seq == 5
    assert len(pc.pull_all()) == 4


def test_an_action_of_too_many_entries_is_refused(town: Town) -> None:
    pc = town.founded()
    pushed = pc.push(pc.action(*[("later.kind", 1)] * (MOST_ENTRIES + 1)), pc.action(NOTE))
    assert [v.refusal and v.refusal.rule for v in pushed.verdicts] == ["refused.too_large", None]


def test_an_action_of_as_many_entries_as_may_be_is_one_page(town: Town) -> None:
    pc = town.founded()
    pc.push(pc.action(*[("later.kind", 1)] * MOST_ENTRIES))
    assert pc.pull(2, limit=1).until == MOST_ENTRIES + 2


def test_an_action_without_entries_or_with_one_twice_is_refused(town: Town) -> None:
    pc = town.founded()
    action = fresh_id()
    entry = pc.entry(NOTE, action)
    pushed = pc.push(pc.sign(action, [entry, entry]), pc.sign(fresh_id(), []), pc.action(NOTE))
    rules = [v.refusal and v.refusal.rule for v in pushed.verdicts]
    assert rules == ["refused.malformed", "refused.malformed", None]


def test_the_largest_action_goes_there_and_back(town: Town) -> None:
    """Quotation marks double when a body is packed: the worst case still fits a message."""
    pc = town.founded()
    body = msgspec.json.encode('"' * ((MOST_BODIES - 2) // 2)).decode()
    assert len(body) in (MOST_BODIES, MOST_BODIES - 1)
    sent = pc.action(("later.kind", body))
    assert pc.push(sent).verdicts[0].refusal is None
    assert pc.pull(2).actions[0].entries == sent.entries


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "xyz"},
        {"id": 7},
        {"stream": "0" * 31},
        {"kind": "长" * 500},
        {"recorded_at": 2**70},
        {"digest": "AAAA"},
        {"body": 5},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_an_entry_that_cannot_be_read_is_refused_alone(
    town: Town, wrong: dict[str, object]
) -> None:
    pc = town.founded()
    before, bad, after = pc.notes(3)
    raw = msgspec.json.decode(msgspec.json.encode(bad))
    raw["entries"][0] |= wrong
    told = _offer_raw(pc, [msgspec.to_builtins(before), raw, msgspec.to_builtins(after)])
    rules = [v.refusal and v.refusal.rule for v in told.verdicts]
    assert rules == [None, "refused.malformed", None]
    assert not told.forked


def test_an_action_whose_head_cannot_be_read_is_no_message(town: Town) -> None:
    pc = town.founded()
    raw = msgspec.json.decode(msgspec.json.encode(pc.action(NOTE)))
    with pytest.raises(Unavailable) as told:
        _offer_raw(pc, [raw | {"dseq": 0}])
    assert told.value.rule == "sync.garbled"


def _offer_raw(pc: Pc, actions: list[object]) -> Pushed:
    """Push what a good PC would never send, under a good signature."""
    empty = msgspec.to_builtins(Push(pc.server, 1, pc.scope, pc.device, ()))
    body = zstandard.compress(msgspec.json.encode(empty | {"actions": actions}))
    answered = pc.way.send(wire.PUSH, body)
    if answered.status != HTTPStatus.OK:
        raise failure(answered)
    return wire.unpack(answered.body, kind=Pushed)


@pytest.mark.parametrize("field", ["entries", "dseq", "previous", "signature"])
def test_a_wrong_signature_takes_nothing_at_all(town: Town, field: str) -> None:
    pc = town.founded()
    good, other, bad = pc.notes(3)
    changed = {
        "entries": other.entries,
        "dseq": 99,
        "previous": bytes(32),
        "signature": other.signature,
    }
    forged = msgspec.structs.replace(bad, **{field: changed[field]})
    with pytest.raises(Unavailable) as told:
        pc.push(good, forged)
    assert told.value.rule == "sync.signature"
    assert town.rows("SELECT head FROM scope") == [(2,)]
    assert pc.push(good, other, bad).head == 5


def test_an_action_of_another_scope_or_device_is_not_slipped_in(town: Town) -> None:
    pc = town.founded()
    for forged in (
        msgspec.structs.replace(pc.action(NOTE), scope=fresh_id()),
        msgspec.structs.replace(pc.action(NOTE), device=fresh_id()),
    ):
        with pytest.raises(Unavailable) as told:
            pc.push(signing.signed(forged, server=pc.server, key=pc.key))
        assert told.value.rule == "sync.garbled"


def test_a_body_erased_by_order_leaves_its_digest(town: Town) -> None:
    pc = town.founded()
    action = fresh_id()
    erased = msgspec.structs.replace(pc.entry(NOTE, action), body=None)
    assert pc.push(pc.sign(action, [erased])).verdicts[0].seq == 3
    assert pc.pull(2).actions[0].entries == (erased,)


@pytest.mark.parametrize("code", ["Y\u0000H", "Y" * 21], ids=["NUL", "long"])
def test_a_code_that_nobody_can_keep_founds_a_station_all_the_same(town: Town, code: str) -> None:
    pc = town.pc()
    town.say("UPDATE scope SET code = ''")  # as after the server was wiped
    station = msgspec.json.encode({"details": {"name": "月湖", "code": "?"}}).decode()
    escaped = "".join(f"\\u{ord(one):04x}" for one in code)
    founding, action = pc.founding(), fresh_id()
    himself = founding.entries[1].body
    assert himself is not None
    pc.dseq, pc.link = 0, NOTHING
    said = [
        pc.entry(("station.register", station.replace("?", escaped)), action, stream=pc.scope),
        pc.entry(("clerk.register", himself), action, stream=pc.clerk),
    ]
    assert pc.push(pc.sign(action, said)).verdicts[0].refusal is None
    assert town.rows("SELECT head, code FROM scope") == [(2, "")]
