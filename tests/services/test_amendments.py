"""Corrections: several fields at once, a field in conflict, and a clash between two PCs."""

from datetime import timedelta

import msgspec
import pytest
from sqlalchemy.orm import Session

from renda_desktop.bootstrap import Office
from renda_desktop.domain.entry import Author, Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter import MATTER
from renda_desktop.queries import receptions as held
from renda_desktop.services import amendments, matters
from renda_desktop.store import log
from renda_desktop.store.project import project
from tests.offices import START, Cast


@pytest.mark.parametrize("days", [7, -7])
def test_both_ends_of_a_reception_move_at_once(office: Office, cast: Cast, days: int) -> None:
    starts = START + timedelta(days=days)
    changes = {"starts": starts, "ends": starts + timedelta(hours=1)}
    office.act(amendments.amend, noun="reception", stream=cast.reception, changes=changes)
    view = office.read(held.reception, id=cast.reception)
    assert view is not None
    assert (view.row.starts, view.row.ends) == (starts, starts + timedelta(hours=1))


def test_what_no_order_allows_is_refused_whole(office: Office, cast: Cast) -> None:
    changes = {"place": "二楼", "starts": START, "ends": START - timedelta(hours=1)}
    with pytest.raises(RuleBroken) as refused:
        office.act(amendments.amend, noun="reception", stream=cast.reception, changes=changes)
    assert refused.value.rule == "reception.times"
    view = office.read(held.reception, id=cast.reception)
    assert view is not None
    assert view.row.place == "一楼接待室"


def test_a_field_in_conflict_waits_for_somebody_to_settle_it(office: Office) -> None:
    one = office.act(matters.register, program="themed", own_words="渗水", place="柳汀").id
    _elsewhere(office, one, was="月湖", now="秀水街")  # another PC corrected another value
    state = office.read(lambda session: MATTER.fold(one, log.read(session, stream=one)))
    assert [v.value for v in state.conflicts["place"]] == ["柳汀", "秀水街"]
    for _ in range(2):
        with pytest.raises(RuleBroken) as refused:
            office.act(amendments.amend, noun="matter", stream=one, changes={"place": "迎春"})
        assert refused.value.rule == "amend.unsettled"
    office.act(amendments.settle, noun="matter", stream=one, field="place", value="秀水街")
    office.act(amendments.amend, noun="matter", stream=one, changes={"place": "迎春"})


def _elsewhere(office: Office, matter: Id, *, was: str, now: str) -> None:
    """Bring an amendment of another PC into the log."""

    def arrive(session: Session, *, by: Author) -> None:
        last = log.read(session, stream=matter)[-1]
        body = msgspec.json.encode({"field": "place", "was": was, "now": now})
        entry = Entry(
            Id(f"{int(last.id, 16) + 1:032x}"), by.scope, matter, "matter.amend", body, by.clerk,
            Id("d" * 32), last.recorded_at, Id("e" * 32),
        )  # fmt: skip
        log.append(session, entries=[entry])
        project(session, states=[MATTER.fold(matter, log.read(session, stream=matter))])

    office.act(arrive)
