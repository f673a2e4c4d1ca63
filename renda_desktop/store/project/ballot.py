"""Rows of votes, of their items and of the members who came."""

from collections.abc import Iterator

from renda_desktop.domain.ballot import Ballot
from renda_desktop.store.project.rows import Document, Row, details, named
from renda_desktop.store.tables import ballot as tables


def ballot(state: Ballot) -> Iterator[Row]:
    d, count, verdict = state.details, state.count, state.verdict
    fields = ("title", "program", "version", "day", "place", "due")
    extra: dict[str, object] = {
        "secret": d.rules.secret,
        "base": d.rules.base,
        "top": d.rules.top,
        "status": state.status,
        "present": state.present,
        "quorate": state.quorate,
        "issued": state.issued,
        "returned": count.returned if count else None,
        "invalid": count.invalid if count else None,
        "round": len(state.rounds),
        "places": verdict.places if verdict else 0,
        "follows": d.follows.id if d.follows else None,
        "prepared_at": state.began.recorded_at,
        "concluded_at": state.concluded_at,
    }
    yield tables.ballot, named(state) | details(state, *fields) | extra
    yield from _items(state)
    for place, one in enumerate(state.members):
        row = {"ballot": state.id, "place": place, "name": one.name, "person": one.person}
        yield tables.ballot_member, row


def _items(state: Ballot) -> Iterator[Row]:
    count, verdict = state.count, state.verdict
    votes = {one.number: one for one in count.items} if count else {}
    decided = {one.votes.number: one for one in verdict.items} if verdict else {}
    for item in state.details.items:
        got, came = votes.get(item.number), decided.get(item.number)
        yield (
            tables.ballot_item,
            {
                "ballot": state.id,
                "number": item.number,
                "title": item.title,
                "text": item.text,
                "amount": item.amount,
                "ref_kind": item.ref.kind if item.ref else "",
                "ref": item.ref.id if item.ref else None,
                "votes_for": got.for_ if got else None,
                "against": got.against if got else None,
                "abstain": got.abstain if got else None,
                "base": came.base if came else None,
                "outcome": came.outcome if came else None,
                "reason": came.reason if came else "",
            },
        )


def ballot_document(state: Ballot) -> Document:
    d = state.details
    return Document((d.title, d.place, *(item.title for item in d.items)), names=(d.title,))
