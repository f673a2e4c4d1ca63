"""Who rates in an evaluation: each once, nobody oneself; and whose evaluations a group counts."""

from typing import Any

import pytest

from renda_desktop.bootstrap import Office
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.figures import FigureFilter, FigureKey
from renda_desktop.domain.terms import Role
from renda_desktop.queries import figures
from renda_desktop.queries.scorecard_files import scorecard_file
from renda_desktop.services import clerks, scorecards
from tests.offices import Cast
from tests.services.evaluating import ENDS, GROUP, begin, marks, whole

Given = dict[str, Any]
HEAD = (Role.STATION_HEAD,)


def refused(office: Office, action: Any, **given: Any) -> str:
    with pytest.raises(RuleBroken) as broken:
        office.act(action, **given)
    return broken.value.rule


def test_a_rater_rates_once_whatever_the_name_and_nobody_rates_oneself(
    office: Office, cast: Cast
) -> None:
    one = begin(office, cast)
    rater = office.act(clerks.register, name="钱评", roles=(Role.RATER,)).id
    sheet: Given = {"scorecard": one.id, "panel": "core_group", "marks": marks("好", "好", "好")}
    office.act(scorecards.rate, acting=rater, **sheet, rater="钱一")
    again: Given = {**sheet, "acting": rater, "rater": "孙二"}
    assert refused(office, scorecards.rate, **again) == "scorecard.rated_once"
    assert refused(office, scorecards.rate, **sheet, person=one.deputy) == "scorecard.rated_self"
    for name in ("孙二", "周三"):  # a head enters those of many, from paper
        office.act(scorecards.rate, **sheet, rater=name)
    file = office.read(scorecard_file, id=one.id, roles=HEAD)
    assert next(event.who for event in file.timeline if event.what.startswith("评分")) == "钱评"
    hidden = office.read(scorecard_file, id=one.id, roles=(Role.CLERK,))
    assert "钱评" not in str(hidden)


def test_only_subjects_of_the_group_count(office: Office, cast: Cast) -> None:
    whole(office, cast)
    for group, count in ((GROUP, 1), ("另一个组", 0)):
        where = FigureFilter(group=group)
        key = FigureKey.SUBJECTS_EVALUATED
        value = office.read(figures.figure, key=key, where=where, today=ENDS)
        assert value.amount == count
