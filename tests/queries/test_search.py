"""Search over every kind of thing."""

from renda_desktop.bootstrap import Office
from renda_desktop.queries import search
from renda_desktop.services import matters, residents, visits
from renda_desktop.services.visits import Person, Raised
from tests.offices import Cast


def kinds(office: Office, text: str) -> list[str]:
    return [hit.kind for hit in office.read(search.search, text=text)]


def test_what_is_common_crowds_out_nothing(office: Office, cast: Cast) -> None:
    for number in range(12):
        office.act(matters.register, program="regular", own_words=f"老旧小区改造,第{number}件")
    found = office.read(search.search, text="改造")
    assert [hit.kind for hit in found] == ["matter"] * 8 + ["theme", "reception"]
    assert [hit.title[-3:] for hit in found[:2]] == ["11件", "10件"]  # the newest first
    assert found[8].id == cast.theme


def test_one_key_finds_a_person_a_number_and_a_telephone(office: Office, cast: Cast) -> None:
    office.act(
        visits.register,
        reception=cast.reception,
        person=Person("张秀英", "13812345521"),
        matters=(Raised("路灯坏了"),),
    )
    assert kinds(office, "zxy") == ["resident"]
    assert kinds(office, "5521") == ["resident"]
    assert kinds(office, "zm") == ["deputy"]
    assert kinds(office, "yh-2026-a-0") == ["matter"]
    assert kinds(office, "YH-2026-AV-00001") == ["visit"]


def test_the_mark_of_a_kind_is_no_text(office: Office) -> None:
    office.act(residents.register, name="王芳")
    assert kinds(office, "芳") == ["resident"]
    assert kinds(office, "r") == kinds(office, "r芳") == kinds(office, "芳 r") == []


def test_a_telephone_is_found_from_both_ends_and_a_number_by_its_counter(office: Office) -> None:
    office.act(residents.register, name="王芳", phone="13812345521")
    for index in range(12):
        office.act(matters.register, program="regular", own_words=f"第{index}件,共12件")
    assert kinds(office, "138123") == kinds(office, "345521") == ["resident"]
    assert kinds(office, "13") == []  # too short for a telephone
    found = office.read(search.search, text="00012")
    assert [hit.detail[:15] for hit in found] == ["YH-2026-A-00012"]
