"""How often somebody may call: in figures, and as PCs and strangers meet it."""

import pytest

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.server import limits
from renda_desktop.server.calls import Answer, Call, answer
from renda_desktop.server.limits import Allowance, Limits, Rate, site
from renda_desktop.sync import wire
from renda_desktop.sync.messages import Hello
from tests.server.pcs import Pc, Town

HERE, THERE = "192.0.2.7", "192.0.2.8"


class Ticks:
    """Seconds that pass only when told."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def ticks(town: Town, monkeypatch: pytest.MonkeyPatch) -> Ticks:
    """A server that lets everybody call thrice, and once a second after that."""
    for one in ("CALLS", "CODES", "STRANGERS"):
        monkeypatch.setattr(limits, one, Rate(3, 1))
    ticks = Ticks()
    town.server.limits = Limits(ticks=ticks)
    return ticks


def come(pc: Pc, address: str) -> Pc:
    """Let a PC call from an address."""

    def carry(call: Call) -> Answer:
        asked = Call(call.path, call.headers, call.body, address)
        return pc.town.loop.run(answer(pc.town.server, call=asked))

    pc.carry = carry
    return pc


def hello(pc: Pc) -> tuple[str, object]:
    """Say hello; return what is wrong, and for how long."""
    try:
        pc.way.hello(Hello(pc.server, pc.device, pc.town.clock(), "0.1.0"))
    except Unavailable as failure:
        return failure.rule, failure.params["seconds"]
    return "", 0


def enrol(pc: Pc, code: str) -> str:
    try:
        pc.enrol(code)
    except (RuleBroken, Unavailable) as failure:
        return failure.rule
    return ""


def test_so_many_at_once_and_so_many_a_second() -> None:
    ticks = Ticks()
    mine = Allowance(Rate(2, 0.5), ticks)
    mine.take("a")
    assert mine.wait("a") == 0
    mine.take("a")
    assert mine.wait("a") == 2
    assert mine.wait("b") == 0
    ticks.now = 1.9
    assert mine.wait("a") == 1
    ticks.now = 2.0
    assert mine.wait("a") == 0
    ticks.now = 1e6  # nobody saves up more than at first
    mine.take("a")
    mine.take("a")
    assert mine.wait("a") == 2


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_KNOWN", 3)
    mine = Allowance(Rate(1, 1), Ticks())
    for one in "abcad":
        mine.take(one)
    assert len(mine) == 3
    assert [mine.wait(one) for one in "abcd"] == [1, 0, 1, 1]


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::9", "2001:db8:1:2::"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", ""),
        ("unix", "unix"),
    ],
)
def test_an_address_is_that_of_a_place(address: str, counted: str) -> None:
    assert site(address) == counted


def test_a_wild_pc_is_held_up_and_nobody_else(town: Town, ticks: Ticks) -> None:
    wild = come(town.founded(), HERE)
    good = come(town.pc(wild.scope), HERE)
    ticks.now = 100.0
    assert [hello(wild) for _ in range(5)] == [("", 0)] * 3 + [("sync.often", 1)] * 2
    assert hello(good) == ("", 0)
    ticks.now += 1
    assert hello(wild) == ("", 0)
    told = town.rows(
        "SELECT sum(calls) FROM access_log WHERE device = $1 AND what = 'hello'", wild.device
    )
    assert told == [(4,)]  # what was not even looked at leaves no row


def test_codes_are_not_guessed(town: Town, ticks: Ticks) -> None:
    there = town.station()
    code = town.code(there)
    guesser = come(Pc(town, there), HERE)
    guesses = [enrol(guesser, f"AAAA-BBBB-CCCC-DDD{one}") for one in range(5)]
    assert guesses == ["sync.code"] * 3 + ["sync.often"] * 2
    assert enrol(guesser, code) == "sync.often"
    assert enrol(come(Pc(town, there), THERE), town.code(there)) == ""
    ticks.now += 1
    assert enrol(guesser, code) == ""
    assert [enrol(guesser, code) for _ in range(5)] == [""] * 5  # a right one counts nothing


def test_strangers_do_not_keep_out_who_is_known(town: Town, ticks: Ticks) -> None:
    known, late = come(town.founded(), HERE), come(town.pc(town.station("白鹤", "BH")), HERE)
    assert hello(known) == ("", 0)
    stranger = come(Pc(town, known.scope), HERE)
    said = [hello(stranger)[0] for _ in range(5)]
    assert said == ["sync.unknown_device"] * 3 + ["sync.often"] * 2
    assert hello(known) == ("", 0)
    ticks.now += 2
    assert hello(late) == ("", 0)
    assert hello(come(Pc(town, known.scope), THERE))[0] == "sync.unknown_device"


def test_an_overheard_call_does_not_count_against_whose_it_is(town: Town, ticks: Ticks) -> None:
    pc = town.founded()
    calls: list[Call] = []
    way = pc.overheard(calls)
    pc.pull()
    town.clock.on(hours=1)
    for _ in range(9):
        replayed = way.carry(calls[0])
        assert wire.unpack(replayed.body, kind=wire.Trouble).rule == "sync.clock"
    assert town.server.limits.calls.wait(pc.device) == 0
