"""Filling a log again gives nobody a right: what a device says of itself is judged like a push."""

import pytest

from renda_desktop.domain.ids import Id
from renda_desktop.server import scopes
from renda_desktop.sync.messages import Kept, Refusal
from tests.server.pcs import NOTE, Pc, Town, fresh_id
from tests.server.test_refill import bring
from tests.sync.machine.base import kept, put_back


@pytest.mark.parametrize("claimed", [None, Refusal("refused.malformed")], ids=["taken", "refused"])
def test_nobody_is_a_witness_of_what_he_did_himself(town: Town, claimed: Refusal | None) -> None:
    """Somebody of no right signs what he never offered, and says that it was taken once."""
    pc = town.founded()
    stranger, mine = fresh_id(), pc.clerk
    town.bump_epoch()
    pc.clerk = stranger
    invented = pc.action(NOTE)
    pc.clerk = mine
    told = bring(pc, Kept(invented, claimed), Kept(pc.action(NOTE)), done=True)
    no = claimed or Refusal("refused.permission", "matter.note")
    assert [(one.seq, one.refusal) for one in told.verdicts] == [(0, no), (3, None)]
    assert not town.rows("SELECT 1 FROM entry WHERE author = $1", stranger)


def test_who_may_only_read_a_log_brings_nothing_of_his_own(town: Town) -> None:
    area, pc = town.ask(lambda db: scopes.add(db, kind=scopes.AREA, name="鄞州区")), town.founded()
    town.say("INSERT INTO tree (scope, area) VALUES ($1, $2)", pc.scope, area)
    above = town.pc(area)
    begun = ("area.register", {"details": {"name": "鄞州区", "level": "district"}})
    clerk = ("clerk.register", {"details": {"name": "陈静", "roles": ["coordinator"]}})
    action = fresh_id()
    entries = [
        above.entry(begun, action, stream=area),
        above.entry(clerk, action, stream=above.clerk),
    ]
    above.push(above.sign(action, entries))
    backup = kept(town)
    lost_ = above.action(("department.register", {"details": {"name": "区住建局"}}))
    assert above.push(lost_).verdicts[0].refusal is None
    put_back(town, backup)
    town.bump_epoch()
    reader = Pc(town, area, device=pc.device, key=pc.key, clerk=above.clerk)
    invented = reader.action(("department.register", {"details": {"name": "冒名局"}}))
    told = bring(reader, Kept(lost_), Kept(invented), done=True)
    refused = [one.refusal and one.refusal.rule for one in told.verdicts]
    assert refused == [None, "refused.from_above"], "what others did is taken as it was judged"
    assert town.rows("SELECT head FROM scope WHERE scope = $1", area) == [(3,)]


def test_what_is_above_is_brought_first(town: Town) -> None:
    """Who may write in a log may be registered above it."""
    added: list[Id] = []
    for kind, name, below in (
        ("area", "甲市", None), ("area", "丙区", 0), ("area", "乙镇", 1), ("station", "一站", 2),
    ):  # fmt: skip
        above = None if below is None else added[below]
        added.append(
            town.ask(lambda db: scopes.add(db, kind=kind, name=name, code=name, area=above))  # noqa: B023
        )
    pc = town.pc(added[-1])
    assert pc.enrolled is not None
    assert [one.name for one in pc.enrolled.scopes] == ["甲市", "丙区", "乙镇", "一站"]
