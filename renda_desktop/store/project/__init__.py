"""From states to the rows that screens, papers and figures read."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table
from sqlalchemy.orm import Session

from renda_desktop.domain.ids import Id
from renda_desktop.domain.stream import Stream
from renda_desktop.store import search
from renda_desktop.store.project import (
    ballot,
    matter,
    paper,
    people,
    proposal,
    reception,
    reference,
    scorecard,
    snapshot,
)
from renda_desktop.store.project.rows import Document, Row, grouped, renew, write
from renda_desktop.store.tables import ballot as ballot_tables
from renda_desktop.store.tables import counted
from renda_desktop.store.tables import paper as paper_tables
from renda_desktop.store.tables import projection as tables
from renda_desktop.store.tables import proposal as proposal_tables
from renda_desktop.store.tables import scorecard as scorecard_tables
from renda_desktop.store.tables.projection import PROJECTION


@dataclass(frozen=True, slots=True)
class Projector:
    """How one noun is projected. `children` are tables with the column that names the owner."""

    rows: Callable[[Any], Iterator[Row]]
    document: Callable[[Any], Document | None] | None = None
    children: tuple[tuple[Table, str], ...] = ()


PROJECTORS: dict[str, Projector] = {
    "station": Projector(people.station, children=((tables.outpost, "station"),)),
    "clerk": Projector(people.clerk),
    "area": Projector(people.area),
    "program": Projector(reference.program),
    "holidays": Projector(reference.holidays),
    "department": Projector(people.department, people.department_document),
    "deputy": Projector(
        people.deputy,
        people.deputy_document,
        ((tables.mandate, "deputy"), (counted.deputy_group, "deputy")),
    ),
    "theme": Projector(people.theme, people.theme_document, ((counted.measurement, "theme"),)),
    "resident": Projector(people.resident, people.resident_document),
    "reception": Projector(
        reception.reception,
        reception.reception_document,
        ((tables.reception_party, "reception"), (tables.attendance, "reception")),
    ),
    "visit": Projector(reception.visit, reception.visit_document),
    "matter": Projector(
        matter.matter,
        matter.matter_document,
        (
            (tables.matter_party, "matter"),
            (counted.on_site_reply, "matter"),
            (counted.quantity, "matter"),
        ),
    ),
    "proposal": Projector(
        proposal.proposal,
        proposal.proposal_document,
        (
            (proposal_tables.proposal_party, "proposal"),
            (proposal_tables.proposal_rating, "proposal"),
        ),
    ),
    "scorecard": Projector(
        scorecard.scorecard, children=((scorecard_tables.scorecard_leaf, "scorecard"),)
    ),
    "snapshot": Projector(snapshot.snapshot),
    "paper": Projector(paper.paper, children=((paper_tables.paper_about, "paper"),)),
    "wording": Projector(reference.wording),
    "taxonomy": Projector(reference.taxonomy),
    "ballot": Projector(
        ballot.ballot,
        ballot.ballot_document,
        ((ballot_tables.ballot_item, "ballot"), (ballot_tables.ballot_member, "ballot")),
    ),
}


def project(
    session: Session, *, states: Iterable[Stream], begun: Collection[Id] = frozenset()
) -> None:
    """Write the rows of these states, in place of their earlier ones.

    Streams that are named as `begun` have no earlier rows. What does not exist any more, since an
    order erased how it began, has none from now on.
    """
    known = []
    for state in states:
        if state.exists:
            known.append(state)
        elif state.id not in begun:
            withdraw(session, noun=state.noun, stream=state.id)
    fresh = [state for state in known if state.id in begun]
    write(session, (row for state in fresh for row in PROJECTORS[state.noun].rows(state)))
    for state in known:
        projector = PROJECTORS[state.noun]
        if state.id not in begun:
            rows = grouped(projector.rows(state))
            for table in rows.keys() | dict(projector.children).keys():
                renew(session, table=table, owner=state.id, rows=rows.get(table, ()))
        if projector.document is not None:
            search.index(
                session,
                kind=state.noun,
                ref=state.id,
                document=projector.document(state),
                fresh=state.id in begun,
            )


def main_table(noun: str) -> Table:
    """Return the table in which each thing of a kind has its row, or its rows."""
    return PROJECTION.tables["holiday_year" if noun == "holidays" else noun]


def withdraw(session: Session, *, noun: str, stream: Id) -> None:
    """Take away the rows of a stream that does not exist any more, since its begin was refused."""
    for table in (main_table(noun), *dict(PROJECTORS[noun].children)):
        renew(session, table=table, owner=stream, rows=())
    search.index(session, kind=noun, ref=stream, document=None)
