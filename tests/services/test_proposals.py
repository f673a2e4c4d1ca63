"""Proposals through the services: programs, days, ratings, matters that they came from."""

from datetime import date
from typing import Any

import msgspec
import pytest

from renda_desktop.bootstrap import Office
from renda_desktop.domain.calendar import YearTable
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.figures import FigureFilter, FigureKey
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.program import Term
from renda_desktop.domain.proposal import DEFAULT_RULES, ProposalStage, Verdict
from renda_desktop.domain.terms import DayUnit, Disposition, Grade, Role, Signal, Stage
from renda_desktop.queries import figures, programs
from renda_desktop.queries import proposals as reads
from renda_desktop.queries.matter_files import matter_file
from renda_desktop.queries.proposal_files import ProposalFile, proposal_file
from renda_desktop.services import (
    amendments,
    clerks,
    departments,
    matters,
    proposals,
    stations,
)
from renda_desktop.services.catalogue import ACTIONS
from renda_desktop.store.verify import check_projection
from tests.offices import Cast, Clock

GOOD: dict[str, int | Verdict] = {"manner": 5, "result": 5}
POOR: dict[str, int | Verdict] = {"manner": Verdict.BASICALLY, "result": Verdict.UNSATISFIED}


@pytest.fixture
def raised(office: Office, cast: Cast) -> Id:
    """A proposal of two deputies."""
    return office.act(
        proposals.raise_, title="关于修路灯的建议", deputies=tuple(cast.deputies[:2]), text="太暗"
    ).id


@pytest.fixture
def assigned(office: Office, cast: Cast, raised: Id) -> Id:
    """The same, handed to a unit and a co-unit on 23 November 2026."""
    office.act(proposals.accept, proposal=raised, number="2026-017")
    unit, co_unit = cast.departments
    office.act(proposals.assign, proposal=raised, unit=unit, co_units=(co_unit,))
    return raised


def file(office: Office, proposal: Id) -> ProposalFile:
    return office.read(proposal_file, id=proposal, today=day_of(office.clock()))


def refused(office: Office, service: Any, /, **given: Any) -> str:
    with pytest.raises(RuleBroken) as broken:
        office.act(service, **given)
    return broken.value.rule


def test_a_proposal_is_judged_by_its_program(office: Office, assigned: Id) -> None:
    state = file(office, assigned).state
    assert (state.details.program, state.details.version) == ("proposals", 1)
    assert state.details.rules == office.read(programs.program, key="proposals").proposal
    assert state.round.due is not None
    assert state.round.due.on == date(2027, 2, 23)


def test_a_complex_one_has_six_months(office: Office, cast: Cast, raised: Id) -> None:
    office.act(proposals.accept, proposal=raised, complex=True)
    office.act(proposals.assign, proposal=raised, unit=cast.departments[0])
    row = file(office, raised).row
    assert row.due == date(2027, 5, 23)
    assert row.complex


def test_rules_are_those_that_it_began_under(office: Office, cast: Cast, raised: Id) -> None:
    old = office.read(programs.program, key="proposals")
    rules = msgspec.structs.replace(DEFAULT_RULES, lead=Term(20, DayUnit.CALENDAR))
    changed = msgspec.structs.replace(old, version=2, proposal=rules)
    office.act(ACTIONS["program.publish"], details=changed)
    later = office.act(proposals.raise_, title="又一件", deputies=(cast.deputies[0],)).id
    for one, due in ((raised, date(2027, 2, 23)), (later, date(2026, 12, 13))):
        office.act(proposals.accept, proposal=one)
        office.act(proposals.assign, proposal=one, unit=cast.departments[0])
        assert file(office, one).row.due == due


def test_where_several_programs_have_proposals_one_is_named(office: Office, cast: Cast) -> None:
    old = office.read(programs.program, key="proposals")
    other = msgspec.structs.replace(old, key="key-proposals", title="重点建议")
    office.act(ACTIONS["program.publish"], details=other)
    of: dict[str, Any] = {"title": "又一件", "deputies": (cast.deputies[0],)}
    assert refused(office, proposals.raise_, **of) == "proposal.several"
    assert refused(office, proposals.raise_, **of, program="themed") == "proposal.program"
    assert refused(office, proposals.raise_, **of, program="none") == "program.missing"
    named = office.act(proposals.raise_, **of, program="key-proposals").id
    assert file(office, named).row.program == "key-proposals"


def test_days_and_colours_of_the_list(
    office: Office, cast: Cast, clock: Clock, assigned: Id
) -> None:
    for day, signal in (
        (date(2027, 2, 3), Signal.GREEN),  # 92 days, of which 19 are amber
        (date(2027, 2, 4), Signal.AMBER),
        (date(2027, 2, 24), Signal.RED),
    ):
        (row,) = office.read(reads.proposals, today=day, signals=(signal,))
        assert row.due == date(2027, 2, 23)
        assert (row.id, row.signal, row.days) == (assigned, signal, (row.due - day).days)
        assert office.read(reads.signal_counts, today=day) == {signal: 1}
    today = day_of(clock.now)
    filters: tuple[tuple[dict[str, Any], int], ...] = (
        ({"unit": cast.departments[0]}, 1),
        ({"unit": cast.departments[1]}, 1),
        ({"deputy": cast.deputies[1]}, 1),
        ({"deputy": cast.deputies[2]}, 0),
        ({"stages": (ProposalStage.ASSIGNED,)}, 1),
        ({"stages": (ProposalStage.RAISED, ProposalStage.FILED)}, 0),
        ({"program": "proposals"}, 1),
        ({"satisfied": False}, 0),
    )
    for where, found in filters:
        assert len(office.read(reads.proposals, today=today, **where)) == found


def test_a_return_on_the_tenth_day_and_the_day_after(
    office: Office, clock: Clock, assigned: Id
) -> None:
    clock.on(days=11)
    assert file(office, assigned).possible["proposal.return"]
    of: dict[str, Any] = {"proposal": assigned, "reason": "不属本单位职责"}
    assert refused(office, proposals.return_, **of) == "proposal.return_late"
    clock.on(days=-1)
    assert not file(office, assigned).possible["proposal.return"]
    office.act(proposals.return_, **of)
    assert file(office, assigned).row.stage is ProposalStage.RETURNED


def test_another_unit_has_the_same_day_and_ten_days_to_return_it(
    office: Office, cast: Cast, clock: Clock, assigned: Id
) -> None:
    third = office.act(departments.register, name="区交通运输局").id
    clock.on(days=20)
    office.act(proposals.transfer, proposal=assigned, unit=third, reason="职能划转")
    (now,) = file(office, assigned).rounds
    assert now.due is not None
    assert (now.unit_name, now.due.on) == ("区交通运输局", date(2027, 2, 23))
    assert now.return_by == date(2026, 12, 23)
    office.act(departments.deactivate, department=third)
    of: dict[str, Any] = {
        "proposal": assigned,
        "unit": third,
        "co_units": (cast.departments[0],),
        "reason": "转",
    }
    assert refused(office, proposals.transfer, **of) == "department.inactive"


def test_an_extension(office: Office, clock: Clock, assigned: Id) -> None:
    clock.on(days=60)
    of: dict[str, Any] = {"proposal": assigned, "reason": "方案需公示", "granted": True}
    for day, rule in (
        (date(2027, 5, 24), "proposal.too_late"),
        (date(2027, 2, 23), "proposal.not_later"),
        (date(2027, 1, 1), "proposal.due_past"),
        (date(9999, 12, 31), "proposal.too_late"),
        (None, "proposal.no_due"),
    ):
        assert refused(office, proposals.extend, **of, due_on=day) == rule
    office.act(proposals.extend, **of, due_on=date(2027, 5, 23))
    assert file(office, assigned).row.due == date(2027, 5, 23)
    assert refused(office, proposals.extend, **of, due_on=date(2027, 5, 23)) == "proposal.extended"


def test_a_late_opinion_is_on_record_as_late(
    office: Office, cast: Cast, clock: Clock, assigned: Id
) -> None:
    assert file(office, assigned).rounds[0].awaited == ("区综合执法局",)
    clock.on(days=31)  # 24 December, a day after its month
    office.act(proposals.co_opinion, proposal=assigned, unit=cast.departments[1], text="可行")
    (now,) = file(office, assigned).rounds
    assert [(one.unit_name, one.late) for one in now.opinions] == [("区综合执法局", True)]
    assert now.awaited == ()


def test_two_ratings_then_handled_again_and_satisfied(
    office: Office, cast: Cast, clock: Clock, assigned: Id
) -> None:
    lead, signer = cast.deputies[:2]
    clock.on(days=30)
    office.act(proposals.meet, proposal=assigned, text="登门面商")
    office.act(proposals.reply, proposal=assigned, code="C", text="暂难解决", official="陈工")
    office.act(proposals.rate, proposal=assigned, deputy=signer, aspects=GOOD)
    row = file(office, assigned).row
    assert (row.stage, row.satisfied, row.stars) == (ProposalStage.REPLIED, None, {})
    assert file(office, assigned).possible["proposal.rehandle"]
    office.act(proposals.rate, proposal=assigned, deputy=lead, aspects=POOR, comment="没有办法?")
    row = file(office, assigned).row
    assert (row.satisfied, row.stars) == (False, {"manner": 3, "result": 1})
    assert not file(office, assigned).possible["proposal.rehandle"]
    office.act(proposals.rehandle, proposal=assigned, reason="请再研究", due_on=date(2027, 1, 31))
    row = file(office, assigned).row
    assert (row.rounds, row.due, row.reply_class) == (2, date(2027, 1, 31), "")
    assert row.replied_at is None
    office.act(proposals.reply, proposal=assigned, code="A", text="已经修好")
    office.act(proposals.rate, proposal=assigned, deputy=lead, aspects=GOOD)
    office.act(proposals.conclude, proposal=assigned)
    office.act(proposals.file, proposal=assigned)
    found = file(office, assigned)
    assert (found.row.stage, found.row.satisfied) == (ProposalStage.FILED, True)
    assert (found.row.reply_class, found.row.grade) == ("A", Grade.SOLVED)
    first, second = found.rounds
    assert [reply.text for reply in first.replies] == ["暂难解决"]
    assert first.replies[0].by == "区住建局、陈工"
    assert [(one.counts, one.satisfied) for one in first.ratings] == [(False, True), (True, False)]
    assert second.ratings[0].stars == {"办理态度": 5, "办理结果": 5}
    told = [event.what for event in found.timeline]
    assert "重新办理" in told
    assert not any(event.void or "proposal." in event.what for event in found.timeline)
    with office.session() as session:
        assert check_projection(session)[1] == []


def test_a_promise_and_its_keeping(office: Office, clock: Clock, assigned: Id) -> None:
    by = date(2027, 6, 30)
    office.act(proposals.reply, proposal=assigned, code="B", text="列入计划", promised=by)
    office.act(proposals.conclude, proposal=assigned)
    row = file(office, assigned).row
    assert (row.promised, row.kept, row.grade) == (by, False, Grade.BASICALLY_SOLVED)
    clock.on(days=200)
    office.act(proposals.track, proposal=assigned, text="全部完工", kept=True)
    assert file(office, assigned).row.kept
    assert file(office, assigned).timeline[-1].what == "承诺兑现"


@pytest.fixture
def converted(office: Office, cast: Cast) -> tuple[Id, list[Id]]:
    """A proposal that two matters became: one undecided, one handled beside it, one resolved."""
    of = [
        office.act(matters.register, program="themed", own_words=words).id
        for words in ("屋面渗水", "路灯不亮", "电梯不动")
    ]
    office.act(matters.assign, matter=of[1], unit=cast.departments[0])
    office.act(matters.answer_on_site, matter=of[2], text="已通电")
    proposal = office.act(
        proposals.convert,
        matters=tuple(of),
        title="关于老旧小区的建议",
        deputies=(cast.deputies[0],),
    ).id
    office.act(proposals.accept, proposal=proposal)
    office.act(proposals.assign, proposal=proposal, unit=cast.departments[1])
    return proposal, of


def test_the_reply_is_that_of_the_open_matters_too(
    office: Office, cast: Cast, converted: tuple[Id, list[Id]]
) -> None:
    proposal, of = converted
    changes = office.act(
        proposals.reply, proposal=proposal, code="B", text="列入改造计划", official="陈工",
        pass_on=True,
    )  # fmt: skip
    assert changes.ids == {proposal, *of[:2]}
    states = [office.read(matter_file, id=one, today=day_of(office.clock())).state for one in of]
    assert [one.stage for one in states] == [Stage.REPLIED, Stage.REPLIED, Stage.RESOLVED]
    for one in states[:2]:
        reply = one.round.replies[-1]
        assert (reply.text, reply.grade) == ("列入改造计划", Grade.BASICALLY_SOLVED)
        assert (reply.unit, reply.official) == (cast.departments[1], "陈工")
    assert states[0].disposition is Disposition.CONVERTED
    found = file(office, proposal)
    assert [one for one, _ in found.matters] == of
    assert found.row.matters == 3


def test_what_becomes_of_the_matters_is_their_own(
    office: Office, converted: tuple[Id, list[Id]]
) -> None:
    proposal, of = converted
    changes = office.act(proposals.reply, proposal=proposal, code="A", text="已办")
    assert changes.ids == {proposal}
    state = office.read(matter_file, id=of[0], today=day_of(office.clock())).state
    assert state.stage is Stage.ASSIGNED
    office.act(matters.reply, matter=of[0], text="先行答复")
    assert file(office, proposal).row.stage is ProposalStage.REPLIED


def test_without_matters_nothing_is_converted(office: Office, cast: Cast) -> None:
    of: dict[str, Any] = {"title": "建议", "deputies": (cast.deputies[0],)}
    assert refused(office, proposals.convert, matters=(), **of) == "proposal.no_matter"
    assert refused(office, proposals.raise_, title="建议", deputies=()) == "proposal.no_deputy"


def test_days_that_waited_for_a_year_are_counted_again(office: Office, cast: Cast) -> None:
    old = office.read(programs.program, key="proposals")
    rules = msgspec.structs.replace(DEFAULT_RULES, lead=Term(30, DayUnit.WORKING))
    details = msgspec.structs.replace(old, version=2, proposal=rules)
    office.act(ACTIONS["program.publish"], details=details)
    one = office.act(proposals.raise_, title="建议", deputies=(cast.deputies[0],)).id
    office.act(proposals.accept, proposal=one)
    office.act(proposals.assign, proposal=one, unit=cast.departments[0])
    before = file(office, one).row
    assert before.provisional
    year = YearTable(
        year=2027,
        holidays={date(2027, 1, 1): "元旦", date(2027, 1, 4): "元旦", date(2027, 1, 5): "元旦"},
    )
    office.act(stations.publish_holidays, table=year)
    row = file(office, one).row
    assert not row.provisional
    assert row.due is not None
    assert before.due is not None
    assert (row.due - before.due).days == 2
    assert file(office, one).timeline[-1].what == "期限核定"


def test_corrections(office: Office, cast: Cast, raised: Id) -> None:
    given: dict[str, Any] = {"noun": "proposal", "stream": raised}
    office.act(amendments.amend, **given, changes={"complex": True, "number": "9"})
    assert file(office, raised).row.complex
    for field, value in (("matters", []), ("version", 2), ("rules", None), ("program", "themed")):
        assert refused(office, amendments.amend, **given, changes={field: value}) in (
            "amend.fixed",
            "amend.nothing",
        )
    assert refused(office, amendments.amend, **given, changes={"deputies": []}) == (
        "proposal.no_deputy"
    )
    swapped = [cast.deputies[1], cast.deputies[0]]
    office.act(amendments.amend, **given, changes={"deputies": swapped})
    assert file(office, raised).row.lead == cast.deputies[1]


def test_whose_rating_counts_is_not_changed_after_it(
    office: Office, cast: Cast, assigned: Id
) -> None:
    office.act(proposals.reply, proposal=assigned, code="A", text="好")
    bad = dict.fromkeys(GOOD, 1)
    office.act(proposals.rate, proposal=assigned, deputy=cast.deputies[0], aspects=bad)
    given: dict[str, Any] = {"noun": "proposal", "stream": assigned}
    swapped = {"deputies": [cast.deputies[1], cast.deputies[0]]}
    assert refused(office, amendments.amend, **given, changes=swapped) == (
        "proposal.deputies_fixed"
    )
    assert refused(office, proposals.conclude, proposal=assigned) == "proposal.unsatisfied"


def test_filing_is_not_for_clerks(office: Office, raised: Id) -> None:
    clerk = office.act(clerks.register, name="李强", roles=(Role.CLERK,)).id
    office.act(proposals.decline, proposal=raised, reason="不属职权")
    of: dict[str, Any] = {"proposal": raised, "acting": clerk}
    assert refused(office, proposals.file, **of) == "access.denied"
    office.act(proposals.file, proposal=raised)
    assert file(office, raised).row.stage is ProposalStage.FILED


def test_the_published_figures(office: Office, cast: Cast, clock: Clock, assigned: Id) -> None:
    """Three taken up, one declined and filed: it counts as raised, not as unanswered."""
    of: dict[str, Any] = {"deputies": (cast.deputies[0],)}
    late, waiting, declined = (
        office.act(proposals.raise_, title=title, **of).id for title in ("二", "三", "四")
    )
    for one in (late, waiting):
        office.act(proposals.accept, proposal=one)
        office.act(proposals.assign, proposal=one, unit=cast.departments[0])
    office.act(proposals.decline, proposal=declined, reason="不属职权")
    office.act(proposals.file, proposal=declined)
    clock.on(days=30)
    office.act(proposals.reply, proposal=assigned, code="A", text="已办")
    office.act(proposals.rate, proposal=assigned, deputy=cast.deputies[0], aspects=GOOD)
    clock.on(days=63)  # 24 February, a day after the term
    office.act(proposals.reply, proposal=late, code="C", text="暂难")
    office.act(proposals.rate, proposal=late, deputy=cast.deputies[0], aspects=POOR)
    office.act(proposals.rehandle, proposal=late, reason="请再研究")
    office.act(proposals.reply, proposal=late, code="A", text="已办")
    where = FigureFilter()
    found = office.read(
        figures.figures,
        keys=[
            FigureKey.PROPOSALS_RAISED,
            FigureKey.PROPOSAL_REPLY_RATE,
            FigureKey.PROPOSAL_SATISFACTION,
            FigureKey.PROPOSAL_ON_TIME,
        ],
        where=where,
        today=day_of(clock.now),
    )
    values = [(one.value.amount, one.value.of) for one in found]
    assert values == [(4, None), (2, 3), (1, 2), (1, 3)]
    assert [row.late for row in office.read(reads.proposals, today=day_of(clock.now))] == [
        False, False, True, False,
    ]  # fmt: skip
