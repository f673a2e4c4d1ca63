"""A proposal by keyboard, from matters to its rating."""

from datetime import date

from renda_desktop.domain.proposal import ProposalStage
from renda_desktop.queries import matters as listed
from renda_desktop.queries import proposals as asking
from renda_desktop.queries.proposals import ProposalRow
from renda_desktop.services import matters
from tests.offices import START
from tests.ui.judging.conftest import Opened

TODAY: date = START.date()


def row_of(opened: Opened) -> ProposalRow:
    return opened.office.read(asking.proposals, today=TODAY)[0]


def test_a_proposal_from_a_matter_to_its_file(opened: Opened) -> None:
    office = opened.office
    office.act(matters.register, program="regular", own_words="加装电梯太慢")
    opened.turn(2)
    opened.press("Ctrl+N")
    opened.type("加快加装电梯")
    opened.press("Tab")
    opened.type("zm")
    opened.press("Enter", "Tab", "Tab")  # past the pill of the chosen one
    opened.type("一窗受理")
    opened.press("Tab")
    opened.type("电梯")
    opened.press("Enter", "Ctrl+Enter")
    row = row_of(opened)
    assert (row.title, row.lead_name, row.matters) == ("加快加装电梯", "张明", 1)
    assert office.read(listed.matters, today=TODAY)[0].disposition == "converted"
    opened.press("Alt+2")
    opened.type("23")
    opened.press("Ctrl+Enter", "Alt+4")
    opened.type("住建")
    opened.press("Enter", "Ctrl+Enter")
    row = row_of(opened)
    assert (row.number, row.stage, row.unit_name) == ("23", ProposalStage.ASSIGNED, "区住建局")
    opened.press("Alt+0", "Tab", "Tab")
    opened.type("已经采纳")
    opened.press("Ctrl+Enter", "Alt+E", "Tab", "Down", "Down", "Ctrl+Enter")
    row = row_of(opened)
    assert row.satisfied is False
    assert opened.screen.proposals.strip.buttons["rehandle"].isEnabled()
    shown = opened.screen.proposals.detail.facts.text()
    assert "已经采纳" in shown
    assert "张明(领衔) 不满意" in shown
    papers = opened.screen.proposals.strip.paper.actions_by_text()
    assert any("建议" in one and action.isEnabled() for one, action in papers.items())


def test_an_empty_list_says_what_to_do(opened: Opened) -> None:
    opened.turn(2)
    opened.press("Alt+4")
    assert opened.window.said[-1] == "先在左边选一项。"
