"""An order to erase goes through the real server: nobody keeps the words, the chain still holds."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from renda_desktop.bootstrap import Office
from renda_desktop.domain.errors import Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import Role
from renda_desktop.queries import receptions, residents, visits
from renda_desktop.server import bundle, ledger
from renda_desktop.server import verify as central
from renda_desktop.services import amendments, clerks
from renda_desktop.services import residents as services
from renda_desktop.services import visits as coming
from renda_desktop.services.visits import Person, Raised
from renda_desktop.store import log, rebuild, schema
from renda_desktop.store.verify import verify
from renda_desktop.sync.verify import check
from tests import offices
from tests.server.pcs import NOTE, Town
from tests.server.stations import enrolled, joined, sync
from tests.store import pages

NAME, PHONE = "欧阳忆秋", "13812345521"
GONE = "已按要求删除"
LATER = "欧阳更名"


@pytest.fixture
def scope(town: Town) -> Id:
    return town.station()


@pytest.fixture
def one(
    town: Town, furnished: tuple[Path, offices.Cast], tmp_path: Path, scope: Id
) -> Iterator[Office]:
    """A station that works with the server; somebody came there once."""
    home = offices.copied(furnished[0], tmp_path / "one")
    office = enrolled(town, home, town.code(scope))
    raised = (Raised("楼道灯不亮"),)
    held = office.read(receptions.receptions)[0].id
    office.act(coming.register, reception=held, person=Person(NAME, PHONE), matters=raised)
    sync(town, office)
    yield office
    office.close()


@pytest.fixture
def other(town: Town, one: Office, tmp_path: Path) -> Iterator[Office]:
    """Another PC of the station."""
    office = joined(town, tmp_path / "other", town.code(one.station))
    yield office
    office.close()


def _person(office: Office) -> Id:
    return office.read(residents.residents)[-1].id


def _erase(office: Office) -> None:
    office.act(services.erase, resident=_person(office), reason="本人申请", confirm=True)


def _amend(office: Office) -> None:
    office.act(amendments.amend, noun="resident", stream=_person(office), changes={"name": LATER})


def _sound(town: Town, *many: Office) -> None:
    for office in many:
        assert verify(office.engine).sound
        with office.session() as session:
            assert check(session) == []
    assert town.ask(central.verify).findings == ()


def _on_the_server(town: Town, *words: str) -> set[str]:
    bodies = b"".join(row[0] for row in town.rows("SELECT body FROM entry WHERE body IS NOT NULL"))  # type: ignore[misc]
    return {word for word in words if word.encode() in bodies}


def _shown(office: Office) -> tuple[str, str, int, list[str]]:
    row = office.read(residents.resident, id=_person(office))
    assert row is not None
    return row.name, row.phone, row.visits, [came.name for came in office.read(visits.visits)]


def test_no_word_is_left_anywhere(town: Town, one: Office, other: Office) -> None:
    _erase(one)
    assert pages.holding(one, NAME, PHONE) == {NAME, PHONE}  # the server may still refuse it
    assert _shown(one) == (GONE, "", 1, [GONE])
    sync(town, one, other)
    for office in (one, other):
        assert pages.holding(office, NAME, PHONE) == set()
        assert _shown(office) == (GONE, "", 1, [GONE])
    assert _on_the_server(town, NAME, PHONE) == set()
    _sound(town, one, other)


def test_what_a_pc_said_offline_meanwhile_goes_too(town: Town, one: Office, other: Office) -> None:
    _erase(one)
    _amend(other)
    sync(town, one)
    sync(town, other, one)
    for office in (one, other):
        assert pages.holding(office, NAME, PHONE, LATER) == set()
        assert _shown(office) == (GONE, "", 1, [GONE])
    assert _on_the_server(town, NAME, PHONE, LATER) == set()
    _sound(town, one, other)


def test_what_came_just_before_the_order_goes_too(town: Town, one: Office, other: Office) -> None:
    _erase(one)
    _amend(other)
    sync(town, other)
    sync(town, one, other)
    for office in (one, other):
        assert pages.holding(office, NAME, PHONE, LATER) == set()
        assert _shown(office) == (GONE, "", 1, [GONE])
    assert _on_the_server(town, NAME, PHONE, LATER) == set()
    _sound(town, one, other)


def test_a_new_pc_never_sees_the_words(town: Town, one: Office, tmp_path: Path) -> None:
    _erase(one)
    sync(town, one)
    late = joined(town, tmp_path / "late", town.code(one.station))
    assert pages.holding(late, NAME, PHONE) == set()
    assert _shown(late) == (GONE, "", 1, [GONE])
    with late.session(writes=True) as session:
        rebuild.rebuild(session)
    _sound(town, one, late)
    late.close()


def test_a_station_that_erased_before_it_was_enrolled(
    town: Town, furnished: tuple[Path, offices.Cast], tmp_path: Path, scope: Id
) -> None:
    office = offices.opened(offices.copied(furnished[0], tmp_path / "alone"), clock=town.clock)
    office.act(services.register, name=NAME, phone=PHONE)
    _erase(office)
    assert pages.holding(office, NAME, PHONE) == set()
    office.close()
    office = enrolled(town, office.home.path, town.code(scope))
    sync(town, office)
    assert office.read(residents.residents)[0].name == GONE
    _sound(town, office)
    office.close()


def test_a_refused_order_erases_nothing(town: Town, one: Office, other: Office) -> None:
    second = one.act(clerks.register, name="李梅", roles=(Role.STATION_HEAD,)).id
    sync(town, one, other)
    one.act(clerks.deactivate, acting=second, clerk=one.clerk)
    other.act(services.erase, resident=_person(other), reason="本人申请", confirm=True)
    sync(town, one)
    sync(town, other, one)
    for office in (one, other):
        assert _shown(office) == (NAME, PHONE, 1, [NAME])
    assert _on_the_server(town, NAME) == {NAME}


def test_an_order_by_bundle(town: Town, one: Office, other: Office) -> None:
    _erase(one)
    answered = town.loop.run(bundle.answer(town.server, data=one.export_bundle().data))
    one.import_bundle(answered.data)
    answered = town.loop.run(bundle.answer(town.server, data=other.export_bundle().data))
    other.import_bundle(answered.data)
    for office in (one, other):
        assert pages.holding(office, NAME, PHONE) == set()
        assert _shown(office) == (GONE, "", 1, [GONE])
    _sound(town, one, other)


def test_a_backup_does_not_bring_the_words_back(town: Town, one: Office) -> None:
    kept = town.rows("SELECT scope, seq, body FROM entry WHERE body IS NOT NULL")
    _erase(one)
    sync(town, one)
    town.say("ALTER TABLE entry DISABLE TRIGGER entry_stays")
    for scope, seq, body in kept:
        town.say("UPDATE entry SET body = $3 WHERE scope = $1 AND seq = $2", scope, seq, body)
    town.say("ALTER TABLE entry ENABLE TRIGGER entry_stays")
    assert _on_the_server(town, NAME, PHONE) == {NAME, PHONE}
    town.ask(lambda db: ledger.replay(db, folder=town.folder))
    assert _on_the_server(town, NAME, PHONE) == set()
    assert town.rows("SELECT 1 FROM entry WHERE kind = 'resident.erase' AND body IS NOT NULL")
    _sound(town, one)


def test_an_order_that_the_ledger_cannot_note_is_not_taken(
    town: Town, one: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise Unavailable("server.ledger")

    _erase(one)
    with monkeypatch.context() as patch:
        patch.setattr(ledger, "note", full)
        with pytest.raises(AssertionError):
            sync(town, one)
        assert _on_the_server(town, NAME) == {NAME}
        assert pages.holding(one, NAME) == {NAME}
    sync(town, one)
    assert _on_the_server(town, NAME) == set()


def test_an_order_reaches_no_other_noun_and_no_other_stream(town: Town) -> None:
    pc = town.founded()
    note = pc.action(NOTE)
    stream = note.entries[0].stream
    order = ("resident.erase", {"reason": "x", "instead": {}})
    part = ("visit.redact", {"reason": "x", "instead": {note.entries[0].id: {}}})
    broken = ("resident.erase", {"instead": 7})
    pc.push(note, *(pc.action(said, stream=stream) for said in (order, part, broken)))
    elsewhere = ("matter.redact", {"reason": "x", "instead": {note.entries[0].id: {}}})
    pc.push(pc.action(elsewhere))
    assert [one.body is None for one in pc.pull(2).actions[0].entries] == [False]
    pc.push(pc.action((elsewhere[0], elsewhere[1]), stream=stream))
    assert [one.body is None for one in pc.pull(2).actions[0].entries] == [True]


def test_words_that_come_after_the_order_are_never_written_down(town: Town) -> None:
    pc = town.founded()
    said = pc.action(("resident.register", {"name": NAME}))
    stream = said.entries[0].stream
    pc.push(said, pc.action(("resident.erase", {"reason": "x", "instead": {}}), stream=stream))
    amend = ("resident.amend", {"field": "name", "was": NAME, "now": LATER})
    assert pc.push(pc.action(amend, stream=stream)).verdicts[0].refusal is None
    assert _on_the_server(town, NAME, LATER) == set()


def test_a_pc_that_learns_the_kind_later_erases_then(
    town: Town, one: Office, other: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    _erase(one)
    sync(town, one)
    with monkeypatch.context() as patch:
        patch.setattr("renda_desktop.store.erasing.carry_out", lambda *_, **__: None)
        sync(town, other)
    assert pages.holding(other, NAME, PHONE) == {NAME, PHONE}
    with other.session(writes=True) as session:
        schema.forget_projection(session)
        schema.bring_projection(session)
    assert pages.holding(other, NAME, PHONE) == set()
    with other.session() as session:
        assert len(log.read(session, stream=_person(other))) == 2
    _sound(town, one, other)
