"""Lists, quantities, measurements and groups by the command line."""

import json
from typing import Any

from tests.cli.conftest import Terminal

PEOPLE = (
    {"do": "department.register", "name": "区财政局"},
    {"do": "deputy.register", "name": "张明", "mandates": [{"level": "county", "term": 16}]},
    {"do": "theme.register", "title": "生态环境质量"},
)
ITEM = {
    "do": "matter.register",
    "program": "audit-rectification",
    "own_words": "补助资金未清算",
    "channel": "list",
    "way": {"disposition": "assigned", "unit": "区财政局", "due_on": "2030-01-10"},
    "ref": "m",
}
QUANTITY = {"do": "matter.record_quantity", "matter": "$m", "key": "recovered"}
MEASURE = {"do": "theme.measure", "theme": "生态环境质量", "program": "environment"}


def test_an_item_of_a_list_and_what_it_brought(cli: Terminal) -> None:
    done = cli.apply(
        *PEOPLE,
        ITEM,
        json.dumps(QUANTITY | {"amount": 0}).replace(": 0}", ": 100000000000.123457}"),
        QUANTITY | {"amount": "0.1", "ref": "slip"},
        {"do": "matter.withdraw_quantity", "matter": "$m", "entry": "$slip", "reason": "录错"},
    )
    assert done.code == 0, done.out
    shown = cli("show", "matter", "YH-2026-A-00001", "--json").json
    [one] = shown["quantities"]
    assert (one["amount"], one["unit"]) == ("100000000000.123457", "万元")
    assert {step["title"]: step["passed"] for step in shown["steps"]}["交办整改"]
    text = cli("show", "matter", "YH-2026-A-00001").out
    assert "100000000000.123457 万元" in text
    assert "交办整改 区财政局" in text
    listed = cli("show", "matters", "--where", "program=audit-rectification", "channel=list")
    assert len(listed.out.splitlines()) == 2


def test_what_cannot_be_counted_is_refused(cli: Terminal) -> None:
    wrong: list[tuple[dict[str, Any], str]] = [
        (QUANTITY | {"amount": -1}, "matter.negative"),
        (QUANTITY | {"amount": "NaN"}, "field.number"),
        (QUANTITY | {"amount": "很多"}, "action.wrong_form"),
        (QUANTITY | {"amount": 1, "key": "houses"}, "program.quantity"),
        (QUANTITY | {"amount": 1, "day": "2999-01-01"}, "field.day_ahead"),
        (QUANTITY | {"amount": 1, "unit": "元"}, "action.unknown_field"),
        ({"do": "matter.withdraw_quantity", "matter": "$m", "entry": "$m", "reason": "错"},
         "reference.unknown"),
        ({"do": "matter.withdraw_quantity", "matter": "$m", "entry": "甲", "reason": "错"},
         "reference.unknown"),
    ]  # fmt: skip
    done = cli.apply(*PEOPLE, ITEM, *(line for line, _ in wrong))
    assert [one["rule"] for one in done.lines[4:]] == [rule for _, rule in wrong]


def test_measurements_before_and_after(cli: Terminal) -> None:
    done = cli.apply(
        *PEOPLE,
        MEASURE | {"key": "water", "value": 2.4, "day": "2020-12-31", "source": "公报"},
        MEASURE | {"key": "water", "value": 1, "day": "2010-12-31", "ref": "first"},
        MEASURE | {"key": "sewage", "value": 5, "day": "2003-12-31"},
    )
    assert done.code == 0, done.out
    found = cli("show", "theme", "生态环境质量", "--json").json
    assert [(one["key"], one["value"]) for one in found["measurements"]] == [
        ("sewage", "5"), ("water", "1"), ("water", "2.4"),
    ]  # fmt: skip
    assert "2.4 亿立方米" in cli("show", "theme", "生态环境质量").out


def test_deputies_show_their_groups(cli: Terminal) -> None:
    joined = {"do": "deputy.join_group", "deputy": "张明", "name": "中心组", "day": "2026-01-01"}
    done = cli.apply(*PEOPLE, joined, joined, joined | {"name": "第一代表小组"})
    assert [one.get("rule") for one in done.lines[3:]] == [None, "deputy.in_group", None]
    assert "中心组、第一代表小组" in cli("show", "deputies").out
    assert len(cli("show", "deputies", "--where", "group=中心组", "--json").json) == 1
    assert cli("show", "deputies", "--where", "group=别的组", "--json").json == []
    left = joined | {"do": "deputy.leave_group", "day": "2026-06-01"}
    assert cli.apply(left).code == 0
    assert cli("show", "deputies", "--where", "group=中心组", "--json").json == []
