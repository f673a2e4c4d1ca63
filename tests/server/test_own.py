"""What is written at the centre: users and programs, signed by the server and pulled by PCs."""

from pathlib import Path

import pytest

from renda_desktop.domain import central
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import Role
from renda_desktop.queries import clerks, programs, stations
from renda_desktop.server import centre, publishing, scopes
from renda_desktop.server import verify as checks
from renda_desktop.services.programs import shipped_files
from renda_desktop.store.program_files import read_program
from tests.server.pcs import Town
from tests.server.stations import joined


def district(town: Town) -> Id:
    return town.ask(lambda db: scopes.add(db, kind=scopes.AREA, name="鄞州区"))


def register(town: Town, scope: Id, name: str = "陈静", role: Role = Role.COORDINATOR) -> bool:
    return town.ask(
        lambda db: publishing.register_clerk(
            db, who=town.server.identity, scope=scope, name=name, roles=(role,), now=town.clock()
        )
    )


def publish(town: Town, scope: Id, file: Path) -> int:
    return town.ask(
        lambda db: publishing.publish(
            db, who=town.server.identity, scope=scope, details=read_program(file),
            least=centre._shipped(read_program(file).key) + 1, now=town.clock(),
        )
    )  # fmt: skip


def sound(town: Town) -> bool:
    return town.ask(checks.verify).findings == ()


def test_an_area_begins_with_its_first_clerk(town: Town, tmp_path: Path) -> None:
    scope = district(town)
    assert register(town, scope)
    assert sound(town)
    office = joined(town, tmp_path / "pc", town.code(scope))
    assert [row.name for row in office.read(stations.areas)] == ["鄞州区"]
    assert office.read(clerks.at_desk).name == "陈静"  # type: ignore[union-attr]
    assert office.station == scope
    office.close()


def test_the_next_clerks_and_other_roles_are_the_servers_word(town: Town) -> None:
    scope = district(town)
    register(town, scope)
    assert register(town, scope, "李强", Role.TOWNSHIP_COORDINATOR)
    assert not register(town, scope, "李强", Role.COORDINATOR)
    with pytest.raises(RuleBroken) as told:
        register(town, scope, "李强", Role.COORDINATOR)
    assert told.value.rule == "amend.nothing"
    assert town.rows("SELECT roles FROM clerk") == [(["coordinator"],)] * 2
    author = central.author(town.server.identity.server)
    assert {row[0] for row in town.rows("SELECT author FROM entry WHERE seq > 2")} == {author}
    assert sound(town)


def test_a_station_that_nobody_began_gets_no_users(town: Town) -> None:
    station = town.station()
    with pytest.raises(RuleBroken) as told:
        register(town, station)
    assert told.value.rule == "server.unfounded"


def test_a_program_published_above_is_in_force_below(town: Town, tmp_path: Path) -> None:
    scope = district(town)
    register(town, scope)
    file = next(one for one in shipped_files() if one.stem == "regular")
    ours = tmp_path / "ours.toml"
    ours.write_text(file.read_text("utf-8"), "utf-8")
    version = publish(town, scope, ours)
    assert version == read_program(file).version + 1
    with pytest.raises(RuleBroken) as told:
        publish(town, scope, ours)
    assert told.value.rule == "amend.nothing"
    office = joined(town, tmp_path / "pc", town.code(scope))
    assert office.read(programs.program, key="regular").version == version
    office.close()
    assert sound(town)


def test_in_a_new_epoch_the_server_counts_anew(town: Town) -> None:
    scope = district(town)
    register(town, scope)
    town.say("UPDATE server SET epoch = epoch + 1")
    register(town, scope, "李强")
    devices = {row[0] for row in town.rows("SELECT device FROM action")}
    assert len(devices) == 2
    assert sound(town)


def test_nobody_else_may_write_as_the_server(town: Town) -> None:
    """The server's author has rights only where the server itself writes."""
    pc = town.founded()
    pc.clerk = central.author(town.server.identity.server)
    verdict = pc.push(pc.action(("clerk.deactivate", {}))).verdicts[0]
    assert verdict.refusal is not None
    assert verdict.refusal.rule == "refused.permission"
