"""Letters say what an admin made of them; two who change the same words meet."""

from typing import Any

import pytest

from renda_desktop.bootstrap import Office
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.own_wording import stream_of
from renda_desktop.queries import papers
from renda_desktop.queries.papers import wordings as known
from renda_desktop.services import amendments, wordings
from tests.offices import Cast

BODY = "编号{编号}。请于{办理期限}前答复：{诉求}"


def title(office: Office, kind: str = "reminder") -> str:
    return office.read(known.in_force, kind=kind).title


def set_reminder(office: Office, *, title: str, body: str = BODY) -> None:
    office.act(wordings.set_, kind="reminder", title=title, body=body, to="{承办单位}：")


def test_a_letter_is_said_in_other_words_and_as_it_ships_again(office: Office) -> None:
    shipped = known.shipped("reminder")
    with pytest.raises(RuleBroken) as told:
        office.act(wordings.reset, kind="reminder")
    assert told.value.rule == "amend.nothing"
    set_reminder(office, title="催办通知")
    assert office.read(known.in_force, kind="reminder").body == BODY
    row = next(one for one in office.read(known.listed) if one.kind == "reminder")
    assert (row.name, row.source, row.conflicts) == ("催办单", "own", 0)
    set_reminder(office, title="催办函")
    assert title(office) == "催办函"
    office.act(wordings.reset, kind="reminder")
    assert office.read(known.in_force, kind="reminder") == shipped
    set_reminder(office, title="催办函")
    assert title(office) == "催办函"


def test_the_paper_says_it(office: Office, cast: Cast) -> None:
    body = "{日期}{时间}在{地点}，欢迎您来。"
    office.act(wordings.set_, kind="notice", title="敬告居民", body=body)
    sheet = office.read(
        papers.reception_letter, kind="notice", reception=cast.reception, now=office.clock()
    )
    assert sheet.title == "敬告居民"
    assert sheet.body[0].text.endswith("在一楼接待室，欢迎您来。")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"body": BODY + "{电话}"}, "“电话”"),
        ({"title": "{电话}"}, "“电话”"),
        ({"body": "请于{办理期限}前答复：{诉求}"}, "必需的字段“编号”"),
        ({"body": BODY + "{"}, "大括号"),
        ({"body": " "}, "正文"),
        ({"title": ""}, "名称"),
        ({"kind": "letter"}, "letter"),
    ],
)
def test_words_that_cannot_be_filled_in(office: Office, change: dict[str, str], says: str) -> None:
    given: dict[str, Any] = {"kind": "reminder", "title": "催办单", "body": BODY, **change}
    with pytest.raises(RuleBroken, match=says):
        office.act(wordings.set_, **given)
    assert office.read(known.listed)[0].source == "shipped"


def test_an_amendment_is_held_to_the_same_fields(office: Office) -> None:
    set_reminder(office, title="催办函")
    stream = stream_of("reminder", scope=office.station)
    for changes in ({"body": "{编号}"}, {"title": "{电话}"}, {"kind": "reply"}):
        with pytest.raises(RuleBroken):
            office.act(amendments.amend, noun="wording", stream=stream, changes=changes)


def test_what_is_needed_stands_in_what_ships() -> None:
    assert set(known.NEEDED) == set(known.NAMES)
    for kind in known.NAMES:
        words = known.shipped(kind)
        for field in ("title", "to", "body"):
            known.check(kind, field=field, text=getattr(words, field))
