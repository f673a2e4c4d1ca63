"""Evaluations at a real station: from the opening to the grade, and what is refused on the way."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from renda_desktop.bootstrap import Office
from renda_desktop.domain.deputy import Mandate
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.terms import DeputyLevel, RaterKind, Role, ScorecardStatus, SubjectKind
from renda_desktop.queries import scorecards as reads
from renda_desktop.queries.scorecard_files import scorecard_file
from renda_desktop.queries.scorecards import ScorecardFilter
from renda_desktop.services import amendments, clerks, deputies, drawing, matters, scorecards
from renda_desktop.services.scorecards import Upload
from renda_desktop.store import blobs
from renda_desktop.store.verify import check_log, check_projection
from tests.offices import Cast
from tests.services import evaluating
from tests.services.evaluating import BEGINS, ENDS, GROUP, PROGRAM, begin, marks, whole

Given = dict[str, Any]
HEAD = (Role.STATION_HEAD,)
SEAT = (Mandate(DeputyLevel.COUNTY, 16),)
OFFICIAL: Given = {"program": "officials-review", "begins": BEGINS, "ends": ENDS}


def refused(office: Office, action: Any, **given: Any) -> str:
    with pytest.raises(RuleBroken) as broken:
        office.act(action, **given)
    assert "{" not in str(broken.value)
    return broken.value.rule


def test_three_ways_from_the_opening_to_the_grade(office: Office, cast: Cast) -> None:
    """The 评 of the 督事 is drawn: 2 of 3 satisfied. See `evaluating.whole` for the numbers."""
    one = whole(office, cast)
    row = office.read(reads.scorecard_row, id=one.id, roles=HEAD)
    assert row is not None
    assert (row.status, row.missing) == (ScorecardStatus.CONCLUDED, 0)
    assert (row.score, row.grade, row.stars) == (Decimal("76.64"), "称职", 4)
    assert (row.title, row.level, row.term) == ("李慧2026年度代表三维联评", DeputyLevel.COUNTY, 16)
    file = office.read(scorecard_file, id=one.id, roles=HEAD)
    shown = {line.key: line for line in file.indicators}
    assert shown["satisfaction"].value == Decimal("66.666667")
    assert shown["satisfaction"].points == Decimal("2.29")
    assert (shown["attendance"].value, shown["attendance"].points) == (Decimal(0), Decimal(0))
    assert shown["contact"].means == {
        "自我述评": Decimal(100), "民主测评": Decimal("81.82"), "中心组考评": Decimal("93.33"),
    }  # fmt: skip
    assert [shown[key].scale for key in ("duty", "contact", "satisfaction", "attendance")] == [
        "", "好、较好、一般、差", "60% 零分,95% 满分", "不低于 4次",
    ]  # fmt: skip
    assert [line.level for line in file.indicators] == [1, 2, 2, 2, 1, 2, 2]
    drawn = next(said for said in file.said if said.about == "督事满意率")
    assert drawn.values["督事满意率"] == "66.666667"
    assert drawn.values["分子"].endswith("2")
    assert drawn.values["分母"].endswith("3")
    assert file.timeline[-1].text.startswith("76.64 分 称职")
    with office.session() as session:
        assert check_projection(session)[1] == []
        assert check_log(session)[1] == []


def test_drawing_again_follows_the_records_and_leaves_what_was_written(
    office: Office, cast: Cast
) -> None:
    one = begin(office, cast)
    assert refused(office, drawing.draw, scorecard=one.id, leaf="satisfaction") == (
        "scorecard.no_figure"
    )
    evaluating.supervised(office, cast, one.deputy)
    office.act(drawing.draw, scorecard=one.id)
    more = office.act(
        matters.register, program="supervision-online", own_words="路", reporter=one.deputy
    ).id
    office.act(matters.assign, matter=more, unit=cast.departments[0])
    office.act(matters.reply, matter=more, text="已修")
    office.act(matters.rate, matter=more, rater=RaterKind.RESIDENT, stars=5)
    office.act(drawing.draw, scorecard=one.id, leaf="satisfaction")
    file = office.read(scorecard_file, id=one.id, roles=HEAD)
    assert {line.value for line in file.indicators if line.key == "satisfaction"} == {Decimal(75)}
    (drawn,) = (said for said in file.said if said.about == "参加联络站接待")
    back: Given = {"scorecard": one.id, "entry": drawn.entry, "reason": "另有记录"}
    office.act(scorecards.take_back, **back)
    written: Given = {"scorecard": one.id, "leaf": "attendance", "value": Decimal(5)}
    office.act(scorecards.measure, **written, source="签到簿")
    assert refused(office, drawing.draw, scorecard=one.id, leaf="attendance") == (
        "scorecard.measured"
    )
    assert refused(office, drawing.draw, scorecard=one.id, leaf="contact") == (
        "scorecard.no_source"
    )


def test_a_matter_of_another_deputy_or_year_is_not_drawn(office: Office, cast: Cast) -> None:
    one = begin(office, cast)
    evaluating.supervised(office, cast, cast.deputies[2])
    assert refused(office, drawing.draw, scorecard=one.id, leaf="satisfaction") == (
        "scorecard.no_figure"
    )
    earlier = office.act(
        scorecards.open_, program=PROGRAM, deputy=one.deputy, begins=date(2025, 1, 1),
        ends=date(2025, 12, 31),
    ).id  # fmt: skip
    evaluating.supervised(office, cast, one.deputy)
    assert refused(office, drawing.draw, scorecard=earlier, leaf="satisfaction") == (
        "scorecard.no_figure"
    )
    office.act(drawing.draw, scorecard=one.id, leaf="satisfaction")


def test_a_year_has_at_most_five_and_is_short_of_three(office: Office, cast: Cast) -> None:
    made = []
    for number in range(6):
        deputy = office.act(deputies.register, name=f"代表{number}", mandates=SEAT).id
        office.act(deputies.join_group, deputy=deputy, name=GROUP, day=evaluating.DAY)
        given: Given = {"program": PROGRAM, "deputy": deputy, "begins": BEGINS, "ends": ENDS}
        if number < 5:
            made.append(office.act(scorecards.open_, **given).id)
    assert refused(office, scorecards.open_, **given) == "scorecard.yearly"
    office.act(scorecards.withdraw, scorecard=made[0], reason="另行安排")
    sixth = office.act(scorecards.open_, **given).id
    count = office.read(reads.year_count, program=PROGRAM, year=2026, group=GROUP)
    assert (count.opened, count.concluded, count.least, count.most) == (5, 0, 3, 5)
    assert "至少评议 3 个" in count.warning
    assert office.read(scorecard_file, id=sixth, roles=HEAD).year == count
    office.act(scorecards.open_, **given | {"begins": date(2027, 1, 1), "ends": date(2027, 9, 1)})


def test_whom_an_evaluation_can_be_about(office: Office, cast: Cast) -> None:
    days: Given = {"begins": BEGINS, "ends": ENDS}
    three: Given = days | {"program": PROGRAM, "deputy": cast.deputies[0]}
    assert refused(office, scorecards.open_, **three) == "scorecard.not_in_group"
    assert refused(office, scorecards.open_, program=PROGRAM, name="张三", **days) == (
        "scorecard.subject"
    )
    assert refused(office, scorecards.open_, program="themed", name="某", **days) == (
        "program.no_scorecard"
    )
    office.act(deputies.join_group, deputy=cast.deputies[0], name=GROUP, day=evaluating.DAY)
    office.act(deputies.grant_mandate, deputy=cast.deputies[0], mandate=SEAT[0])
    assert refused(office, scorecards.open_, **three) == "scorecard.term"
    office.act(scorecards.open_, **three, level=DeputyLevel.MUNICIPAL)
    assert refused(office, scorecards.open_, **three, level=DeputyLevel.COUNTY) == (
        "scorecard.twice"
    )
    assert refused(office, scorecards.open_, **OFFICIAL, name="某甲") == "scorecard.unit_kind"
    judge: Given = {"name": "某甲", "unit": "区人民法院", "unit_kind": "法官"}
    office.act(scorecards.open_, **OFFICIAL, **judge)
    assert refused(office, scorecards.open_, **OFFICIAL, **judge) == "scorecard.twice"
    office.act(scorecards.open_, **OFFICIAL, **judge | {"unit": "市中级人民法院"})
    assert refused(office, scorecards.open_, **OFFICIAL, unit_kind="法官") == "field.empty"


def test_kinds_of_units_are_scored_by_what_applies_to_them(office: Office, cast: Cast) -> None:
    made = {}
    for kind, unit in (("竞争类企业", 0), ("行政事业单位", 1)):
        made[kind] = office.act(
            scorecards.open_, program="state-assets", department=cast.departments[unit],
            unit_kind=kind, begins=BEGINS, ends=ENDS,
        ).id  # fmt: skip
        given: Given = {"scorecard": made[kind], "leaf": "idle-rate", "value": Decimal("5.5")}
        office.act(scorecards.measure, **given, source="盘点表")
    files = {kind: office.read(scorecard_file, id=one, roles=()) for kind, one in made.items()}
    found = {}
    for kind, file in files.items():
        lines = {line.key: line for line in file.indicators}
        found[kind] = (lines["idle-rate"].weight, lines["idle-rate"].points)
        tops = [line.weight for line in file.indicators if line.level == 1]
        assert sum(tops) == 100
    assert found == {
        "竞争类企业": (Decimal("2.22"), Decimal("1.11")),
        "行政事业单位": (Decimal("2.73"), Decimal("1.37")),
    }
    company: Given = given | {"scorecard": made["竞争类企业"], "leaf": "standards"}
    assert refused(office, scorecards.measure, **company) == "scorecard.no_leaf"
    assert refused(office, drawing.draw, scorecard=made["竞争类企业"]) == "scorecard.no_source"


def test_what_was_said_of_a_deputy_before(office: Office, cast: Cast) -> None:
    one = whole(office, cast)
    next_year = office.act(
        scorecards.open_, program=PROGRAM, deputy=one.deputy, begins=date(2027, 1, 1),
        ends=date(2027, 12, 31),
    ).id  # fmt: skip
    found = office.read(reads.history, id=one.id, roles=HEAD)
    assert [row.id for row in found] == [next_year, one.id]
    others = office.read(scorecard_file, id=next_year, roles=()).others
    assert [(row.id, row.score) for row in others] == [(one.id, None)]


def test_lists_are_filtered(office: Office, cast: Cast) -> None:
    one = whole(office, cast)
    judge: Given = {"name": "某甲", "unit": "区人民法院", "unit_kind": "法官"}
    other = office.act(scorecards.open_, **OFFICIAL, **judge).id

    def found(**where: Any) -> list[str]:
        wanted = ScorecardFilter(**where)
        return [row.id for row in office.read(reads.scorecards, roles=HEAD, where=wanted)]

    assert set(found()) == {one.id, other}
    assert found(program=PROGRAM) == found(deputy=one.deputy) == found(group=GROUP) == [one.id]
    assert found(kind=SubjectKind.OFFICIAL) == found(unit="区人民法院") == [other]
    assert found(status=ScorecardStatus.CONCLUDED) == found(term=16) == [one.id]
    assert found(year=2025) == found(department=cast.departments[0]) == []


def test_the_subjects_own_sheet_is_the_subjects(office: Office, cast: Cast) -> None:
    one = begin(office, cast)
    own: Given = {"scorecard": one.id, "panel": "self", "marks": marks("好", "好", "好")}
    assert refused(office, scorecards.rate, **own) == "scorecard.statement"
    office.act(scorecards.rate, **own, comment=evaluating.STATEMENT, rater="别人")
    (said,) = office.read(scorecard_file, id=one.id, roles=HEAD).said
    assert (said.by, said.text) == ("李慧", evaluating.STATEMENT)
    assert refused(office, scorecards.rate, **own, comment="再述") == "scorecard.rated"


def test_only_a_head_vetoes_takes_a_veto_back_and_concludes(office: Office, cast: Cast) -> None:
    one = begin(office, cast)
    clerk = office.act(clerks.register, name="赵敏", roles=(Role.CLERK,)).id
    by: Given = {"acting": clerk, "scorecard": one.id}
    office.act(scorecards.adjust, scorecard=one.id, key="praise", points=Decimal(1), reason="表彰")
    (praised,) = office.read(scorecard_file, id=one.id, roles=HEAD).said
    less: Given = {"entry": praised.entry, "reason": "不算"}
    assert refused(office, scorecards.take_back, **by, **less) == "access.denied"
    office.act(scorecards.take_back, scorecard=one.id, **less)
    veto: Given = {"key": "absence", "reason": "两次缺席"}
    assert refused(office, scorecards.veto, **by, **veto) == "access.denied"
    office.act(scorecards.veto, scorecard=one.id, **veto)
    (said,) = office.read(scorecard_file, id=one.id, roles=HEAD).said
    back: Given = {"entry": said.entry, "reason": "误记"}
    assert refused(office, scorecards.take_back, **by, **back) == "access.denied"
    assert refused(office, scorecards.conclude, scorecard=one.id) == "scorecard.missing"
    evaluating.rate_all(office, one)
    for leaf, value in (("satisfaction", 95), ("attendance", 4)):
        office.act(scorecards.measure, **by, leaf=leaf, value=Decimal(value))
    assert refused(office, scorecards.conclude, **by) == "access.denied"
    office.act(scorecards.conclude, scorecard=one.id)
    row = office.read(reads.scorecard_row, id=one.id, roles=HEAD)
    assert row is not None
    assert (row.score, row.grade) == (Decimal(59), "不称职")
    office.act(scorecards.reopen, scorecard=one.id, reason="复核")
    office.act(scorecards.take_back, scorecard=one.id, **back)
    office.act(scorecards.conclude, scorecard=one.id)
    row = office.read(reads.scorecard_row, id=one.id, roles=HEAD)
    assert row is not None
    assert row.score == Decimal("92.35")  # 72.35 + 12 + 8


def test_details_are_amended_until_it_is_concluded(office: Office, cast: Cast) -> None:
    one = whole(office, cast)
    amend: Given = {"noun": "scorecard", "stream": one.id, "changes": {"remark": "复核过"}}
    assert refused(office, amendments.amend, **amend) == "scorecard.status"
    office.act(scorecards.reopen, scorecard=one.id, reason="补记")
    office.act(amendments.amend, **amend)
    fixed: Given = amend | {"changes": {"year": 2025}}
    assert refused(office, amendments.amend, **fixed) == "amend.fixed"
    assert office.read(scorecard_file, id=one.id, roles=HEAD).remark == "复核过"
    hidden = office.read(scorecard_file, id=one.id, roles=())
    assert hidden.remark == ""
    assert "复核过" not in str(hidden.timeline)


def test_evidence_is_kept_by_its_content(office: Office, cast: Cast) -> None:
    one = begin(office, cast)
    paper = Upload("履职档案.pdf", b"%PDF-1.7 pages")
    office.act(scorecards.evidence, scorecard=one.id, files=(paper,))
    (said,) = office.read(scorecard_file, id=one.id, roles=HEAD).said
    (file,) = said.files
    assert (file.name, file.mime, file.size) == ("履职档案.pdf", "application/pdf", 14)
    assert office.read(blobs.get, sha256=file.sha256) == paper.data
    program = Upload("档案.pdf", b"MZ")
    given: Given = {"scorecard": one.id, "files": (program,)}
    assert refused(office, scorecards.evidence, **given) == "attachment.kind"
    assert refused(office, scorecards.evidence, scorecard=one.id) == "scorecard.no_evidence"
