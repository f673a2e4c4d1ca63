"""One person with several records: everything leads to the one that goes on."""

import msgspec
from sqlalchemy.orm import Session

from renda_desktop.bootstrap import Office
from renda_desktop.domain.entry import Author, Entry
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.resident import RESIDENT
from renda_desktop.queries import desk, matters, residents
from renda_desktop.queries.matters import MatterFilter
from renda_desktop.services import residents as services
from renda_desktop.services import visits
from renda_desktop.services.visits import Person, Raised
from renda_desktop.store import log
from renda_desktop.store.project import project
from tests.offices import START, Cast

TODAY = day_of(START)


def _came(office: Office, cast: Cast, person: Id) -> None:
    office.act(
        visits.register, reception=cast.reception, person=Person(id=person), matters=(Raised("事"),)
    )


def test_records_merged_one_after_the_other_are_one_person(office: Office, cast: Cast) -> None:
    first, second, third = (office.act(services.register, name=n).id for n in ("王", "汪", "黄"))
    other = office.act(services.register, name="赵").id
    for one in (first, second, third, other):
        _came(office, cast, one)
    office.act(services.merge, resident=first, into=second)
    office.act(services.merge, resident=second, into=third)
    where = MatterFilter(resident=third)
    assert office.read(matters.count, today=TODAY, where=where) == 3
    history = office.read(desk.history, resident=third, today=TODAY)
    assert (history.visits, len(history.matters)) == (3, 3)
    rows = office.read(residents.residents)
    assert [(row.id, row.visits) for row in rows] == [(other, 1), (third, 3)]
    found = office.read(residents.resident, id=first)
    assert found is not None
    assert found.id == third


def test_two_pcs_that_merge_against_each_other_hang_nothing(office: Office, cast: Cast) -> None:
    one, two = (office.act(services.register, name=n).id for n in ("王", "汪"))
    _came(office, cast, two)
    office.act(services.merge, resident=two, into=one)

    def arrive(session: Session, *, by: Author) -> None:
        """Bring the merge that another PC recorded meanwhile."""
        last = log.last_id(session) or one
        entry = Entry(
            Id(f"{int(last, 16) + 1:032x}"), by.scope, one, "resident.merge",
            msgspec.json.encode({"into": two}), by.clerk, Id("d" * 32), 0, Id("e" * 32),
        )  # fmt: skip
        log.append(session, entries=[entry])
        project(session, states=[RESIDENT.fold(one, log.read(session, stream=one))])

    office.act(arrive)
    assert office.read(residents.resident, id=one) is not None
    assert office.read(matters.count, today=TODAY, where=MatterFilter(resident=one)) == 1
    office.act(services.separate, resident=one)
    assert office.read(residents.count) == 1
