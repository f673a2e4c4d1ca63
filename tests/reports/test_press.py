"""Papers are drawn by another process: the same bytes, told errors, and no end when it dies."""

import logging
import sys
from collections.abc import Iterator

import pytest

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.reports.catalogue import PAPERS
from renda_desktop.reports.press import Press, Stopped
from tests.reports import samples

RENDER = PAPERS["briefing"].render


@pytest.fixture
def press() -> Iterator[Press]:
    made = Press()
    yield made
    made.close()


def broken(_sheet: object) -> bytes:
    raise RuleBroken("wording.no_letter", kind="x")


def bug(sheet: str) -> bytes:
    raise ValueError(sheet)


def die(_sheet: object) -> bytes:
    sys.exit(1)


def test_another_process_draws_the_same_bytes_and_stays(press: Press) -> None:
    sheet = samples.briefing(3)
    assert press.draw(RENDER, sheet) == RENDER(sheet)
    first = press._child
    press.draw(RENDER, sheet)
    assert press._child is first


def test_what_is_told_to_the_user_comes_back_as_it_was(press: Press) -> None:
    with pytest.raises(RuleBroken) as told:
        press.draw(broken, None)
    assert str(told.value) == "没有“x”这种文书。"


def test_a_bug_comes_back_without_what_it_says_of_people(press: Press) -> None:
    with pytest.raises(RuntimeError) as found:
        press.draw(bug, "王秀英")
    assert "ValueError at test_press.py" in str(found.value)
    assert "王秀英" not in str(found.value)


def test_one_that_died_is_begun_again(press: Press) -> None:
    sheet = samples.briefing(1)
    press.draw(RENDER, sheet)
    first = press._child
    assert first is not None
    first.kill()
    first.wait()
    assert press.draw(RENDER, sheet) == RENDER(sheet)
    assert press._child is not first


def test_one_that_dies_again_and_again_is_told_of(caplog: pytest.LogCaptureFixture) -> None:
    press = Press([sys.executable, "-c", "input()"])
    with caplog.at_level(logging.ERROR), pytest.raises(Unavailable) as told:
        press.draw(RENDER, samples.briefing(1))
    assert "没有排出来" in str(told.value)
    assert "died twice" in caplog.text
    press.close()


def test_what_was_given_up_is_not_drawn_again(press: Press) -> None:
    answers = iter((True, False, False))
    with pytest.raises(Stopped):
        press.draw(die, None, wanted=lambda: next(answers))


def test_a_closed_press_takes_nothing(press: Press) -> None:
    press.close()
    with pytest.raises(Stopped):
        press.draw(RENDER, samples.briefing(1))
