"""Matters through the services: due dates, permissions, corrections, the calendar's arrival."""

from datetime import date

import pytest

from renda_desktop.bootstrap import Office
from renda_desktop.domain.calendar import YearTable
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.terms import (
    Channel,
    Disposition,
    Grade,
    Outcome,
    RaterKind,
    Role,
    Signal,
    Stage,
)
from renda_desktop.queries import matters as reads
from renda_desktop.queries import residents as people
from renda_desktop.queries.matter_files import MatterFile, matter_file
from renda_desktop.queries.matters import MatterFilter
from renda_desktop.services import (
    amendments,
    clerks,
    matters,
    proposals,
    residents,
    stations,
)
from tests.offices import Cast, Clock


@pytest.fixture
def matter(office: Office) -> Id:
    """A matter that was telephoned in."""
    return office.act(matters.register, program="themed", own_words="屋面渗水", place="柳汀").id


def file(office: Office, matter: Id) -> MatterFile:
    return office.read(matter_file, id=matter, today=day_of(office.clock()))


def test_due_in_working_days_across_a_holiday(office: Office, cast: Cast, clock: Clock) -> None:
    clock.on(days=-60)  # 24 September 2026: National Day lies ahead, 20 September was worked
    one = office.act(matters.register, program="themed", own_words="渗水").id
    office.act(matters.assign, matter=one, unit=cast.departments[0])
    due = file(office, one).state.round.due
    assert due is not None
    assert not due.provisional
    assert due.on > date(2026, 11, 5)  # thirty weekdays alone would end on 5 November


def test_signals_follow_the_calendar(office: Office, cast: Cast, clock: Clock, matter: Id) -> None:
    office.act(matters.assign, matter=matter, unit=cast.departments[0], due_on=date(2026, 12, 23))
    expected = {"2026-12-16": Signal.GREEN, "2026-12-18": Signal.AMBER, "2026-12-24": Signal.RED}
    for day, signal in expected.items():
        today = date.fromisoformat(day)
        row = office.read(reads.matter_row, id=matter, today=today)
        assert row is not None
        assert row.signal is signal
        assert office.read(reads.signal_counts, today=today) == {signal: 1}
        assert office.read(reads.count, today=today, where=MatterFilter(signal=signal)) == 1


def test_a_provisional_date_is_settled_when_the_year_is_imported(
    office: Office, cast: Cast, matter: Id
) -> None:
    office.act(matters.assign, matter=matter, unit=cast.departments[0])
    before = file(office, matter).state.round.due
    assert before is not None
    assert before.provisional  # 30 working days from 23 November end in 2027
    year = YearTable(
        year=2027,
        holidays={date(2027, 1, 1): "元旦", date(2027, 1, 4): "元旦", date(2027, 1, 5): "元旦"},
    )
    office.act(stations.publish_holidays, table=year)
    after = file(office, matter)
    assert after.state.round.due is not None
    assert not after.state.round.due.provisional
    assert after.state.round.due.on > before.on
    assert after.timeline[-1].what == "期限核定"
    with pytest.raises(RuleBroken) as refused:
        office.act(stations.publish_holidays, table=year)
    assert refused.value.rule == "calendar.year"


def test_a_deputy_does_not_speak_for_the_resident(office: Office, matter: Id) -> None:
    deputy = office.act(clerks.register, name="张明", roles=(Role.DEPUTY,)).id
    office.act(matters.answer_on_site, matter=matter, text="已修好")
    with pytest.raises(RuleBroken) as refused:
        office.act(matters.rate, acting=deputy, matter=matter, rater=RaterKind.RESIDENT, stars=5)
    assert refused.value.rule == "matter.residents_rate"
    office.act(matters.rate, acting=deputy, matter=matter, rater=RaterKind.DEPUTY, stars=5)


def test_striking_off_is_the_supervisors(office: Office, cast: Cast, matter: Id) -> None:
    helper = office.act(clerks.register, name="李芳").id
    office.act(matters.answer_on_site, matter=matter, text="已修好")
    with pytest.raises(RuleBroken) as refused:
        office.act(matters.strike_off, acting=helper, matter=matter, evidence="照片")
    assert refused.value.rule == "access.denied"
    assert "经办人不能销号" in str(refused.value)
    office.act(matters.strike_off, matter=matter, evidence="照片")
    assert file(office, matter).state.stage is Stage.CLOSED


def test_a_clerk_off_duty_cannot_act(office: Office, matter: Id) -> None:
    helper = office.act(clerks.register, name="李芳", roles=(Role.CLERK,)).id
    office.act(matters.note, acting=helper, matter=matter, text="在岗")
    office.act(clerks.deactivate, clerk=helper)
    with pytest.raises(RuleBroken) as refused:
        office.act(matters.note, acting=helper, matter=matter, text="离岗")
    assert refused.value.rule == "clerk.inactive"


def test_handled_again_after_a_poor_rating(office: Office, cast: Cast, matter: Id) -> None:
    office.act(matters.assign, matter=matter, unit=cast.departments[0])
    office.act(matters.reply, matter=matter, text="已修")
    office.act(
        matters.resolve, matter=matter, outcome=Outcome.RESOLVED_AFTER_FOLLOW_UP, text="办结"
    )
    office.act(matters.rate, matter=matter, rater=RaterKind.RESIDENT, stars=1)
    office.act(matters.rehandle, matter=matter, reason="仍渗水")
    row = office.read(reads.matter_row, id=matter, today=date(2026, 11, 23))
    assert row is not None
    assert (row.stage, row.round, row.resident_stars) == (Stage.ASSIGNED, 2, 1)
    assert row.unit_name == "区住建局"


def test_corrections_and_what_they_refuse(office: Office, matter: Id) -> None:
    office.act(amendments.amend, noun="matter", stream=matter, changes={"place": " 秀水街 "})
    told = file(office, matter)
    assert told.row.place == "秀水街"
    assert (told.timeline[-1].what, told.timeline[-1].text) == ("更正地点", "柳汀 → 秀水街")
    office.act(amendments.amend, noun="matter", stream=matter, changes={"urgency": "urgent"})
    assert file(office, matter).timeline[-1].text == "一般 → 紧急"
    for changes, rule in (
        ({"place": "秀水街"}, "amend.nothing"),
        ({"nonsense": 1}, "amend.unknown_field"),
        ({"urgency": "soon"}, "stream.malformed"),
    ):
        with pytest.raises(RuleBroken) as refused:
            office.act(amendments.amend, noun="matter", stream=matter, changes=changes)
        assert refused.value.rule == rule


def test_found_by_words_name_and_number(office: Office) -> None:
    who = office.act(residents.register, name="仇晓永", phone="15305256986").id
    office.act(
        matters.register, program="themed", own_words="夜市油烟扰民", resident=who,
        channel=Channel.LETTER,
    )  # fmt: skip
    for text in ("油烟", "仇晓", "qxy", "6986", "YH-2026-A-00001", "扰民 夜市"):
        where = MatterFilter(text=text)
        assert office.read(reads.count, today=date(2026, 11, 23), where=where) == 1, text
    for text in ("油 民", "%", '"', "不存在", "*"):
        where = MatterFilter(text=text)
        assert office.read(reads.count, today=date(2026, 11, 23), where=where) <= 1, text
    assert office.read(reads.count, today=date(2026, 11, 23), where=MatterFilter(text="*")) == 0


def test_several_matters_become_one_proposal(office: Office, cast: Cast, matter: Id) -> None:
    other = office.act(matters.register, program="themed", own_words="又一处渗水").id
    office.act(
        proposals.convert,
        matters=(matter, other),
        title="关于老旧小区屋面维修的建议",
        deputies=(cast.deputies[0],),
    )
    for one in (matter, other):
        state = file(office, one).state
        assert state.disposition is Disposition.CONVERTED
    assert file(office, matter).state.proposal == file(office, other).state.proposal


def test_two_records_of_one_person(office: Office) -> None:
    one, two, three = (
        office.act(residents.register, name=name, phone=phone).id
        for name, phone in (("王秀英", "13800000001"), ("王秀英", ""), ("王秀英", "13900000001"))
    )
    office.act(residents.mark_not_same, resident=one, other=three)
    with pytest.raises(RuleBroken) as refused:
        office.act(residents.merge, resident=three, into=one)
    assert refused.value.rule == "resident.not_same"
    raised = office.act(matters.register, program="themed", own_words="渗水", resident=two).id
    office.act(residents.merge, resident=two, into=one)
    assert office.read(people.count) == 2
    where = MatterFilter(resident=one)
    (row,) = office.read(reads.matters, today=date(2026, 11, 23), where=where)
    assert row.id == raised
    office.act(residents.separate, resident=two)
    assert office.read(people.count) == 3


def test_an_official_answers_on_site_and_writes_later(
    office: Office, cast: Cast, matter: Id
) -> None:
    office.act(matters.assign, matter=matter, unit=cast.departments[0])
    office.act(
        matters.reply,
        matter=matter,
        text="当场认领",
        grade=Grade.UNSOLVED,
        official="方建华",
        on_site=True,
    )
    office.act(matters.reply, matter=matter, text="已修复")
    replies = file(office, matter).state.round.replies
    assert [(one.on_site, one.grade) for one in replies] == [
        (True, Grade.UNSOLVED),
        (False, Grade.SOLVED),
    ]
