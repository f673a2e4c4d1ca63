"""The desk's lists name who is expected and who came, and what units are to take."""

import pytest

from renda_desktop.bootstrap import Office
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import AttendeeRole
from renda_desktop.queries import papers
from renda_desktop.queries.matters import matters as listed
from renda_desktop.queries.papers import parts
from renda_desktop.services import matters, receptions, visits
from renda_desktop.services.visits import Person, Raised
from tests.offices import START, Cast


def test_who_is_expected_and_who_came(office: Office, cast: Cast) -> None:
    sign = receptions.sign_in
    office.act(
        sign, reception=cast.reception, name="方建华", role=AttendeeRole.OFFICIAL, unit="区住建局"
    )
    office.act(sign, reception=cast.reception, name="记者甲", role=AttendeeRole.PRESS)
    sheet = office.read(papers.sign_in_sheet, reception=cast.reception, now=office.clock())
    found = {group.title: group.people for group in sheet.groups}
    assert found["代表"] == (("张明", "市人大代表", "到会"), ("李慧", "区县人大代表", "到会"))
    assert found["领导"] == ()
    assert found["部门负责人"] == (
        ("方建华", "区住房和城乡建设局", "到会"),
        ("", "区综合行政执法局", ""),
    )
    assert found["其他人员"] == (("记者甲", "", "到会"),)


def test_units_take_matters_and_what_is_confidential_is_not_told(
    office: Office, cast: Cast
) -> None:
    person = Person("欧阳秀英", "13800005521")
    for words, confidential in (("路灯不亮", False), ("举报某人", True)):
        office.act(
            visits.register, reception=cast.reception, person=person, matters=(Raised(words),),
            confidential=confidential,
        )  # fmt: skip
    first, _ = office.read(papers.claim_list, reception=cast.reception, now=office.clock()).rows
    assert (first.text, first.unit) == ("路灯不亮", "")
    rows = office.read(listed, today=START.date(), order="number", descending=False)
    office.act(matters.assign, matter=rows[0].id, unit=cast.departments[0])
    told = office.read(papers.claim_list, reception=cast.reception, now=office.clock())
    assert told.rows[0].unit == "区住建局"
    assert told.rows[0].due.startswith("1月")
    assert "举报" not in str(told)
    assert "欧" not in str(told)


def test_no_such_reception(office: Office) -> None:
    for read in (papers.sign_in_sheet, papers.claim_list):
        with pytest.raises(RuleBroken):
            office.read(read, reception=Id("0" * 32), now=office.clock())


def test_what_somebody_is() -> None:
    assert parts.seats("市、街道议政") == "市人大代表、街道议政代表"
    assert parts.seats("") == ""
