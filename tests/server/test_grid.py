"""Everybody × every call × every scope: who gets what, and what the access log says of it.

What is expected is written down as duties, not asked of the code. A new path, a new role or a new
kind of entry must find its place here.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

import msgspec
import pytest

from renda_desktop.domain import access
from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import Role
from renda_desktop.server import access_log, devices, scopes
from renda_desktop.server.blobs import Files
from renda_desktop.server.limits import Limits
from renda_desktop.server.shelf import Folder
from renda_desktop.sync import pieces, wire
from renda_desktop.sync.link import CALLS
from renda_desktop.sync.messages import (
    NOTHING,
    Checkpoint,
    Compare,
    Hello,
    Leave,
    Point,
    Pull,
    Push,
    Refill,
    Witness,
)
from tests.server.pcs import NOTE, Pc, Said, Town, fresh_id
from tests.server.test_protocol import standing

FILE: Final = b"{}"
NAMED: Final = sha256(FILE).hexdigest()

# --- Duties -----------------------------------------------------------------------------------

STATION, AREA, OTHER, FAR, NONE = "own station", "area above", "other station", "far area", "none"
SCOPES: Final = (STATION, AREA, OTHER, FAR, NONE)
"""A station and the area that it lies in; another station in another area; one that is nowhere."""

READS, WRITES, LET_GO = frozenset("rl"), frozenset("rwl"), frozenset("l")
NOTHING_AT_ALL: Final[frozenset[str]] = frozenset()
DUTIES: Final[dict[str, dict[str, frozenset[str]]]] = {
    # A station's clerks record in their station, by what the area above publishes.
    "a station's PC": {STATION: WRITES, AREA: READS},
    # A coordinator sits at every station of the area.
    "the area's PC": {STATION: WRITES, AREA: WRITES},
    # Whoever has another place has nothing here.
    "another station's PC": {OTHER: WRITES, FAR: READS},
    "another area's PC": {OTHER: WRITES, FAR: WRITES},
    # Who was let go reads nothing and writes nothing, wherever he was; but he may clear out.
    "a PC whose station was taken": {STATION: LET_GO, AREA: LET_GO},
    "a PC whose area was taken": {STATION: LET_GO, AREA: LET_GO},
    "a revoked station's PC": {},
    "a revoked area's PC": {},
    "a stranger": {},
}
TURNED_AWAY: Final = {
    "a revoked station's PC": "sync.revoked",
    "a revoked area's PC": "sync.revoked",
    "a stranger": "sync.unknown_device",
}
NEEDS: Final[dict[str, str]] = {
    wire.PUSH: "w",
    wire.PULL: "r",
    wire.COMPARE: "r",
    # What a server lost is brought by whoever could read it: others signed it.
    wire.REFILL: "r",
    wire.LEAVE: "l",
    pieces.ASK: "r",
    pieces.SEND: "w",
    pieces.FETCH: "r",
}
"""What a call on a scope does to it. The others are on no scope."""
WITHOUT: Final = frozenset({wire.ENROL, wire.HELLO, wire.WITNESS})
LEAVES: Final = {
    wire.PUSH: ("push", "taken", 1),
    wire.PULL: ("pull", "given", None),
    pieces.SEND: ("file", "taken", 0),
    pieces.FETCH: ("file", "given", 0),
}
"""What is noted, beside the call, of what was read or written."""


def expected(who: str, path: str, where: str) -> str:
    """Return what comes of a call, by duty."""
    if path == wire.ENROL:
        return "sync.code"  # the code is wrong; whoever has a right one is let in
    if who in TURNED_AWAY:
        return TURNED_AWAY[who]
    if path in WITHOUT or NEEDS[path] in DUTIES[who].get(where, NOTHING_AT_ALL):
        return "ok"
    return "sync.not_granted"


# --- Those who call -----------------------------------------------------------------------------


@dataclass
class Country:
    """Two areas with a station each, and everybody who calls."""

    town: Town
    places: dict[str, Id] = field(default_factory=dict)
    founders: dict[str, Pc] = field(default_factory=dict)
    people: dict[str, Pc] = field(default_factory=dict)


@pytest.fixture
def country(town: Town, tmp_path_factory: pytest.TempPathFactory) -> Country:
    town.server.files = Files(Folder(tmp_path_factory.mktemp("files")))
    town.server.limits = Limits(ticks=itertools.count(0.0, 1000.0).__next__)
    found = Country(town)
    for area, station, name in ((AREA, STATION, "月湖"), (FAR, OTHER, "白鹤")):
        found.places[area] = above = _scope(town, scopes.AREA, f"{name}区")
        found.places[station] = _scope(town, scopes.STATION, f"{name}站", above)
    found.places[NONE] = fresh_id()
    for where in (STATION, AREA, OTHER, FAR):
        found.founders[where] = _founded(
            town, found.places[where], station=where in (STATION, OTHER)
        )
    people = {
        "a station's PC": STATION,
        "the area's PC": AREA,
        "another station's PC": OTHER,
        "another area's PC": FAR,
        "a PC whose station was taken": STATION,
        "a PC whose area was taken": AREA,
        "a revoked station's PC": STATION,
        "a revoked area's PC": AREA,
    }
    found.people = {who: town.pc(found.places[where]) for who, where in people.items()}
    found.people["a stranger"] = Pc(town, found.places[STATION])
    for who, pc in found.people.items():
        _let_go(town, who, pc)
    return found


def _scope(town: Town, kind: str, name: str, above: Id | None = None) -> Id:
    return town.ask(lambda db: scopes.add(db, kind=kind, name=name, area=above))


def _founded(town: Town, scope: Id, *, station: bool) -> Pc:
    """Return the PC that founded a scope, with a file named in it."""
    pc = town.pc(scope)
    action = fresh_id()
    begun: Said = ("station.register" if station else "area.register", {"details": {"name": "x"}})
    roles = ["clerk", "station_head"] if station else ["coordinator"]
    himself: Said = ("clerk.register", {"details": {"name": "王芳", "roles": roles}})
    entries = [
        pc.entry(begun, action, stream=scope),
        pc.entry(himself, action, stream=pc.clerk),
    ]
    named = pc.sign(action, entries), pc.action(("later.file", {"sha256": NAMED}))
    assert [one.refusal for one in pc.push(*named).verdicts] == [None, None]
    way = pc.way
    way.send_piece(pieces.Piece(pc.server, pc.device, scope, NAMED, len(FILE), 0, FILE))
    return pc


def _let_go(town: Town, who: str, pc: Pc) -> None:
    now, folder = town.clock(), town.folder
    taken = pc.scope if "was taken" in who else None
    if taken or "revoked" in who:
        town.ask(
            lambda db: devices.revoke(db, device=pc.device, now=now, folder=folder, scope=taken)
        )


# --- What they ask ------------------------------------------------------------------------------

Asked = Callable[[Country, Pc, Id], msgspec.Struct]


def _push(country: Country, pc: Pc, scope: Id) -> msgspec.Struct:
    pc.scope = scope
    pc.dseq, pc.link = 0, NOTHING
    standing(pc)
    clerks = {founder.scope: founder.clerk for founder in country.founders.values()}
    pc.clerk = clerks.get(scope, pc.clerk)
    return Push(pc.server, 1, scope, pc.device, (pc.action(NOTE),))


def _witness(country: Country, pc: Pc, scope: Id) -> msgspec.Struct:
    certificate = pc.enrolled or country.founders[STATION].enrolled
    assert certificate is not None
    point = Checkpoint(scope, "station", "月湖站", pc.device, 1, 0, NOTHING, bytes(64))
    return Witness(pc.server, pc.device, "0.1.0", certificate.certificate, (point,)[:0])


ASKED: Final[dict[str, Asked]] = {
    wire.ENROL: lambda c, pc, _: Pc(c.town, pc.scope, pc.device, pc.key).request("wrong"),
    wire.HELLO: lambda c, pc, _: Hello(pc.server, pc.device, c.town.clock(), "0.1.0"),
    wire.PUSH: _push,
    wire.PULL: lambda _, pc, scope: Pull(pc.server, 1, scope, pc.device, 0),
    wire.WITNESS: _witness,
    wire.COMPARE: lambda _, pc, scope: Compare(pc.server, 1, scope, pc.device, ()),
    wire.REFILL: lambda _, pc, scope: Refill(pc.server, 1, scope, pc.device, ()),
    wire.LEAVE: lambda _, pc, scope: Leave(
        pc.server, 1, scope, pc.device, Point(1, sha256(b"other").digest())
    ),
    pieces.ASK: lambda _, pc, scope: pieces.Ask(pc.server, pc.device, scope, (NAMED,)),
    pieces.SEND: lambda _, pc, scope: pieces.Piece(
        pc.server, pc.device, scope, NAMED, len(FILE), 0, FILE
    ),
    pieces.FETCH: lambda _, pc, scope: pieces.Fetch(pc.server, pc.device, scope, NAMED, 0),
}


def outcome(pc: Pc, path: str, asked: msgspec.Struct) -> str:
    """Call; return what came of it. Refused one by one is not granted either."""
    try:
        told = pc.way.call(path, asked, kind=CALLS[path][1])
    except (RuleBroken, Unavailable) as failure:
        return failure.rule
    verdicts = getattr(told, "verdicts", ())
    return "sync.not_granted" if any(one.refusal for one in verdicts) else "ok"


Row = tuple[object, ...]
_TALLIES: Final = """
SELECT scope, device, what, outcome, calls FROM access_log WHERE day IS NOT NULL
"""
_MOVES: Final = "SELECT scope, device, what, outcome, entries FROM access_log WHERE day IS NULL"


def noted(town: Town, work: Callable[[], str]) -> tuple[str, list[Row], list[Row]]:
    """Do something; return what came of it, which tallies grew by one, and which rows are new."""
    before, moves = _counted(town), town.rows(_MOVES)
    came = work()
    after = _counted(town)
    grown = [key for key, calls in after.items() if calls != before.get(key, 0)]
    assert sum(after.values()) == sum(before.values()) + len(grown)
    new = town.rows(_MOVES)
    for one in moves:
        new.remove(one)
    return came, grown, new


def _counted(town: Town) -> dict[Row, int]:
    return {tuple(key): int(str(calls)) for *key, calls in town.rows(_TALLIES)}


def cells() -> Iterator[tuple[str, str, str]]:
    for who, path in itertools.product(DUTIES, CALLS):
        for where in (NONE,) if path in WITHOUT else SCOPES:
            yield who, path, where


# --- The grid -----------------------------------------------------------------------------------


def test_every_path_has_its_duty() -> None:
    assert set(NEEDS) | WITHOUT == set(CALLS) == set(ASKED)
    assert not set(NEEDS) & WITHOUT


@pytest.mark.parametrize("path", CALLS)
def test_everybody_gets_what_is_his_and_leaves_a_row(country: Country, path: str) -> None:
    town = country.town
    wrong: list[tuple[object, ...]] = []
    for who, each, where in cells():
        if each != path:
            continue
        pc, scope = country.people[who], country.places[where]
        home = town.rows("SELECT scope FROM device WHERE device = $1", pc.device)
        asked = ASKED[path](country, pc, scope)
        came, grown, moved = noted(town, lambda p=pc, a=asked: outcome(p, path, a))  # type: ignore[misc]
        due = expected(who, path, where)
        if came != due:
            wrong.append((who, where, came, due))
        somewhere = where != NONE and who not in TURNED_AWAY
        if path == wire.ENROL:
            home = []
        told = path.removeprefix("/v1/")
        place = scope if somewhere else home[0][0] if home else access_log.NOWHERE
        device = pc.device if home else None
        # A push that is refused action by action was heard: its refusals stand in the log.
        heard = "ok" if came == "sync.not_granted" and path == wire.PUSH and moved else came
        if [one[:3] for one in grown] != [(place, device, told)] or grown[0][3] != heard:
            wrong.append((who, where, "tally", grown))
        if due == "ok" and path in LEAVES:
            what, how, entries = LEAVES[path]
            kept = [one[:4] for one in moved]
            if kept != [(scope, pc.device, what, how)] or entries not in (None, moved[0][4]):
                wrong.append((who, where, "moved", moved))
        elif any(one[4] for one in moved):
            wrong.append((who, where, "moved in vain", moved))
    assert wrong == []


# --- Roles × kinds of entries -------------------------------------------------------------------

FROM_ABOVE: Final[frozenset[str]] = frozenset()
DATES: Final = frozenset({"matter.settle_due", "reception.confirm_day"})  # follow from holidays
BALLOT: Final = frozenset({"ballot.tally", "ballot.vote", "ballot.change_vote"})
NEVER: Final[dict[Role, Callable[[str], bool]]] = {
    # 三员分立: each does his own and nothing of the station's work.
    Role.AUDITOR: bool,
    Role.SECURITY_ADMIN: lambda kind: not kind.startswith("clerk."),
    Role.SYSTEM_ADMIN: lambda kind: (
        kind not in DATES
        and kind.startswith(("clerk.", "matter.", "visit.", "resident.", "ballot.", "reception."))
    ),
    # Who counts only counts, who rates only rates.
    Role.TELLER: lambda kind: kind not in BALLOT | {"scorecard.tally"},
    Role.RATER: lambda kind: kind != "scorecard.rate",
    # Nobody strikes off what he himself handles; a clerk publishes and concludes nothing.
    Role.CLERK: lambda kind: (
        kind in BALLOT
        or kind.startswith(("clerk.", "snapshot.", "station."))
        or kind in ("matter.strike_off", "ballot.conclude", "scorecard.conclude", "program.publish")
    ),
    Role.DEPARTMENT: lambda kind: (
        kind in BALLOT
        or kind in ("matter.strike_off", "matter.rate", "matter.register", "proposal.conclude")
        or kind.startswith(("clerk.", "resident.", "reception.", "station.", "program."))
    ),
    Role.DEPUTY: lambda kind: (
        kind in BALLOT
        or kind in ("matter.strike_off", "matter.reply")
        or kind.startswith(("clerk.", "station.", "program.", "resident."))
    ),
}
"""What a role must never do, whatever the table of rights comes to say."""


@pytest.mark.parametrize("role", Role)
def test_the_server_holds_every_role_to_the_table(town: Town, role: Role) -> None:
    pc = town.founded()
    clerk = fresh_id()
    said: Said = ("clerk.register", {"details": {"name": "李慧", "roles": [role]}})
    pc.push(pc.action(said, stream=clerk))
    pc.clerk = clerk
    kinds = sorted(access.RIGHTS)
    verdicts = pc.push(*(pc.action((kind, {})) for kind in kinds)).verdicts
    taken = {kind for kind, one in zip(kinds, verdicts, strict=True) if one.refusal is None}
    assert taken == {kind for kind in kinds if role in access.RIGHTS[kind].roles} - FROM_ABOVE
    assert not {kind for kind in taken if role in NEVER and NEVER[role](kind)}
    rules = {one.refusal.rule for one in verdicts if one.refusal}
    assert rules <= {"refused.permission"}
