"""Slips at the desk and their way out; what the rules of one thing cannot see alone."""

from datetime import timedelta
from typing import Any

import pytest

from renda_desktop.bootstrap import Office
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.terms import Outcome, ReceptionKind, ReceptionStatus, Role, Stage
from renda_desktop.queries import matters as reads
from renda_desktop.queries import receptions as held
from renda_desktop.queries import schedule
from renda_desktop.queries import visits as queue
from renda_desktop.queries.matter_files import matter_file
from renda_desktop.services import (
    amendments,
    clerks,
    departments,
    matters,
    proposals,
    receptions,
    visits,
)
from renda_desktop.services.visits import Person, Raised
from renda_desktop.services.ways import Way
from tests.offices import START, Cast

TODAY = day_of(START)


def refused(office: Office, action: object, **given: object) -> str:
    with pytest.raises(RuleBroken) as broken:
        office.act(action, **given)  # type: ignore[arg-type] # any action
    assert "{" not in str(broken.value)
    return broken.value.rule


def stages(office: Office) -> list[Stage]:
    rows = office.read(reads.matters, today=TODAY, order="number", descending=False)
    return [row.stage for row in rows]


@pytest.fixture
def visit(office: Office, cast: Cast) -> Id:
    """A visit with a matter that was assigned and one that was settled at once."""
    ways = Way("assigned", unit=cast.departments[0]), Way("answered_on_site", "已断电")
    raised = tuple(Raised("事", way=way) for way in ways)
    who = Person("王秀英")
    return office.act(visits.register, reception=cast.reception, person=who, matters=raised).id


def test_a_visit_is_withdrawn_with_what_it_raised(office: Office, cast: Cast, visit: Id) -> None:
    office.act(visits.withdraw, visit=visit, reason="登错")
    assert stages(office) == [Stage.WITHDRAWN, Stage.WITHDRAWN]
    raised = Raised("又一件")
    assert refused(office, visits.add_matter, visit=visit, raised=raised) == "visit.status"
    office.act(receptions.close, reception=cast.reception)


def test_a_visit_stays_when_one_of_its_matters_was_replied_to(office: Office, visit: Id) -> None:
    first = office.read(reads.matters, today=TODAY, order="number", descending=False)[0].id
    office.act(matters.reply, matter=first, text="已修")
    assert refused(office, visits.withdraw, visit=visit, reason="登错") == "matter.replied"
    assert stages(office) == [Stage.REPLIED, Stage.RESOLVED]


def test_what_others_were_joined_into_is_not_withdrawn(office: Office, cast: Cast) -> None:
    one, two = (
        office.act(matters.register, program="themed", own_words=words).id for words in "甲乙"
    )
    office.act(matters.merge, matter=two, into=one)
    assert refused(office, matters.withdraw, matter=one, reason="登错") == "matter.has_joined"
    shown = office.read(matter_file, id=one, today=TODAY).possible
    assert shown["matter.withdraw"]
    office.act(matters.withdraw, matter=two, reason="登错")
    office.act(matters.withdraw, matter=one, reason="登错")


def test_the_heads_at_the_door_stand_unless_counted_again(office: Office, cast: Cast) -> None:
    visit = office.act(visits.take_ticket, reception=cast.reception, name="王秀英", heads=5).id
    office.act(visits.register, visit=visit, person=Person("王秀英"), matters=(Raised("事"),))
    row = office.read(queue.visit, id=visit)
    assert row is not None
    assert row.heads == 5


def test_nobody_waits_at_a_closed_reception(office: Office, cast: Cast) -> None:
    visit = office.act(visits.take_ticket, reception=cast.reception, name="王秀英").id
    office.act(visits.leave, visit=visit)
    office.act(receptions.close, reception=cast.reception)
    assert refused(office, visits.rejoin, visit=visit) == "visit.reception_not_open"


def test_a_reception_opened_by_mistake_is_called_off(office: Office, cast: Cast) -> None:
    office.act(receptions.cancel, reception=cast.reception, reason="开错了场次")
    view = office.read(held.reception, id=cast.reception)
    assert view is not None
    assert view.row.status is ReceptionStatus.CANCELLED


def test_a_reception_that_received_somebody_goes_on(office: Office, cast: Cast, visit: Id) -> None:
    day: dict[str, Any] = {
        "starts": START + timedelta(days=7),
        "ends": START + timedelta(days=7, hours=1),
    }
    one: dict[str, Any] = {"reception": cast.reception, "reason": "台风"}
    assert refused(office, receptions.cancel, **one) == "reception.visits"
    assert refused(office, receptions.postpone, **one, **day) == "reception.visits"
    file = office.read(schedule.reception_file, id=cast.reception)
    assert file is not None
    assert file.possible["reception.cancel"]
    assert file.possible["reception.postpone"]
    office.act(visits.withdraw, visit=visit, reason="登错")
    office.act(receptions.postpone, **one, **day)


def test_one_deputy_twice_is_one_deputy(office: Office, cast: Cast) -> None:
    given = {
        "kind": ReceptionKind.THEMED, "program": "themed", "place": "一楼",
        "starts": START, "ends": START + timedelta(hours=1), "deputies": (cast.deputies[0],) * 2,
    }  # fmt: skip
    assert refused(office, receptions.plan, **given) == "reception.deputies"
    few = {"deputies": (cast.deputies[0],)}
    one = {"noun": "reception", "stream": cast.reception, "changes": few}
    assert refused(office, amendments.amend, **one) == "reception.deputies"


def test_a_dissolved_department_gets_no_more_matters(office: Office, cast: Cast) -> None:
    unit, other = cast.departments
    one = office.act(matters.register, program="themed", own_words="渗水").id
    office.act(departments.deactivate, department=unit)
    assert refused(office, matters.assign, matter=one, unit=unit) == "department.inactive"
    helped = {"unit": other, "co_units": (unit,)}
    assert refused(office, matters.assign, matter=one, **helped) == "department.inactive"
    office.act(matters.assign, matter=one, unit=other)
    handed_on = {"matter": one, "reason": "职能", "unit": unit}
    assert refused(office, matters.transfer, **handed_on) == "department.inactive"


@pytest.mark.parametrize("days", [0, -1, 4000, 10**12])
def test_a_term_has_bounds(office: Office, cast: Cast, days: int) -> None:
    one = office.act(matters.register, program="themed", own_words="渗水").id
    given = {"matter": one, "unit": cast.departments[0]}
    assert refused(office, matters.assign, **given, days=days) == "matter.days"
    far = {"due_on": TODAY + timedelta(days=4000)}
    assert refused(office, matters.assign, **given, **far) == "matter.due_far"


def test_no_way_that_the_program_does_not_offer(office: Office, cast: Cast) -> None:
    one = office.act(matters.register, program="night-inquiry", own_words="渗水").id
    given: dict[str, Any] = {"matters": (one,), "title": "建议", "deputies": (cast.deputies[0],)}
    assert refused(office, proposals.convert, **given) == "program.disposition"
    assert office.read(matter_file, id=one, today=TODAY).possible["matter.convert"]
    office.act(matters.answer_on_site, matter=one, text="已修")
    office.act(proposals.convert, **given)  # beside its own way it may become one


def test_the_last_head_stays(office: Office) -> None:
    head = office.clerk
    helper = office.act(clerks.register, name="李芳").id
    assert refused(office, clerks.deactivate, clerk=head) == "clerk.last_head"
    less = {"noun": "clerk", "stream": head, "changes": {"roles": [Role.CLERK]}}
    assert refused(office, amendments.amend, **less) == "clerk.last_head"
    roles = {"roles": [Role.CLERK, Role.STATION_HEAD]}
    office.act(amendments.amend, noun="clerk", stream=helper, changes=roles)
    office.act(clerks.deactivate, clerk=head)
    assert refused(office, clerks.deactivate, acting=helper, clerk=helper) == "clerk.last_head"


def test_names_are_compared_as_they_are_kept(office: Office, cast: Cast) -> None:
    assert refused(office, clerks.register, name=" 王 芳 ") == "clerk.name_taken"
    name = "区住房和城乡建设局\u200b"
    assert refused(office, departments.register, name=name) == "department.name_taken"
    helper = office.act(clerks.register, name="李芳").id
    one = {"noun": "clerk", "stream": helper, "changes": {"name": "王 芳"}}
    assert refused(office, amendments.amend, **one) == "clerk.name_taken"
    other = {
        "noun": "department",
        "stream": cast.departments[0],
        "changes": {"name": "区综合执法局"},
    }
    assert refused(office, amendments.amend, **other) == "department.name_taken"


def test_only_a_head_settles_what_only_a_head_amends(office: Office) -> None:
    helper = office.act(clerks.register, name="李芳").id
    for noun, field in (("clerk", "roles"), ("station", "name")):
        stream = helper if noun == "clerk" else office.station
        given = {"noun": noun, "stream": stream, "field": field, "value": ["station_head"]}
        if noun == "station":
            given["value"] = "别的站"
        assert refused(office, amendments.settle, acting=helper, **given) == "access.denied"


def test_an_outcome_at_once_is_a_way_of_the_program(office: Office) -> None:
    one = office.act(matters.register, program="themed", own_words="渗水").id
    office.act(matters.resolve, matter=one, outcome=Outcome.EXPLAINED, text="政策如此")
    assert stages(office) == [Stage.RESOLVED]
