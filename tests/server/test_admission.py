"""Turns: in order, so many at once; too long a queue is told when to come back."""

import asyncio

import pytest

from renda_desktop.domain.errors import Unavailable
from renda_desktop.server.admission import Lane


def run(work: object) -> object:
    return asyncio.run(work)  # type: ignore[arg-type]


async def settle() -> None:
    """Let everybody go on as far as he can."""
    for _ in range(20):
        await asyncio.sleep(0)


class Crowd:
    """Callers in a lane: who has his turn, in which order they got it."""

    def __init__(self, lane: Lane) -> None:
        self.lane = lane
        self.served: list[int] = []
        self.now: set[int] = set()
        self.most = 0
        self.ends: dict[int, asyncio.Event] = {}

    async def come(self, number: int) -> None:
        self.ends[number] = asyncio.Event()
        async with self.lane.turn():
            self.served.append(number)
            self.now.add(number)
            self.most = max(self.most, len(self.now))
            await self.ends[number].wait()
            self.now.remove(number)


def test_turns_come_in_order_and_never_too_many() -> None:
    async def check() -> None:
        crowd = Crowd(Lane(at_once=2, patience=60))
        tasks = [asyncio.create_task(crowd.come(number)) for number in range(7)]
        await settle()
        assert crowd.served == [0, 1]
        for number in (1, 0, 2, 3, 4, 5, 6):
            crowd.ends[number].set()
            await settle()
        await asyncio.gather(*tasks)
        assert crowd.served == list(range(7))
        assert crowd.most == 2
        assert (crowd.lane.under_way, crowd.lane.waiting) == (0, 0)

    run(check())


def test_who_goes_away_leaves_the_turn_to_the_next() -> None:
    async def check() -> None:
        crowd = Crowd(Lane(at_once=1, patience=60))
        tasks = [asyncio.create_task(crowd.come(number)) for number in range(4)]
        await settle()
        tasks[1].cancel()  # while he waits
        await settle()
        crowd.ends[0].set()
        await asyncio.sleep(0)
        tasks[2].cancel()  # in the moment that his turn comes
        await settle()
        assert crowd.now == {3}
        crowd.ends[3].set()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert (crowd.lane.under_way, crowd.lane.waiting) == (0, 0)

    run(check())


def test_a_turn_that_fails_is_over_too() -> None:
    async def check() -> None:
        lane = Lane(at_once=1, patience=60)
        for _ in range(3):
            with pytest.raises(ValueError, match="bad"):
                async with lane.turn():
                    raise ValueError("bad")
        assert lane.under_way == 0

    run(check())


def waits(*, waiting: int, chance: float) -> int:
    """Return when somebody is told to come back, with so many waiting before him."""

    async def check() -> int:
        lane = Lane(at_once=1, patience=10, turn_takes=1.0, chance=lambda: chance)
        crowd = Crowd(lane)
        async with lane.turn():
            lane.patience = 10**6
            tasks = [asyncio.create_task(crowd.come(number)) for number in range(waiting)]
            await settle()
            lane.patience = 10
            with pytest.raises(Unavailable) as told:
                await lane.turn().__aenter__()
            for one in tasks:
                one.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        assert told.value.rule == "sync.busy"
        return int(str(told.value.params["seconds"]))

    return int(str(run(check())))


def test_who_is_sent_away_is_told_when_the_queue_will_be_gone() -> None:
    assert waits(waiting=19, chance=0.5) == 20
    assert waits(waiting=39, chance=0.5) == 40  # it grows with the queue
    assert waits(waiting=19, chance=0.0) == 10  # and is spread
    assert waits(waiting=19, chance=1.0) == 30
    assert waits(waiting=5000, chance=1.0) == 900


def test_a_short_queue_sends_nobody_away() -> None:
    async def check() -> None:
        lane = Lane(at_once=1, patience=10, turn_takes=1.0)
        crowd = Crowd(lane)
        tasks = [asyncio.create_task(crowd.come(number)) for number in range(11)]
        await settle()
        assert (lane.under_way, lane.waiting) == (1, 10)
        with pytest.raises(Unavailable):
            await lane.turn().__aenter__()
        for number in range(11):
            crowd.ends[number].set()
            await settle()
        await asyncio.gather(*tasks)

    run(check())


def test_a_lane_learns_how_long_a_turn_takes() -> None:
    async def check() -> None:
        now = [0.0]
        lane = Lane(at_once=1, patience=10, turn_takes=0.0, ticks=lambda: now[0])
        for _ in range(100):
            async with lane.turn():
                now[0] += 4.0
        assert 3.9 < lane.turn_takes < 4.1

    run(check())
