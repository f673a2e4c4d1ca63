"""A thousand stations online: what each call takes, what the server and PostgreSQL need."""

import argparse
import asyncio
import random
import time

from tests.bench.central import Central, central
from tests.bench.swarm import BusyError, Figures, Station, founded, some


def main() -> None:
    """Print p50 and p99 of each kind of call, with one server process and with several."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--stations", type=int, default=1000)
    wanted.add_argument("--every", type=float, default=10, help="seconds between two exchanges")
    wanted.add_argument("--seconds", type=float, default=60)
    wanted.add_argument("--push", type=float, default=0.2, help="share of exchanges with work")
    wanted.add_argument("--processes", type=int, nargs="+", default=[1, 2])
    wanted.add_argument("--flat-out", type=int, default=0, help="so many stations, no pauses")
    options = wanted.parse_args()
    for processes in options.processes:
        with central(processes=processes) as at:
            _bench(at, options)


def _bench(at: Central, options: argparse.Namespace) -> None:
    figures = Figures()
    ports = at.ports
    pcs = [founded(at.town, number) for number in range(options.stations)]
    stations = [Station(pc, ports[n % len(ports)], figures, 2) for n, pc in enumerate(pcs)]
    print(f"{len(stations)} stations, {len(ports)} server process(es), idle: {at.memory()}")
    at.cpu()
    began = time.perf_counter()
    until = began + options.seconds
    asyncio.run(_live(stations, until, every=options.every, push=options.push))
    took = time.perf_counter() - began
    figures.show(took)
    spent = at.cpu()
    calls = sum(map(len, figures.times.values()))
    for name, seconds in spent.items():
        print(f"  {name}: {seconds / took:.0%} of a core, {seconds / calls * 1000:.2f} ms a call")
    print(f"  busy: {at.memory()}")
    if options.flat_out:
        _units(at, stations[: options.flat_out])


async def _live(stations: list[Station], until: float, *, every: float, push: float) -> None:
    await asyncio.gather(*(_station(one, until, every, push) for one in stations))


async def _station(one: Station, until: float, every: float, push: float) -> None:
    pause = random.random() * every
    while (now := time.perf_counter()) + pause < until:
        await asyncio.sleep(pause)
        try:
            await one.exchange(notes=int(some(push)))
        except BusyError as busy:
            await asyncio.sleep(busy.seconds)
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as failure:
            one.figures.faults[type(failure).__name__] += 1
        pause = max(0.0, every * (0.75 + random.random() / 2) - time.perf_counter() + now + pause)


def _units(at: Central, stations: list[Station]) -> None:
    """Print what one call of each kind costs when many come one after another."""
    for kind in ("hello", "hello, one connection", "push", "empty pull"):
        figures = Figures()
        for one in stations:
            one.figures = figures
        at.cpu()
        began = time.perf_counter()
        asyncio.run(_flat_out(stations, kind))
        took = time.perf_counter() - began
        calls = sum(map(len, figures.times.values()))
        cost = {name: f"{spent / calls * 1000:.2f} ms" for name, spent in at.cpu().items()}
        print(f"  {kind}: {calls / took:,.0f}/s, {cost} {dict(figures.faults)}")


async def _flat_out(stations: list[Station], kind: str) -> None:
    await asyncio.gather(*(_again(one, kind) for one in stations))


async def _again(one: Station, kind: str, times: int = 60) -> None:
    for _ in range(times):
        if kind == "push":
            await one.push(one.pc.action(("matter.note", {"text": "已电话联系"})))
        elif kind == "empty pull":
            one.after = 10**6
            await one.pull()
        else:
            await one.hello()
            if kind == "hello":
                one.close()
    one.close()


if __name__ == "__main__":
    main()
