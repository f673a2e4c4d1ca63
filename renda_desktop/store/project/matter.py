"""Rows of matters."""

from collections.abc import Iterator

from renda_desktop.domain.matter import Matter, ReplyText
from renda_desktop.domain.terms import RaterKind
from renda_desktop.store.project.rows import Document, Row, named
from renda_desktop.store.tables import counted
from renda_desktop.store.tables import projection as tables


def matter(state: Matter) -> Iterator[Row]:
    d, now = state.details, state.round
    due = now.due
    replies = [reply for one in state.rounds for reply in one.replies]
    resident, deputy = state.rating(RaterKind.RESIDENT), state.rating(RaterKind.DEPUTY)
    yield (
        tables.matter,
        named(state)
        | {
            "number": d.number,
            "title": d.title,
            "program": d.program,
            "version": d.version,
            "category": d.category,
            "place": d.place,
            "urgency": d.urgency,
            "appeal": d.appeal,
            "channel": d.channel,
            "confidential": d.confidential,
            "visit": d.visit,
            "reception": d.reception,
            "resident": d.resident,
            "reporter": d.reporter,
            "theme": d.theme,
            "stage": state.stage,
            "disposition": state.disposition,
            "outcome": state.outcome,
            "grade": replies[-1].grade if replies else None,
            "round": len(state.rounds),
            "unit": now.unit,
            "deputy": now.deputy,
            "due": due.on if due else None,
            "amber_on": due.amber_on if due else None,
            "provisional": due.provisional if due else False,
            "registered_at": state.registered_at,
            "first_replied_at": state.first_replied_at,
            "resolved_at": state.resolved_at,
            "closed_at": state.closed_at,
            "resident_stars": resident.stars if resident else None,
            "deputy_stars": deputy.stars if deputy else None,
            "joined_into": state.joined_into,
            "proposal": state.proposal,
            "moving": state.proposed_move.name if state.proposed_move else "",
            "moved_to": state.moved.matter if state.moved else None,
            "origin": d.origin.matter if d.origin else None,
            "listed": d.listed.mark if d.listed else None,
        },
    )
    parties = [("co_unit", party) for party in now.co_units]
    parties += [("listener", party) for party in d.listeners]
    for role, party in dict.fromkeys(parties):
        yield tables.matter_party, {"matter": state.id, "role": role, "party": party}
    yield from _counted(state, replies)


_AMOUNT = ("entry", "key", "title", "unit", "amount", "day")


def _counted(state: Matter, replies: list[ReplyText]) -> Iterator[Row]:
    """Yield the answers given on site and what the matter brought."""
    for place, reply in enumerate(one for one in replies if one.on_site):
        who = {"unit": reply.unit, "deputy": reply.deputy, "official": reply.official}
        yield counted.on_site_reply, {"matter": state.id, "place": place} | who
    for one in state.quantities.values():
        own = {name: getattr(one, name) for name in _AMOUNT}
        yield counted.quantity, {"matter": state.id} | own


def matter_document(state: Matter) -> Document:
    d = state.details
    return Document((d.summary, d.own_words, d.place, d.category), numbers=(d.number,))
