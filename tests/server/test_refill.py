"""A server that was put back or wiped is filled again from the PCs; nothing acknowledged goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from renda_desktop.domain.errors import Unavailable
from renda_desktop.office import Office
from renda_desktop.queries import people
from renda_desktop.server import devices, verify
from renda_desktop.server.calls import Answer, Call
from renda_desktop.services import themes
from renda_desktop.store import exchange, log
from renda_desktop.store.driver import driver
from renda_desktop.sync import verify as exchanged
from renda_desktop.sync import wire
from renda_desktop.sync.link import Link
from renda_desktop.sync.messages import (
    NOTHING,
    Compare,
    Compared,
    Kept,
    Point,
    Pushed,
    Refill,
    Refusal,
    SignedAction,
)
from tests import offices
from tests.server import stations
from tests.server.pcs import Pc, Town, fresh_id
from tests.sync.machine.base import Vault, kept, put_back

SEQ = "SELECT lower(hex(scope)), seq, lower(hex(id)), digest FROM entry ORDER BY scope, seq, id"
Opened = Callable[[], Office]


@pytest.fixture
def first(town: Town, founded: Path, tmp_path: Path) -> Iterator[Office]:
    home = offices.copied(founded, tmp_path / "一号")
    office = stations.enrolled(town, home, town.code(town.station()))
    stations.sync(town, office)
    yield office
    office.close()


@pytest.fixture
def join(town: Town, first: Office, tmp_path: Path) -> Iterator[Opened]:
    made: list[Office] = []

    def one() -> Office:
        home = tmp_path / f"{len(made) + 2}号"
        made.append(stations.joined(town, home, town.code(first.station)))
        stations.sync(town, made[-1])
        return made[-1]

    yield one
    for office in made:
        office.close()


def log_of(office: Office) -> list[tuple[object, ...]]:
    with office.session() as session:
        return [tuple(row) for row in driver(session).execute(SEQ)]


def whole(town: Town, *many: Office) -> None:
    """All is well: both sides verify, and everybody has the same log, all of it numbered."""
    stations.sync(town, *many)
    assert town.ask(verify.verify).findings == ()
    for office in many:
        assert office.read(exchanged.check) == []
        assert log_of(office) == log_of(many[0])
    assert all(row[1] is not None for row in log_of(many[0]))
    server = town.rows("SELECT scope, seq, entry, digest FROM entry ORDER BY scope, seq, entry")
    assert [(str(s), n, str(e), d) for s, n, e, d in server] == log_of(many[0])


def wipe(town: Town) -> None:
    """Let the server be as after `init` in a folder with its key."""
    bare: Vault = {table: [] for table in kept(town) if table != "server"}
    epoch = town.rows("SELECT epoch FROM server")[0][0]
    put_back(town, bare)
    town.say("UPDATE server SET epoch = $1", int(str(epoch)) + 1_000_000)


@pytest.mark.parametrize("told", [True, False], ids=["told", "not told"])
def test_what_a_backup_lacks_comes_back_from_the_pcs(
    town: Town, first: Office, join: Opened, *, told: bool
) -> None:
    second = join()
    backup = kept(town)
    for title in ("一", "二"):
        first.act(themes.register, title=title)
        second.act(themes.register, title=f"{title}·乙")
        stations.sync(town, first, second)
    before = log_of(first)
    put_back(town, backup)
    if told:
        town.bump_epoch()
    done = first.exchange(link=stations.link(town, first._place()))
    assert (done.troubles, done.received) == ((), 0)
    assert log_of(first) == before, "nothing came between: nothing has another number"
    whole(town, first, second)
    assert log_of(second) == before
    assert town.rows("SELECT epoch > 1 FROM server") == [(True,)]


def test_an_empty_server_is_built_again_by_any_pc(town: Town, first: Office, join: Opened) -> None:
    second, third = join(), join()
    third.act(themes.register, title="三")
    stations.sync(town, first, second, third)
    before = log_of(first)
    known = "SELECT s.code, d.device, d.name, d.letter FROM scope s, device d ORDER BY d.device"
    names = town.rows(known)
    wipe(town)
    assert second.exchange(link=stations.link(town, second._place())).whole
    assert log_of(second) == before, "others' actions are on the server again, in their old order"
    whole(town, second, first, third)
    assert town.rows(known) == names
    assert all(names[0])
    for office in (first, second, third):
        office.act(themes.register, title=f"此后 {office.letter}")
    whole(town, second, first, third)


def test_what_came_between_has_its_number_and_what_was_lost_gets_another(
    town: Town, first: Office, join: Opened
) -> None:
    second, third = join(), join()
    backup = kept(town)
    first.act(themes.register, title="丢失")
    stations.sync(town, first, second)  # the third did not hear of it
    put_back(town, backup)
    third.act(themes.register, title="其间")
    stations.sync(town, third)
    whole(town, second, first, third)
    assert [row[2] for row in log_of(first)] == [row[2] for row in log_of(third)]


def test_a_refused_action_stays_refused(town: Town, first: Office, join: Opened) -> None:
    backup = kept(town)
    device, scope, now = first.device, first.station, town.clock()
    first.act(themes.register, title="被拒")
    town.ask(lambda db: devices.revoke(db, device=device, scope=scope, now=now, folder=town.folder))
    (refused,) = first.exchange(link=stations.link(town, first._place())).refused
    put_back(town, backup)
    town.bump_epoch()
    first.act(themes.register, title="此后")
    stations.sync(town, first)
    rows = town.rows("SELECT action, rule FROM action WHERE rule IS NOT NULL")
    assert [(str(action), rule) for action, rule in rows] == [(refused.action, refused.rule)]


def test_nothing_is_brought_twice_in_an_epoch(town: Town, first: Office) -> None:
    town.bump_epoch()
    stations.sync(town, first)
    epochs = town.rows("SELECT g.epoch = s.epoch FROM device_scope g, server s")
    assert epochs == [(True,)]


# What the server takes from whom, message by message.


def point(pc: Pc, seq: int) -> Point:
    (chain,) = pc.town.rows("SELECT chain FROM action WHERE until = $1", seq)[0]
    return Point(seq, bytes(chain))  # type: ignore[call-overload]


def bring(pc: Pc, *some: Kept, done: bool = False, epoch: int | None = None) -> Pushed:
    now = int(str(pc.town.rows("SELECT epoch FROM server")[0][0]))
    return pc.way.refill(Refill(pc.server, epoch or now, pc.scope, pc.device, some, (), done=done))


def lost(town: Town) -> tuple[Pc, list[SignedAction]]:
    """Return a PC of a server that lost two actions of its, and these."""
    pc = town.founded()
    backup = kept(town)
    notes = pc.notes(2)
    pc.push(*notes)
    put_back(town, backup)
    town.bump_epoch()
    return pc, notes


def test_the_first_point_that_is_here_too_is_agreed(town: Town) -> None:
    pc = town.founded()
    pc.push(*pc.notes(3))
    at = [point(pc, seq) for seq in (5, 4, 3, 2)]
    astray = [Point(one.seq, bytes(32)) for one in at]

    def agreed(*points: Point) -> Point:
        asked = Compare(pc.server, 1, pc.scope, pc.device, points)
        return pc.way.compare(asked).agreed

    assert agreed(*at) == at[0]
    assert agreed(*astray[:2], *at[2:]) == at[2]
    assert agreed(*astray) == agreed() == Point(0, NOTHING)
    assert agreed(Point(3, at[0].chain)) == Point(0, NOTHING)


def test_what_is_brought_keeps_its_outcome_and_its_place(town: Town) -> None:
    pc, (first, second) = lost(town)
    no = Refusal("refused.permission", "matter.note")
    told = bring(pc, Kept(first, no), Kept(second))
    assert [(one.seq, one.refusal) for one in told.verdicts] == [(0, no), (3, None)]
    assert bring(pc, Kept(first, no), Kept(second), done=True).verdicts == told.verdicts
    assert bring(pc, Kept(second, no), Kept(first)).verdicts == told.verdicts[::-1]
    assert pc.push(pc.notes(1)[0], epoch=told.epoch).verdicts[0].seq == 4
    assert town.ask(verify.verify).findings == ()


def test_who_says_that_he_is_done_brings_no_more(town: Town) -> None:
    pc, (first, second) = lost(town)
    assert not bring(pc, Kept(first), done=True).forked
    assert bring(pc, Kept(first), Kept(second)).forked
    assert town.rows("SELECT head FROM scope") == [(3,)]
    town.clock.on(seconds=9)
    town.bump_epoch()
    assert not bring(pc, Kept(second), done=True).forked


def test_in_the_first_epoch_nothing_was_lost(town: Town) -> None:
    pc = town.founded()
    assert bring(pc, Kept(pc.notes(1)[0])).forked
    assert town.rows("SELECT head FROM scope") == [(2,)]


def test_nothing_is_taken_under_an_earlier_epoch(town: Town) -> None:
    pc, notes = lost(town)
    told = bring(pc, *map(Kept, notes), epoch=1)
    assert (told.verdicts, told.forked, told.head) == ((), False, 2)


def test_only_what_its_device_signed_is_taken(town: Town) -> None:
    pc, (note, _) = lost(town)
    (entry,) = note.entries
    other = msgspec.structs.replace(entry, body='{"text":"另一句"}')
    resealed = pc.sealed(other, note.id)
    strange = fresh_id()
    for forged, rule in (
        (msgspec.structs.replace(note, entries=(other,)), "sync.garbled"),
        (msgspec.structs.replace(note, entries=(resealed,)), "sync.signature"),
        (msgspec.structs.replace(note, dseq=9), "sync.signature"),
        (msgspec.structs.replace(note, device=strange), "sync.signature"),
        (msgspec.structs.replace(note, scope=strange), "sync.signature"),
    ):
        with pytest.raises(Unavailable) as caught:
            bring(pc, Kept(forged))
        assert caught.value.rule == rule
    assert town.rows("SELECT head FROM scope") == [(2,)]


def test_two_actions_of_one_number_are_told_apart(town: Town) -> None:
    pc, (first, _) = lost(town)
    other = town.pc(pc.scope)
    epoch = int(str(town.rows("SELECT epoch FROM server")[0][0]))
    pc.dseq, pc.link = first.dseq - 1, first.previous
    pc.push(pc.notes(1)[0], epoch=epoch)  # a copy of the database went on by itself
    assert bring(pc, Kept(first)).forked
    (told,) = bring(other, Kept(first)).verdicts
    assert told.refusal == Refusal("sync.twin")
    assert town.rows("SELECT count(*) FROM action WHERE rule = 'sync.twin'") == [(0,)]


def test_a_device_that_came_only_with_its_actions_may_nothing(town: Town) -> None:
    pc = town.founded()
    other = town.pc(pc.scope, clerk=pc.clerk)
    backup = kept(town)
    third = town.pc(pc.scope, clerk=pc.clerk)
    note = third.notes(1)[0]
    third.push(note)
    put_back(town, backup)
    town.bump_epoch()
    assert third.enrolled is not None
    epoch = int(str(town.rows("SELECT epoch FROM server")[0][0]))
    cert = third.enrolled.certificate
    other.way.refill(
        Refill(other.server, epoch, other.scope, other.device, (Kept(note),), (cert,), done=True)
    )
    assert town.rows("SELECT head FROM scope") == [(3,)]
    with pytest.raises(Unavailable) as caught:
        third.pull(epoch=epoch)
    assert caught.value.rule == "sync.not_granted"


def test_some_round_trips_find_where_a_long_log_parts(
    town: Town, first: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from renda_desktop.sync import refill

    monkeypatch.setattr(refill, "MOST_ACTIONS", 4)
    points = [Point(seq, bytes([seq % 251]) * 32) for seq in range(1, 1001)]
    place = first._place()
    with place.session() as session:
        peer = exchange.peer(session)
    assert peer is not None
    epoch = peer.epoch
    for good in (-1, 0, 1, 7, 500, 998, 999):
        trips: list[Compare] = []

        class There(Link):
            def compare(self, request: Compare, good: int = good) -> Compared:
                trips.append(request)  # noqa: B023
                there = [one for one in request.points if one in points[: good + 1]]
                return Compared(epoch, 1000, there[0] if there else Point(0, NOTHING))

        found, _ = refill._agreed(place, There(), peer, first.station, points)
        assert found == (points[good] if good >= 0 else Point(0, NOTHING))
        assert len(trips) <= 7


def test_what_lost_its_number_is_brought_again_when_the_server_is_put_back_again(
    town: Town, first: Office, join: Opened
) -> None:
    second, third = join(), join()
    backup = kept(town)
    for title in ("一", "二", "三"):
        second.act(themes.register, title=title)
    stations.sync(town, second, first)
    second.close()  # and nobody else has what it wrote but the first
    put_back(town, backup)
    third.act(themes.register, title="其间")
    stations.sync(town, third)

    def cut(call: Call) -> Answer:
        if call.path == wire.PULL:
            raise Unavailable("sync.offline")
        return stations.link(town, first._place()).carry(call)

    for _ in range(3):  # each time it dies between taking the numbers back and the pull
        way = stations.link(town, first._place(), cut)
        (trouble,) = first.exchange(link=way).troubles
        assert (trouble.rule, first.read(log.pending)) == ("sync.offline", 0)
        put_back(town, backup)
        town.clock.on(seconds=60)
        town.bump_epoch()
        third.act(themes.register, title="再来")
        stations.sync(town, third)
    whole(town, first, third)
    assert {"一", "二", "三", "其间", "再来"} <= {one.title for one in first.read(people.themes)}
