"""Rows of proposals."""

from collections.abc import Iterator

from renda_desktop.domain.proposal import Proposal
from renda_desktop.store.project.rows import Document, Row, named
from renda_desktop.store.tables import proposal as tables


def proposal(state: Proposal) -> Iterator[Row]:
    d = state.details
    own = {column.name: None for column in tables.proposal.columns}
    own |= {"title": d.title, "number": d.number, "unit": d.unit}
    own |= {"program": "", "version": 0, "stage": "raised", "complex": False, "rounds": 1}
    raised = {"raised_at": state.began.recorded_at, "provisional": False}
    yield tables.proposal, own | named(state) | raised


def proposal_document(state: Proposal) -> Document:
    d = state.details
    return Document((d.title, d.text), numbers=(d.number,) if d.number else ())
