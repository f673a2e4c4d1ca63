"""What must hold at every moment: nothing saved vanishes, no verdict changes, no cursor lies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import msgspec

from renda_desktop.bootstrap import Office
from renda_desktop.server import ledger as never_undone
from renda_desktop.store import exchange
from renda_desktop.store.driver import driver
from tests.server.pcs import Town

Key = tuple[str, str]
"""A scope and an action."""

Verdict = tuple[int | None, str | None, bytes]
"""The first number or None, the reason of a refusal or None, the receipt."""

_ENTRIES = """
SELECT lower(hex(id)), lower(hex(scope)), lower(hex(action)), digest, body, lower(hex(stream)),
    kind, lower(hex(author)), lower(hex(device)), recorded_at, seq FROM entry
"""
_VERDICTS = """
SELECT lower(hex(scope)), lower(hex(id)), seq, rule, receipt FROM signed_action
WHERE receipt IS NOT NULL
"""


@dataclass
class Seen:
    """What a database held: entries by their ids (the number comes last), verdicts.

    `sure` are the logs whose numbers are those of the server as it is since it was put back for
    the `era`th time.
    """

    entries: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    verdicts: dict[Key, Verdict] = field(default_factory=dict)
    era: int = 0
    sure: frozenset[str] = frozenset()

    def copy(self) -> Seen:
        return Seen(dict(self.entries), dict(self.verdicts), self.era, self.sure)

    @property
    def actions(self) -> set[Key]:
        return {(row[0], row[1]) for row in self.entries.values()}


@dataclass
class Ledger:
    """What the server holds: every scope's entries in order, and every verdict it gave."""

    logs: dict[str, list[tuple[str, str, bytes, bytes]]] = field(default_factory=dict)
    verdicts: dict[Key, Verdict] = field(default_factory=dict)
    heads: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    offered: dict[str, list[str]] = field(default_factory=dict)
    """What each device brought of its own into a scope, in the order of the server."""
    erased: set[str] = field(default_factory=set)
    """The entries whose words are gone by order."""


def all_of(office: Office, asked: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query on a PC."""
    with office.session() as session:
        return [tuple(row) for row in driver(session).execute(asked)]


def held(office: Office, *, era: int = 0, since: int = 0) -> Seen:
    """Return what a database holds now.

    Args:
        since: the first epoch that began after the server was put back for the `era`th time.
    """
    entries = {row[0]: row[1:] for row in all_of(office, _ENTRIES)}
    verdicts = {(row[0], row[1]): row[2:] for row in all_of(office, _VERDICTS)}
    every = {row[0] for row in entries.values()}
    proved = all_of(office, "SELECT lower(hex(scope)), epoch FROM checkpoint WHERE proved")
    sure = {scope for scope, epoch in proved if epoch >= since} if era else every
    return Seen(entries, verdicts, era, frozenset(sure))


def ledger(town: Town) -> Ledger:
    """Return what the server holds now, its numbers and its chains checked. (Invariant 5)"""
    found = Ledger()
    for scope, head, chain in town.rows("SELECT scope, head, chain FROM scope"):
        found.logs[str(scope)], found.heads[str(scope)] = [], (head, chain)  # type: ignore[assignment]
    said: list[tuple[Any, ...]] = town.rows(
        "SELECT scope, seq, entry, action, digest, body, stream, kind FROM entry"
        " ORDER BY scope, seq"
    )
    for scope, seq, entry, action, digest, body, *_ in said:
        log = found.logs[str(scope)]
        log.append((str(entry), str(action), digest, body or b""))
        assert seq == len(log), f"a gap before {seq}"
    found.erased = erased((row[2], row[5], row[6], row[7]) for row in said)
    gone = {row[2] for row in said if row[5] is None}
    assert found.erased <= gone, "words that were to go"
    found.erased.update(*never_undone.read(town.folder).blank.values())
    assert gone <= found.erased, "words that were to stay"
    asked = """
        SELECT scope, action, device, seq, rule, receipt, EXISTS (
            SELECT 1 FROM entry e WHERE e.scope = a.scope AND e.seq = a.seq AND e.device = a.device
        ) FROM action a ORDER BY seq
    """
    for scope, action, device, seq, rule, receipt, own in town.rows(asked):
        found.verdicts[str(scope), str(action)] = (seq, rule, receipt)  # type: ignore[assignment]
        if own:
            found.offered.setdefault(f"{scope} {device}", []).append(str(action))
    for brought in found.offered.values():
        assert brought == sorted(brought), "not in the order in which it was done"
    for scope_, log in found.logs.items():
        assert found.heads[scope_] == (len(log), chain_of(log)), "head or chain of a scope"
    return found


def erased(said: Iterable[tuple[str, bytes | None, str, str]]) -> set[str]:
    """Return the entries that orders among them erase, by a simple rule of our own.

    Args:
        said: of every entry its id, what it says, its stream and its kind.
    """
    due: set[str] = set()
    told = list(said)
    for _, body, stream, kind in told:
        if kind == "resident.erase":
            due |= {
                one[0] for one in told
                if one[2] == stream and one[3].startswith("resident.") and one[3] != kind
            }  # fmt: skip
        elif kind.endswith(".redact"):
            due |= msgspec.json.decode(body or b"{}").get("instead", {}).keys()
    return due & {one[0] for one in told}  # an order may name what was refused


def chain_of(log: list[tuple[str, str, bytes, bytes]]) -> bytes:
    """Return the hash chain over a log, reckoned here."""
    chain = bytes(32)
    for entry, _, digest, _ in log:
        chain = sha256(chain + bytes.fromhex(entry) + digest).digest()
    return chain


def check_server(before: Ledger, now: Ledger) -> None:
    """Check that a server only went on from what it was. (Invariants 2 and 5)"""
    for scope, log in before.logs.items():
        for one, was in zip(now.logs[scope], log, strict=False):
            assert one[:3] == was[:3], "the server's log changed"
            assert one[3] == was[3] or (one[0] in now.erased and not one[3]), "words changed"
        assert len(now.logs[scope]) >= len(log), "the server's log became shorter"
    for key, verdict in before.verdicts.items():
        assert now.verdicts.get(key) == verdict, "a verdict changed"
    for (scope, action), (seq, rule, _) in now.verdicts.items():
        numbered = [at for at, one in enumerate(now.logs[scope], 1) if one[1] == action]
        assert (seq is None) == (rule is not None) == (not numbered), "a verdict without effect"
        if seq is not None:
            assert numbered == [*range(seq, seq + len(numbered))], "an action in pieces"


def check_pc(
    before: Seen, now: Seen, *, office: Office, server: Ledger, doubled: bool = False
) -> None:
    """Check that a database only went on, and tells of the server what is. (2, 8 and 10)

    A server that is put back may number anew what it lost: a number may change then, once. What
    it accepted stays accepted, what it refused stays refused.

    Args:
        doubled: the database was copied or put back: what another copy did in its name may have
            taken the place of what it did.
    """
    gone = erased((id_, row[3], row[4], row[5]) for id_, row in now.entries.items())
    sure = before.sure & now.sure if before.era == now.era else frozenset()
    held_now = office.read(exchange.cursors).keys()
    for id_, row in before.entries.items():
        if row[0] not in held_now and id_ not in now.entries:  # it left a log that has ended
            there = {one[0] for one in server.logs.get(row[0], ())}
            assert id_ in there, "a log was left, and not all of it is there"
            continue
        assert id_ in now.entries, "a saved entry vanished"
        one = now.entries[id_]
        assert one[3] == row[3] or (id_ in gone and not one[3]), "words changed"
        assert (*one[:3], *one[4:-1]) == (*row[:3], *row[4:-1]), "a saved entry changed"
        if row[0] in sure:
            assert row[-1] in (None, now.entries[id_][-1]), "an entry has another number"
    for key, verdict in before.verdicts.items():
        after = now.verdicts.get(key)
        if after is None and key[0] not in held_now:
            continue
        if key[0] in sure:
            assert after == verdict, "a PC was told another verdict"
        elif not doubled:
            assert after is None or after[1] == verdict[1], "a PC was told another outcome"
            assert after is not None or verdict[1] is None, "a refusal was forgotten"
    for key, (seq, rule, _) in now.verdicts.items():
        if key[0] in now.sure:
            given = server.verdicts.get(key)
            assert given is not None, "a verdict that the server did not give"
            assert given[:2] == (seq, rule), "not the verdict that the server gave"
    _check_numbers(now, office, server, gone)


def _check_numbers(now: Seen, office: Office, server: Ledger, gone: set[str]) -> None:
    for id_, (scope, action, digest, body, *_, seq) in now.entries.items():
        if seq is not None and scope in now.sure:
            there = server.logs[scope][seq - 1] if seq <= len(server.logs[scope]) else None
            assert there is not None, "a number that the server did not give"
            assert there[:3] == (id_, action, digest), "a number that stands for something else"
            blank = id_ in gone | server.erased and not (body and there[3])
            assert there[3] == body or blank, "other words than the server's"
    numbers: dict[str, set[int]] = {}
    for scope, *_, seq in now.entries.values():
        if seq is not None:
            numbers.setdefault(scope, set()).add(seq)
    for scope, cursor in office.read(exchange.cursors).items():
        missing = {*range(1, cursor.seq + 1)} - numbers.get(scope, set())
        assert not missing, f"the cursor is past what came: {sorted(missing)[:5]}"
        if scope in now.sure:
            assert cursor.chain == chain_of(server.logs[scope][: cursor.seq]), "a cursor's chain"
