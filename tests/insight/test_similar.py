"""The same matter again: near, at the same place, lately."""

from collections.abc import Callable

import pytest

from renda_desktop.bootstrap import Office
from renda_desktop.domain.ids import Id
from renda_desktop.insight.similar import likeness, rank, same_appeal
from renda_desktop.queries.same_place import Said
from renda_desktop.services import matters, visits
from renda_desktop.services.visits import Person, Raised
from tests.offices import Cast, Clock

LIFT = "6 幢 2 单元申请加装电梯两年未批,一楼两户不同意"
AGAIN = "我们 6 幢要加装电梯,两年了还没有批下来,一楼有两户不同意"
OTHER = "小区门口的垃圾好几天没人清运,味道很大"


def test_likeness_is_a_cosine() -> None:
    assert likeness(LIFT, LIFT) == pytest.approx(1)
    assert likeness(LIFT, OTHER) < 0.05
    assert likeness(LIFT, "") == 0
    assert likeness("漏水漏水", "漏水") == pytest.approx(2 / 5**0.5)


def test_punctuation_and_width_do_not_matter() -> None:
    assert likeness("加装电梯,两年未批。", "加装电梯两年未批") == pytest.approx(1)
    assert likeness("６幢加装电梯", "6幢加装电梯") == pytest.approx(1)


def test_joined_matters_count_with_the_one_that_goes_on() -> None:
    def said(one: str, root: str, text: str, resident: str) -> Said:
        return Said(Id(one), Id(root), one, one, text, Id(resident))

    among = [
        said("a", "a", LIFT, "王"),
        said("b", "a", AGAIN, "赵"),
        said("c", "a", AGAIN, "赵"),
        said("d", "d", OTHER, "李"),
    ]
    [found] = rank(AGAIN, among=among)
    assert (found.matter, found.matters, found.residents) == ("a", 3, 2)


def test_a_short_text_says_too_little() -> None:
    said = Said(Id("a"), Id("a"), "a", "a", "电梯", None)
    assert rank("电梯", among=[said]) == []


@pytest.fixture
def register(office: Office, cast: Cast) -> Callable[[str, str], Id]:
    def one(text: str, place: str) -> Id:
        changes = office.act(
            visits.register,
            reception=cast.reception,
            person=Person("赵国强"),
            matters=(Raised(text, place=place),),
        )
        return next(one for one in changes.ids if _is_matter(office, one))

    return one


def _is_matter(office: Office, one: Id) -> bool:
    from datetime import date

    from renda_desktop.queries.matters import matter_row

    return office.read(matter_row, id=one, today=date(2026, 11, 23)) is not None


def test_only_the_same_place_within_thirty_days_and_in_hand(
    office: Office, register: Callable[[str, str], Id], clock: Clock
) -> None:
    def found(place: str = "迎春小区") -> list[Id]:
        alike = office.read(same_appeal, text=AGAIN, place=place, now=clock())
        return [one.matter for one in alike]

    first = register(LIFT, "迎春小区")
    register(LIFT, "月湖花园")
    assert found() == [first]
    assert found("") == []
    clock.on(days=31)
    assert found() == []
    second = register(LIFT, "迎春小区")
    office.act(matters.withdraw, matter=second, reason="重复登记")
    assert found() == []
