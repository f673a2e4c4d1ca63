"""Votes by the command line: an item-by-item vote, and a choice with a second vote."""

from typing import Any

import pytest

from tests.cli.conftest import Terminal

Line = dict[str, Any]

TELLERS: tuple[Line, ...] = (
    {"do": "clerk.register", "name": "周监票", "roles": ["teller"]},
    {"do": "clerk.register", "name": "吴计票", "roles": ["teller"]},
    {"do": "deputy.register", "name": "张明", "mandates": [{"level": "county", "term": 19}]},
    {
        "do": "matter.register", "program": "livelihood-projects", "own_words": "建公园",
        "channel": "list", "ref": "park",
    },
)  # fmt: skip


def tallies(ballot: str, returned: int, *items: Line, invalid: int = 0) -> tuple[Line, ...]:
    """Return the same count by both tellers."""
    counted = {"do": "ballot.tally", "ballot": ballot, "returned": returned, "items": list(items)}
    return tuple(counted | {"as": who, "invalid": invalid} for who in ("周监票", "吴计票"))


def item(number: int, for_: int, against: int = 0, abstain: int = 0) -> Line:
    return {"number": number, "for": for_, "against": against, "abstain": abstain}


EACH: tuple[Line, ...] = (
    *TELLERS,
    {
        "do": "ballot.prepare", "program": "major-projects", "title": "重大项目", "due": 45,
        "day": "2026-11-30", "place": "会议厅", "ref": "b",
        "items": [{"title": "快速路", "amount": "125000.5"}, {"title": "公园", "matter": "$park"}],
    },
    {"do": "ballot.call", "ballot": "$b", "present": 29},
    {
        "do": "ballot.call", "ballot": "$b", "present": 30,
        "members": [{"name": "张明", "person": "张明"}, {"name": "李慧"}],
    },
    {"do": "ballot.issue", "ballot": "重大项目"},
    # 45 members, 29 valid ballots: 23 is more than 22.5, 22 is not.
    *tallies("$b", 30, item(1, 23, 4, 2), item(2, 22, 0, 7), invalid=1),
    {"do": "ballot.conclude", "ballot": "$b"},
)  # fmt: skip


def test_items_are_voted_on_one_by_one(cli: Terminal) -> None:
    done = cli.apply(*EACH)
    assert [line for line in done.lines if not line["ok"]] == []
    (listed,) = cli("show", "ballots", "--json").json
    assert (listed["status"], listed["items"], listed["passed"]) == ("concluded", 2, 1)
    found = cli("show", "ballot", "重大项目", "--json").json
    assert [(one["outcome"], one["share"]) for one in found["items"]] == [
        ("passed", "51.11%"),
        ("not_passed", "48.89%"),
    ]
    assert found["items"][0]["amount"] == "125000.5"
    assert found["items"][1]["ref_kind"] == "matter"
    assert [one["teller"] for one in found["rounds"][0]["tellers"]] == ["周监票", "吴计票"]
    assert [one["name"] for one in found["members"]] == ["张明", "李慧"]
    text = cli("show", "ballot", "重大项目").out
    assert "得 22 票,占应到人数 45 的 48.89%;未超过 1/2" in text
    assert "公布结果" in text
    assert cli("show", "ballots", "--json", "--where", "status=concluded").json == [listed]
    assert cli("show", "ballots", "--json", "--where", "program=themed").json == []
    assert cli("search", "快速路", "--json").json[0]["kind"] == "ballot"
    assert cli("verify").code == 0


def test_the_tied_are_voted_on_again(cli: Terminal) -> None:
    # 100 members, 80 ballots: ten of eleven; nine are ahead with 70, two tie with 60.
    polled = [item(n, 70) for n in range(1, 10)] + [item(10, 60), item(11, 60)]
    done = cli.apply(
        *TELLERS,
        {
            "do": "ballot.prepare", "program": "livelihood-projects", "due": 100, "ref": "b",
            "items": [{"title": f"候选{n}"} for n in range(1, 12)],
        },
        {"do": "ballot.call", "ballot": "$b", "present": 80},
        {"do": "ballot.issue", "ballot": "$b"},
        *tallies("$b", 80, *polled),
        {"do": "ballot.conclude", "ballot": "$b"},
        {"do": "ballot.runoff", "ballot": "$b", "title": "再次投票", "ref": "again"},
        {"do": "ballot.call", "ballot": "$again", "present": 70},
        {"do": "ballot.issue", "ballot": "$again"},
        *tallies("$again", 65, item(10, 30), item(11, 35)),
        {"do": "ballot.conclude", "ballot": "$again"},
    )  # fmt: skip
    assert [line for line in done.lines if not line["ok"]] == []
    first = cli("show", "ballot", "民生实事项目票决", "--json").json
    assert (first["passed"], first["tied"], first["places"]) == (9, 2, 1)
    assert first["final"] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 11]
    again = cli("show", "ballot", "再次投票", "--json").json
    assert (again["follows"], first["followed_by"]) == (first["id"], again["id"])
    assert again["final"] == [11]


@pytest.mark.parametrize(
    ("upto", "line", "rule"),
    [
        (5, {"do": "ballot.issue", "ballot": "$b"}, "ballot.not_called"),
        (6, {"do": "ballot.issue", "ballot": "$b"}, "ballot.no_quorum"),
        (8, {"do": "ballot.conclude", "ballot": "$b"}, "ballot.tellers_few"),
        (8, EACH[8] | {"as": "王芳"}, "access.denied"),
        (8, EACH[8] | {"returned": 29}, "ballot.sum"),
        (8, EACH[8] | {"voter": "张明"}, "action.unknown_field"),
        (8, EACH[8] | {"items": [item(1, 29) | {"voter": "张明"}]}, "action.unknown_field"),
        (
            8,
            {"do": "ballot.vote", "as": "周监票", "ballot": "$b", "voter": "张明", "item": 1,
             "option": "for"},
            "ballot.secret",
        ),
        (9, EACH[8], "ballot.teller_twice"),
        (11, {"do": "ballot.runoff", "ballot": "$b"}, "ballot.no_tie"),
        (11, {"do": "ballot.recount", "ballot": "$b", "reason": ""}, "ballot.no_reason"),
        (11, {"do": "ballot.cancel", "ballot": "$b", "reason": "x"}, "ballot.status"),
        (5, {"do": "ballot.amend", "ballot": "$b", "changes": {"rules": {}}}, "action.missing"),
        (5, {"do": "ballot.prepare", "program": "themed", "due": 3, "items": []},
         "program.no_ballot"),
        (5, {"do": "ballot.prepare", "program": "major-projects", "due": 3, "items": [],
             "rules": {}}, "action.unknown_field"),
    ],
)  # fmt: skip
def test_what_is_refused(cli: Terminal, upto: int, line: Line, rule: str) -> None:
    done = cli.apply(*EACH[:upto], line)
    assert [one.get("rule") for one in done.lines] == [None] * upto + [rule]


def test_items_are_corrected_before_the_ballots_are_out(cli: Terminal) -> None:
    items = [{"number": 1, "title": "公园", "ref": {"kind": "matter", "id": "$park"}}]
    change = {"do": "ballot.amend", "ballot": "$b", "changes": {"items": items, "due": 46}}
    wrong = [{"number": 1, "title": "公园", "ref": {"kind": "matter", "id": "没有"}}]
    odd = [{"number": 1, "title": "公园", "ref": {"kind": "program", "id": "没有"}}]
    done = cli.apply(
        *EACH[:5],
        change,
        change | {"changes": {"items": wrong}},
        change | {"changes": {"items": odd}},
    )
    unknown = "reference.unknown"
    assert [one.get("rule") for one in done.lines[5:]] == [None, unknown, unknown]
    found = cli("show", "ballot", "重大项目", "--json").json
    assert (found["due"], [one["ref"] for one in found["items"]]) == (46, [done.lines[3]["id"]])
    told = [one["text"] for one in found["timeline"] if one["what"] == "更正票决项目"]
    assert told == ["2 项 → 1 项"]
