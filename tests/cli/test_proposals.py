"""A proposal's life by `apply`, on its exact days, and how it is shown."""

from datetime import UTC, datetime
from typing import Any

import pytest

from renda_desktop import bootstrap
from tests.cli.conftest import Terminal
from tests.cli.stories import PEOPLE, RECEPTION, VISIT

UNITS = ({"do": "department.register", "name": "区住房和城乡建设局", "short": "区住建局"},)
RAISE = {"do": "proposal.raise", "title": "关于修路灯的建议", "deputies": ["张明"], "text": "太暗"}
ONE = "关于修路灯的建议"


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Set the clock to noon of a day."""

    def moved(day: str) -> None:
        noon = datetime.fromisoformat(f"{day}T04:00").replace(tzinfo=UTC)
        monkeypatch.setattr(bootstrap, "system_clock", lambda: noon)

    return moved


def done(cli: Terminal, *lines: dict[str, Any]) -> None:
    said = cli.apply(*lines)
    assert [line for line in said.lines if not line["ok"]] == []


def rule(cli: Terminal, line: dict[str, Any]) -> str:
    (answer,) = cli.apply(line).lines
    assert "{" not in answer["message"]
    return str(answer["rule"])


def test_a_whole_life_by_lines(cli: Terminal, on: Any) -> None:
    of = {"proposal": ONE}
    on("2026-11-20")
    done(cli, *PEOPLE, *UNITS, RAISE, {"do": "proposal.sign", **of, "deputy": "李慧"})
    on("2026-11-30")
    to = {"unit": "区住建局", "co_units": ["区综合执法局"]}
    done(
        cli,
        {"do": "proposal.accept", **of, "number": "2026-017"},
        {"do": "proposal.assign", **of, **to},
    )
    of = {"proposal": "2026-017"}
    on("2026-12-11")
    late = {"do": "proposal.return", **of, "reason": "不属本单位"}
    assert rule(cli, late) == "proposal.return_late"
    on("2026-12-31")
    opinion = {"do": "proposal.co_opinion", **of, "unit": "区综合执法局", "text": "同意"}
    done(cli, opinion, {"do": "proposal.meet", **of, "text": "登门", "deputies": ["张明", "李慧"]})
    on("2027-02-28")
    poor = {"do": "proposal.rate", **of, "deputy": "张明"}
    done(
        cli,
        {"do": "proposal.remind", **of},
        {"do": "proposal.reply", **of, "code": "C", "text": "暂难", "official": "陈工"},
        poor | {"aspects": {"manner": "satisfied", "result": "unsatisfied"}},
        {"do": "proposal.rehandle", **of, "reason": "请再研究"},
        {"do": "proposal.reply", **of, "code": "B", "text": "列入", "promised": "2027-06-30"},
        poor | {"aspects": {"manner": 5, "result": "basically"}},
        {"do": "proposal.rate", **of, "deputy": "李慧", "aspects": {"manner": 4, "result": 4}},
        {"do": "proposal.conclude", **of},
    )
    on("2027-06-01")
    kept = {"do": "proposal.track", **of, "text": "已亮灯", "kept": True}
    done(cli, kept, {"do": "proposal.file", **of})
    found = cli("show", "proposal", "2026-017", "--json").json
    assert (found["stage"], found["satisfied"], found["kept"]) == ("filed", True, True)
    assert found["stars"] == {"manner": 5, "result": 3}
    first, second = found["rounds"]
    assert (first["due"]["on"], second["due"]["on"]) == ("2027-02-28", "2027-05-28")
    assert [one["late"] for one in first["opinions"]] == [True]
    assert [one["code"] for one in (*first["replies"], *second["replies"])] == ["C", "B"]
    assert [one["void"] for one in found["timeline"] if one["void"]] == []
    text = cli("show", "proposal", ONE).out
    assert "C类 因条件限制暂难解决;暂难" in text
    assert "办理态度满意;办理结果不满意" in text
    assert cli("verify").code == 0


def test_the_list_and_its_filters(cli: Terminal, on: Any) -> None:
    done(cli, *PEOPLE, *UNITS, RAISE, RAISE | {"title": "另一件", "deputies": ["李慧"]})
    done(
        cli,
        {"do": "proposal.accept", "proposal": ONE},
        {"do": "proposal.assign", "proposal": ONE, "unit": "区住建局"},
    )
    on("2027-02-24")
    for where, titles in (
        ([], ["另一件", ONE]),
        (["signal=red"], [ONE]),
        (["stage=raised"], ["另一件"]),
        (["stage=raised,assigned", "unit=区住建局"], [ONE]),
        (["deputy=李慧"], ["另一件"]),
    ):
        words = ["--where", *where] if where else []
        found = cli("show", "proposals", "--json", *words).json
        assert [one["title"] for one in found] == titles
    text = cli("show", "proposals").out
    assert "超期" in text
    assert "2027-02-23" in text
    hits = cli("search", "修路灯", "--json").json
    assert [hit["title"] for hit in hits] == [ONE]


def test_matters_become_one_and_are_answered_with_it(cli: Terminal) -> None:
    done(
        cli,
        *RECEPTION,
        VISIT,
        {
            "do": "proposal.convert",
            "matters": ["$v.1", "$v.2"],
            "title": ONE,
            "deputies": ["张明", "李慧"],
            "ref": "p",
        },
        {"do": "proposal.accept", "proposal": "$p", "complex": True},
        {"do": "proposal.assign", "proposal": "$p", "unit": "区综合执法局"},
        {"do": "proposal.reply", "proposal": "$p", "code": "A", "text": "已修", "pass_on": True},
    )
    rows = cli("show", "matters", "--json").json
    assert {one["stage"] for one in rows} == {"replied"}
    found = cli("show", "proposal", ONE, "--json").json
    assert (found["matters"], found["rounds"][0]["due"]["on"]) == (2, "2027-05-23")
    numbers = "YH-2026-A-00001、YH-2026-A-00002"
    assert f"转化自事项:{numbers}" in cli("show", "proposal", ONE).out


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"do": "proposal.raise", "title": "建议", "deputies": []}, "proposal.no_deputy"),
    (RAISE | {"title": " "}, "field.empty"),
    (RAISE | {"program": "regular"}, "proposal.program"),
    (RAISE | {"matters": []}, "action.unknown_field"),
    (RAISE | {"deputies": ["没有此人"]}, "reference.unknown"),
    ({"do": "proposal.assign", "proposal": ONE, "unit": "区综合执法局"}, "proposal.stage"),
    ({"do": "proposal.assign", "proposal": ONE, "unit": "没有这个局"}, "reference.unknown"),
    ({"do": "proposal.reply", "proposal": ONE, "code": "A", "text": "好"}, "proposal.stage"),
    ({"do": "proposal.rate", "proposal": ONE, "deputy": "张明", "aspects": {"manner": 9}},
     "action.wrong_form"),
    ({"do": "proposal.rate", "proposal": ONE, "deputy": "张明", "aspects": {"manner": "bad"}},
     "action.wrong_form"),
    ({"do": "proposal.sign", "proposal": ONE, "deputy": "张明"}, "proposal.signed"),
    ({"do": "proposal.file", "proposal": "没有这件"}, "reference.unknown"),
    ({"do": "proposal.settle_dates", "proposal": ONE}, "action.unknown"),
    ({"do": "proposal.amend", "proposal": ONE, "changes": {"version": 2}}, "amend.fixed"),
    ({"do": "proposal.amend", "proposal": ONE, "changes": {"matters": ["0" * 32]}},
     "reference.unknown"),
]  # fmt: skip


def test_refused_lines(cli: Terminal) -> None:
    done(cli, *PEOPLE, RAISE)
    assert [rule(cli, line) for line, _ in REFUSED] == [wanted for _, wanted in REFUSED]
