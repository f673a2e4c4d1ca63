"""A person is erased by order: the words go for ever, what was counted stays counted."""

import msgspec
import pytest
from sqlalchemy.orm import Session

from renda_desktop.bootstrap import Office
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.resident import RESIDENT
from renda_desktop.domain.terms import Role
from renda_desktop.queries import matter_files, matters, residents, search, visits
from renda_desktop.services import amendments, clerks
from renda_desktop.services import residents as services
from renda_desktop.services import visits as coming
from renda_desktop.services.visits import Person, Raised
from renda_desktop.store import as_of, log
from renda_desktop.store.rebuild import rebuild
from renda_desktop.store.verify import verify
from tests.offices import START, Cast, Clock
from tests.store import pages

NAME, LATER, PHONE = "欧阳忆秋", "欧阳一秋", "13812345521"
WORDS = "我是欧阳忆秋,电话13812345521,楼道灯不亮"
TODAY = day_of(START)
REASON = "本人申请"


@pytest.fixture
def person(office: Office, cast: Cast) -> Id:
    """Somebody who came once with two matters, and whose name was corrected."""
    raised = (Raised(WORDS), Raised("电梯停了"))
    who = Person(LATER, PHONE, "月湖街道 7 号")
    office.act(coming.register, reception=cast.reception, person=who, matters=raised)
    (row,) = office.read(residents.residents)
    office.act(
        amendments.amend, noun="resident", stream=row.id, changes={"name": NAME, "remark": "耳背"}
    )
    return row.id


def _erase(office: Office, person: Id, *, matters: tuple[Id, ...] = ()) -> None:
    office.act(services.erase, resident=person, reason=REASON, matters=matters, confirm=True)


def _matters(office: Office) -> list[matters.MatterRow]:
    return sorted(office.read(matters.matters, today=TODAY), key=lambda row: row.number)


def test_the_person_is_gone_and_the_counts_stay(office: Office, person: Id) -> None:
    before = [(row.number, row.title) for row in _matters(office)]
    _erase(office, person)
    row = office.read(residents.resident, id=person)
    assert row is not None
    assert (row.name, row.phone, row.address, row.visits) == ("已按要求删除", "", "", 1)
    assert office.read(residents.count) == 1
    (visit,) = office.read(visits.visits)
    assert (visit.name, visit.heads, visit.resident) == ("已按要求删除", 1, person)
    assert [(row.number, row.title) for row in _matters(office)] == before
    assert {row.resident_name for row in _matters(office)} == {"已按要求删除"}
    for text in (NAME, LATER, "oyyq", PHONE, PHONE[-4:], "月湖街道 7 号"):
        kinds = {hit.kind for hit in office.read(search.search, text=text)}
        assert not kinds & {"resident", "visit"}, text
    assert verify(office.engine).sound


def test_no_word_is_left_in_the_file(office: Office, person: Id) -> None:
    said = (NAME, LATER, PHONE, "月湖街道 7 号", "耳背")
    assert pages.holding(office, *said) == set(said)
    _erase(office, person, matters=tuple(row.id for row in _matters(office)))
    assert pages.holding(office, *said) == set()
    assert not pages.wal(office).stat().st_size


def test_words_that_name_the_person_go_only_where_that_is_asked(office: Office, person: Id) -> None:
    first, second = _matters(office)
    _erase(office, person, matters=(second.id,))
    assert pages.holding(office, NAME) == {NAME}
    file = office.read(matter_files.matter_file, id=first.id, today=TODAY)
    assert file.state.details.own_words == WORDS
    assert len(office.read(matter_files.matter_file, id=second.id, today=TODAY).timeline) == 1
    other = office.act(services.register, name="赵").id
    with pytest.raises(RuleBroken, match="不是该选民反映的"):
        _erase(office, other, matters=(first.id,))


def test_named_matters_say_the_same_without_the_name(office: Office, person: Id) -> None:
    named, _ = _matters(office)
    _erase(office, person, matters=(named.id,))
    file = office.read(matter_files.matter_file, id=named.id, today=TODAY)
    assert file.state.details.own_words == "我是某选民,电话***,楼道灯不亮"
    assert [one.what for one in file.timeline][-1] == "删除个人信息"
    assert not [one.void for one in file.timeline if one.void]
    assert pages.holding(office, NAME, PHONE) == set()
    assert verify(office.engine).sound


def test_every_record_of_one_person_goes(office: Office, person: Id) -> None:
    other = office.act(services.register, name="欧阳秋", phone="0574-87651111").id
    office.act(services.merge, resident=other, into=person)
    _erase(office, other)  # whichever of them is named
    assert pages.holding(office, "欧阳秋", "0574-87651111") == set()
    assert office.read(residents.count) == 1
    assert office.read(residents.merged, into=person)[0].id == other


def test_what_was_so_before_is_counted_as_it_was(
    office: Office, person: Id, clock: Clock, cast: Cast
) -> None:
    then = clock()
    clock.on(days=1)
    _erase(office, person)

    def counted(session: Session) -> list[tuple[str, int]]:
        with as_of.as_of(session, moment=then) as past:
            return [(row.status, row.heads) for row in visits.visits(past)]

    assert office.read(counted) == [("received", 1)]


def test_nothing_more_is_said_of_the_person(office: Office, person: Id, cast: Cast) -> None:
    _erase(office, person)
    with pytest.raises(RuleBroken, match="已按要求删除"):
        office.act(amendments.amend, noun="resident", stream=person, changes={"name": NAME})
    who = Person(NAME, id=person)
    with pytest.raises(RuleBroken, match="已按要求删除"):
        office.act(coming.register, reception=cast.reception, person=who, matters=(Raised("事"),))


def test_a_second_order_takes_what_came_since(office: Office, person: Id, cast: Cast) -> None:
    _erase(office, person)
    office.act(coming.take_ticket, reception=cast.reception, name=NAME, resident=person)
    assert pages.holding(office, NAME) != set()
    _erase(office, person)
    assert {row.name for row in office.read(visits.visits)} == {"已按要求删除"}
    assert len(office.read(visits.visits)) == 2


def test_rebuilding_gives_the_same(office: Office, person: Id) -> None:
    _erase(office, person)
    with office.session(writes=True) as session:
        rebuild(session)
    assert verify(office.engine).sound


def test_it_is_meant_and_has_a_reason(office: Office, person: Id) -> None:
    with pytest.raises(RuleBroken, match="不能恢复"):
        office.act(services.erase, resident=person, reason=REASON)
    with pytest.raises(RuleBroken, match="依据"):
        office.act(services.erase, resident=person, reason=" ", confirm=True)
    assert office.read(residents.residents)[0].name == NAME


def test_a_clerk_does_not_erase(office: Office, person: Id) -> None:
    clerk = office.act(clerks.register, name="李梅", roles=(Role.CLERK,)).id
    with pytest.raises(RuleBroken, match="按要求删除选民的个人信息"):
        office.act(services.erase, acting=clerk, resident=person, reason=REASON, confirm=True)


def test_the_log_keeps_who_when_and_why(office: Office, person: Id) -> None:
    _erase(office, person)
    with office.session() as session:
        entries = log.read(session, stream=person)
        kinds = [(entry.kind, bool(entry.body)) for entry in entries]
        state = RESIDENT.fold(person, entries)
    assert kinds == [
        ("resident.register", False), ("resident.amend", False), ("resident.amend", False),
        ("resident.erase", True),
    ]  # fmt: skip
    assert msgspec.json.decode(entries[-1].body)["reason"] == REASON
    assert state.erased
