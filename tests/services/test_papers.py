"""Issued papers: numbered, filed with what they are about, and known again when printed anew."""

from collections.abc import Sequence

import pytest

from renda_desktop.bootstrap import Office
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id, Ref
from renda_desktop.domain.moments import local
from renda_desktop.queries.papers import Sheet, registration_form
from renda_desktop.queries.papers import issued as filed
from renda_desktop.services import matters, papers
from renda_desktop.store.verify import check_projection
from tests.offices import Clock

FORM, TITLE = "registration-form", "接待登记表"


def _matter(office: Office, words: str = "路灯不亮") -> Id:
    return office.act(matters.register, program="themed", own_words=words).id


def _sheet(office: Office, matter: Id) -> Sheet:
    return office.read(registration_form, matter=matter, now=local(office.clock()))


def _issued(office: Office, *about: Id) -> Sequence[filed.Prepared]:
    prepared = office.read(
        filed.prepare, form=FORM, title=TITLE, sheets=[_sheet(office, one) for one in about],
        about=[Ref("matter", one) for one in about],
    )  # fmt: skip
    for number, one in enumerate(prepared):
        office.act(papers.file, prepared=one, digest=f"{number:064x}", pages=2)
    return prepared


def test_papers_are_numbered_and_filed_with_their_matters(office: Office) -> None:
    one, two = _matter(office), _matter(office, "井盖松动")
    prepared = _issued(office, one, two)
    numbers = ["YH-2026-AP-00001", "YH-2026-AP-00002"]
    assert [p.stamp.number for p in prepared] == numbers
    assert [p.stamp.copy for p in prepared] == [0, 0]
    (row,) = office.read(filed.papers, about=two)
    assert (row.number, row.form, row.title, row.pages, row.copies) == (
        numbers[1], FORM, TITLE, 2, 1,
    )  # fmt: skip
    assert (row.digest, row.issued_by) == (f"{1:064x}", "王芳")
    assert {row.number for row in office.read(filed.papers)} == set(numbers)
    with office.session() as session:
        assert check_projection(session)[1] == []


def test_the_same_words_at_another_time_are_a_reprint(office: Office, clock: Clock) -> None:
    matter = _matter(office)
    (first,) = _issued(office, matter)
    clock.on(hours=3)
    (again,) = _issued(office, matter)
    assert (again.stamp.number, again.stamp.copy) == (first.stamp.number, 1)
    (row,) = office.read(filed.papers, about=matter)
    assert (row.copies, row.digest, row.printed_at) == (2, f"{0:064x}", clock())


def test_other_words_are_another_paper(office: Office) -> None:
    matter = _matter(office)
    (first,) = _issued(office, matter)
    office.act(matters.note, matter=matter, text="已电话联系。")
    (second,) = _issued(office, matter)
    assert (first.stamp.copy, second.stamp.copy) == (0, 0)
    assert second.stamp.number > first.stamp.number


def test_nothing_is_written_before_it_is_filed(office: Office) -> None:
    sheet = _sheet(office, _matter(office))
    for _ in range(2):
        (one,) = office.read(filed.prepare, form=FORM, title=TITLE, sheets=[sheet])
        assert one.stamp.number == "YH-2026-AP-00001"
    assert office.read(filed.papers) == []


def test_a_number_that_was_given_meanwhile_is_refused(office: Office) -> None:
    sheet = _sheet(office, _matter(office))
    (late,) = office.read(filed.prepare, form=FORM, title=TITLE, sheets=[sheet])
    _issued(office, _matter(office, "井盖松动"))
    with pytest.raises(RuleBroken, match="已被占用"):
        office.act(papers.file, prepared=late, digest="0" * 64, pages=1)


def test_a_withdrawn_paper_stays_and_its_words_get_a_new_number(office: Office) -> None:
    matter = _matter(office)
    (first,) = _issued(office, matter)
    (row,) = office.read(filed.papers, about=matter)
    with pytest.raises(RuleBroken, match="作废原因"):
        office.act(papers.withdraw, paper=row.id, reason=" ")
    office.act(papers.withdraw, paper=row.id, reason="印错了单位")
    with pytest.raises(RuleBroken, match="已经作废"):
        office.act(papers.reprint, paper=row.id, digest="0" * 64, pages=1)
    (second,) = _issued(office, matter)
    assert (second.stamp.number > first.stamp.number, second.stamp.copy) == (True, 0)
    assert {row.withdrawn for row in office.read(filed.papers)} == {"", "印错了单位"}
