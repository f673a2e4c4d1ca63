"""An evaluation by keyboard, what it comes to, and who may know."""

from collections.abc import Iterable
from pathlib import Path

from renda_desktop.domain.terms import ScorecardStatus
from renda_desktop.queries.scorecard_desk import ScorecardDesk, at_desk, scorecard_desk
from renda_desktop.ui.judging.rate_form import RateForm
from renda_desktop.ui.judging.scorecard_detail import ScorecardDetail
from renda_desktop.ui.judging.scorecard_new import OpenForm
from renda_desktop.ui.judging.uploads import Uploads
from tests.services import evaluating
from tests.services.evaluating import Evaluation
from tests.ui.judging.conftest import Opened


def desk(opened: Opened, one: Evaluation) -> ScorecardDesk:
    return opened.office.read(scorecard_desk, id=one.id)


def words(opened: Opened) -> str:
    part = opened.screen.scorecards
    shown: Iterable[str] = (
        part.detail.lead.text(), part.detail.warning.text(), part.detail.facts.text(),
        part.detail.indicators.text(), part.detail.said.text(),  # type: ignore[attr-defined]
    )  # fmt: skip
    return "\n".join(shown)


def test_one_sheet_after_another_by_digits(opened: Opened) -> None:
    one = evaluating.begin(opened.office, opened.cast)
    opened.screen.activate()
    opened.settle()
    opened.press("Alt+1", "Down", "Tab")  # 中心组考评, after 自我述评
    for rater, digits in (("钱一", "121"), ("孙二", "112")):
        opened.type(rater)
        opened.press("Tab")
        for digit in digits:
            opened.type(digit)
        opened.press("Ctrl+Enter")
        form = opened.window.form()
        assert isinstance(form, RateForm)
        assert form.rater.text() == ""
    assert isinstance(form, RateForm)
    assert form.which.currentText() == "中心组考评(已有 2/3)"
    said = desk(opened, one).file.said
    assert [(entry.by, list(entry.values.values())) for entry in said] == [
        ("钱一", ["好", "较好", "好"]),
        ("孙二", ["好", "好", "较好"]),
    ]
    opened.type("周三")
    opened.press("Ctrl+Enter")
    assert len(desk(opened, one).file.said) == 2  # nothing marked yet: it says what is missing
    opened.press("Esc", "Esc")
    assert "参评不足 2/3" in words(opened)


def test_a_result_says_how_it_came_about_and_is_taken_up_again(opened: Opened) -> None:
    one = evaluating.whole(opened.office, opened.cast)
    opened.screen.activate()
    opened.settle()
    shown = words(opened)
    assert "指标得分 74.64;加扣分 +2" in shown
    assert "合计 76.64 分,称职" in shown
    assert "联系选民 30" in shown
    assert "19.05% 2.29" in shown
    opened.press("Alt+0")
    opened.type("漏计")
    opened.press("Ctrl+Enter")
    assert desk(opened, one).row.status is ScorecardStatus.OPEN
    opened.press("Alt+9", "Ctrl+Enter")
    assert desk(opened, one).row.status is ScorecardStatus.CONCLUDED


def test_a_confidential_result_goes_out_of_sight_with_who_may_see_it(opened: Opened) -> None:
    evaluating.whole(opened.office, opened.cast)
    opened.screen.activate()
    opened.settle()
    assert "76.64" in words(opened)
    opened.sit(opened.clerk)
    shown = words(opened)
    assert "76.64" not in shown
    assert evaluating.STATEMENT not in shown
    assert "保密评议" in shown
    buttons = opened.screen.scorecards.strip.buttons
    assert not buttons["reopen"].isEnabled()
    assert "站长" in buttons["reopen"].toolTip()


def test_an_evaluation_is_opened_proven_and_bounded(opened: Opened, tmp_path: Path) -> None:
    opened.press("Ctrl+N", "Down")  # the programs: officials, state assets, …
    form = opened.window.form()
    assert isinstance(form, OpenForm)
    while form.program.value().key != "state-assets":
        opened.press("Down")
    opened.press("Tab")
    opened.type("区城投集团")
    opened.press("Tab", "Down", "Ctrl+Enter")
    row = opened.office.read(at_desk)[0]
    assert (row.name, row.unit_kind, row.year) == ("区城投集团", "功能类企业", 2026)
    opened.press("Alt+5", "Tab")
    opened.type("制度汇编")
    proof, wrong = tmp_path / "制度.pdf", tmp_path / "制度.txt"
    proof.write_bytes(b"%PDF-1.7 1")
    wrong.write_text("第一条", encoding="utf-8")
    found: Iterable[Uploads] = opened.window.form().findChildren(Uploads)
    uploads = next(iter(found))
    for file in (proof, wrong):
        uploads.take([file])
        opened.settle()
    assert "只能添加" in uploads.names.text()
    assert "制度.pdf" in uploads.names.text()
    opened.press("Ctrl+Enter")
    opened.press("Alt+7", "Tab")
    opened.type("造成重大损失")
    opened.press("Ctrl+Enter")
    one = Evaluation(row.id, row.id)
    said = desk(opened, one).file.said
    assert [[file.name for file in entry.files] for entry in said] == [[], ["制度.pdf"]]
    assert "最高 59 分" in words(opened)
    opened.press("Alt+8")
    opened.press("Tab")
    opened.type("查无实据")
    opened.press("Ctrl+Enter")
    assert "最高 59 分" not in words(opened)


def test_several_are_rated_on_one_sheet(opened: Opened) -> None:
    for place in (0, 1):
        evaluating.begin(opened.office, opened.cast, place)
    opened.screen.activate()
    opened.settle()
    papers = opened.screen.scorecards.strip.paper.actions_by_text()
    assert any("2 个对象" in one for one in papers)


def test_the_sheet_follows_the_arrow_keys(opened: Opened) -> None:
    evaluating.whole(opened.office, opened.cast)
    opened.screen.activate()
    opened.settle()
    detail = opened.screen.scorecards.detail
    assert isinstance(detail, ScorecardDetail)
    table = detail.indicators.table
    assert table is not None
    table.setFocus()
    bar = detail.area.verticalScrollBar()
    for _ in range(table.rows.total + 1):
        opened.press("Down")
    assert table.currentIndex().row() == table.rows.total - 1
    last = table.visualRect(table.currentIndex()).center()
    y = table.viewport().mapTo(detail.area.viewport(), last).y()
    assert 0 <= y <= detail.area.viewport().height()
    assert bar.value() > 0
