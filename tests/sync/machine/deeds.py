"""What clerks do in a sequence: through the real services, often to the same few things."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import msgspec
from sqlalchemy.orm import Session

from renda_desktop.bootstrap import Office
from renda_desktop.domain.entry import Author, Entry
from renda_desktop.domain.ids import Id
from renda_desktop.domain.nouns import NOUNS
from renda_desktop.domain.terms import Grade, Outcome, RaterKind, Role
from renda_desktop.services import (
    amendments,
    clerks,
    departments,
    matters,
    residents,
    themes,
    visits,
)
from renda_desktop.services.action import Action
from renda_desktop.services.visits import Person, Raised
from renda_desktop.store import log, rebuild
from tests.offices import Cast
from tests.sync.machine.memory import all_of
from tests.sync.machine.pc import Pc

WORDS = ("路灯", "加装电梯", "𠮷野家<b>", '河道 "异味"')

FIELDS = {
    "matter": ("summary", "place"),
    "theme": ("title", "description"),
    "deputy": ("phone", "name"),
    "department": ("short",),
    "resident": ("address",),
    "clerk": ("phone",),
    "station": ("address",),
}


def ids(office: Office, table: str) -> list[Id]:
    """Return what a table of the projection holds, the oldest first."""
    asked = f"SELECT lower(hex(id)) FROM {table} ORDER BY id"  # noqa: S608
    return [Id(row[0]) for row in all_of(office, asked)]


def do(pc: Pc, cast: Cast, chance: Random) -> Any:
    """Do one thing on a PC; return what was acknowledged, or None."""
    deed = chance.choices(list(DEEDS), list(DEEDS.values()))[0]
    who = ids(pc.office, "clerk")
    acting = chance.choice(who) if chance.random() < 0.4 else None
    return deed(pc, cast, chance, acting)


def _one(office: Office, table: str, chance: Random) -> Id | None:
    """Choose mostly the first, else one of the first or the last few, so that PCs often meet."""
    found = ids(office, table)
    if found and chance.random() < 0.5:
        return found[0]
    return chance.choice(found[:2] + found[-2:]) if found else None


def _register(pc: Pc, cast: Cast, chance: Random, acting: Id | None) -> Any:
    key = chance.choice(("themed", "regular"))
    words = chance.choice(WORDS)
    return pc.act(matters.register, program=key, own_words=words, acting=acting)


def _visit(pc: Pc, cast: Cast, chance: Random, acting: Id | None) -> Any:
    known = _one(pc.office, "resident", chance) if chance.random() < 0.5 else None
    address = chance.choice(WORDS)
    person = Person("张三", "13805745521", address) if known is None else Person(
        id=known, address=address
    )  # fmt: skip
    raised = tuple(Raised(chance.choice(WORDS)) for _ in range(chance.randrange(1, 4)))
    return pc.act(
        visits.register, person=person, matters=raised, reception=cast.reception, acting=acting
    )


def _loop(pc: Pc, cast: Cast, chance: Random, acting: Id | None) -> Any:
    """Take a matter one step on through its loop."""
    matter = _one(pc.office, "matter", chance)
    if matter is None:
        return None
    service, given = chance.choice(_steps(pc, cast, chance))
    return pc.act(service, matter=matter, acting=acting, **given)


def _steps(pc: Pc, cast: Cast, chance: Random) -> list[tuple[Callable[..., Any], dict[str, Any]]]:
    words, unit = chance.choice(WORDS), chance.choice(cast.departments)
    return [
        (matters.note, {"text": words}),
        (matters.assign, {"unit": unit}),
        (matters.assign, {"unit": unit, "deputy": cast.deputies[0]}),
        (matters.reply, {"text": words, "grade": chance.choice([*Grade])}),
        (matters.reply, {"text": words}),
        (matters.resolve, {"outcome": chance.choice([*Outcome]), "text": words}),
        (matters.rate, {"rater": RaterKind.RESIDENT, "stars": chance.randrange(1, 6)}),
        (matters.call_back, {"reached": True, "text": words, "satisfied": True}),
        (matters.strike_off, {"evidence": words}),
        (matters.withdraw, {"reason": words}),
        (matters.merge, {"into": _one(pc.office, "matter", chance)}),
        (matters.separate, {}),
    ]


def _amend(pc: Pc, cast: Cast, chance: Random, acting: Id | None) -> Any:
    noun = chance.choice(("matter", "matter", "theme", *FIELDS))
    stream = _one(pc.office, noun, chance)
    if stream is None:
        return None
    some = chance.sample(FIELDS[noun], chance.randrange(1, len(FIELDS[noun]) + 1))
    words = ("13805745521", "0574-87654321") if "phone" in some else WORDS
    changes = {name: chance.choice(words) for name in some}
    return pc.act(amendments.amend, noun=noun, stream=stream, changes=changes, acting=acting)


def _settle(pc: Pc, cast: Cast, chance: Random, acting: Id | None) -> Any:
    with pc.office.session() as session:
        waiting = sorted(rebuild.in_conflict(session))
        if not waiting:
            return None
        stream = chance.choice(waiting)
        entries = log.read(session, stream=stream)
    noun = entries[0].kind.partition(".")[0]
    state = NOUNS[noun].fold(stream, entries)
    name = chance.choice(sorted(state.conflicts))
    value = chance.choice(state.conflicts[name]).value
    return pc.act(
        amendments.settle, noun=noun, stream=stream, field=name, value=value, acting=acting
    )


def _staff(pc: Pc, cast: Cast, chance: Random, acting: Id | None) -> Any:
    """Change who may do what: others, offline, do not know yet."""
    clerk = chance.choice(ids(pc.office, "clerk"))
    match chance.randrange(4):
        case 0:
            return pc.act(clerks.deactivate, clerk=clerk)
        case 1:
            return pc.act(clerks.reactivate, clerk=clerk)
        case 2:
            return pc.act(clerks.register, name=f"新{chance.randrange(99)}")
        case _:
            roles = chance.choice(((Role.CLERK,), (Role.CLERK, Role.STATION_HEAD)))
            return pc.act(amendments.amend, noun="clerk", stream=clerk, changes={"roles": roles})


def _erase(pc: Pc, cast: Cast, chance: Random, acting: Id | None) -> Any:
    """Have a person erased; others, offline, go on speaking of them."""
    person = _one(pc.office, "resident", chance)
    if person is None:
        return None
    theirs = ids(pc.office, f"matter WHERE resident = x'{person}'")
    some = tuple(one for one in theirs if chance.random() < 0.5)
    return pc.act(
        residents.erase, resident=person, reason="本人申请", matters=some, confirm=True,
        acting=acting,
    )  # fmt: skip


def _theme(pc: Pc, cast: Cast, chance: Random, acting: Id | None) -> Any:
    theme = _one(pc.office, "theme", chance)
    service = chance.choice((themes.close, themes.reopen))
    if theme is None or chance.random() < 0.4:
        return pc.act(themes.register, title=chance.choice(WORDS), acting=acting)
    return pc.act(service, theme=theme, acting=acting)


def _department(pc: Pc, cast: Cast, chance: Random, acting: Id | None) -> Any:
    name = f"{chance.choice(WORDS)}局"
    return pc.act(departments.register, name=name, short=name[:4], acting=acting)


def _later(pc: Pc, cast: Cast, chance: Random, acting: Id | None) -> Any:
    """Write what a later version would: kinds and fields that are not known here."""
    stream = _one(pc.office, "matter", chance) or Id("")
    body = msgspec.json.encode({"text": chance.choice(WORDS), "later": {"a": [1, None]}})
    said = [
        ("matter.of_a_later_version", stream, body), ("later.begin", None, b'{ "x" : 1 }'),
        ("matter.note", stream, body),
    ]  # fmt: skip
    return pc.act(_write, said=said[: chance.randrange(1, 4)])


def _broken(pc: Pc, cast: Cast, chance: Random, acting: Id | None) -> Any:
    """Write what the server must refuse for its form."""
    said = [("matter.note", _one(pc.office, "matter", chance), b'{"text": [1, 2')]
    return pc.act(_write, said=said)


def _write(session: Session, *, by: Author, said: list[tuple[str, Id | None, bytes]]) -> Any:
    action = Action(session, by)
    about = next((stream for _, stream, _ in said if stream), None)
    known = about and log.read(session, stream=about)
    scope = known[0].scope if known else by.scope  # one stream, one log
    made = []
    for kind, stream, body in said:
        entry = Entry(
            id=action.new_id(), scope=scope, stream=stream or action.new_id(), kind=kind,
            body=body, author=by.clerk, device=by.device, action=action.id,
            recorded_at=int(by.now.timestamp() * 1_000_000),
        )  # fmt: skip
        made.append(entry)
    log.append(session, entries=made)
    rebuild.again(session, streams={entry.stream: entry.kind for entry in made if entry.stream})
    return action.done(made[0].stream)


DEEDS: dict[Callable[[Pc, Cast, Random, Id | None], Any], int] = {
    _register: 3, _visit: 4, _loop: 9, _amend: 10, _settle: 4, _staff: 3, _theme: 2,
    _department: 1, _later: 2, _broken: 1, _erase: 2,
}  # fmt: skip
