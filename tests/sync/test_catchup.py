# ruff: noqa: F811 - fixtures
"""A PC that is far behind takes parts: whole, from wherever it was cut off, and proves them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from renda_desktop import bootstrap
from renda_desktop.bootstrap import Home, Office
from renda_desktop.domain.errors import Unavailable
from renda_desktop.server import paging
from renda_desktop.server.calls import Answer, Call
from renda_desktop.server.inprocess import InProcess
from renda_desktop.services import matters
from renda_desktop.store import exchange
from renda_desktop.sync import catchup, proving, showing, signing, wire
from renda_desktop.sync.loop import Place
from renda_desktop.sync.messages import Page, Pull, Push, Pushed, Welcome
from tests import offices
from tests.server.conftest import (  # noqa: F401
    address,
    data,
    loop,
    postgresql,
    template,
    town,
)
from tests.server.pcs import Town
from tests.sync.memory import URL
from tests.sync.rows import same
from tests.sync.test_real_server import exchanged, first, way  # noqa: F401

_PART = 4

Carry = Callable[[Call], Answer]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catchup, "FAR", 1)
    monkeypatch.setattr("renda_desktop.sync.loop._MANY", 1)
    monkeypatch.setattr(paging, "MOST_PART", _PART)
    monkeypatch.setattr(proving, "SOME", 20)


class Road:
    """Carries calls to the server, and notes what was asked for; `meet` may change them."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.asked: list[Pull] = []
        self.meet: Callable[[int, Answer], Answer] = lambda _, answer: answer

    @contextmanager
    def way(self, place: Place) -> Iterator[InProcess]:
        key = signing.device_key(place.key, device=place.device)
        there = InProcess(self.town.server, loop=self.town.loop, device=place.device, key=key)

        def carry(call: Call) -> Answer:
            answer = there.carry(call)
            if call.path == wire.PULL:
                self.asked.append(wire.unpack(call.body, kind=Pull))
                return self.meet(len(self.asked), answer)
            return answer

        yield InProcess(
            self.town.server, loop=self.town.loop, device=place.device, key=key, carry=carry
        )


@pytest.fixture
def road(first: Office, town: Town) -> Road:
    for number in range(30):
        first.act(matters.register, program="themed", own_words=f"第{number}件")
    assert exchanged(town, first)[0].whole
    return Road(town)


def joined(
    road: Road, home: Path, code: str, progress: Callable[[int], object] = lambda _: None
) -> Office:
    return bootstrap.join_office(
        Home(home), way=road.way, url=URL, code=code, passphrase=offices.PASSPHRASE,
        clock=offices.Clock(), progress=progress,
    )  # fmt: skip


def unproved(office: Office) -> dict[str, tuple[int, int]]:
    return dict(office.read(exchange.unproved).items())


def test_what_comes_in_parts_is_what_comes_in_pages(
    road: Road,
    first: Office,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[int] = []
    by_parts = joined(road, tmp_path / "二", road.town.code(first.station), progress=seen.append)
    parts = [one for one in road.asked if one.upto]
    assert len(parts) > 5
    assert all(one.after // _PART < two.after // _PART for one, two in pairwise(parts))
    assert seen == sorted(seen)
    assert seen[-1] == 100
    assert len(set(seen)) > 5
    monkeypatch.setattr(catchup, "FAR", 10**6)
    by_pages = joined(road, tmp_path / "三", road.town.code(first.station))
    same(by_parts, by_pages)
    by_parts.close()
    by_pages.close()


@pytest.mark.parametrize("ahead", [True, False])
def test_a_cut_at_every_part_is_gone_on_from(
    road: Road,
    first: Office,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    ahead: bool,
) -> None:
    monkeypatch.setattr(catchup, "AHEAD", ahead)
    code = road.town.code(first.station)
    cuts, rules = 0, set[str]()

    def cut(number: int, answer: Answer) -> Answer:
        if number == 2:  # one part comes through each time
            raise Unavailable("sync.offline")
        return answer

    road.meet = cut
    office = None
    while office is None:
        road.asked.clear()
        try:
            office = joined(road, tmp_path / "二", code)
        except Unavailable as failure:
            rules.add(failure.rule)
            cuts += 1
    head = road.town.rows("SELECT head FROM scope WHERE scope = $1", first.station)[0][0]
    assert rules == {"sync.offline"}
    assert cuts > 5
    assert cuts >= int(str(head)) // _PART - 5
    same(first, office)
    office.close()


def test_the_devices_signatures_are_checked_when_there_is_time(
    road: Road,
    first: Office,
    tmp_path: Path,
) -> None:
    office = joined(road, tmp_path / "二", road.town.code(first.station))
    (before,) = unproved(office).values()
    assert before[0] == 0
    turns = 0
    while left := unproved(office):
        (place,) = left.values()
        assert exchanged(road.town, office)[0].whole
        turns += 1
        assert unproved(office).get(first.station, (before[1], 0))[0] > place[0]
    assert turns > 1
    office.close()


def forged(answer: Answer, number: int) -> Answer:
    """Let a device have said what it never signed: the chain does not know signatures."""
    page = wire.unpack(answer.body, kind=Page)
    wrong = msgspec.structs.replace(page.actions[0], signature=bytes([number]) * 64)
    page = msgspec.structs.replace(page, actions=(wrong, *page.actions[1:]))
    return Answer(answer.status, wire.pack(page))


def test_a_forged_signature_is_found_and_told_each_time(
    road: Road,
    first: Office,
    tmp_path: Path,
) -> None:
    road.meet = lambda number, answer: forged(answer, 7) if number == 8 else answer
    office = joined(road, tmp_path / "二", road.town.code(first.station))
    rules = [[one.rule for one in exchanged(road.town, office)[0].troubles] for _ in range(6)]
    assert rules[0] == []
    assert rules[-2:] == [["sync.forged"]] * 2
    assert unproved(office)
    office.close()


def test_parts_that_lead_elsewhere_than_the_server_signed_are_not_taken(
    road: Road,
    first: Office,
    tmp_path: Path,
) -> None:
    """The server signs a number and hands out another history."""
    real = road.town.server.identity
    honest = road.way

    @contextmanager
    def way(place: Place) -> Iterator[InProcess]:
        with honest(place) as link:
            hello, witness = link.hello, link.witness
            link.hello = lambda request: lie(hello(request))  # type: ignore[method-assign]
            link.witness = lambda request: lie(witness(request))  # type: ignore[method-assign]
            yield link

    def lie(welcome: Welcome) -> Welcome:
        words = []
        for word in welcome.checkpoints:
            other = msgspec.structs.replace(word, chain=bytes(32))
            message = signing.checkpoint_message(other, server=real.server)
            words.append(msgspec.structs.replace(other, signature=real.key.sign(message)))
        return msgspec.structs.replace(welcome, checkpoints=tuple(words))

    road.way = way  # type: ignore[method-assign]
    with pytest.raises(Unavailable) as told:
        joined(road, tmp_path / "二", road.town.code(first.station))
    assert told.value.rule == "sync.chain"


@pytest.fixture
def late(road: Road, first: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A PC in use that others have left far behind; what is shown there is made bit by bit."""
    monkeypatch.setattr(showing, "GAP", 0)
    monkeypatch.setattr(showing, "SOME", 3)
    office = joined(road, tmp_path / "二", road.town.code(first.station))
    known = first.act(matters.register, program="themed", own_words="两边都知道").id
    exchanged(road.town, first, office)
    for number in range(12):
        first.act(matters.register, program="themed", own_words=f"又第{number}件")
        first.act(matters.note, matter=known, text=f"第{number}次联系")
    exchanged(road.town, first)
    return office


def test_a_pc_in_use_is_brought_up_bit_by_bit(road: Road, first: Office, late: Office) -> None:
    seen: list[int] = []
    done = late.exchange(link=way(road.town, late._place()), progress=seen.append)
    assert done.whole
    assert len({one for one in seen if one > 50}) > 2
    same(first, late)
    late.close()


def test_a_clerk_works_while_a_pc_is_brought_up(road: Road, first: Office, late: Office) -> None:
    made: list[int] = []

    def work(percent: int) -> None:
        late.act(matters.register, program="themed", own_words=f"当时 {percent}")
        made.append(percent)

    late.exchange(link=way(road.town, late._place()), progress=work)
    assert len(made) > 5
    assert all(one.whole for one in exchanged(road.town, late, first))
    same(first, late)
    late.close()


def test_what_was_cut_off_is_shown_whole_after_the_next_start(
    road: Road, first: Office, late: Office
) -> None:
    seen: list[int] = []
    late.exchange(
        link=way(road.town, late._place()), progress=seen.append, stop=lambda: seen[-1:] > [60]
    )
    assert 60 < seen[-1] < 100
    path = late.home.path
    late.close()
    again = offices.opened(path)
    assert exchanged(road.town, again)[0].whole
    same(first, again)
    again.close()


def test_what_a_pc_sent_it_does_not_fetch_back(road: Road, first: Office) -> None:
    first.act(matters.register, program="themed", own_words="只有本机写了")
    with road.way(first._place()) as link:
        assert first.exchange(link=link).sent == 1
    assert not road.asked
    head, chain = road.town.rows("SELECT head, chain FROM scope WHERE scope = $1", first.station)[0]
    cursor = first.read(exchange.cursors)[first.station]
    assert (cursor.seq, cursor.chain) == (head, chain)


def test_what_others_wrote_between_is_fetched(road: Road, first: Office, tmp_path: Path) -> None:
    other = joined(road, tmp_path / "二", road.town.code(first.station))
    for office in (other, first):
        office.act(matters.register, program="themed", own_words="两台都写了")
        with road.way(office._place()) as link:
            road.asked.clear()
            assert office.exchange(link=link).sent == 1
    assert road.asked
    exchanged(road.town, other)
    same(first, other)
    other.close()


@pytest.mark.parametrize("lost", [None, 0, 1, 2, 3])
def test_many_actions_go_in_many_pushes_signed_ahead(
    road: Road, first: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lost: int | None
) -> None:
    monkeypatch.setattr("renda_desktop.sync.pushing.FULL", 2)
    monkeypatch.setattr("renda_desktop.sync.outbox.MOST_ACTIONS", 3)
    for number in range(10):
        first.act(matters.register, program="themed", own_words=f"连写第{number}件")
    with road.way(first._place()) as link:
        push, sizes = link.push, []

        def losing(request: Push) -> Pushed:
            sizes.append(len(request.actions))
            pushed = push(request)
            if len(sizes) - 1 == lost:
                raise Unavailable("sync.slow")
            return pushed

        link.push = losing  # type: ignore[method-assign]
        done = first.exchange(link=link)
        settled = 10 if lost is None else 3 * lost
        assert (done.sent, done.whole) == (settled, lost is None)
        assert sizes == [3, 3, 3, 1][: None if lost is None else lost + 1]
        before = len(sizes)
        assert first.exchange(link=link).sent == 10 - settled
        # In their order, those first that were signed: no push is a fork to the server.
        assert sum(sizes[before:]) == 10 - settled
    other = joined(road, tmp_path / "二", road.town.code(first.station))
    same(first, other)
    other.close()
