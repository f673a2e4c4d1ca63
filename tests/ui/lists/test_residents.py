"""Residents, themes, and what waits to be sent."""

import pytest

from renda_desktop.bootstrap import Office
from renda_desktop.domain.ids import Id
from renda_desktop.queries import people, residents
from renda_desktop.services import residents as doing
from renda_desktop.services import visits
from renda_desktop.services.visits import Person, Raised
from renda_desktop.ui.residents import Residents
from renda_desktop.ui.themes import Themes
from tests.offices import Cast
from tests.ui.lists.conftest import Show


@pytest.fixture
def known(office: Office, cast: Cast) -> Id:
    """A resident who came with something."""
    visit = office.act(
        visits.register,
        reception=cast.reception,
        person=Person(name="王秀英", phone="13812345521", address="迎春小区6幢2单元"),
        matters=(Raised(own_words="加装电梯两年未批"),),
    )
    assert visit.nouns >= {"visit", "resident", "matter"}
    return office.read(residents.residents)[0].id


def test_a_resident_is_found_by_the_tail_of_the_telephone(
    show: Show[Residents], known: Id, office: Office
) -> None:
    office.act(doing.register, name="周·买买提", phone="13900001111")
    stage = show(Residents)
    assert stage.screen.rows.total == 2
    stage.keys.type("5521")
    assert stage.screen.rows.total == 1
    assert stage.screen.name.text() == "王秀英"
    assert stage.screen.phone.text() == "138****5521"
    assert stage.screen.matters.heading.text() == "反映的事项 1"


def test_two_records_of_one_person_are_merged_and_parted(
    show: Show[Residents], known: Id, office: Office
) -> None:
    double = office.act(doing.register, name="王秀瑛", phone="13812345521").id
    stage = show(Residents)
    stage.screen.open_thing(double)
    stage.keys.settle()
    stage.keys.press("Ctrl+M")
    stage.keys.type("wxy")
    stage.keys.press("Enter")
    stage.keys.press("Ctrl+Enter")
    assert office.read(residents.count) == 1
    assert stage.screen.state is not None
    assert stage.screen.state.id == known
    stage.screen._separate(double)
    stage.keys.settle()
    assert office.read(residents.count) == 2


def test_a_theme_is_added_and_ended_by_keyboard(show: Show[Themes], office: Office) -> None:
    stage = show(Themes)
    stage.keys.press("Ctrl+N")
    stage.keys.type("噪声与油烟")
    stage.keys.press("Tab")
    stage.keys.type("烧烤、夜市 广场舞")
    stage.keys.press("Ctrl+Enter")
    assert stage.screen.name.text() == "噪声与油烟"
    assert "烧烤、夜市、广场舞" in stage.screen.facts.text()
    stage.screen.turn()
    stage.keys.settle()
    kept = {row.title: row.active for row in office.read(people.themes)}
    assert kept == {"噪声与油烟": False, "老旧小区改造": True}
