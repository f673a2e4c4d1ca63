"""What works through a list: rectifications, opinions on the environment, 代表一起来."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from renda_desktop.bootstrap import Office
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.program import ProgramDetails, Term
from renda_desktop.domain.terms import (
    Appeal,
    Channel,
    DayUnit,
    Disposition,
    Outcome,
    RaterKind,
    ReceptionKind,
    Role,
    Stage,
    Step,
)
from renda_desktop.queries import matters as reads
from renda_desktop.queries import people, programs
from renda_desktop.queries.matter_files import MatterFile, matter_file
from renda_desktop.queries.matters import MatterFilter
from renda_desktop.queries.theme_files import theme_file
from renda_desktop.services import clerks, deputies, matters, quantities, themes
from renda_desktop.services.programs import shipped
from renda_desktop.services.ways import Way
from renda_desktop.store.tables.counted import deputy_group, measurement, on_site_reply, quantity
from tests.offices import Cast, Clock

SHIPPED = {one.key: one for one in shipped()}


def rows(office: Office, table: Any) -> list[Any]:
    with office.session() as session:
        return list(session.execute(select(table)))


def file(office: Office, matter: Id) -> MatterFile:
    return office.read(matter_file, id=matter, today=day_of(office.clock()))


def refused(office: Office, service: Any, **given: Any) -> str:
    with pytest.raises(RuleBroken) as told:
        office.act(service, **given)
    return str(told.value)


@pytest.fixture
def item(office: Office, cast: Cast) -> Id:
    """An item of a list of rectifications, registered and assigned in one action."""
    return office.act(
        matters.register,
        program="audit-rectification",
        own_words="专项补助资金未及时清算",
        channel=Channel.LIST,
        way=Way("assigned", "请整改", cast.departments[0]),
    ).id


def resolve(office: Office, matter: Id, *, acting: Id | None = None) -> None:
    office.act(matters.reply, matter=matter, text="已整改", acting=acting)
    outcome = Outcome.RESOLVED_AFTER_FOLLOW_UP
    office.act(matters.resolve, matter=matter, outcome=outcome, text="已核对", acting=acting)


def hired(office: Office, role: Role) -> Id:
    return office.act(clerks.register, name=f"某{role.label}", roles=(role,)).id


def test_an_item_is_registered_and_assigned_at_once(office: Office, item: Id) -> None:
    state = file(office, item).state
    assert (state.stage, state.details.channel) == (Stage.ASSIGNED, Channel.LIST)
    assert state.timeline[0].entry.action == state.timeline[1].entry.action
    assert state.round.due is not None
    assert (state.round.due.on - state.round.due.began).days == 60


def test_a_way_that_is_not_offered_leaves_nothing_behind(office: Office) -> None:
    given: dict[str, Any] = {"program": "audit-rectification", "own_words": "挂账"}
    way = Way("explained", "政策如此")
    assert "不采用“解释说明”" in refused(office, matters.register, **given, way=way)
    assert "不办理事项" in refused(
        office, matters.register, program="major-projects", own_words="挂账"
    )
    assert office.read(reads.count, today=date(2026, 11, 23)) == 0


def test_lists_are_found_by_program_channel_and_appeal(office: Office, item: Id) -> None:
    dispute = office.act(
        matters.register, program="regular", own_words="邻里纠纷", appeal=Appeal.DISPUTE
    ).id
    for where, found in (
        (MatterFilter(program="audit-rectification"), item),
        (MatterFilter(channel=Channel.LIST), item),
        (MatterFilter(appeal=Appeal.DISPUTE), dispute),
    ):
        listed = office.read(reads.matters, today=date(2026, 11, 23), where=where)
        assert [one.id for one in listed] == [found]


@pytest.mark.parametrize(
    ("role", "may"),
    [(Role.CLERK, False), (Role.DEPARTMENT, False), (Role.DEPUTY, False),
     (Role.STATION_HEAD, True), (Role.TOWNSHIP_COORDINATOR, True), (Role.COORDINATOR, True)],
)  # fmt: skip
def test_striking_off_is_the_supervisors(office: Office, item: Id, role: Role, may: bool) -> None:
    resolve(office, item)
    who = hired(office, role)
    strike: dict[str, Any] = {"matter": item, "evidence": "凭证", "acting": who}
    if may:
        office.act(matters.strike_off, **strike)
        assert file(office, item).state.stage is Stage.CLOSED
    else:
        assert "不能销号" in refused(office, matters.strike_off, **strike)


def test_the_supervisor_is_not_whoever_recorded_the_result(office: Office, item: Id) -> None:
    resolve(office, item)
    told = refused(office, matters.strike_off, matter=item, evidence="凭证")
    assert told.startswith("“审计查出问题整改销号”须由他人销号")
    assert file(office, item).possible["matter.strike_off"] == told
    assert file(office, item).state.stage is Stage.RESOLVED


def test_with_another_who_recorded_it_the_head_may(office: Office, item: Id) -> None:
    resolve(office, item, acting=hired(office, Role.CLERK))
    assert file(office, item).possible["matter.strike_off"] == ""
    office.act(matters.strike_off, matter=item, evidence="凭证")


def test_without_the_programs_word_one_person_may_do_all(office: Office, cast: Cast) -> None:
    way = Way("assigned", unit=cast.departments[0])
    one = office.act(matters.register, program="regular", own_words="漏水", way=way).id
    resolve(office, one)
    office.act(matters.strike_off, matter=one, evidence="照片")


def test_quantities_are_in_the_programs_units(office: Office, item: Id) -> None:
    office.act(quantities.record, matter=item, key="recovered", amount=Decimal("38.29"))
    office.act(quantities.record, matter=item, key="recovered", amount=Decimal(0))
    slip = office.act(quantities.record, matter=item, key="put_to_use", amount=Decimal(9)).id
    found = rows(office, quantity)
    assert {(one.key, one.unit, one.amount) for one in found} == {
        ("recovered", "万元", Decimal("38.29")),
        ("recovered", "万元", Decimal(0)),
        ("put_to_use", "万元", Decimal(9)),
    }
    assert {one.day for one in found} == {date(2026, 11, 23)}
    office.act(quantities.withdraw, matter=item, entry=slip, reason="录错")
    assert slip not in {one.entry for one in rows(office, quantity)}
    assert len(rows(office, quantity)) == 2
    assert "没有代号为“enterprises”" in refused(
        office, quantities.record, matter=item, key="enterprises", amount=Decimal(1)
    )


def test_a_program_that_counts_nothing_says_so(office: Office) -> None:
    one = office.act(matters.register, program="regular", own_words="漏水").id
    assert "不统计成效数量" in file(office, one).possible["matter.record_quantity"]


def test_answers_on_site_have_rows(office: Office, cast: Cast) -> None:
    one = office.act(matters.register, program="night-inquiry", own_words="固废").id
    who: dict[str, Any] = {"unit": cast.departments[1], "official": "李局长"}
    office.act(matters.answer_on_site, matter=one, text="马上办", **who)
    assert rows(office, on_site_reply) == [(one, 0, cast.departments[1], None, "李局长")]
    again = office.act(matters.register, program="night-inquiry", own_words="噪声").id
    office.act(matters.assign, matter=again, unit=cast.departments[0])
    office.act(matters.reply, matter=again, text="会后研究", official="王局长", on_site=True)
    office.act(matters.reply, matter=again, text="已办", official="王局长")
    mine = [one for one in rows(office, on_site_reply) if one.matter == again]
    assert mine == [(again, 0, cast.departments[0], None, "王局长")]


def test_measurements_stand_on_the_theme(office: Office, cast: Cast) -> None:
    given: dict[str, Any] = {"theme": cast.theme, "program": "environment", "key": "pm25"}
    before: dict[str, Any] = {"value": Decimal(49), "day": date(2013, 12, 31)}
    slip = office.act(themes.measure, **given, value=Decimal(94), day=before["day"]).id
    assert "已有监测值" in refused(office, themes.measure, **given, **before)
    office.act(themes.withdraw_measurement, theme=cast.theme, entry=slip, reason="抄错")
    office.act(themes.measure, **given, **before, source="环境状况公报")
    office.act(themes.measure, **given, value=Decimal(29), day=date(2020, 12, 31))
    found = office.read(theme_file, id=cast.theme)
    assert [f"{m.value} {m.unit}" for m in found.measured] == ["49 微克/立方米", "29 微克/立方米"]
    assert found.timeline[-2].text == "2013-12-31 49 微克/立方米;来源:环境状况公报"
    assert {one.value for one in rows(office, measurement)} == {49, 29}
    wrong: dict[str, Any] = given | before | {"key": "ozone"}
    assert "没有代号为“ozone”" in refused(office, themes.measure, **wrong)


def test_deputies_are_found_by_their_group(office: Office, cast: Cast) -> None:
    first, second, _ = cast.deputies
    for who in (first, second):
        office.act(deputies.join_group, deputy=who, name=" 中心组 ", day=date(2026, 1, 1))
    office.act(deputies.leave_group, deputy=second, name="中心组", day=date(2026, 6, 1))
    assert [one.id for one in office.read(people.deputies, group="中心组")] == [first]
    assert {one.id: one.groups for one in office.read(people.deputies)}[first] == ("中心组",)
    assert rows(office, deputy_group) == [(first, "中心组", date(2026, 1, 1))]


def test_report_deliberate_supervise_rate(office: Office, cast: Cast) -> None:
    one = office.act(
        matters.register, program="together", own_words="桥栏破损", channel=Channel.DEPUTY_REPORT,
        reporter=cast.deputies[0],
    ).id  # fmt: skip
    unit = cast.departments[0]
    told = "按“代表一起来(报—议—督—评)”,交办前须先议 · 研判。"
    assert refused(office, matters.assign, matter=one, unit=unit) == told
    assert file(office, one).possible["matter.assign"] == told
    office.act(matters.deliberate, matter=one, opinion="交住建局")
    office.act(matters.assign, matter=one, unit=unit)
    resolve(office, one)
    told = "按“代表一起来(报—议—督—评)”,销号前还须:督 · 督办、评 · 评价。"
    assert refused(office, matters.strike_off, matter=one, evidence="照片") == told
    assert file(office, one).possible["matter.strike_off"] == told
    office.act(matters.supervise, matter=one, text="到现场看过")
    office.act(matters.rate, matter=one, rater=RaterKind.DEPUTY, stars=5)
    office.act(matters.strike_off, matter=one, evidence="照片")
    found = file(office, one)
    assert [event.what for event in found.timeline] == [
        "报 · 登记", "议 · 研判", "交办 区住建局", "答复", "后期追踪解决", "督 · 督办",
        "评 · 代表评价", "销号",
    ]  # fmt: skip
    assert [(step.title, step.passed) for step in found.steps] == [
        ("报 · 登记", True), ("议 · 研判", True), ("督 · 督办", True), ("评 · 评价", True),
    ]  # fmt: skip


def test_a_late_return_is_refused(office: Office, item: Id, clock: Clock) -> None:
    clock.on(days=10)  # a Thursday: the seventh working day was yesterday
    told = "退回的期限是 2026-12-02,已经过了:如应由其他单位承办,请转办。"
    assert file(office, item).possible["matter.return"] == told
    assert refused(office, matters.return_, matter=item, reason="不属本局") == told
    clock.on(days=-1)
    office.act(matters.return_, matter=item, reason="不属本局")
    assert file(office, item).state.stage is Stage.RETURNED


EARLIER: dict[str, tuple[ReceptionKind, int, int, Term, tuple[int, int], int]] = {
    "themed": (ReceptionKind.THEMED, 3, 2, Term(30), (3, 20), 6),
    "regular": (ReceptionKind.REGULAR, 3, 1, Term(30), (3, 20), 6),
    "night-inquiry":
        (ReceptionKind.NIGHT_INQUIRY, 3, 2, Term(60, DayUnit.CALENDAR), (5, 20), 5),
    "night-talk": (ReceptionKind.NIGHT_TALK, 3, 1, Term(30), (3, 20), 6),
    "outreach": (ReceptionKind.OUTREACH, 1, 1, Term(15), (3, 20), 6),
    "supervision": (ReceptionKind.SUPERVISION, 3, 2, Term(20), (3, 20), 6),
}  # fmt: skip


@pytest.mark.parametrize("key", EARLIER)
def test_the_second_version_keeps_the_numbers_of_the_first(key: str) -> None:
    one = SHIPPED[key]
    assert one.version == 2
    kept = (one.notice_days, one.least_deputies, one.handling)
    amber = (one.amber.days, one.amber.percent)
    assert (one.kinds, *kept, amber, len(one.dispositions)) == (
        (EARLIER[key][0],),
        *EARLIER[key][1:],
    )
    assert one.returns == Term(7)
    assert one.steps
    assert one.figures


@pytest.mark.parametrize("key", SHIPPED)
def test_no_program_needs_what_it_does_not_offer(key: str) -> None:
    one: ProgramDetails = SHIPPED[key]
    needed = {step.step for step in one.steps if step.needed}
    if needed & {Step.ASSIGN, Step.SUPERVISE}:
        assert Disposition.ASSIGNED in one.dispositions


def test_what_lists_count(office: Office) -> None:
    audit = office.read(programs.program, key="audit-rectification")
    assert [(one.key, one.title, one.unit) for one in audit.quantities] == [
        ("recovered", "收回资金", "万元"),
        ("regularised", "规范管理资金", "万元"),
        ("written_off", "依法核销资金", "万元"),
        ("put_to_use", "盘活资金", "万元"),
    ]
    environment = office.read(programs.program, key="environment")
    assert [(one.key, one.unit, one.better.value) for one in environment.measures] == [
        ("sewage", "万吨/日", "higher"),
        ("pm25", "微克/立方米", "lower"),
        ("water", "亿立方米", "higher"),
    ]
