"""Visits: one action registers who came, what they raised and which way it goes."""

from typing import Any

import pytest

from renda_desktop.bootstrap import Office
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.terms import Disposition, Stage, VisitStatus
from renda_desktop.queries import matters as reads
from renda_desktop.queries import receptions as held
from renda_desktop.queries import residents, stations
from renda_desktop.queries import visits as queue
from renda_desktop.services import matters, receptions, visits
from renda_desktop.services.visits import Person, Raised
from renda_desktop.services.ways import Way
from tests.offices import START, Cast

TODAY = day_of(START)


def test_one_action_registers_everything(office: Office, cast: Cast) -> None:
    before = office.read(stations.pending)
    done = office.act(
        visits.register,
        reception=cast.reception,
        person=Person("阿依古丽•艾合买提江", " 138 1234 5521 ", "迎春小区 6 幢"),
        heads=3,
        listeners=(cast.deputies[0],),
        matters=(
            Raised("电梯两年未批\n䶮", way=Way("assigned", unit=cast.departments[0])),
            Raised("飞线充电", way=Way("answered_on_site", text="已断电")),
            Raised("以后再说"),
        ),
    )
    assert office.read(stations.pending) == before + 1
    visit = office.read(queue.visit, id=done.id)
    assert visit is not None
    assert (visit.ticket, visit.number, visit.heads) == ("A001", "YH-2026-AV-00001", 3)
    assert visit.name == "阿依古丽·艾合买提江"  # one middle dot, U+00B7
    assert visit.status is VisitStatus.RECEIVED
    person = office.read(residents.resident, id=visit.resident)
    assert person is not None
    assert person.phone == "13812345521"
    rows = office.read(reads.matters, today=TODAY, order="number", descending=False)
    assert [r.number for r in rows] == [f"YH-2026-A-0000{n}" for n in (1, 2, 3)]
    assert [r.stage for r in rows] == [Stage.ASSIGNED, Stage.RESOLVED, Stage.REGISTERED]
    assert rows[0].due is not None
    assert rows[0].theme == cast.theme  # the reception's


def test_nothing_is_written_when_one_matter_is_refused(office: Office, cast: Cast) -> None:
    before = office.read(stations.counts), office.read(stations.pending)
    with pytest.raises(RuleBroken) as refused:
        office.act(
            visits.register,
            reception=cast.reception,
            person=Person("王秀英"),
            matters=(Raised("好的"), Raised("  ")),
        )
    assert refused.value.rule == "matter.no_words"
    assert (office.read(stations.counts), office.read(stations.pending)) == before


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"person": Person()}, "visit.no_resident"),
        ({"person": Person("王"), "heads": 0}, "visit.heads"),
        ({"person": Person("王"), "matters": ()}, "visit.no_matter"),
        ({"person": Person("王\x00芳")}, "text.control"),
        ({"person": Person("王" * 51)}, "text.long"),
        ({"person": Person("王芳", "12"), "heads": 1}, "text.phone"),
    ],
)
def test_what_is_refused(office: Office, cast: Cast, given: dict[str, Any], rule: str) -> None:
    wanted: dict[str, Any] = {"reception": cast.reception, "matters": (Raised("事"),)}
    with pytest.raises(RuleBroken) as refused:
        office.act(visits.register, **(wanted | given))
    assert refused.value.rule == rule
    assert "王芳" not in str(refused.value)


def test_the_queue(office: Office, cast: Cast) -> None:
    first = office.act(visits.take_ticket, reception=cast.reception, name="王秀英", topic="电梯").id
    second = office.act(visits.take_ticket, reception=cast.reception, name="周·买买提").id
    rows = office.read(queue.queue, reception=cast.reception)
    assert [(r.ticket, r.name) for r in rows] == [("A001", "王秀英"), ("A002", "周·买买提")]
    office.act(visits.call, visit=first)
    office.act(visits.leave, visit=second, reason="等不及")
    assert [r.id for r in office.read(queue.queue, reception=cast.reception)] == [first]
    office.act(visits.rejoin, visit=second)
    office.act(visits.register, visit=first, person=Person("王秀英"), matters=(Raised("电梯"),))
    assert [r.id for r in office.read(queue.queue, reception=cast.reception)] == [second]
    with pytest.raises(RuleBroken, match="已接待"):
        office.act(visits.call, visit=first)


def test_an_anonymous_visit_keeps_no_person(office: Office, cast: Cast) -> None:
    done = office.act(
        visits.register,
        reception=cast.reception,
        person=Person("不该留下", "13800000000"),
        anonymous=True,
        matters=(Raised("路灯坏了"),),
    )
    visit = office.read(queue.visit, id=done.id)
    assert visit is not None
    assert (visit.name, visit.resident, visit.shown) == ("", None, "匿名")
    assert office.read(residents.count) == 0


def test_a_known_resident_is_corrected_not_copied(office: Office, cast: Cast) -> None:
    wanted: dict[str, Any] = {"reception": cast.reception, "matters": (Raised("事"),)}
    office.act(visits.register, person=Person("王秀英", "13800000001"), **wanted)
    known = office.read(residents.residents, text="wxy")[0]
    again = Person("王秀英", "13800000002", "迎春小区", known.id)
    office.act(visits.register, person=again, **wanted)
    (now,) = office.read(residents.residents, text="wxy")
    assert (now.phone, now.address, now.visits) == ("13800000002", "迎春小区", 2)


def test_the_same_matter_is_joined(office: Office, cast: Cast) -> None:
    wanted: dict[str, Any] = {"reception": cast.reception, "person": Person("王秀英")}
    office.act(visits.register, matters=(Raised("电梯"),), **wanted)
    (first,) = office.read(reads.matters, today=TODAY)
    office.act(visits.register, matters=(Raised("又是电梯", merge_into=first.id),), **wanted)
    rows = {r.number[-1]: r for r in office.read(reads.matters, today=TODAY)}
    assert rows["2"].stage is Stage.JOINED
    assert rows["1"].joined == 1
    joined = Raised("第三次", merge_into=rows["2"].id)
    with pytest.raises(RuleBroken) as refused:
        office.act(visits.register, matters=(joined,), **wanted)
    assert refused.value.rule == "matter.joined_to_joined"


def test_a_reception_closes_when_every_matter_has_one_disposition(
    office: Office, cast: Cast
) -> None:
    wanted: dict[str, Any] = {"reception": cast.reception, "person": Person("王秀英")}
    assigned = Raised("电梯", way=Way("assigned", unit=cast.departments[0]))
    office.act(visits.register, matters=(assigned, Raised("未定")), **wanted)
    waiting = office.act(visits.take_ticket, reception=cast.reception, name="张三").id
    with pytest.raises(RuleBroken, match="1位来访人在候访"):
        office.act(receptions.close, reception=cast.reception)
    office.act(visits.leave, visit=waiting)
    with pytest.raises(RuleBroken, match="YH-2026-A-00002"):
        office.act(receptions.close, reception=cast.reception)
    undecided = office.read(reads.matters, today=TODAY, order="number")[0]
    office.act(matters.choose, matter=undecided.id, way=Way("planned", "列入明年计划"))
    office.act(receptions.close, reception=cast.reception, minutes="纪要")
    view = office.read(held.reception, id=cast.reception)
    assert view is not None
    assert view.dispositions == {Disposition.ASSIGNED: 1, Disposition.PLANNED: 1}
    assert (view.row.visits, view.row.matters, view.heads) == (1, 2, 1)
    with pytest.raises(RuleBroken) as refused:
        office.act(visits.register, matters=(Raised("晚了"),), **wanted)
    assert refused.value.rule == "visit.reception_not_open"
