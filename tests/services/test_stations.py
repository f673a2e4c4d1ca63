"""What becomes certain when a year's holidays are imported."""

from datetime import UTC, date, datetime, timedelta

import pytest

from renda_desktop.bootstrap import Office
from renda_desktop.domain.calendar import YearTable
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.terms import Channel, ReceptionKind, Role
from renda_desktop.queries import receptions as held
from renda_desktop.queries.matter_files import matter_file
from renda_desktop.services import clerks, matters, receptions, stations
from renda_desktop.store import log
from tests.offices import START, Cast

MONDAY = datetime(2027, 3, 15, 1, tzinfo=UTC)  # 9:00 in China
SATURDAY = datetime(2027, 3, 20, 11, tzinfo=UTC)


def _year(*holidays: date) -> YearTable:
    return YearTable(year=2027, holidays=dict.fromkeys((date(2027, 1, 1), *holidays), "放假"))


def _planned(office: Office, cast: Cast, starts: datetime) -> Id:
    return office.act(
        receptions.plan, kind=ReceptionKind.THEMED, program="themed", place="一楼", starts=starts,
        ends=starts + timedelta(hours=1), deputies=tuple(cast.deputies), provisional=True,
    ).id  # fmt: skip


@pytest.mark.parametrize(
    ("starts", "holidays", "provisional"),
    [
        (MONDAY, (), False),
        (SATURDAY, (), False),  # an evening talk: the weekend is what was meant
        (MONDAY, (date(2027, 3, 15),), True),  # it has to move: a clerk decides where to
    ],
)
def test_a_planned_day_is_confirmed(
    office: Office, cast: Cast, starts: datetime, holidays: tuple[date, ...], provisional: bool
) -> None:
    one = _planned(office, cast, starts)
    office.act(stations.publish_holidays, table=_year(*holidays))
    view = office.read(held.reception, id=one)
    assert view is not None
    assert view.row.provisional is provisional


def test_a_date_is_settled_after_the_reply_too(office: Office, cast: Cast) -> None:
    one = office.act(matters.register, program="themed", own_words="渗水").id
    office.act(matters.assign, matter=one, unit=cast.departments[0])
    office.act(matters.reply, matter=one, text="已修")
    office.act(stations.publish_holidays, table=_year())
    due = office.read(matter_file, id=one, today=day_of(START)).state.round.due
    assert due is not None
    assert not due.provisional


def test_who_goes_on_with_a_matter_writes_into_its_log(office: Office) -> None:
    other = office.act(stations.register, name="南门街道联络站", code="NM").id
    matter = office.act(
        matters.register, at=other, program="regular", own_words="路灯不亮", channel=Channel.PHONE
    ).id
    office.act(matters.note, matter=matter, text="已电话核实")
    with office.session() as session:
        assert {entry.scope for entry in log.read(session, stream=matter)} == {other}
        assert [entry.scope for entry in log.read(session, stream=other)] == [other]


def test_a_system_administrator_imports_a_year(office: Office, cast: Cast) -> None:
    """What follows from it is recorded too, on things that are not the administrator's."""
    reception = _planned(office, cast, MONDAY)
    one = office.act(matters.register, program="themed", own_words="渗水").id
    office.act(matters.assign, matter=one, unit=cast.departments[0])
    admin = office.act(clerks.register, name="李芳", roles=(Role.SYSTEM_ADMIN,)).id
    office.act(stations.publish_holidays, acting=admin, table=_year())
    view = office.read(held.reception, id=reception)
    assert view is not None
    assert not view.row.provisional
    due = office.read(matter_file, id=one, today=day_of(START)).state.round.due
    assert due is not None
    assert not due.provisional
