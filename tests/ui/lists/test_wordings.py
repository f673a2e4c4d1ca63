"""The words of a letter are changed in the window: fields, mistakes named, the result seen."""

import os
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from renda_desktop.bootstrap import Office
from renda_desktop.opener import HomeOpener
from renda_desktop.queries.papers import wordings
from renda_desktop.ui.backing import Backing
from renda_desktop.ui.exchanging import Exchange
from renda_desktop.ui.settings import Settings
from renda_desktop.ui.settings.wording_editor import WordingEditor
from renda_desktop.ui.worker import Worker
from tests import offices
from tests.ui.lists.conftest import Show, Stage

SHOTS = os.environ.get("RENDA_SHOTS", "")


@pytest.fixture
def stage(show: Show[Settings], office: Office) -> Stage[Settings]:
    def settings(worker: Worker, *, clock: offices.Clock) -> Settings:
        opener = HomeOpener(office.home.path)
        return Settings(
            worker, opener=opener, office=office, scale=1.0, exchange=Exchange(worker),
            backing=Backing(clock=clock), clock=clock,
        )  # fmt: skip

    return show(settings)


@pytest.fixture
def editor(stage: Stage[Settings], qtbot: QtBot) -> WordingEditor:
    card = stage.screen.wordings
    card.table.setFocus()
    card.table.go_to(0)
    stage.keys.press("Enter")
    assert card.editor is not None
    qtbot.waitUntil(card.editor.isVisible)
    qtbot.waitUntil(lambda: card.editor is not None and card.editor.sheets.view.count == 1)
    return card.editor


def shot(editor: WordingEditor, name: str) -> None:
    if SHOTS:
        editor.window().grab().save(str(Path(SHOTS) / name))


def test_a_field_is_put_in_and_the_words_are_kept(
    stage: Stage[Settings], editor: WordingEditor, qtbot: QtBot
) -> None:
    editor.title.setFocus()
    stage.keys.press("End")
    stage.keys.type("，")
    editor.fields.setFocus()
    editor.fields.go_to(0)
    stage.keys.press("Enter")
    assert editor.title.text() == "关于{事由}的催办单，{编号}"
    assert editor.title.hasFocus()
    stage.keys.press("Ctrl+Enter")
    kept = stage.office.read(wordings.in_force, kind="reminder")
    assert kept.title == "关于{事由}的催办单，{编号}"
    row = stage.screen.wordings.rows.row(0)
    assert row is not None
    assert row.source == "own"


def test_a_mistake_is_named_at_once_and_refused(
    stage: Stage[Settings], editor: WordingEditor, qtbot: QtBot
) -> None:
    editor.text.setFocus()
    stage.keys.press("Ctrl+Home")
    stage.keys.type("{电话}")
    qtbot.waitUntil(editor.bar.isVisible)
    assert "“电话”" in editor.bar.text()
    shot(editor, "wrong.png")
    stage.keys.press("Ctrl+Enter")
    assert editor.isVisible()
    editor.text.setText("没有编号")
    editor.draw()
    assert "“编号”" in editor.bar.text()
    assert stage.office.read(wordings.in_force, kind="reminder") == wordings.shipped("reminder")


def test_what_is_unsaved_is_left_only_when_asked_twice(
    stage: Stage[Settings], editor: WordingEditor
) -> None:
    stage.keys.type("改")
    stage.keys.press("Esc")
    assert editor.isVisible()
    assert "没有保存" in editor.bar.text()
    shot(editor, "unsaved.png")
    stage.keys.press("Esc")
    assert stage.office.read(wordings.in_force, kind="reminder") == wordings.shipped("reminder")


def test_the_words_that_ship_come_back(stage: Stage[Settings], editor: WordingEditor) -> None:
    shot(editor, "editor.png")
    assert not editor.reset_button.isVisible()
    stage.keys.type("试行")
    stage.keys.press("Ctrl+Enter")
    card = stage.screen.wordings
    card.edit()
    stage.keys.settle()
    assert card.editor is not None
    assert card.editor.reset_button.isVisible()
    card.editor.reset()
    stage.keys.settle()
    assert stage.office.read(wordings.in_force, kind="reminder") == wordings.shipped("reminder")
    if SHOTS:
        stage.window.grab().save(str(Path(SHOTS) / "settings.png"))
