"""What was typed comes back: after a pause, after a crash, after Escape."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from renda_desktop import services
from renda_desktop.domain.entry import Author
from renda_desktop.queries import drafts
from renda_desktop.services import visits
from renda_desktop.services.action import Changes
from renda_desktop.services.drafts import NOTHING
from renda_desktop.ui.desk.draft import PREFIX, decoded
from renda_desktop.ui.desk.keeper import PAUSE
from tests.offices import Cast
from tests.ui.desk.conftest import Stage


def kept(stage: Stage) -> list[str]:
    found = stage.office.read(drafts.drafts, prefix=PREFIX)
    read = [decoded(body) for body in found.values()]
    return [one.matters[0].words for one in read if one]


def typed(stage: Stage) -> None:
    stage.keys.type("赵国强")
    stage.keys.press("Enter", "Enter", "Enter")
    stage.keys.type("飞线充电")


def test_a_pause_in_typing_keeps_the_draft(stage: Stage) -> None:
    typed(stage)
    pause = stage.desk.keeper.pause
    assert pause.isActive()
    assert pause.interval() == PAUSE
    pause.timeout.emit()
    stage.keys.settle()
    assert kept(stage) == ["飞线充电"]


def test_moving_on_keeps_the_draft(stage: Stage) -> None:
    typed(stage)
    stage.keys.press("Tab")
    assert kept(stage) == ["飞线充电"]


def test_the_next_start_brings_it_back(open_desk: Callable[[], Stage]) -> None:
    first = open_desk()
    typed(first)
    first.keys.press("Alt+2", "Ctrl+Shift+N")
    first.keys.type("垃圾没人收")
    first.keys.press("Tab")
    again = open_desk()
    form = again.desk.form
    assert form.note.text() == "已恢复未保存的内容"
    assert form.draft() == first.desk.form.draft()
    assert form.dirty
    assert again.desk.unsaved() == "第A001号来访"


def test_coming_back_never_lets_the_draft_go(
    open_desk: Callable[[], Stage], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kill right after the start would find nothing where it was forgotten for a moment."""
    first = open_desk()
    typed(first)
    first.keys.press("Tab")
    let_go: list[str] = []

    def noted(_session: Session, *, by: Author, key: str) -> Changes:
        let_go.append(key)
        return NOTHING

    monkeypatch.setattr(services.drafts, "discard", noted)
    again = open_desk()
    assert again.desk.form.dirty
    assert let_go == []
    assert kept(again) == ["飞线充电"]


def test_a_draft_of_somebody_gone_is_let_go(open_desk: Callable[[], Stage], cast: Cast) -> None:
    first = open_desk()
    first.worker.act(visits.take_ticket, reception=cast.reception, name="㛃文")
    first.keys.settle()
    first.keys.press("F3")
    visit = first.desk.form.visit
    first.keys.type("写到一半")
    first.keys.press("Tab")
    assert visit is not None
    first.office.act(visits.leave, visit=visit)
    again = open_desk()
    assert not again.desk.form.dirty
    assert kept(again) == []


def test_escape_empties_and_can_be_taken_back(stage: Stage) -> None:
    typed(stage)
    stage.keys.press("Tab", "Esc")
    assert not stage.desk.form.dirty
    assert kept(stage) == []
    stage.keys.press("Alt+Z")
    assert stage.desk.form.matter.words.text() == "飞线充电"
    stage.keys.press("Tab")
    assert kept(stage) == ["飞线充电"]


def test_a_removed_matter_comes_back(stage: Stage) -> None:
    typed(stage)
    stage.keys.press("Ctrl+Shift+N")
    stage.keys.type("垃圾没人收")
    stage.desk.form.pages.remove()
    stage.keys.settle()
    assert len(stage.desk.form.draft().matters) == 1
    stage.keys.press("Alt+Z")
    said = [matter.words for matter in stage.desk.form.draft().matters]
    assert said == ["飞线充电", "垃圾没人收"]


def test_leaving_and_coming_back_keeps_what_was_typed(stage: Stage, cast: Cast) -> None:
    stage.worker.act(visits.take_ticket, reception=cast.reception, name="㛃文")
    stage.keys.settle()
    stage.keys.press("F3")
    stage.keys.type("写到一半")
    stage.keys.press("Ctrl+L", "Alt+Z", "F3")
    assert stage.desk.form.matter.words.text() == "写到一半"


def test_coming_back_to_the_desk_leads_to_the_form(stage: Stage) -> None:
    typed(stage)
    stage.window.go("matters")
    stage.keys.settle()
    assert kept(stage) == ["飞线充电"]
    stage.window.go("desk")
    stage.keys.settle()
    assert stage.desk.form.isAncestorOf(stage.keys.focus)
