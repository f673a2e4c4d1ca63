"""Whatever clerks do in whatever order: no crash, no trace of what was refused, rows as rebuilt."""

import random
import types
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal, NewType, Union, get_args, get_origin, get_type_hints

import msgspec
import pytest
from msgspec import UNSET, UnsetType
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from renda_desktop.bootstrap import Office
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.reception import RECEPTION
from renda_desktop.domain.terms import (
    AttendeeRole,
    Outcome,
    Presence,
    ReceptionKind,
    ReceptionStatus,
)
from renda_desktop.queries import receptions as reads
from renda_desktop.queries import references
from renda_desktop.queries.matter_files import matter_file
from renda_desktop.queries.visits import queue
from renda_desktop.services import receptions
from renda_desktop.services.arguments import _KINDS, parameters
from renda_desktop.services.catalogue import ACTIONS
from renda_desktop.store import log
from renda_desktop.store.tables import projection as t
from renda_desktop.store.tables.kept import entry
from renda_desktop.store.tables.proposal import proposal
from renda_desktop.store.verify import check_log, check_projection
from tests.offices import START, Cast, Clock

STEPS = 300
WORDS = ("路灯不亮", "王秀英", "周·买买提", "䶮𬍛㛃", "A&B <b>", '%_"; OR NEAR', "电梯\n停了")
ODD_WORDS = (" ", "", "a\x00", "长" * 300)
PHONES = ("", "13812345521", "0574-87654321", "12")
OFTEN = {
    "visit.register": 60, "matter.register": 30, "visit.take_ticket": 20, "reception.plan": 6,
    "reception.sign_in": 10, "reception.open": 10, "resident.register": 6, "matter": 6,
    "reception": 2, "visit": 4,
}  # fmt: skip
RARE = ("station.amend", "clerk.deactivate", "department.deactivate")


_WEIGHTS = {
    name: 0.3 if name in RARE else OFTEN.get(name, OFTEN.get(name.partition(".")[0], 1))
    for name in ACTIONS
}


class Walk:
    """Does random things at a station, mostly sensible ones."""

    def __init__(self, office: Office, cast: Cast, clock: Clock, seed: int) -> None:
        self.office, self.clock = office, clock
        self.chance = random.Random(seed)
        self.known: dict[str, list[Id]] = {
            "deputy": cast.deputies, "department": cast.departments, "theme": [cast.theme],
            "reception": [cast.reception], "clerk": [office.clerk], "station": [office.station],
        }  # fmt: skip
        self.known = {kind: list(ids) for kind, ids in self.known.items()}
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()

    def step(self) -> None:
        """Do something: what a matter's rules allow, the end of a reception, or whatever."""
        luck = self.chance.random()
        held = self.office.read(reads.open_reception)
        if held is None:
            self._open()
        elif luck < 0.02:
            self._close(held.row.id)
        elif luck < 0.5 and self.known.get("matter"):
            one = self.chance.choice(self.known["matter"])
            today = day_of(self.clock.now)
            possible = self.office.read(matter_file, id=one, today=today).possible
            allowed = [kind for kind, why in possible.items() if not why and kind in ACTIONS]
            self._act(self.chance.choice(allowed), matter=one)
        else:
            (name,) = self.chance.choices(list(_WEIGHTS), list(_WEIGHTS.values()))
            own = name in ("visit.register", "visit.take_ticket") and luck < 0.95
            self._act(name, **({"reception": held.row.id} if own else {}))

    def _open(self) -> None:
        deputies = tuple(self.known["deputy"][:2])
        self._act(
            "reception.plan", kind=ReceptionKind.THEMED, program="themed", deputies=deputies,
            starts=self.clock.now, ends=self.clock.now + timedelta(hours=2), title="接待",
        )  # fmt: skip
        planned = self.known["reception"][-1]
        self._act(
            "reception.sign_in", reception=planned, name="张明", role=AttendeeRole.DEPUTY,
            presence=Presence.PRESENT, unit="",
        )  # fmt: skip
        self._act("reception.open", reception=planned)

    def _close(self, reception: Id) -> None:
        """Close a reception as a clerk must: nobody waits, a way for every matter."""
        for waits in self.office.read(queue, reception=reception):
            self._act("visit.leave", visit=waits.id, reason="")
        for number in self.office.read(references.undecided_matters, reception=reception):
            (one,) = self.office.read(references.find, kind="matter", text=number)
            explained = {"outcome": Outcome.EXPLAINED, "text": "政策如此", "go_to": ""}
            self._act("matter.resolve", matter=one, **explained)
        done = self.done["reception.close"]
        self._act("reception.close", reception=reception, minutes="纪要", press="")
        assert self.done["reception.close"] == done + 1
        self.office.read(_agrees, reception=reception)

    def _act(self, name: str, /, **fixed: Any) -> None:
        """Do one action; a refusal leaves no trace."""
        noun = name.partition(".")[0]
        given = self._arguments(ACTIONS[name], noun) | fixed
        self.clock.on(minutes=self.chance.randrange(90))
        before = self.office.read(_entries)
        try:
            changes = self.office.act(ACTIONS[name], **given)
        except RuleBroken as broken:
            self.refused[broken.rule] += 1
            told = str(broken)
        else:
            told = ""
        if told:
            assert "{" not in told
            assert self.office.read(_entries) == before
            return
        self.done[name] += 1
        for kind, table in (("matter", t.matter), ("visit", t.visit), ("proposal", proposal)):
            if kind in changes.nouns:
                self.known[kind] = self.office.read(_ids, table=table)
        if name.endswith((".register", ".plan", ".add_outpost")):
            self.known.setdefault("outpost" if "outpost" in name else noun, []).append(changes.id)

    def _arguments(self, service: Any, noun: str) -> dict[str, Any]:
        shape = parameters(service)
        about = str(getattr(service, "keywords", {}).get("noun", noun))
        given = self._fields(shape, about)
        if isinstance(changes := given.get("changes"), msgspec.Struct):
            fields = msgspec.structs.asdict(changes).items()
            given["changes"] = {name: value for name, value in fields if value is not UNSET}
        return given

    def _fields(self, shape: type[msgspec.Struct], about: str) -> dict[str, Any]:
        """Fill what is required, half of the rest, and few fields of a correction."""
        hints = get_type_hints(shape, include_extras=True)
        likely = 0.15 if shape.__name__.endswith(".changes") else 0.5
        return {
            one.name: self._value(hints[one.name], one.name, about)
            for one in msgspec.structs.fields(shape)
            if one.required or self.chance.random() < likely
        }

    def _value(self, hint: Any, name: str, about: str) -> Any:
        origin, arguments = get_origin(hint), get_args(hint)
        if hint is Id or isinstance(hint, NewType):
            return self._id(name, about)
        if origin is Annotated:
            return self._value(arguments[0], name, about)
        if origin in (Union, types.UnionType):
            return self._value(self.chance.choice(arguments), name, about)
        if origin is tuple:
            count = self.chance.randrange(1, 4)
            return tuple(self._value(arguments[0], name, about) for _ in range(count))
        if origin is Literal:
            return self.chance.choice(arguments)
        if origin is dict:
            return {}
        if hint is UnsetType:
            return UNSET
        if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
            return hint(**self._fields(hint, about))
        if isinstance(hint, type) and issubclass(hint, Enum):
            return self.chance.choice(list(hint))
        return self._plain(hint, name)

    def _plain(self, hint: Any, name: str) -> Any:
        day = timedelta(days=self.chance.randrange(-2, 40), hours=self.chance.randrange(24))
        plain: dict[Any, Any] = {
            types.NoneType: None,
            bool: self.chance.random() < 0.5,
            int: self.chance.randrange(1, 6),
            datetime: START + day,
            date: day_of(START + day),
            bytes: b"%PDF-1.7 " + str(self.chance.random()).encode(),
            Decimal: Decimal(self.chance.randrange(-500, 10_000)) / 100,
        }
        if hint in plain:
            return plain[hint]
        if name == "program":
            return self.chance.choice(("themed", "regular", "night-inquiry"))
        if name == "field":
            return self.chance.choice(("name", "place", "summary", "roles", "starts"))
        odd = ODD_WORDS if self.chance.random() < 0.03 else WORDS
        return self.chance.choice(PHONES if name == "phone" else odd)

    def _id(self, name: str, about: str) -> Id:
        kind = about if name in ("into", "stream") else _KINDS.get(name, name)
        return self.chance.choice(self.known.get(kind) or [self.office.device])


def _entries(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(entry)) or 0


def _ids(session: Session, *, table: Any) -> list[Id]:
    return list(session.scalars(select(table.c.id).order_by(table.c.id)))


def _agrees(session: Session, *, reception: Id) -> None:
    """Check that each matter of a reception that was just closed has exactly one disposition."""
    state = RECEPTION.fold(reception, log.read(session, stream=reception))
    assert state.status is ReceptionStatus.CLOSED
    m = t.matter.c
    rows = session.execute(
        select(m.disposition).where(
            m.reception == reception, m.stage.not_in(["joined", "withdrawn"])
        )
    ).all()
    assert all(row.disposition for row in rows)
    assert state.counts == receptions.counts(session, reception=reception)
    assert state.counts is not None
    assert state.counts.total == state.counts.matters == len(rows)
    assert references.waiting(session, reception=reception) == 0


@pytest.mark.parametrize("seed", [1, 2])
def test_a_random_walk(office: Office, cast: Cast, clock: Clock, seed: int) -> None:
    walk = Walk(office, cast, clock, seed)
    for _ in range(STEPS):
        walk.step()
    with office.session() as session:
        assert check_projection(session)[1] == []
        assert check_log(session)[1] == []
        numbers = list(session.scalars(select(t.matter.c.number).order_by(t.matter.c.number)))
        v = t.visit.c
        tickets = session.execute(select(v.reception, v.ticket)).all()
    assert [int(one[-5:]) for one in numbers] == list(range(1, len(numbers) + 1))
    assert len(set(tickets)) == len(tickets)
    reached = {name for name in walk.done if name.startswith(("matter.", "reception.", "visit."))}
    assert len(reached) > 20  # or else it would prove little
