"""A server that was put back or wiped is filled again from the PCs; nothing acknowledged goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from renda_desktop.office import Office
from renda_desktop.server import devices, verify
from renda_desktop.services import themes
from renda_desktop.store.driver import driver
from renda_desktop.sync import verify as exchanged
from tests import offices
from tests.server import stations
from tests.server.pcs import Town
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
    wipe(town)
    assert second.exchange(link=stations.link(town, second._place())).whole
    assert log_of(second) == before, "others' actions are on the server again, in their old order"
    whole(town, second, first, third)
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
