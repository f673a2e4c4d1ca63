"""A code lets one device in, once, for a while; a letter is nobody else's, ever."""

from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.server import devices, enrolment, scopes
from renda_desktop.sync import signing
from renda_desktop.sync.messages import Hello, Scope
from tests.server.pcs import NOTE, Pc, Town, fresh_id


def refused(pc: Pc, code: str, **more: object) -> str:
    """Return why a code is turned down."""
    with pytest.raises((RuleBroken, Unavailable)) as told:
        pc.enrol(code, **more)  # type: ignore[arg-type]
    failure = told.value
    assert isinstance(failure, RuleBroken | Unavailable)
    return failure.rule


def area(town: Town, name: str) -> Id:
    """Make the scope of an area."""
    return town.ask(lambda db: scopes.add(db, kind=scopes.AREA, name=name))


def test_a_code_lets_a_device_in_under_its_own_key(town: Town) -> None:
    pc = Pc(town, town.station())
    told = pc.enrol(town.code(pc.scope))
    mine = told.certificate
    assert (mine.device, mine.key, mine.letter) == (pc.device, signing.public_bytes(pc.key), "A")
    message = signing.certificate_message(mine)
    assert signing.verified(message, signature=mine.signature, key=told.server_key)
    assert [(one.id, one.kind, one.head) for one in told.scopes] == [(pc.scope, "station", 0)]
    assert told.epoch == 1


def test_the_same_request_again_gets_the_same_answer(town: Town) -> None:
    """The acknowledgement was lost."""
    pc = Pc(town, town.station())
    code = town.code(pc.scope)
    told = pc.enrol(code)
    town.clock.on(days=30)
    assert pc.enrol(code) == told


def test_a_code_works_once_even_for_two_at_the_same_time(town: Town) -> None:
    scope = town.station()
    code = town.code(scope)

    def let_in(pc: Pc) -> bool:
        try:
            return pc.enrol(code) is not None
        except RuleBroken:
            return False

    with ThreadPoolExecutor(4) as threads:
        tries = list(threads.map(let_in, [Pc(town, scope) for _ in range(4)]))
    assert sorted(tries) == [False, False, False, True]


def test_a_code_expires(town: Town) -> None:
    pc = Pc(town, town.station())
    code = town.code(pc.scope, hours=2)
    town.clock.on(hours=2, seconds=1)
    assert refused(pc, code) == "sync.code"
    assert refused(pc, "AAAA-BBBB-CCCC-DDDD") == "sync.code"
    assert refused(pc, "") == "sync.code"


def test_a_code_is_read_as_people_type_it(town: Town) -> None:
    pc = Pc(town, town.station())
    code = town.code(pc.scope)
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert pc.enrol(f" {typed} ").certificate.letter == "A"


def test_only_hashes_of_codes_are_kept(town: Town) -> None:
    code = town.code(town.station())
    ((kept,),) = town.rows("SELECT code FROM enrolment")
    assert isinstance(kept, bytes)
    assert len(kept) == 32
    assert code.replace("-", "").encode() not in kept


def test_a_used_code_is_nothing_to_another_key(town: Town) -> None:
    pc = Pc(town, town.station())
    code = town.code(pc.scope)
    pc.enrol(code)
    assert refused(Pc(town, pc.scope, device=pc.device), code) == "sync.code"
    assert refused(Pc(town, pc.scope), code) == "sync.code"


def test_a_proof_by_another_key_is_none(town: Town) -> None:
    pc = Pc(town, town.station())
    other = Pc(town, pc.scope)
    code = town.code(pc.scope)
    request = pc.request(code)
    forged = msgspec.structs.replace(request, key=signing.public_bytes(other.key))
    with pytest.raises(Unavailable) as told:
        pc.way.enrol(forged)
    assert told.value.rule == "sync.signature"


def test_every_device_of_a_station_has_a_letter_of_its_own(town: Town) -> None:
    scope = town.station()
    letters = [pc.enrolled.certificate.letter for _ in range(28) if (pc := town.pc(scope)).enrolled]
    assert letters[:3] == ["A", "B", "C"]
    assert letters[25:] == ["Z", "AAA", "AAB"]


def test_the_letter_of_a_revoked_device_is_never_given_again(town: Town) -> None:
    scope = town.station()
    first = town.pc(scope)
    town.ask(
        lambda db: devices.revoke(db, device=first.device, now=town.clock(), folder=town.folder)
    )
    second = town.pc(scope)
    assert second.enrolled is not None
    assert second.enrolled.certificate.letter == "B"


def test_those_who_hold_many_scopes_never_meet_a_stations_letters(town: Town) -> None:
    told = [town.pc(area(town, name)).enrolled for name in ("鄞州区", "海曙区")]
    assert [one.certificate.letter for one in told if one] == ["AA", "AB"]


def test_where_its_letter_is_taken_a_device_gets_another_one_for_that_scope(town: Town) -> None:
    here, there = town.pc(), town.pc(town.station("白鹤街道人大代表联络站", "BH"))
    town.ask(
        lambda db: devices.grant(
            db, device=here.device, scope=there.scope, now=town.clock(), folder=town.folder
        )
    )
    hello = Hello(here.server, here.device, town.clock(), "1.0")
    letters = {one.id: one.letter for one in here.way.hello(hello).scopes}
    assert letters == {here.scope: "", there.scope: "B"}  # "" is the one in its certificate
    third = town.pc(there.scope)
    assert third.enrolled is not None
    assert third.enrolled.certificate.letter == "C"


def test_a_station_founded_offline_brings_its_own_id(town: Town) -> None:
    reserved = town.station()
    code = town.code(reserved)
    second = town.code(reserved)
    pc = Pc(town, fresh_id())
    told = pc.enrol(code, holds=[Scope(pc.scope, "station", "月湖", 0)])
    assert [one.id for one in told.scopes] == [pc.scope]
    assert pc.enrol(code, holds=[Scope(pc.scope, "station", "月湖", 0)]) == told
    assert pc.push(pc.founding(), pc.action(NOTE)).head == 3
    other = Pc(town, pc.scope)  # a code that was given out before is for the same station
    assert [one.id for one in other.enrol(second).scopes] == [pc.scope]
    assert len(other.pull_all()) == 2


def test_a_station_of_its_own_is_not_mixed_with_another(town: Town) -> None:
    founded = town.founded()
    stranger = Pc(town, fresh_id())
    code = town.code(founded.scope)
    holds = [Scope(stranger.scope, "station", "白鹤", 0)]
    assert refused(stranger, code, holds=holds) == "sync.other_station"
    assert town.rows("SELECT scope FROM scope") == [(founded.scope,)]
    newcomer = Pc(town, founded.scope)  # nothing was used up
    assert newcomer.enrol(code).scopes[0].head == 2


def test_a_second_code_gives_the_same_device_one_more_scope(town: Town) -> None:
    pc = town.founded()
    further = area(town, "鄞州区")
    told = pc.enrol(town.code(further), holds=[Scope(pc.scope, "station", "月湖", 2)])
    assert {one.id for one in told.scopes} == {pc.scope, further}
    assert pc.enrolled is not None
    assert told.certificate == pc.enrolled.certificate


def test_a_revoked_device_is_not_let_in_by_a_new_code(town: Town) -> None:
    pc = town.founded()
    town.ask(lambda db: devices.revoke(db, device=pc.device, now=town.clock(), folder=town.folder))
    assert refused(pc, town.code(pc.scope)) == "sync.revoked"


def test_a_name_that_postgresql_cannot_keep_is_refused(town: Town) -> None:
    pc = Pc(town, town.station())
    request = msgspec.structs.replace(pc.request(town.code(pc.scope)), name="a\0b")
    with pytest.raises(Unavailable) as told:
        pc.way.enrol(request)
    assert told.value.rule == "sync.garbled"


def test_two_areas_at_the_same_time_get_different_letters(town: Town) -> None:
    areas = [area(town, name) for name in "甲乙丙丁"]
    codes = [town.code(one) for one in areas]

    def let_in(at: int) -> str:
        pc = Pc(town, areas[at])
        while True:
            try:
                return pc.enrol(codes[at]).certificate.letter
            except Unavailable:  # two took the same one: the second tries again
                continue

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(let_in, range(4))) == ["AA", "AB", "AC", "AD"]
    assert town.rows("SELECT count(*) FROM enrolment WHERE device IS NOT NULL") == [(4,)]


def test_codes_are_drawn_apart(town: Town) -> None:
    scope = town.station()
    now = town.clock()
    codes = {
        town.ask(lambda db: enrolment.new_code(db, scope=scope, now=now, hours=1))
        for _ in range(20)
    }
    assert len(codes) == 20
    assert all(len(code) == 19 for code in codes)
