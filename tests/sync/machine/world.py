"""The steps of a sequence, each followed by what must hold at every moment."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random

from renda_desktop.domain.ids import Id
from renda_desktop.server import devices, identity
from renda_desktop.server import ledger as never_undone
from renda_desktop.server.calls import Answer, Call
from tests.offices import START, Clock
from tests.sync.machine import deeds, memory
from tests.sync.machine.base import Base, Vault, kept, put_back
from tests.sync.machine.pc import Pc
from tests.sync.machine.road import Post, Road

MOST_PCS = 5


class World:
    """A server, its PCs, what is on its way between them, and what each of them ever said."""

    def __init__(self, base: Base, folder: Path, *, pcs: int) -> None:
        put_back(base.town, base.vault)
        (base.town.folder / never_undone.FILE).unlink(missing_ok=True)
        self.base, self.town, self.folder = base, base.town, folder
        self.era, self.since = 0, 0
        self.outcomes: dict[memory.Key, str | None] = {}
        self.judged_before: set[memory.Key] = set()
        self.town.clock.now = START
        self.post = Post()
        self.copies: list[Vault] = []
        self.made = 0
        self.pcs: list[Pc] = []
        for seat in base.seats[:pcs]:
            home = self._new_folder()
            shutil.copytree(seat.home, home)
            self.pcs.append(Pc(home, seat.key, seat.scopes, Clock()))
        self.server = memory.ledger(self.town)
        self.look_at_server()
        for pc in self.pcs:
            self.look(pc)

    def step(self, kind: str, *, pc: int, salt: int) -> None:
        """Do one step and look at what it left."""
        chosen, chance = self.pcs[pc % len(self.pcs)], Random(salt)
        for clock in (*(one.clock for one in self.pcs), self.town.clock):
            clock.on(seconds=chance.randrange(1, 40))
        try:
            STEPS[kind](self, chosen, chance)
        finally:
            chosen = chosen if chosen in self.pcs else self.pcs[0]
        if kind not in ALONE:
            self.look_at_server()
        self.look(chosen)

    def look_at_server(self) -> None:
        """Look at the server and compare it with what it was."""
        now = memory.ledger(self.town)
        memory.check_server(self.server, now)
        self.server = now
        for key, (_, rule, _) in now.verdicts.items():
            self.outcomes.setdefault(key, rule)

    def look(self, pc: Pc) -> None:
        """Look at a PC and compare it with what it was."""
        now = memory.held(pc.office, era=self.era, since=self.since)
        memory.check_pc(pc.seen, now, office=pc.office, server=self.server, doubled=pc.doubled)
        pc.seen = now
        assert pc.doubled or not pc.forked, "a fork out of nothing"

    def road(self, chance: Random | None = None) -> Road:
        return Road(self.town, self.post, chance)

    def close(self) -> None:
        for pc in self.pcs:
            pc.end()
        shutil.rmtree(self.folder, ignore_errors=True)

    def enrol(self, pc: Pc, road: Road) -> None:
        """Let a PC in under a new name, and into all that it held."""
        for scope in pc.scopes:  # where nobody could say what was lost, it is added by hand
            self.town.say(_ADDED, scope, bytes(32))
        pc.enrol(road, lambda: self.town.code(pc.scopes[0]))
        if pc.code is None:
            self.grant(pc)

    def grant(self, pc: Pc) -> None:
        """Let a PC that is in hold again all that it held."""
        for scope in pc.scopes:
            self._on_device(pc, scope)

    def _on_device(self, pc: Pc, scope: Id) -> None:
        device, now = pc.office.device, self.town.clock()
        lacks = """
            SELECT 1 FROM device, scope WHERE device = $1 AND scope.scope = $2
            AND NOT scopes @> ARRAY[$2::uuid]
        """
        if self.town.rows(lacks, device, scope):
            self.town.ask(
                lambda db: devices.grant(
                    db, device=device, scope=scope, now=now, folder=self.town.folder
                )
            )

    def _new_folder(self) -> Path:
        self.made += 1
        self.folder.mkdir(parents=True, exist_ok=True)
        return self.folder / str(self.made)

    # What may happen.

    def act(self, pc: Pc, chance: Random) -> None:
        done = deeds.do(pc, self.base.cast, chance)
        if done is not None:
            here = {action for _, action in memory.held(pc.office).actions}
            assert done.action in here, "acknowledged and not there"

    def act_and_die(self, pc: Pc, chance: Random) -> None:
        lines = int(2 ** (chance.random() * 11))
        pc.mortal(lambda: self.act(pc, chance), lines=lines)

    def exchange(self, pc: Pc, _: Random) -> None:
        pc.exchange(self.road())

    def exchange_badly(self, pc: Pc, chance: Random) -> None:
        pc.mortal(lambda: pc.exchange(self.road(chance)), lines=None)

    def exchange_and_die(self, pc: Pc, chance: Random) -> None:
        lines = int(2 ** (3 + chance.random() * 9))
        road = self.road(chance if chance.random() < 0.3 else None)
        pc.mortal(lambda: pc.exchange(road), lines=lines)

    def act_meanwhile(self, pc: Pc, chance: Random) -> None:
        """The clerk goes on, or another PC exchanges, while messages are under way."""
        road = self.road()
        carry, others = road.carry, [one for one in self.pcs if one is not pc]

        def carried(call: Call) -> Answer:
            answer = carry(call)
            if chance.random() < 0.5:
                self.act(pc, chance)
            elif others:
                other = chance.choice(others)
                other.exchange(self.road())
            return answer

        road.carry = carried  # type: ignore[method-assign]
        pc.exchange(road)
        self.look_at_server()
        for other in others:
            self.look(other)

    def arrive(self, _pc: Pc, _: Random) -> None:
        self.road().arrive()

    def begin_again(self, pc: Pc, _: Random) -> None:
        pc.begin_again()

    def set_clock(self, pc: Pc, chance: Random) -> None:
        days = chance.choice((-4000, -400, -30, -1, 0, 1, 30, 400))
        pc.clock.now = START + timedelta(days=days, seconds=chance.randrange(86400))

    def copy(self, pc: Pc, _: Random) -> None:
        to = self._new_folder()
        pc.copy(to)
        pc.copies.append((to, pc.seen.copy()))

    def put_back(self, pc: Pc, chance: Random) -> None:
        if pc.copies:
            pc.put_back(*chance.choice(pc.copies))
            pc.doubled = True

    def clone(self, pc: Pc, _: Random) -> None:
        if len(self.pcs) < MOST_PCS:
            to = self._new_folder()
            pc.copy(to)
            self.pcs.append(Pc(to, pc.key, pc.scopes, Clock(pc.clock()), pc.seen.copy()))
            pc.doubled = self.pcs[-1].doubled = True

    def revoke(self, pc: Pc, chance: Random) -> None:
        device, now = pc.office.device, self.town.clock()
        scope = chance.choice((None, *pc.scopes))
        held = """
            SELECT 1 FROM device WHERE device = $1
            AND ($2::uuid IS NULL OR scopes @> ARRAY[$2::uuid])
        """
        if self.town.rows(held, device, scope):
            self.town.ask(
                lambda db: devices.revoke(
                    db, device=device, scope=scope, now=now, folder=self.town.folder
                )
            )

    def let_in(self, pc: Pc, chance: Random) -> None:
        road = self.road(chance)
        pc.mortal(lambda: self.enrol(pc, road), lines=chance.choice((None, 40, 200)))

    def bump(self, _pc: Pc, _: Random) -> None:
        self.town.bump_epoch()

    def copy_server(self, _pc: Pc, _: Random) -> None:
        self.copies.append(kept(self.town))

    def put_server_back(self, _: Pc, chance: Random) -> None:
        """Put the server back to any copy; whoever does it tells it, or only starts it again."""
        if self.copies:
            put_back(self.town, chance.choice(self.copies))
            self._begin_era(told=chance.random() < 0.5)

    def wipe_server(self, _pc: Pc, _: Random) -> None:
        """Lose everything but the key and the ledger beside it, and run `init`."""
        put_back(self.town, {table: [] for table in self.base.vault})
        folder, now = self.town.folder, self.town.clock()
        key = self.town.server.identity.key.private_bytes_raw().hex()
        named = f"{key}\n{self.town.server.identity.server}\n"
        (folder / identity.KEY_FILE).write_text(named, "ascii")
        self.town.ask(lambda db: identity.found(db, folder=folder, now=now))
        self._begin_era(wiped=True)

    def _begin_era(self, *, told: bool = False, wiped: bool = False) -> None:
        """Start the server on what it has now: from here on it must not lose anything."""
        folder, now = self.town.folder, self.town.clock()
        before = self._epoch()
        self.town.ask(lambda db: identity.awake(db, folder=folder, now=now))
        if told:
            self.town.bump_epoch()
        self.era += 1
        # A server that does not know yet learns it from the first PC that heard more.
        self.since = self._epoch() + (not wiped and self._epoch() == before)
        self.server = memory.ledger(self.town)
        self.judged_before |= {key for key, rule in self.outcomes.items() if rule is None}

    def _epoch(self) -> int:
        return int(str(self.town.rows("SELECT epoch FROM server")[0][0]))


_ADDED = """
INSERT INTO scope (scope, kind, name, code, chain) VALUES ($1, 'station', $1::uuid::text, '', $2)
ON CONFLICT DO NOTHING
"""

Step = Callable[[World, Pc, Random], None]

STEPS: dict[str, Step] = {
    "act": World.act,
    "act and die": World.act_and_die,
    "exchange": World.exchange,
    "exchange badly": World.exchange_badly,
    "exchange and die": World.exchange_and_die,
    "act meanwhile": World.act_meanwhile,
    "arrive": World.arrive,
    "begin again": World.begin_again,
    "set clock": World.set_clock,
    "copy": World.copy,
    "put back": World.put_back,
    "clone": World.clone,
    "revoke": World.revoke,
    "let in": World.let_in,
    "bump": World.bump,
    "copy server": World.copy_server,
    "put server back": World.put_server_back,
    "wipe server": World.wipe_server,
}
ALONE = frozenset({"act", "act and die", "begin again", "set clock", "copy", "put back", "clone"})
"""Steps that the server has no part in."""
WEIGHTS = (44, 3, 11, 16, 9, 4, 4, 1, 5, 3, 2, 1, 1, 1, 1, 1, 1, 0)
STORMY = (30, 3, 14, 14, 9, 4, 4, 1, 2, 1, 1, 1, 1, 1, 1, 5, 5, 2)
"""Where the server is put back again and again."""
