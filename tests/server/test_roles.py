"""Who may write what: by the roles that the scope's own clerk entries give."""

from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import Role
from renda_desktop.server import scopes
from renda_desktop.sync.messages import Refusal, SignedAction
from tests.server.pcs import NOTE, Pc, Said, Town, fresh_id

STRIKE_OFF: Said = ("matter.strike_off", {"evidence": "照片"})
SHIPPED: Said = ("program.publish", {"details": {}, "shipped": True})
OWN: Said = ("program.publish", {"details": {}})


def register(pc: Pc, *roles: Role) -> tuple[Id, SignedAction]:
    """Return a new clerk and the action that registers them."""
    clerk = fresh_id()
    said = ("clerk.register", {"details": {"name": "李慧", "roles": list(roles)}})
    return clerk, pc.action(said, stream=clerk)


def refused(pc: Pc, *said: Said, by: Id | None = None, stream: Id | None = None) -> str | None:
    """Push an action by somebody; return which kind of entry it was refused for."""
    mine, pc.clerk = pc.clerk, by or pc.clerk
    (verdict,) = pc.push(pc.action(*said, stream=stream)).verdicts
    pc.clerk = mine
    if verdict.refusal is None:
        return None
    assert verdict.refusal.rule == "refused.permission"
    return verdict.refusal.detail


def test_a_clerk_may_not_do_what_the_head_does(town: Town) -> None:
    pc = town.founded()
    clerk, action = register(pc, Role.CLERK)
    pc.push(action)
    assert refused(pc, NOTE, by=clerk) is None
    assert refused(pc, NOTE, STRIKE_OFF, by=clerk) == "matter.strike_off"
    assert refused(pc, STRIKE_OFF) is None


def test_roles_count_from_the_entry_on_that_gives_them(town: Town) -> None:
    """Also within one push: the order is all that counts."""
    pc = town.founded()
    head, clerk = pc.clerk, fresh_id()
    actions = []
    for author, said, stream in (
        (clerk, NOTE, None),
        (head, ("clerk.register", {"details": {"name": "李慧", "roles": ["clerk"]}}), clerk),
        (clerk, NOTE, None),
        (head, ("clerk.deactivate", {}), clerk),
        (clerk, NOTE, None),
    ):
        pc.clerk = author
        actions.append(pc.action(said, stream=stream))
    assert [v.seq for v in pc.push(*actions).verdicts] == [0, 3, 4, 5, 0]


def test_a_role_that_is_amended_counts_from_then_on(town: Town) -> None:
    pc = town.founded()
    clerk, action = register(pc, Role.CLERK)
    pc.push(action)
    amended = {"field": "roles", "was": ["clerk"], "now": ["clerk", "station_head"]}
    assert refused(pc, ("clerk.amend", amended), stream=clerk) is None
    assert refused(pc, STRIKE_OFF, by=clerk) is None
    # Void for every PC: `was` is not the value. So it changes nothing here either.
    assert refused(pc, ("clerk.amend", amended | {"now": ["auditor"]}), stream=clerk) is None
    assert refused(pc, STRIKE_OFF, by=clerk) is None


def test_who_is_off_duty_may_nothing(town: Town) -> None:
    pc = town.founded()
    clerk, action = register(pc, Role.CLERK)
    pc.push(action)
    assert refused(pc, ("clerk.deactivate", {}), stream=clerk) is None
    assert refused(pc, NOTE, by=clerk) == "matter.note"
    assert refused(pc, ("later.kind", {}), by=clerk) == "later.kind"
    assert refused(pc, ("clerk.reactivate", {}), stream=clerk) is None
    assert refused(pc, NOTE, by=clerk) is None


def test_only_the_head_and_the_security_administrator_register_clerks(town: Town) -> None:
    pc = town.founded()
    clerk, action = register(pc, Role.CLERK)
    pc.push(action)
    himself = ("clerk.register", {"details": {"name": "赵六", "roles": ["station_head"]}})
    assert refused(pc, himself, by=clerk, stream=fresh_id()) == "clerk.register"


def test_unknown_kinds_are_kept_whole(town: Town) -> None:
    pc = town.founded()
    sent = pc.action(("drone.fly", ' {"height":  1e3, "nested": {"a": [null]}} '))
    assert pc.push(sent).verdicts[0].refusal is None
    assert pc.pull(2).actions[0].entries == sent.entries


def test_a_release_publishes_its_programs_whoever_opens_it(town: Town) -> None:
    pc = town.founded()
    clerk, action = register(pc, Role.CLERK)
    pc.push(action)
    assert refused(pc, SHIPPED, by=clerk) is None
    assert refused(pc, OWN, by=clerk) == "program.publish"
    assert refused(pc, SHIPPED, by=fresh_id()) == "program.publish"


def test_only_an_empty_scope_is_founded(town: Town) -> None:
    pc = town.founded()
    intruder = town.pc(pc.scope)
    (verdict,) = intruder.push(intruder.founding()).verdicts
    assert verdict.refusal is not None
    assert verdict.refusal.rule == "refused.permission"


def test_an_empty_scope_takes_nothing_but_its_founding(town: Town) -> None:
    pc = town.pc()
    assert refused(pc, NOTE) == "matter.note"
    (verdict,) = pc.push(pc.founding(OWN, roles=[Role.CLERK])).verdicts
    assert verdict.refusal == Refusal("refused.permission", "program.publish")
    alone = fresh_id()
    himself = ("clerk.register", {"details": {"name": "王芳", "roles": ["station_head"]}})
    assert refused(pc, himself, by=alone, stream=alone) == "clerk.register"
    assert pc.push(pc.founding()).verdicts[0].seq == 1


def test_who_is_registered_in_the_area_works_in_its_stations(town: Town) -> None:
    area = town.ask(lambda db: scopes.add(db, kind=scopes.AREA, name="鄞州区"))
    coordinator = town.pc(area)
    said = ("area.register", {"details": {"name": "鄞州区", "level": "district"}})
    himself = ("clerk.register", {"details": {"name": "陈斌", "roles": ["coordinator"]}})
    action = fresh_id()
    founding = [
        coordinator.entry(said, action, stream=area),
        coordinator.entry(himself, action, stream=coordinator.clerk),
    ]
    assert coordinator.push(coordinator.sign(action, founding)).verdicts[0].seq == 1
    assert refused(coordinator, himself, stream=fresh_id()) == "clerk.register"
    station = town.founded()
    town.say("INSERT INTO tree (scope, area) VALUES ($1, $2)", station.scope, area)
    assert refused(station, STRIKE_OFF, by=coordinator.clerk) is None
    assert refused(station, ("reception.open", {}), by=coordinator.clerk) == "reception.open"
    # The station's own word about somebody comes before the area's.
    town.say("INSERT INTO clerk VALUES ($1, $2, '{}')", station.scope, coordinator.clerk)
    assert refused(station, STRIKE_OFF, by=coordinator.clerk) == "matter.strike_off"


def test_the_roster_is_what_folding_all_entries_gives(town: Town) -> None:
    pc = town.founded()
    clerk, action = register(pc, Role.CLERK, Role.TELLER)
    pc.push(action)
    refused(pc, ("clerk.deactivate", {}), stream=pc.clerk)
    kept = town.rows("SELECT clerk, roles FROM clerk")
    assert sorted(kept, key=str) == sorted([(clerk, ["clerk", "teller"]), (pc.clerk, [])], key=str)
