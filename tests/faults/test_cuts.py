"""The connection cut at every byte of every message: nothing is half done, nothing is done twice.

Beside these, RENDA_CUTS=1 plays each cut of an answer with the server and a clean exchange after
it; by default only some are.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from renda_desktop.domain.errors import Unavailable
from renda_desktop.services import attachments, matters, themes
from renda_desktop.store import engine
from renda_desktop.sync import pieces, wire
from tests.faults.cases import CASES
from tests.faults.centre import Field
from tests.sync import proxy as faults
from tests.sync.machine import memory, quiet
from tests.sync.machine.base import kept
from tests.sync.machine.pc import Pc
from tests.sync.proxy import Proxy

EACH = int(os.environ.get("RENDA_CUTS", "199"))


@dataclass(frozen=True)
class Stage:
    """A message that matters: what makes it due, and what sends it and tells what went wrong."""

    path: str
    due: Callable[[], object]
    send: Callable[[], str]


def exchange(field: Field, pc: Pc) -> str:
    report = pc.office.exchange(link=field.link(pc.office))
    return report.troubles[0].rule if report.troubles else ""


def move(field: Field, pc: Pc) -> str:
    moved = pc.office.move_files(lane=field.link(pc.office))
    return moved.troubles[0].rule if moved.troubles else ""


def enrol(field: Field, pc: Pc, codes: list[str]) -> str:
    try:
        pc.office.enrol(url=field.url, code=codes[-1], link=field.link(pc.office))
    except Unavailable as failure:
        return failure.rule
    return ""


def stages(field: Field) -> Iterator[Stage]:
    """Yield every kind of message, in an order in which each has something to say."""
    first, second = field.pcs[:2]
    scope, codes = first.scopes[0], [""]

    def act() -> None:
        first.act(themes.register, title="改造")

    def attach() -> None:
        matter = first.act(matters.register, program="themed", own_words="路灯")
        assert matter is not None
        data = b"%PDF-1.4\n" + os.urandom(200)  # none that the server has from another test
        first.act(attachments.attach, matter=matter.id, name="现场.pdf", data=data)
        assert exchange(field, first) == ""

    def sent() -> None:
        attach()
        assert move(field, first) == ""
        assert exchange(field, second) == ""

    def code() -> None:
        codes.append(field.town.code(scope))

    def nothing() -> None:
        """Say no more than that one is there."""

    def both() -> None:
        act()
        assert exchange(field, first) == ""

    yield Stage(wire.HELLO, nothing, lambda: exchange(field, first))
    yield Stage(wire.ENROL, code, lambda: enrol(field, first, codes))
    yield Stage(wire.PUSH, act, lambda: exchange(field, first))
    yield Stage(wire.PULL, both, lambda: exchange(field, second))
    yield Stage(pieces.ASK, attach, lambda: move(field, first))
    yield Stage(pieces.SEND, attach, lambda: move(field, first))
    yield Stage(pieces.FETCH, sent, lambda: move(field, second))


@pytest.fixture(autouse=True)
def light_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """No machine dies here: what is written need not reach the disk."""
    live = tuple(one.replace("= FULL", "= OFF") for one in engine._LIVE)
    monkeypatch.setattr(engine, "_LIVE", live)
    monkeypatch.setitem(engine._PRAGMAS, "live", live)


def test_a_request_cut_at_any_byte_does_nothing(field: Field, proxy: Proxy) -> None:
    for stage in stages(field):
        stage.due()
        proxy.faults[stage.path] = faults.dropped()
        assert stage.send() == "sync.offline"
        request = proxy.requests[stage.path]
        before = kept(field.town), memory.held(field.pcs[0].office)
        beginnings = [request[:at] for at in range(len(request))]
        proxy.loop.run(faults.sever_all(proxy.target, beginnings))
        CASES["request cut"] += len(beginnings)
        for at in range(0, len(request), EACH):
            proxy.faults[stage.path] = faults.request_cut(at)
            assert stage.send() == "sync.offline"
            CASES["request cut, and the PC waits"] += 1
        after = kept(field.town)
        for table in ("scope", "device", "enrolment", "device_scope", "action", "entry"):
            assert after[table] == before[0][table], (stage.path, table)
        assert memory.held(field.pcs[0].office) == before[1]
        proxy.faults.clear()
        assert stage.send() == ""
        field.look_at_all()
    quiet.settle_down(field)
    quiet.check(field)


def test_an_answer_cut_at_any_byte_is_not_taken(field: Field, proxy: Proxy) -> None:
    for stage in stages(field):
        stage.due()
        proxy.answers.clear()
        proxy.faults |= {"": recorded, stage.path: faults.unheard()}
        assert stage.send() == "sync.offline"
        answer = proxy.answers.pop(stage.path)
        for path, whole in proxy.answers.items():  # what went before it comes again as it was
            proxy.faults[path] = faults.answered(whole, closed=False)
        before = [memory.held(pc.office) for pc in field.pcs]
        for at in range(len(answer)):
            proxy.faults[stage.path] = faults.answered(answer[:at])
            rule = stage.send()
            assert rule == "sync.offline", (stage.path, at, rule)
        CASES["answer cut"] += len(answer)
        assert [memory.held(pc.office) for pc in field.pcs] == before
        proxy.faults.clear()
        assert stage.send() == ""
        field.look_at_all()
    quiet.settle_down(field)
    quiet.check(field)


async def recorded(one: faults.Passage) -> None:
    """Let it pass, and keep the answer."""
    one.proxy.answers[one.path] = await one.ask()
    await one.give(one.proxy.answers[one.path])


def test_after_a_cut_answer_the_next_exchange_makes_it_whole(field: Field, proxy: Proxy) -> None:
    for stage in stages(field):
        at, length = 0, 1
        while at < length:
            stage.due()
            proxy.faults[stage.path] = faults.answer_cut(at)
            assert stage.send() == "sync.offline"
            length = len(proxy.answers[stage.path])
            field.look_at_all()
            proxy.faults.clear()
            assert stage.send() == ""
            field.look_at_all()
            CASES["answer cut, then a clean exchange"] += 1
            at += EACH
    quiet.settle_down(field)
    quiet.check(field)
