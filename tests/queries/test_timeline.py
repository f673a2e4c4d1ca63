"""Corrections are told in words, whatever was corrected, and whatever another PC wrote."""

import msgspec
import pytest

from renda_desktop.bootstrap import Office
from renda_desktop.domain import matter as m
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.stream import Fact
from renda_desktop.queries.matter_files import matter_file
from renda_desktop.queries.names import Names
from renda_desktop.queries.timeline import timeline
from renda_desktop.services import amendments, matters
from tests.domain.lives import life
from tests.offices import Cast


@pytest.mark.parametrize("summary", ["路灯坏了" * 8, "a" * 32, "A" * 32, "0" * 31 + "\u0660"])
def test_a_text_as_long_as_an_id(office: Office, summary: str) -> None:
    one = office.act(matters.register, program="themed", own_words="路灯坏了").id
    changes = {"summary": summary}
    office.act(amendments.amend, noun="matter", stream=one, changes=changes)
    told = office.read(matter_file, id=one, today=day_of(office.clock())).timeline[-1]
    assert (told.what, told.text) == ("更正摘要", f"(空) → {summary}")


def test_people_are_named(office: Office, cast: Cast) -> None:
    one = office.act(matters.register, program="themed", own_words="路灯坏了").id
    changes = {"listeners": list(cast.deputies[:2])}
    office.act(amendments.amend, noun="matter", stream=one, changes=changes)
    told = office.read(matter_file, id=one, today=day_of(office.clock())).timeline[-1]
    assert told.text == "(空) → 张明、李慧"


def test_a_correction_of_the_wrong_form_is_told_as_not_in_effect(office: Office) -> None:
    begin = m.RegisterMatter(m.MatterDetails("YH-2026-A-1", "路灯", "themed", 1))
    wrong: Fact = m.AmendMatter(
        field="urgency", was=msgspec.Raw(b'"normal"'), now=msgspec.Raw(b'["x"]')
    )
    entries = life(begin, wrong)
    state = m.MATTER.fold(entries[0].stream, entries)
    with office.session() as session:
        told = timeline(state, names=Names(session))[-1]
    assert (told.text, told.void) == ("一般 → x", "这条记录的内容不完整或格式不对。")
