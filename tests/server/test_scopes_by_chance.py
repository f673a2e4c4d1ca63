"""Scopes granted, taken and left by chance, while everybody works: what is left is what may be."""

import os
import random
from contextlib import suppress

import pytest

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.office import Office
from renda_desktop.queries import matters
from renda_desktop.queries.exchange import rested_on
from renda_desktop.queries.matters import MatterFilter
from renda_desktop.server import rights
from renda_desktop.server import verify as checks
from renda_desktop.services import departments, moving
from renda_desktop.services import matters as loop
from renda_desktop.store import exchange
from tests.server.region import Region
from tests.server.test_leaving import DAY, scopes_in
from tests.sync.rows import rows_of

SEQUENCES = int(os.environ.get("RENDA_SCOPE_SEQUENCES", "6"))
STEPS = 25


class Play:
    """One sequence of steps, each of which may be refused by the rules, and by nothing else."""

    def __init__(self, region: Region, seed: int) -> None:
        self.region, self.chance = region, random.Random(seed)
        self.everybody = (*region.pcs, region.coordinator)
        self.said = 0

    def step(self) -> None:
        deeds = (self.work, self.work, self.note, self.publish, self.give, self.take, self.move,
                 self.sync, self.sync, self.sit)  # fmt: skip
        with suppress(RuleBroken):
            self.chance.choice(deeds)(self.chance.choice(self.everybody))

    def work(self, office: Office) -> None:
        self.said += 1
        self.region.matter(office, f"第{self.said}件")

    def note(self, office: Office) -> None:
        found = office.read(matters.matters, today=DAY)
        if found:
            office.act(loop.note, matter=self.chance.choice(found).id, text="记事")

    def publish(self, office: Office) -> None:
        self.said += 1
        office.act(departments.register, name=f"第{self.said}局", at=self.region.area)

    def move(self, office: Office) -> None:
        found = office.read(matters.matters, today=DAY, where=MatterFilter(open=True))
        if found:
            to = self.chance.choice(self.region.pcs).station
            one = self.chance.choice(found).id
            office.act(moving.take_over, matter=one, at=to, reason="属地")

    def sit(self, office: Office) -> None:
        if office is self.region.coordinator:
            office.sit(self.chance.choice(self.region.pcs).station)

    def give(self, office: Office) -> None:
        self.region.grant(office, self._scope())

    def take(self, office: Office) -> None:
        scope = self._scope()
        if scope != office.station or office is self.region.coordinator:
            self.region.revoke(office, scope)

    def sync(self, office: Office) -> None:
        self.exchange(office)

    def exchange(self, office: Office) -> set[str]:
        return {one.rule for one in office.exchange(link=self.region.way(office)).troubles}

    def _scope(self) -> Id:
        return self.chance.choice((self.region.area, *(one.station for one in self.region.pcs)))


@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_what_is_left_is_what_may_be(region: Region, seed: int) -> None:
    play = Play(region, seed)
    for _ in range(STEPS):
        play.step()
    for office in (*play.everybody, *play.everybody):
        assert play.exchange(office) <= {"sync.station_ended"}
    heads = {
        str(s).replace("-", ""): n for s, n in region.town.rows("SELECT scope, head FROM scope")
    }
    for office in play.everybody:
        allowed = {
            one.scope.id
            for one in region.town.ask(lambda db: rights.held(db, device=office.device))  # noqa: B023
        }
        with office.session() as session:
            needed, logs = rested_on(session), exchange.cursors(session)
            refused = {one.scope for one in exchange.refused(session)}
            assert exchange.waiting(session) == set(), "something never got its verdict"
        assert allowed <= logs.keys() <= allowed | needed
        assert scopes_in(office).keys() <= logs.keys() | refused
        for scope in allowed:
            assert logs[scope].seq == heads[scope]
        rows_of(office)
    assert region.town.ask(checks.verify).findings == ()
