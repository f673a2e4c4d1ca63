"""No reception is open: what the desk offers instead."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from renda_desktop.bootstrap import Office
from renda_desktop.domain.deputy import Mandate
from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import AttendeeRole, DeputyLevel, ReceptionKind
from renda_desktop.services import deputies, receptions
from tests import offices
from tests.offices import START, Clock
from tests.ui.desk.conftest import Stage


@pytest.fixture
def office(founded: Path, tmp_path: Path, clock: Clock) -> Iterator[Office]:
    """A station that has just been founded."""
    opened = offices.opened(offices.copied(founded, tmp_path / "home"), clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def planned(office: Office) -> Id:
    """A reception of today for which nobody signed in."""
    seat = (Mandate(DeputyLevel.COUNTY, 16),)
    who = office.act(deputies.register, name="张明", mandates=seat).id
    return office.act(
        receptions.plan,
        kind=ReceptionKind.REGULAR,
        program="regular",
        place="一楼接待室",
        starts=START + timedelta(hours=1),
        ends=START + timedelta(hours=3),
        deputies=(who,),
    ).id


def buttons(stage: Stage) -> dict[str, QPushButton]:
    found: list[QPushButton] = list(stage.desk.away.findChildren(QPushButton))
    return {one.text(): one for one in found if one.isVisible()}


def wishes(stage: Stage) -> list[tuple[str, object]]:
    asked: list[tuple[str, object]] = []
    stage.desk.wanted.connect(lambda place, what: asked.append((place, what)))
    return asked


def test_nothing_is_planned(stage: Stage) -> None:
    asked = wishes(stage)
    assert stage.keys.focus is buttons(stage)["计划一场接待"]
    stage.keys.press("Space")
    assert asked == [("schedule", None)]
    assert stage.desk.unsaved() == ""


def test_the_keys_of_the_form_do_nothing(stage: Stage) -> None:
    stage.keys.press("F2", "F3", "Ctrl+S", "Ctrl+Enter", "Ctrl+E", "Alt+1", "Esc")
    assert stage.desk.isVisible()
    assert stage.window.bar.isHidden()


def test_somebody_has_to_sign_in_first(planned: Id, stage: Stage) -> None:
    asked = wishes(stage)
    buttons(stage)["去签到"].click()
    assert asked == [("schedule", planned)]


def test_a_reception_begins(planned: Id, office: Office, open_desk: Callable[[], Stage]) -> None:
    office.act(receptions.sign_in, reception=planned, name="张明", role=AttendeeRole.DEPUTY)
    stage = open_desk()
    assert stage.keys.focus.accessibleName() == "开始接待"
    stage.keys.press("Space")
    assert stage.desk.strip.isVisible()
    assert stage.keys.focus is stage.desk.form.person.name
