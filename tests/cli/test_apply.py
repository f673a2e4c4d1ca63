import io
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from renda_desktop.cli import applying
from renda_desktop.domain.errors import Unavailable
from tests.cli.conftest import Terminal
from tests.cli.stories import LIFE, PEOPLE, RECEPTION, VISIT


def test_a_matter_lives_its_whole_life(cli: Terminal) -> None:
    done = cli.apply(*RECEPTION, VISIT, *LIFE)
    assert [line for line in done.lines if not line["ok"]] == []
    assert done.code == 0
    matter = cli("show", "matter", "YH-2026-A-00001", "--json").json
    assert matter["stage"] == "closed"
    assert [one["kind"] for one in matter["timeline"]] == [
        "matter.register",
        *(line["do"] for line in LIFE if line["do"].startswith("matter.")),
    ]
    assert len(matter["rounds"]) == 2
    assert matter["details"]["own_words"] == "东门口路灯不亮"
    assert cli("verify").code == 0


def test_what_a_line_made_is_named_in_later_lines(cli: Terminal) -> None:
    done = cli.apply(*RECEPTION, VISIT, {"do": "matter.note", "matter": "$v.2", "text": "催"})
    visit, noted = done.lines[-2], done.lines[-1]
    matters = cli("show", "visit", visit["id"], "--json").json["matters"]
    assert noted == {"ok": True, "id": matters[0]["id"]}
    assert matters[0]["title"] == "垃圾没人收"


REFUSED: list[tuple[dict[str, Any] | str, str]] = [
    ({"do": "matter.note", "matter": "$v", "text": "x"}, "reference.several"),
    ({"do": "matter.note", "matter": "$v.3", "text": "x"}, "reference.unknown"),
    ({"do": "matter.note", "matter": "$v.x", "text": "x"}, "reference.unknown"),
    ({"do": "matter.note", "matter": "$later", "text": "x"}, "reference.line"),
    ({"do": "matter.note", "matter": "YH-2026-A-09999", "text": "x"}, "reference.unknown"),
    ({"do": "matter.note", "matter": "0" * 32, "text": "x"}, "reference.unknown"),
    ({"do": "matter.note", "matter": "$zhang", "text": "x"}, "reference.unknown"),
    ({"do": "matter.note", "matter": "", "text": "x"}, "reference.unknown"),
    ({"do": "matter.note", "matter": 7, "text": "x"}, "action.wrong_form"),
    ({"do": "matter.note", "matter": "$v.1"}, "action.missing"),
    ({"do": "matter.note", "matter": "$v.1", "text": "x", "at": "2020-01-01"},
     "action.unknown_field"),
    ({"do": "matter.rate", "matter": "$v.1", "rater": "resident", "stars": "5"},
     "action.wrong_form"),
    ({"do": "matter.assign", "matter": "$v.1", "unit": "没有这个局"}, "reference.unknown"),
    ({"do": "matter.strike_off", "matter": "$v.1", "evidence": "x"}, "matter.stage"),
    ({"do": "matter.amend", "matter": "$v.1", "changes": {"urgency": "soon"}},
     "action.wrong_form"),
    ({"do": "matter.amend", "matter": "$v.1", "changes": {"colour": "red"}},
     "action.unknown_field"),
    ({"do": "matter.amend", "matter": "$v.1", "changes": {"summary": "长" * 201}}, "text.long"),
    ({"do": "matter.amend", "matter": "$v.1", "changes": {}}, "amend.nothing"),
    ({"do": "matter.note", "as": "没有这个人", "matter": "$v.1", "text": "x"}, "clerk.unknown"),
    ({"do": "matter.note", "as": ["王芳"], "matter": "$v.1", "text": "x"}, "action.wrong_form"),
    ({"do": "matter.fly", "matter": "$v.1"}, "action.unknown"),
    ({"matter": "$v.1"}, "action.missing"),
    ("not json", "action.not_json"),
    ("[1, 2]", "action.not_json"),
    ('{"do": "theme.register", "title": "\\ud800"}', "action.not_json"),
    ('{"do": "theme.register", "title": "\\u0000"}', "text.control"),
    ("\udcff\udcfe", "action.not_json"),
]  # fmt: skip


def test_refused_lines_are_told_and_change_nothing(cli: Terminal) -> None:
    done = cli.apply(*RECEPTION, VISIT, *(line for line, _ in REFUSED))
    good = len(RECEPTION) + 1
    assert [line["ok"] for line in done.lines] == [True] * good + [False] * len(REFUSED)
    told = done.lines[good:]
    assert [line["rule"] for line in told] == [rule for _, rule in REFUSED]
    assert [line["line"] for line in told] == list(range(good + 1, good + 1 + len(REFUSED)))
    assert all(line["message"] for line in told)
    assert done.code == 1
    matters = cli("show", "matter", "YH-2026-A-00001", "--json").json
    assert [one["kind"] for one in matters["timeline"]] == ["matter.register"]
    assert cli("show", "themes", "--json").json[0]["title"] == "老旧小区改造"
    assert cli("verify").code == 0


def test_two_of_one_name_have_to_be_told_apart(cli: Terminal) -> None:
    note = {"do": "matter.assign", "matter": "$v.1", "deputy": "张明"}
    done = cli.apply(*RECEPTION, VISIT, PEOPLE[0], note)
    assert done.lines[-1]["rule"] == "reference.several"
    assert "2" in done.lines[-1]["message"]
    assert "张明" not in done.lines[-1]["message"]


def test_stop_ends_at_the_first_refusal(cli: Terminal) -> None:
    done = cli.apply(PEOPLE[3], "", "nonsense", PEOPLE[3], stop=True)
    assert (done.code, [line["ok"] for line in done.lines]) == (1, [True, False])
    assert done.lines[1]["line"] == 3
    assert len(cli("show", "themes", "--json").json) == 1


def test_another_clerk_acts_under_their_own_name(cli: Terminal) -> None:
    done = cli.apply(
        {"do": "clerk.register", "name": "赵刚", "ref": "zhao"},
        *RECEPTION,
        VISIT,
        {"do": "matter.note", "as": "赵刚", "matter": "$v.1", "text": "一"},
        {"do": "matter.note", "as": "$zhao", "matter": "$v.1", "text": "二"},
        {"do": "clerk.register", "as": "赵刚", "name": "钱五"},
    )
    assert done.lines[-1]["rule"] == "access.denied"
    timeline = cli("show", "matter", "YH-2026-A-00001", "--json").json["timeline"]
    assert [one["who"] for one in timeline] == ["王芳", "赵刚", "赵刚"]


def test_moments_without_a_zone_are_those_of_china(cli: Terminal) -> None:
    cli.apply(*RECEPTION)
    (reception,) = cli("show", "receptions", "--json").json
    assert reception["starts"] == "2026-11-24T01:00:00Z"


def test_lines_come_from_standard_input(cli: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    text = '\ufeff{"do": "theme.register", "title": "养老"}'.encode()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(text)))
    assert cli("apply", "-").code == 0
    assert cli("show", "themes", "--json").json[0]["title"] == "养老"


def test_a_failing_disk_ends_it(cli: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise Unavailable("store.full")

    monkeypatch.setattr(applying, "_done", full)
    done = cli.apply(PEOPLE[3], PEOPLE[3])
    assert (done.code, [line["rule"] for line in done.lines]) == (2, ["store.full"])


def test_a_bug_is_answered_and_written_down_without_what_was_typed(
    cli: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("138" + "00005521")

    monkeypatch.setattr(applying, "_done", broken)
    done = cli.apply(PEOPLE[3])
    assert (done.code, done.lines[0]["rule"]) == (2, "internal")
    log = (cli.home / "logs" / "commands.log").read_text("utf-8")
    assert "KeyError" in log
    assert "test_apply.py" in log
    assert "13800005521" not in log + done.out + done.err


def test_the_schema_knows_every_action_and_its_fields(cli: Terminal) -> None:
    schema = cli("actions").json
    assert len(schema["oneOf"]) > 70
    assign = schema["$defs"]["matter.assign"]
    assert assign["required"] == ["do", "matter"]
    assert {"as", "ref", "unit", "deputy", "co_units", "due_on", "days"} <= set(
        assign["properties"]
    )
    changes = schema["$defs"]["matter.changes"]["properties"]
    assert {"own_words", "summary", "place", "urgency"} <= set(changes)
    for line in (*RECEPTION, VISIT, *LIFE):
        form = schema["$defs"][line["do"]]
        assert set(form["required"]) <= set(line) <= set(form["properties"])
