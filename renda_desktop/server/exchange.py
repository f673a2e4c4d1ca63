"""The exchange with one scope, in one transaction each: what is pushed, what is pulled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.server import access_log, erasing, offered, rights, roster, scopes
from renda_desktop.server.database import Connection
from renda_desktop.server.offered import Offer, Offered
from renda_desktop.sync import signing
from renda_desktop.sync.messages import Pushed, Refusal, SignedAction, Verdict

_ACTION: Final = (
    "scope", "action", "device", "dseq", "previous", "signature", "receipt", "seq", "until",
    "bytes", "chain", "rule", "detail", "taken_at",
)  # fmt: skip
_ENTRY: Final = (
    "scope", "seq", "entry", "action", "stream", "kind", "author", "device", "recorded_at",
    "body", "digest",
)  # fmt: skip
_VERDICTS: Final = """
SELECT action, receipt, seq, rule, detail FROM action
WHERE scope = $1 AND action = ANY ($2::uuid[])
"""
_GRANT: Final = """
SELECT g.dseq, g.link, d.revoked_at FROM device_scope g JOIN device d USING (device)
WHERE g.scope = $1 AND g.device = $2 FOR UPDATE OF g
"""
_DENIED: Final = "refused.permission"
_TAKEN: Final = Refusal("refused.taken")
_REVOKED: Final = Refusal("refused.revoked")
_ABOVE: Final = Refusal("refused.from_above")


@dataclass(slots=True)
class Log:
    """A scope and one device's place in it, while a push moves them on."""

    scope: Id
    kind: str
    head: int
    chain: bytes
    dseq: int
    link: bytes | None
    denied: Refusal | None
    clerks: roster.Roster
    verdicts: dict[Id, Verdict]
    entries: set[Id]
    orders: erasing.Orders
    actions: list[tuple[object, ...]] = field(default_factory=list)
    rows: list[tuple[object, ...]] = field(default_factory=list)
    code: str = ""

    def continues(self, action: SignedAction) -> bool:
        """Return whether this is the device's next action in the scope."""
        known = self.link is None or action.previous == self.link
        return action.dseq == self.dseq + 1 and known


async def push(
    db: Connection,
    *,
    offer: Offer,
    offers: Sequence[Offered],
    now: datetime,
    folder: Path,
    trusted: Mapping[Id, roster.Roles] = roster.NOBODY,
) -> Pushed:
    """Give every action its verdict, once and for ever, and number what is accepted.

    Args:
        folder: where the ledger lies.
        trusted: authors who are no clerks of any scope, with their roles: the server itself.

    Raises:
        RuleBroken: the device was never let into the scope, or no longer into any.
    """
    async with db.transaction():
        epoch = await db.fetchval("SELECT epoch FROM server")
        # The row lock is the order: numbers are taken and seen one push after another.
        scope = await db.fetchrow(
            "SELECT kind, head, chain FROM scope WHERE scope = $1 FOR UPDATE", offer.scope
        )
        right = await rights.of(db, device=offer.device, scope=offer.scope)
        grant = await db.fetchrow(_GRANT, offer.scope, offer.device)
        told = right.reads or await rights.told(db, device=offer.device, scope=offer.scope)
        if grant is None and told:
            await rights.take_place(db, device=offer.device, scope=offer.scope, writes=right.writes)
            grant = await db.fetchrow(_GRANT, offer.scope, offer.device)
        if scope is None or grant is None:
            raise RuleBroken("sync.not_granted", scope=offer.scope)
        if grant["revoked_at"] is not None:
            raise RuleBroken("sync.revoked")
        if offer.epoch != epoch:
            return Pushed(epoch, scope["head"], ())
        log = Log(
            scope=offer.scope,
            kind=scope["kind"],
            head=scope["head"],
            chain=scope["chain"],
            dseq=grant["dseq"],
            link=grant["link"],
            denied=denied(right),
            clerks=await roster.load(db, scope=offer.scope, entries=entries(offers)),
            verdicts=await known_verdicts(db, offer.scope, offers),
            entries=await taken_ids(db, offer.scope, offers),
            orders=await erasing.load(
                db, scope=offer.scope, entries=entries(offers), folder=folder
            ),
        )
        log.clerks.roles.update(trusted)
        before = log.dseq, log.head
        verdicts, forked = _judge(log, offers, now)
        if log.dseq != before[0]:
            await _keep(db, log, offer.device)
            moved = "taken" if log.head > before[1] else "refused"
            outcome = "forked" if forked else moved
            await access_log.write(
                db, scope=log.scope, device=offer.device, what="push", at=now,
                outcome=outcome, entries=log.head - before[1],
            )  # fmt: skip
    return Pushed(epoch, log.head, tuple(verdicts), forked)


def _judge(log: Log, offers: Sequence[Offered], now: datetime) -> tuple[list[Verdict], bool]:
    """Move the log on by what is offered; return the verdicts, and whether it is a fork."""
    verdicts: list[Verdict] = []
    for one in offers:
        verdict = log.verdicts.get(one.action.id)
        if verdict is None:
            if not log.continues(one.action):
                return verdicts, True
            verdict = _decide(log, one, now)
            log.verdicts[one.action.id] = verdict
            log.dseq, log.link = one.action.dseq, one.link
        elif log.continues(one.action):  # known from the name that the PC had before
            log.dseq, log.link = one.action.dseq, one.link
        verdicts.append(verdict)
    return verdicts, False


def _decide(log: Log, one: Offered, now: datetime) -> Verdict:
    """Accept a new action or refuse it."""
    return settle(log, one, refusal=one.refusal or judged(log, one), now=now)


def settle(log: Log, one: Offered, *, refusal: Refusal | None, now: datetime) -> Verdict:
    """Give an action its place at the end of a log, or keep it as refused."""
    action = one.action
    seq = 0 if refusal else log.head + 1
    receipt = signing.receipt(action, seq=seq, refusal=refusal)
    until = None
    if not refusal:
        accept(log, action)
        until = log.head
    log.actions.append((
        log.scope, action.id, action.device, action.dseq, action.previous, action.signature,
        receipt, seq or None, until, one.size, None if refusal else log.chain,
        refusal.rule if refusal else None, refusal.detail if refusal else "", now,
    ))  # fmt: skip
    return Verdict(action.id, receipt, seq, refusal)


def denied(right: rights.Right) -> Refusal | None:
    """Return why a device may write nothing in a scope, or None."""
    return None if right.writes else _ABOVE if right.reads else _REVOKED


def judged(log: Log, one: Offered) -> Refusal | None:
    """Return why an action in good form is not permitted, or None."""
    action = one.action
    if log.denied is not None:
        return log.denied
    if any(sent.id in log.entries for sent in action.entries):
        return _TAKEN
    if log.head == 0:
        return _unfounded(log, one.entries)
    wrong = next((e for e in one.entries if not log.clerks.allows(e)), None)
    return Refusal(_DENIED, wrong.kind) if wrong else None


def _unfounded(log: Log, entries: Sequence[Entry]) -> Refusal | None:
    """Return why entries do not found the empty scope, or None.

    Who begins it and registers himself is somebody from then on; before, nobody had a right.
    """
    first = roster.founding(entries, kind=log.kind, scope=log.scope)
    for entry in entries:
        known = first.roles.get(entry.author)
        if not (known and (roster.founds(entry, kind=log.kind) or first.allows(entry))):
            return Refusal(_DENIED, entry.kind)
    return None


def accept(log: Log, action: SignedAction) -> None:
    """Give the entries of an action the next numbers."""
    numbered = [
        offered.entry(sent, action=action, seq=seq)
        for seq, sent in enumerate(action.entries, start=log.head + 1)
    ]
    for e, sent in zip(numbered, action.entries, strict=True):
        log.entries.add(e.id)
        log.code = log.code or scopes.code_of(e)
        log.rows.append((
            e.scope, e.seq, e.id, e.action, e.stream, e.kind, e.author, e.device, e.recorded_at,
            e.body if log.orders.take(e) and sent.body is not None else None, sent.digest,
        ))  # fmt: skip
    log.clerks.take(numbered)
    log.chain = signing.chained(log.chain, entries=action.entries)
    log.head += len(numbered)


async def _keep(db: Connection, log: Log, device: Id) -> None:
    """Write down what a push did; it is all one transaction."""
    await keep_rows(db, log)
    await db.execute(
        "UPDATE device_scope SET dseq = $3, link = $4 WHERE scope = $1 AND device = $2",
        log.scope, device, log.dseq, log.link,
    )  # fmt: skip


async def keep_rows(db: Connection, log: Log) -> None:
    """Write down what a log took, and where it stands."""
    await db.copy_records_to_table("action", records=log.actions, columns=_ACTION)
    await db.copy_records_to_table("entry", records=log.rows, columns=_ENTRY)
    await erasing.carry_out(db, orders=log.orders)
    await roster.keep(db, roster=log.clerks)
    await db.execute(
        # A server that was wiped learns the station's code again.
        "UPDATE scope SET head = $2, chain = $3, code = coalesce(nullif(code, ''), $4)"
        " WHERE scope = $1",
        log.scope, log.head, log.chain, log.code,
    )  # fmt: skip


def entries(offers: Sequence[Offered]) -> list[Entry]:
    return [entry for one in offers if not one.refusal for entry in one.entries]


async def known_verdicts(db: Connection, scope: Id, offers: Sequence[Offered]) -> dict[Id, Verdict]:
    """Return the verdicts that were given to some of these actions before."""
    rows = await db.fetch(_VERDICTS, scope, [one.action.id for one in offers])
    return {
        row["action"]: Verdict(
            row["action"],
            row["receipt"],
            row["seq"] or 0,
            Refusal(row["rule"], row["detail"]) if row["rule"] else None,
        )
        for row in rows
    }


async def taken_ids(db: Connection, scope: Id, offers: Sequence[Offered]) -> set[Id]:
    """Return which of the offered entries the scope has already."""
    rows = await db.fetch(
        "SELECT entry FROM entry WHERE scope = $1 AND entry = ANY ($2::uuid[])",
        scope, offered.ids(offers),
    )  # fmt: skip
    return {row["entry"] for row in rows}
