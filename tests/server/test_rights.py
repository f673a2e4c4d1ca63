"""What lies above a scope is read, what lies beneath an area is held, now and later."""

import pytest

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.server import devices, scopes
from renda_desktop.sync.messages import Hello, Welcome
from tests.server.pcs import NOTE, Pc, Town

AREA = ("area.register", {"details": {"name": "鄞州区", "level": "district"}})
HEAD = ("clerk.register", {"details": {"name": "区工委", "roles": ["coordinator"]}})
DEPARTMENT = ("department.register", {"details": {"name": "区住建局"}})


def welcome(pc: Pc) -> Welcome:
    return pc.way.hello(Hello(pc.server, pc.device, pc.town.clock(), "1.0"))


def held(pc: Pc) -> dict[Id, bool]:
    """Return what a PC may hold, and whether it writes there."""
    return {one.id: one.writes for one in welcome(pc).scopes}


def area(town: Town, name: str, above: Id | None = None) -> Id:
    return town.ask(lambda db: scopes.add(db, kind=scopes.AREA, name=name, area=above))


def station(town: Town, name: str, code: str, above: Id) -> Id:
    return town.ask(lambda db: scopes.add(db, kind="station", name=name, code=code, area=above))


def revoke(town: Town, pc: Pc, scope: Id) -> None:
    now, folder = town.clock(), town.folder
    town.ask(lambda db: devices.revoke(db, device=pc.device, now=now, scope=scope, folder=folder))


def coordinator(town: Town, scope: Id) -> Pc:
    """Return a PC that holds an area and has begun its log."""
    pc = town.pc(scope)
    id_ = Id("c" * 32)
    begun = [pc.entry(AREA, id_, stream=scope), pc.entry(HEAD, id_, stream=pc.clerk)]
    pushed = pc.push(pc.sign(id_, begun))
    assert pushed.verdicts[0].refusal is None
    return pc


def at(pc: Pc, scope: Id) -> Pc:
    """Return the same PC at work in another scope."""
    return Pc(pc.town, scope, device=pc.device, key=pc.key, clerk=pc.clerk)


def test_a_station_reads_every_area_above_it_and_no_other(town: Town) -> None:
    city = area(town, "宁波市")
    district = area(town, "鄞州区", city)
    area(town, "海曙区", city)
    pc = town.pc(station(town, "月湖街道联络站", "YH", district))
    assert held(pc) == {city: False, district: False, pc.scope: True}
    above = {one.id: one.area for one in welcome(pc).scopes}
    assert above == {city: None, district: city, pc.scope: district}


def test_what_is_above_can_be_pulled_and_not_written(town: Town) -> None:
    district = area(town, "鄞州区")
    head = coordinator(town, district)
    assert head.push(head.action(DEPARTMENT)).head == 3
    pc = town.pc(station(town, "月湖街道联络站", "YH", district))
    there = at(pc, district)
    assert [len(one.entries) for one in there.pull_all()] == [2, 1]
    pushed = there.push(there.action(DEPARTMENT))  # it is told why, once and for ever
    assert [one.refusal.rule for one in pushed.verdicts if one.refusal] == ["refused.from_above"]
    assert pushed.head == 3
    with pytest.raises(Unavailable):
        at(pc, area(town, "海曙区")).pull()


def test_an_area_brings_its_stations_those_of_later_too(town: Town) -> None:
    district = area(town, "鄞州区")
    township = area(town, "钟公庙街道", district)
    first = station(town, "月湖街道联络站", "YH", township)
    pc = coordinator(town, district)
    assert held(pc) == {district: True, township: True, first: True}
    later = station(town, "白鹤街道联络站", "BH", district)
    assert held(pc)[later]
    # A clerk of the area works in the log of a station that others began.
    clerk = town.pc(first)
    clerk.push(clerk.founding())
    there = at(pc, first)
    assigned = ("matter.note", {"text": "已督办"})
    assert there.push(there.action(assigned)).verdicts[0].refusal is None
    assert len(there.pull_all()) == 2
    assert pc.enrolled is not None
    assert pc.enrolled.certificate.letter == "AA"


def test_what_was_taken_has_ended_and_what_was_forgotten_has_not(town: Town) -> None:
    district = area(town, "鄞州区")
    pc = coordinator(town, district)
    one = station(town, "月湖街道联络站", "YH", district)
    assert held(pc)[one]
    assert welcome(pc).ended == ()
    # A station that was moved elsewhere has ended; one that the server forgot has not.
    town.say("UPDATE tree SET area = $2 WHERE scope = $1", one, area(town, "海曙区"))
    assert welcome(pc).ended == (one,)
    town.say("UPDATE device SET held = '{}' WHERE device = $1", pc.device)
    assert welcome(pc).ended == ()


def test_late_entries_get_their_verdict_when_the_area_was_taken(town: Town) -> None:
    district = area(town, "鄞州区")
    pc = coordinator(town, district)
    one = station(town, "月湖街道联络站", "YH", district)
    clerk = town.pc(one)
    clerk.push(clerk.founding())
    there = at(pc, one)
    assert held(pc)[one]
    there.push(there.action(NOTE))
    revoke(town, pc, district)
    assert set(welcome(pc).ended) == {district, one}
    verdict = there.push(there.action(NOTE)).verdicts[0]
    assert verdict.refusal is not None
    assert verdict.refusal.rule == "refused.revoked"
    with pytest.raises(Unavailable):
        there.pull()


def test_an_area_that_was_taken_is_still_read_from_beneath(town: Town) -> None:
    district = area(town, "鄞州区")
    pc = town.pc(station(town, "月湖街道联络站", "YH", district))
    now, folder = town.clock(), town.folder
    town.ask(lambda db: devices.grant(db, device=pc.device, scope=district, now=now, folder=folder))
    assert held(pc) == {district: True, pc.scope: True}
    revoke(town, pc, district)
    assert held(pc) == {district: False, pc.scope: True}
    assert welcome(pc).ended == ()


def test_what_comes_with_an_area_is_not_taken_by_itself(town: Town) -> None:
    district = area(town, "鄞州区")
    pc = coordinator(town, district)
    one = station(town, "月湖街道联络站", "YH", district)
    with pytest.raises(RuleBroken) as told:
        revoke(town, pc, one)
    assert told.value.rule == "server.through_area"
    assert held(pc)[one]
