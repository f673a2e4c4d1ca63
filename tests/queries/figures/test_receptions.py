"""Receptions, places, attendances, answers, residents and waits: each with its trap."""

from datetime import date
from decimal import Decimal

from renda_desktop.domain import matter as m
from renda_desktop.domain import reception as r
from renda_desktop.domain import visit as v
from renda_desktop.domain.area import AreaDetails, RegisterArea
from renda_desktop.domain.figures import Dimension, FigureKey
from renda_desktop.domain.ids import Id
from renda_desktop.domain.station import AddOutpost, OutpostDetails
from renda_desktop.domain.terms import (
    AreaLevel,
    AttendeeRole,
    DeputyLevel,
    Presence,
    ReceptionKind,
)
from tests.queries.figures.world import World, at


def test_only_receptions_that_were_held_count(world: World) -> None:
    world.held()
    world.tell(r.ArchiveReception(), of=world.held())
    planned = world.reception()
    world.tell(r.CancelReception("雨"), of=planned)
    world.reception()
    going_on = world.reception()
    world.signs(going_on, world.id())
    world.tell(r.OpenReception(), of=going_on)
    assert world.amount(FigureKey.RECEPTIONS_HELD) == 2


def test_a_reception_counts_on_the_day_it_is_held_on_whenever_it_was_planned(world: World) -> None:
    late = world.reception(at(3, 31, 23))
    new = at(4, 1, 0)
    world.tell(r.PostponeReception(new, at(4, 1, 2), "雨"), of=late)
    world.hold(late)
    assert world.amount(FigureKey.RECEPTIONS_HELD, until=date(2026, 3, 31)) == 0
    assert world.amount(FigureKey.RECEPTIONS_HELD, since=date(2026, 4, 1)) == 1
    assert world.by(FigureKey.RECEPTIONS_HELD, Dimension.MONTH) == {"2026-04": 1}


def test_receptions_by_kind_program_theme_and_deputy(world: World) -> None:
    theme, who = world.theme("老旧小区"), world.id()
    world.held(who, theme=theme)
    world.held(kind=ReceptionKind.NIGHT_TALK, program="night-talk")
    key = FigureKey.RECEPTIONS_HELD
    assert world.amount(key, kind=ReceptionKind.NIGHT_TALK) == 1
    assert world.amount(key, programs=("themed", "night-talk")) == 2
    assert world.amount(key, programs=("themed",)) == 1
    assert world.amount(key, theme=theme) == 1
    assert world.amount(key, deputy=who) == 1
    assert world.by(key, Dimension.THEME) == {"老旧小区": 1, "(未定)": 1}
    assert world.by(key, Dimension.KIND) == {"代表夜聊": 1, "主题接待": 1}


def test_a_place_counts_once_and_a_station_beside_its_outposts(world: World) -> None:
    post = world.id()
    world.tell(AddOutpost(post, OutpostDetails("社区点")), of=world.station)
    for outpost in (None, None, post, post):
        world.held(outpost=outpost)
    world.reception(outpost=world.id())
    assert world.amount(FigureKey.PLACES_HELD) == 2
    assert {row.title for row in world.rows(FigureKey.PLACES_HELD)} == {"月湖站", "社区点"}


def test_a_township_is_not_a_station(world: World) -> None:
    district = world.area("海曙区", AreaLevel.DISTRICT)
    street = world.area("月湖街道", AreaLevel.TOWNSHIP, district)
    village = world.area("某村", AreaLevel.COMMUNITY, street)
    other = world.area("高桥镇", AreaLevel.TOWNSHIP, district)
    for name, area in (("甲", street), ("乙", village), ("丙", district), ("丁", other)):
        world.found(name, area)
        if name != "丁":
            world.held()
    assert world.amount(FigureKey.TOWNSHIPS_COVERED) == 1
    assert world.amount(FigureKey.RECEPTIONS_HELD) == 3
    assert world.amount(FigureKey.RECEPTIONS_HELD, area=district) == 3
    assert world.amount(FigureKey.RECEPTIONS_HELD, area=street) == 2
    assert world.amount(FigureKey.RECEPTIONS_HELD, stations=(world.station,)) == 0
    found = world.by(FigureKey.RECEPTIONS_HELD, Dimension.AREA)
    assert found == {"月湖街道": 2, "(未定)": 1}
    assert [row.title for row in world.rows(FigureKey.TOWNSHIPS_COVERED)] == ["月湖街道"]


def test_areas_that_name_one_another_as_parents_come_to_an_end(world: World) -> None:
    first, second = world.id(), world.id()
    for own, parent in ((first, second), (second, first)):
        world.tell(RegisterArea(AreaDetails("环", AreaLevel.COMMUNITY, parent)), of=own)
    world.found("站", first)
    world.held()
    assert world.amount(FigureKey.TOWNSHIPS_COVERED) == 0
    assert world.amount(FigureKey.RECEPTIONS_HELD, area=second) == 1


def test_attendances_are_not_people_and_leave_is_no_attendance(world: World) -> None:
    zhang, li = (world.deputy(name, DeputyLevel.COUNTY) for name in ("张", "李"))
    world.held(zhang, li)
    second = world.reception()
    world.signs(second, zhang)
    world.signs(second, li, Presence.LEAVE)
    guest = r.Attendance("王局", AttendeeRole.OFFICIAL, unit="住建局")
    world.tell(r.SignIn(guest), of=second)
    world.tell(r.OpenReception(), r.CloseReception(r.Counts(0, 0, 0, {})), of=second)
    world.signs(world.reception(), zhang)  # of one that was not held
    assert world.amount(FigureKey.DEPUTY_ATTENDANCES) == 3
    assert world.parts(FigureKey.DEPUTY_ATTENDANCES) == {"persons": 2}
    assert world.amount(FigureKey.DEPUTY_ATTENDANCES, deputy=li) == 1
    assert world.by(FigureKey.DEPUTY_ATTENDANCES, Dimension.DEPUTY) == {"张": 2, "李": 1}


def test_an_official_counts_once_a_reception_and_a_deputy_not_at_all(world: World) -> None:
    unit, other, deputy = world.id(), world.id(), world.id()
    first, second = world.held(), world.held()

    def answer(
        reception: Id | None, official: str, *, unit: Id | None = None, deputy: Id | None = None
    ) -> None:
        fact = m.AnswerOnSite("答", unit=unit, deputy=deputy, official=official)
        world.matter(fact, reception=reception)

    answer(first, "王", unit=unit)
    answer(first, "王", unit=unit)
    answer(first, "", unit=unit)  # whoever it was, a name of that unit is known
    answer(first, "赵", unit=unit)
    answer(first, "王", unit=other)
    answer(second, "王", unit=unit)
    answer(second, "", unit=other)
    answer(second, "", unit=other)
    answer(second, "", deputy=deputy)
    answer(None, "王", unit=unit)
    slip = world.matter(m.AnswerOnSite("答", unit=unit, official="误"), reception=first)
    world.tell(m.WithdrawMatter("登记错误"), of=slip)
    assert world.amount(FigureKey.ON_SITE_REPLIES) == 5
    assert world.amount(FigureKey.ON_SITE_REPLIES, unit=other) == 2


def test_a_group_is_one_visit_of_many_heads(world: World) -> None:
    held = world.held()
    world.visit(held, heads=12)
    world.visit(held)
    gone = world.visit(held, heads=5, wait=None)
    world.tell(v.LeaveVisit(), of=gone)
    slip = world.visit(held, heads=7)
    world.tell(v.WithdrawVisit("重复"), of=slip)
    assert world.amount(FigureKey.RESIDENTS_RECEIVED) == 13
    assert world.parts(FigureKey.RESIDENTS_RECEIVED) == {"visits": 2}


def test_visits_belong_to_the_day_of_their_reception(world: World) -> None:
    world.visit(world.reception(at(5)), heads=3)
    assert world.amount(FigureKey.RESIDENTS_RECEIVED, since=date(2026, 5, 1)) == 3
    assert world.amount(FigureKey.RESIDENTS_RECEIVED, until=date(2026, 4, 30)) == 0


def test_waits_have_a_median_and_a_90th_percentile(world: World) -> None:
    held = world.held()
    for minutes in (0, 1, 2, 3, 4, 5, 6, 7, 8, 90):
        world.visit(held, wait=minutes)
    world.visit(held, wait=None)
    value = world.figure(FigureKey.WAITING_TIME)
    assert (value.amount, value.shown) == (Decimal("4.5"), "4.5 分钟")
    assert world.parts(FigureKey.WAITING_TIME) == {"p90": 8, "visits": 10, "at_once": 1}
    rows = world.rows(FigureKey.WAITING_TIME)
    assert [row.amount for row in rows][:2] == [90, 8]


def test_nobody_waited_where_nobody_came(world: World) -> None:
    value = world.figure(FigureKey.WAITING_TIME)
    assert (value.amount, value.exact, value.shown) == (None, None, "—")
