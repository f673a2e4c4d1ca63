"""Rows of proposals."""

from collections.abc import Iterator

from renda_desktop.domain.proposal import Proposal
from renda_desktop.store.project.rows import Document, Row, details, named
from renda_desktop.store.tables import proposal as tables


def proposal(state: Proposal) -> Iterator[Row]:
    now, rating = state.round, state.rating
    reply = now.replies[-1] if now.replies else None
    first = next((one.replies[0].at for one in state.rounds if one.replies), None)
    fields = ("title", "number", "program", "version", "complex")
    extra: dict[str, object] = {
        "stage": state.stage,
        "lead": state.lead,
        "unit": now.unit,
        "due": now.due.on if now.due else None,
        "amber_on": now.due.amber_on if now.due else None,
        "provisional": now.dates.provisional if now.dates else False,
        "reply_class": reply.code if reply else None,
        "grade": reply.grade if reply else None,
        "satisfied": state.satisfied(rating) if rating else None,
        "promised": reply.promised if reply else None,
        "kept_at": now.kept_at,
        "late": any(one.late for one in state.rounds),
        "rounds": len(state.rounds),
        "raised_at": state.raised_at,
        "accepted_at": state.accepted_at,
        "assigned_at": now.assigned_at,
        "first_replied_at": first,
        "replied_at": now.replies[0].at if reply else None,
        "concluded_at": state.concluded_at,
    }
    yield tables.proposal, named(state) | details(state, *fields) | extra
    yield from _parties(state)
    yield from _ratings(state)


def _parties(state: Proposal) -> Iterator[Row]:
    lead, *signers = state.deputies
    of = {"lead": [lead], "co_signer": signers, "co_unit": dict.fromkeys(state.round.co_units)}
    for role, parties in of.items():
        for place, party in enumerate(parties):
            row = {"proposal": state.id, "role": role, "party": party, "place": place}
            yield tables.proposal_party, row


def _ratings(state: Proposal) -> Iterator[Row]:
    for number, one in enumerate(state.rounds, 1):
        for rating in one.ratings.values():
            for aspect, stars in rating.stars.items():
                key = {"proposal": state.id, "round": number, "deputy": rating.deputy}
                counts = {"lead": rating.deputy == state.lead, "stars": stars}
                own = {"aspect": aspect, "rated_at": rating.at}
                yield tables.proposal_rating, key | own | counts


def proposal_document(state: Proposal) -> Document:
    d = state.details
    return Document((d.title, d.text), numbers=(d.number,) if d.number else ())
