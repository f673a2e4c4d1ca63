"""The ledger has every matter of its filter, nobody's name and no confidential words."""

from datetime import timedelta

from renda_desktop.bootstrap import Office
from renda_desktop.domain.terms import Stage
from renda_desktop.queries import papers
from renda_desktop.queries.matters import MatterFilter
from renda_desktop.queries.matters import matters as listed
from renda_desktop.services import matters, visits
from renda_desktop.services.visits import Person, Raised
from tests.offices import START, Cast


def test_what_a_ledger_has(office: Office, cast: Cast) -> None:
    person = Person("欧阳秀英", "13800005521")
    for words, secret in (("路灯不亮", False), ("举报某人", True)):
        office.act(
            visits.register, reception=cast.reception, person=person,
            matters=(Raised(words, place="月湖新村3幢"),), confidential=secret,
        )  # fmt: skip
    rows = office.read(listed, today=START.date(), order="number", descending=False)
    office.act(matters.assign, matter=rows[0].id, unit=cast.departments[0])
    sheet = office.read(papers.ledger, now=office.clock())
    first, second = sheet.rows
    assert sheet.conditions == "全部事项"
    assert (first.text, first.unit, first.resident) == ("路灯不亮", "区住建局", "欧*")
    assert (first.way, first.stage, first.place) == ("交办", Stage.ASSIGNED.label, "月湖新村3幢")
    assert first.due is not None
    assert (second.text, second.resident, second.place) == (
        "（保密事项，内容从略）", "（保密）", "",
    )  # fmt: skip
    assert "举报" not in str(sheet)
    assert "阳秀" not in str(sheet)


def test_a_filter_is_told_in_words(office: Office, cast: Cast) -> None:
    day = START.date()
    where = MatterFilter(
        since=day, until=day + timedelta(30), unit=cast.departments[0], open=True, program="themed"
    )
    sheet = office.read(papers.ledger, where=where, now=office.clock())
    assert sheet.rows == ()
    for said in ("登记；", "承办单位：区住建局", "尚未办结", "工作机制："):
        assert said in sheet.conditions
