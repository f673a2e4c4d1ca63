import pytest

from renda_desktop.cli.columns import table
from renda_desktop.cli.grids import width
from renda_desktop.domain.ids import Id
from renda_desktop.queries.people import DepartmentRow
from renda_desktop.services.programs import shipped
from tests.cli.conftest import Terminal
from tests.cli.stories import RECEPTION, VISIT


@pytest.fixture
def busy(cli: Terminal) -> Terminal:
    assert cli.apply(*RECEPTION, VISIT).code == 0
    return cli


@pytest.mark.parametrize(
    ("what", "count"),
    [
        ("receptions", 1),
        ("visits", 1),
        ("matters", 2),
        ("residents", 1),
        ("deputies", 2),
        ("departments", 1),
        ("themes", 1),
        ("clerks", 1),
        ("programs", len(shipped())),
    ],
)
def test_lists_as_json_and_as_text(busy: Terminal, what: str, count: int) -> None:
    assert len(busy("show", what, "--json").json) == count
    text = busy("show", what)
    assert (text.code, len(text.out.splitlines())) == (0, count + 1)


@pytest.mark.parametrize(
    ("where", "numbers"),
    [
        (["stage=assigned"], [2]),
        (["stage=assigned,registered"], [2, 1]),
        (["unit=区综合执法局", "open=true"], [2]),
        (["place=东门口"], [1]),
        (["text=垃圾"], [2]),
        (["deputy=张明"], [2, 1]),
        (["reception=themed#1", "signal=green"], [2]),
        (["until=2020-01-01"], []),
    ],
)
def test_matters_are_filtered(busy: Terminal, where: list[str], numbers: list[int]) -> None:
    found = busy("show", "matters", "--json", "--where", *where).json
    assert [int(one["number"][-5:]) for one in found] == numbers


@pytest.mark.parametrize(
    "words",
    [
        ["matters", "--where", "colour=red"],
        ["matters", "--where", "stage=asleep"],
        ["matters", "--where", "stage"],
        ["matters", "--where", "unit=没有这个局"],
        ["receptions", "--where", "since=yesterday"],
        ["matter", "YH-2026-A-00009"],
        ["matter"],
        ["rooms"],
    ],
)
def test_what_cannot_be_shown_is_said(busy: Terminal, words: list[str]) -> None:
    done = busy("show", *words)
    assert (done.code, done.out) == (2, "")
    assert done.err
    assert "Traceback" not in done.err


def test_other_lists_are_filtered(busy: Terminal) -> None:
    assert len(busy("show", "receptions", "--json", "--where", "status=open").json) == 1
    assert busy("show", "receptions", "--json", "--where", "status=closed").json == []
    assert len(busy("show", "deputies", "--json", "--where", "text=lh").json) == 1
    assert len(busy("show", "visits", "--json", "--where", "status=received,left").json) == 1
    assert len(busy("show", "matters", "--json", "--limit", "1").json) == 1
    assert len(busy("show", "matters", "--json", "--limit", "0").json) == 2


@pytest.mark.parametrize(
    ("kind", "written", "matters"),
    [
        ("visit", "YH-2026-AV-00001", 2),
        ("resident", "13800005521", 2),
        ("deputy", "张明", 2),
        ("deputy", "13812345678", 0),
    ],
)
def test_one_thing_with_its_matters(busy: Terminal, kind: str, written: str, matters: int) -> None:
    data = busy("show", kind, written, "--json").json
    assert len(data["matters"]) == matters
    assert busy("show", kind, data["id"], "--json").json == data
    assert "YH-2026-A-00001" in busy("show", kind, written).out or not matters


def test_a_reception_with_all_that_belongs_to_it(busy: Terminal) -> None:
    data = busy("show", "reception", "themed#1", "--json").json
    assert (data["status"], len(data["visits"]), data["visits"][0]["heads"]) == ("open", 1, 1)
    assert [one["name"] for one in data["deputies"]] == ["张明", "李慧"]
    assert data["timeline"][-1]["kind"] == "reception.open"


def test_a_matter_as_text_has_the_residents_words_and_its_timeline(busy: Terminal) -> None:
    text = busy("show", "matter", "YH-2026-A-00002").out
    assert "垃圾没人收" in text
    assert "交办 区综合执法局" in text


def test_telephones_are_masked_on_the_terminal(busy: Terminal) -> None:
    text = busy("show", "residents").out
    assert "138****5521" in text
    assert "13800005521" not in text


def test_search_finds_what_was_said_and_who(busy: Terminal) -> None:
    assert {one["kind"] for one in busy("search", "路灯", "--json").json} == {"matter"}
    assert {one["kind"] for one in busy("search", "张明", "--json").json} == {"deputy"}
    assert busy("search", "没有这回事", "--json").json == []
    assert "东门口路灯不亮" in busy("search", "路灯").out


def test_columns_are_aligned_whatever_the_letters_are() -> None:
    rows = [
        DepartmentRow(Id("1"), "城管局", "A", "", "1", True),
        DepartmentRow(Id("2"), "A&B 公司", "䶮𬍛", "", "2", True),
        DepartmentRow(Id("3"), "葛\U000e0100城", "é", "", "3", True),
    ]
    lines = table("departments", rows).splitlines()
    ends = {width(line.rstrip("123")) for line in lines[1:]}
    assert len(ends) == 1
    assert width(lines[0].rpartition("电话")[0]) in ends


def test_a_person_who_was_erased(busy: Terminal) -> None:
    one = busy("show", "residents", "--json").json[0]["id"]
    order = {"do": "resident.erase", "resident": one, "reason": "本人申请"}
    asked = busy.apply(order).lines[0]
    assert (asked["ok"], asked["rule"]) == (False, "resident.confirm_erasure")
    assert busy.apply(order | {"confirm": True}).code == 0
    data = busy("show", "resident", one, "--json").json
    assert (data["name"], data["phone"], data["erasure"]["done"]) == ("已按要求删除", "", True)
    said = busy("show", "resident", one).out
    assert "本人申请" in said
    assert "备份、草稿" in said
    assert busy("verify").code == 0
