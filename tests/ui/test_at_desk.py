"""Another clerk sits down: the window says who it is, and every screen is told."""

from functools import partial

from pytestqt.qtbot import QtBot

from renda_desktop.bootstrap import Office
from renda_desktop.domain.terms import Role
from renda_desktop.services import clerks
from renda_desktop.services.action import Changes
from renda_desktop.ui.at_desk import AtDesk
from renda_desktop.ui.judging import Judging
from tests.offices import Cast, Clock
from tests.services import evaluating
from tests.ui.stages import stage


def test_what_the_next_clerk_may_not_see_goes_out_of_sight(
    qtbot: QtBot, office: Office, cast: Cast, clock: Clock
) -> None:
    evaluating.whole(office, cast)
    clerk = office.act(clerks.register, name="赵丽", roles=(Role.CLERK,)).id
    made = stage(qtbot, office, key="judging", make=partial(Judging, clock=clock))
    told: list[Changes] = []
    made.worker.changed.connect(told.append)
    desk = AtDesk(made.worker, made.window)
    desk.begin(office)
    made.keys.settle()
    assert "76.64" in made.screen.scorecards.detail.lead.text()
    desk.sign_on(clerk)
    made.keys.settle()
    assert "76.64" not in made.screen.scorecards.detail.lead.text()
    assert [one.nouns for one in told] == [{"clerk"}]
    assert office.clerk == clerk
    made.close()
