"""An evaluation by the command line: recorded line by line, shown to those who may know."""

import json
from typing import Any

import pytest

from renda_desktop.bootstrap import Home, open_office
from renda_desktop.domain.terms import Role
from renda_desktop.services import clerks
from tests.cli.conftest import PASSPHRASE, Terminal

Line = dict[str, Any]
_LEAVES = ("contact", "proposals", "discipline")
_MARKS = [{"leaf": leaf, "grade": "好"} for leaf in _LEAVES]
TITLE = "李慧2026年度代表三维联评"
LINES: tuple[Line, ...] = (
    {"do": "deputy.register", "name": "李慧", "mandates": [{"level": "county", "term": 19}]},
    {"do": "deputy.join_group", "deputy": "李慧", "name": "中心组", "day": "2026-01-01"},
    {
        "do": "scorecard.open", "program": "three-way-review", "deputy": "李慧",
        "begins": "2026-01-01", "ends": "2026-12-31", "ref": "s",
    },
    {
        "do": "scorecard.rate", "scorecard": "$s", "panel": "self", "marks": _MARKS,
        "comment": "本年度述评",
    },
    {
        "do": "scorecard.tally", "scorecard": "$s", "panel": "democratic", "issued": 10,
        "returned": 10, "counts": [{"leaf": leaf, "grades": {"好": 10}} for leaf in _LEAVES],
    },
    *(
        {
            "do": "scorecard.rate", "scorecard": TITLE, "panel": "core_group", "marks": _MARKS,
            "rater": rater,
        }
        for rater in ("甲", "乙", "丙")
    ),
    {"do": "scorecard.measure", "scorecard": "$s", "leaf": "satisfaction", "value": 88},
    {"do": "scorecard.measure", "scorecard": "$s", "leaf": "attendance", "value": "6"},
    {"do": "scorecard.adjust", "scorecard": "$s", "key": "praise", "points": "1.5",
     "reason": "表彰"},
    {"do": "scorecard.evidence", "scorecard": "$s", "text": "履职档案"},
)  # fmt: skip
CONCLUDE: Line = {"do": "scorecard.conclude", "scorecard": TITLE}
# 80 + 12·28/35 + 8 = 97.60, and 1.5 for praise: 99.10


@pytest.fixture
def evaluated(cli: Terminal) -> Terminal:
    """A station with an evaluation that was concluded."""
    done = cli.apply(*LINES, CONCLUDE)
    assert [line for line in done.lines if not line["ok"]] == []
    return cli


def sit_down(cli: Terminal, *roles: Role) -> None:
    """Put somebody with these roles at the desk."""
    office = open_office(Home(cli.home), passphrase=PASSPHRASE)
    office.sign_on(office.act(clerks.register, name="赵敏", roles=roles).id)
    office.close()


def test_it_is_shown_to_the_head(evaluated: Terminal) -> None:
    (row,) = evaluated("show", "scorecards", "--json", "--where", "status=concluded").json
    assert (row["title"], row["score"], row["grade"]) == (TITLE, "99.1", "优秀")
    file = evaluated("show", "scorecard", TITLE, "--json").json
    assert (file["points"], file["adjusted"], file["score"]) == ("97.60", "1.5", "99.1")
    text = evaluated("show", "scorecard", TITLE).out
    for shown in ("99.1", "中心组考评", "· 督事满意率", "本年度述评", "还缺 2 个至少评议"):
        assert (shown in text) is (shown != "还缺 2 个至少评议")
    assert evaluated("show", "scorecards", "--json", "--where", "year=2025").json == []


@pytest.mark.parametrize("role", [Role.CLERK, Role.DEPUTY, Role.RATER, Role.TELLER])
def test_it_is_kept_from_others(evaluated: Terminal, role: Role) -> None:
    sit_down(evaluated, role)
    for words in (["scorecards"], ["scorecards", "--json"], ["scorecard", TITLE],
                  ["scorecard", TITLE, "--json"]):  # fmt: skip
        shown = evaluated("show", *words)
        assert shown.code == 0
        assert "李慧" in shown.out
        for secret in ("99.1", "97.6", "优秀", "本年度述评", "表彰"):
            assert secret not in shown.out
    assert evaluated("show", "scorecards", "--where", "roles=station_head").code == 2


def test_what_is_missing_is_said(cli: Terminal) -> None:
    done = cli.apply(*LINES[:5], CONCLUDE)
    refused = done.lines[-1]
    assert not refused["ok"]
    assert "中心组考评(参评不足)" in json.dumps(refused, ensure_ascii=False)
    assert "中心组考评" in cli("show", "scorecard", TITLE).out


def test_an_entry_is_taken_back_by_its_id(evaluated: Terminal) -> None:
    reopened = {"do": "scorecard.reopen", "scorecard": TITLE, "reason": "复核"}
    (said,) = (
        one for one in evaluated("show", "scorecard", TITLE, "--json").json["said"]
        if one["about"] == "履职受到表彰"
    )  # fmt: skip
    back = {"do": "scorecard.take_back", "scorecard": TITLE, "entry": said["entry"], "reason": "误"}
    assert evaluated.apply(reopened, back, CONCLUDE).code == 0
    (row,) = evaluated("show", "scorecards", "--json").json
    assert row["score"] == "97.6"
