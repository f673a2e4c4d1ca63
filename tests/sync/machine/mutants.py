"""Bugs planted in the PC, each somebody's data loss once: the machine must catch every one."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

import msgspec
import pytest
from sqlalchemy.orm import Session

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.nouns import noun_of
from renda_desktop.domain.stream import Amend
from renda_desktop.store import exchange as kept
from renda_desktop.store import log, rebuild
from renda_desktop.store.driver import driver
from renda_desktop.sync import inbox, outbox, signing
from renda_desktop.sync.messages import Pushed, Verdict
from tests.sync.machine.planting import Mutant, planter

MUTANTS: dict[str, Mutant] = {}
_planted = planter(MUTANTS)


# On the PC: sending.


@_planted
def a_refused_action_blocks_those_behind_it(patch: pytest.MonkeyPatch) -> None:
    settle = outbox.settle

    def stopping(session: Session, *, pushed: Pushed, **given: Any) -> Any:
        until = next((at for at, one in enumerate(pushed.verdicts) if one.refusal), None)
        heard = msgspec.structs.replace(pushed, verdicts=pushed.verdicts[:until])
        return settle(session, pushed=heard, **given)

    patch.setattr(outbox, "settle", stopping)


@_planted
def a_refused_action_stays_in_effect(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(log, "_IN_EFFECT", "(1)")


@_planted
def a_refused_action_is_thrown_away(patch: pytest.MonkeyPatch) -> None:
    """Its entries cannot go, as the database forbids that, yet nobody is told of it."""
    from renda_desktop.queries import pending

    patch.setattr(pending, "refused", lambda _: [])


@_planted
def any_answer_is_believed(patch: pytest.MonkeyPatch) -> None:
    settle = outbox.settle

    def believing(session: Session, *, offered: Any, pushed: Pushed, **_: Any) -> Any:
        verdicts = tuple(
            Verdict(
                one.id, signing.receipt(one, seq=said.seq, refusal=said.refusal), said.seq,
                said.refusal,
            )
            for one, said in zip(offered, pushed.verdicts, strict=False)
        )  # fmt: skip
        heard = msgspec.structs.replace(pushed, verdicts=verdicts)
        return settle(session, offered=offered, pushed=heard, chain_end=0)

    patch.setattr(outbox, "settle", believing)
    patch.setattr(outbox, "_taken", lambda *_: False)


@_planted
def what_waits_is_sent_in_the_order_of_the_clock(patch: pytest.MonkeyPatch) -> None:
    unsigned = kept.unsigned

    def by_clock(session: Session, *, scope: Id) -> Iterable[tuple[Entry, bytes]]:
        found = unsigned(session, scope=scope)
        return sorted(found, key=lambda one: (one[0].recorded_at, one[0].action, one[0].id))

    patch.setattr(kept, "unsigned", by_clock)


# On the PC: receiving.


@_planted
def the_cursor_moves_before_the_page_is_applied(patch: pytest.MonkeyPatch) -> None:
    write = inbox._write

    def early(session: Session, checked: Any, device: Id, *, project: bool) -> Any:
        kept.move(
            session, scope=checked.after.scope, seq=checked.page.until, chain=checked.page.chain
        )
        driver(session).execute("COMMIT")
        driver(session).execute("BEGIN IMMEDIATE")
        return write(session, checked, device, project=project)

    patch.setattr(inbox, "_write", early)


@_planted
def own_entries_are_taken_for_new_ones(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(inbox, "_all_new", lambda *_: True)


@_planted
def own_entries_get_no_number_from_a_page(patch: pytest.MonkeyPatch) -> None:
    def none(*given: Any) -> Any:
        fresh, _, came = apart(*given)
        return fresh, [], came

    apart = inbox._apart
    patch.setattr(inbox, "_apart", none)


@_planted
def unknown_kinds_are_skipped(patch: pytest.MonkeyPatch) -> None:
    def known(session: Session, checked: inbox.Checked, *given: Any, **named: Any) -> Any:
        both = zip(checked.entries, checked.rows, strict=True)
        some = [(entry, row) for entry, row in both if noun_of(entry.kind)]
        entries, rows = [one[0] for one in some], [one[1] for one in some]
        kept_ = dataclasses.replace(checked, entries=entries, rows=rows)
        return write(session, kept_, *given, **named)

    write = inbox._write
    patch.setattr(inbox, "_write", known)


@_planted
def bodies_are_written_anew(patch: pytest.MonkeyPatch) -> None:
    """What this version does not know in them is lost."""

    def tidy(one: Any, action: Any, seq: int) -> Any:
        entry, _ = make(one, action, seq)
        if entry.body:
            body = msgspec.json.encode(msgspec.json.decode(entry.body))
            entry = msgspec.structs.replace(entry, body=body)
        return entry, log.encoded(entry, one.digest)

    make = inbox._entry
    patch.setattr(inbox, "_entry", tidy)


@_planted
def what_came_is_not_folded_into_what_is_here(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(rebuild, "again", lambda *_, **__: [])


@_planted
def what_is_written_and_what_is_shown_are_two_transactions(patch: pytest.MonkeyPatch) -> None:
    append = log.append

    def committed(session: Session, **given: Any) -> None:
        append(session, **given)
        driver(session).execute("COMMIT")
        driver(session).execute("BEGIN IMMEDIATE")

    patch.setattr(log, "append", committed)


# In the domain.


@_planted
def a_conflict_is_dropped(patch: pytest.MonkeyPatch) -> None:
    def silent(self: Amend, stream: Any, entry: Entry) -> None:
        before = {name: [*one] for name, one in stream.conflicts.items()}
        try:
            apply(self, stream, entry)
        except RuleBroken:
            stream.conflicts = before
            raise

    apply = Amend.apply
    patch.setattr(Amend, "apply", silent)


@_planted
def what_an_amendment_replaces_is_ignored(patch: pytest.MonkeyPatch) -> None:
    apply = Amend.apply

    def last_wins(self: Amend, stream: Any, entry: Entry) -> None:
        if self.field not in stream.conflicts and stream.details is not None:
            current = msgspec.json.encode(getattr(stream.details, self.field))
            self = msgspec.structs.replace(self, was=msgspec.Raw(current))
        apply(self, stream, entry)

    patch.setattr(Amend, "apply", last_wins)


@_planted
def what_waits_comes_before_what_is_numbered(patch: pytest.MonkeyPatch) -> None:
    def by_id(entries: Any) -> list[Entry]:
        return sorted(entries, key=lambda one: one.id)

    patch.setattr(log, "in_order", by_id)
