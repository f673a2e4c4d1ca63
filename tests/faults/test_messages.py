"""Messages dropped, doubled, replayed, late, overtaken, trickled, and answered by strangers.

RENDA_MESSAGES=5000 plays more rounds of chance.
"""

import asyncio
import os
import threading
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Final

import msgspec
import pytest
import zstandard

from renda_desktop.services import themes
from renda_desktop.sync import pieces, wire
from renda_desktop.sync.messages import MOST_BYTES
from tests.faults.cases import CASES
from tests.faults.centre import Field, until
from tests.faults.test_cuts import exchange, recorded, stages
from tests.sync import proxy as faults
from tests.sync.machine import deeds, memory, quiet
from tests.sync.proxy import Fault, Proxy, http

ROUNDS = int(os.environ.get("RENDA_MESSAGES", "40"))
PAGE = b"<html><body>Please log in.</body></html>"
HTML = {"Content-Type": "text/html"}
OURS = {"Content-Type": wire.MEDIA}
CHANCE = Random(20261124)


def body(answer: bytes) -> bytes:
    return answer.partition(b"\r\n\r\n")[2]


def ours(answer: bytes, made: bytes) -> bytes:
    """Return an answer with the headers of a real one."""
    head = answer.partition(b"\r\n\r\n")[0].split(b"\r\n")
    kept = [line for line in head if not line.lower().startswith(b"content-length")]
    return b"\r\n".join([*kept, b"Content-Length: %d" % len(made), b"", made])


def stranger(answer: bytes) -> bytes:
    lines = answer.split(b"\r\n")
    name = wire.SERVER.lower().encode()
    return b"\r\n".join(
        line[: len(name) + 2] + b"ab" * 16 if line.lower().startswith(name) else line
        for line in lines
    )


def repacked(answer: bytes) -> bytes:
    """Return an answer whose JSON is sound and says something else."""
    return ours(answer, zstandard.compress(msgspec.json.encode({"epoch": "first", "size": "much"})))


Garbage = Callable[[bytes], bytes]
GARBAGE: Final[dict[str, tuple[Garbage, str]]] = {
    "noise": (lambda _: CHANCE.randbytes(300), "sync.offline"),
    "nothing": (lambda _: b"", "sync.offline"),
    "a portal": (lambda _: http("200 OK", PAGE, **HTML), "sync.not_the_server"),
    "a way to a portal": (
        lambda _: http("302 Found", b"", Location="http://127.0.0.1:9/"), "sync.not_the_server",
    ),
    "a gateway": (lambda _: http("502 Bad Gateway", PAGE, **HTML), "sync.not_the_server"),
    "a gateway that is busy": (
        lambda _: http("503 Busy", PAGE, Retry_After="7", **HTML), "sync.busy",
    ),
    "too many": (lambda _: http("429 Too Many", PAGE, Retry_After="7", **HTML), "sync.busy"),
    "no server named": (lambda a: http("200 OK", body(a), **OURS), "sync.not_the_server"),
    "another media type": (
        lambda a: a.replace(wire.MEDIA.encode(), b"application/json"), "sync.not_the_server",
    ),
    "another server": (stranger, "sync.other_server"),
    "half of the packed": (lambda a: ours(a, body(a)[: len(body(a)) // 2]), "sync.garbled"),
    "an empty body": (lambda a: ours(a, b""), "sync.garbled"),
    "a flipped byte": (lambda a: ours(a, b"\0" + body(a)[1:]), "sync.garbled"),
    "other JSON": (repacked, "sync.garbled"),
    "no JSON": (lambda a: ours(a, zstandard.compress(PAGE)), "sync.garbled"),
    "a list": (lambda a: ours(a, zstandard.compress(b"[" * 5000)), "sync.garbled"),
    "a bomb": (
        lambda a: ours(a, zstandard.compress(b" " * (MOST_BYTES + 9))), "sync.too_large",
    ),
    "bad chunks": (
        lambda _: b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "sync.offline",
    ),
}  # fmt: skip


@pytest.mark.parametrize("heard", [False, True])
def test_a_stranger_s_answer_is_told_for_what_it_is(
    field: Field, proxy: Proxy, *, heard: bool
) -> None:
    for stage in stages(field):
        stage.due()
        proxy.faults[stage.path] = recorded
        assert stage.send() == ""
        answer = proxy.answers[stage.path]
        stage.due()
        proxy.faults[stage.path] = faults.dropped()
        assert stage.send() == "sync.offline"
        before = [memory.held(pc.office) for pc in field.pcs]
        for name, (garbage, rule) in GARBAGE.items():
            if stage.path == pieces.SEND and heard:
                stage.due()  # it is there now, so the next has another one to send
                before = [memory.held(pc.office) for pc in field.pcs]
            closed = rule == "sync.offline"  # what is whole leaves the connection as it was
            made = garbage(answer)
            proxy.faults[stage.path] = faults.answered(made, heard=heard, closed=closed)
            assert stage.send() == rule, (stage.path, name)
            CASES["answer of a stranger"] += 1
        assert [memory.held(pc.office) for pc in field.pcs] == before
        proxy.faults.clear()
        assert stage.send() == ""
        field.look_at_all()
    quiet.settle_down(field)
    quiet.check(field)


@pytest.mark.parametrize("fault", [faults.twice, faults.at_once, faults.trickled()])
def test_what_comes_twice_or_byte_by_byte_is_done_once(
    field: Field, proxy: Proxy, fault: Fault
) -> None:
    for stage in stages(field):
        stage.due()
        proxy.faults[""] = fault
        assert stage.send() == ""
        proxy.faults.clear()
        field.look_at_all()
        CASES["twice or byte by byte"] += 1
    quiet.settle_down(field)
    quiet.check(field)


def test_of_two_that_overtake_each_other_both_arrive(field: Field, proxy: Proxy) -> None:
    first, second = field.pcs[:2]
    for path in (wire.HELLO, wire.PUSH, wire.PULL):
        second.act(themes.register, title="先来的")
        assert exchange(field, second) == ""  # so that the first has something to pull
        for pc in (first, second):
            pc.act(themes.register, title="改造")
        proxy.requests.clear()
        gate = asyncio.Event()
        proxy.faults[path] = faults.held(gate)
        slow = threading.Thread(target=exchange, args=(field, first))
        slow.start()
        until(lambda p=path: p in proxy.requests, "it never asks")  # type: ignore[misc]
        proxy.faults.clear()
        assert exchange(field, second) == ""
        proxy.loop.run(opened(gate))
        slow.join()
        field.look_at_all()
        CASES["overtaken"] += 1
    quiet.settle_down(field)
    quiet.check(field)


def test_rounds_of_chance(field: Field, proxy: Proxy, tmp_path: Path) -> None:
    chance = Random(7)
    old: list[bytes] = []
    for _ in range(ROUNDS):
        pc = chance.choice(field.pcs)
        for _ in range(chance.randrange(4)):
            deeds.do(pc, field.base.cast, chance)
        gate = asyncio.Event()
        path = chance.choice((wire.HELLO, wire.PUSH, wire.PUSH, wire.PULL, wire.PULL))
        proxy.faults[path] = fault(chance, gate)
        exchange(field, pc)
        old += proxy.requests.values()
        proxy.loop.run(opened(gate))
        proxy.loop.run(proxy.arrived())
        proxy.faults.clear()
        proxy.loop.run(asked(proxy, chance.choice(old)))  # somebody overheard it
        field.look_at_all()
        CASES["round of chance"] += 1
    quiet.settle_down(field)
    quiet.check(field)


def fault(chance: Random, gate: asyncio.Event) -> Fault:
    """Return any of the faults."""
    return chance.choice((
        faults.dropped(rudely=chance.random() < 0.5), faults.unheard(rudely=chance.random() < 0.5),
        faults.answer_cut(chance.randrange(900)), faults.request_cut(chance.randrange(900)),
        faults.twice, faults.at_once, faults.trickled(chance.randrange(1, 40)), faults.late(gate),
        faults.answered(CHANCE.randbytes(100), heard=chance.random() < 0.5), faults.none,
    ))  # fmt: skip


async def opened(gate: asyncio.Event) -> None:
    gate.set()


async def asked(proxy: Proxy, request: bytes) -> None:
    """Bring a request to the server once more; nobody waits for the answer."""
    reader, writer = await asyncio.open_connection(*proxy.target)
    writer.write(request)
    await faults.message(reader)
    writer.close()
