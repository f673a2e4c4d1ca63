"""Hundreds of first syncs at the same moment, while clerks elsewhere go on with their work."""

import argparse
import asyncio
import time
from dataclasses import dataclass, field

from tests.bench.central import Central, central
from tests.bench.stations import percentile
from tests.bench.swarm import BusyError, Figures, Station, copies, fill, founded, sampled

_SCOPES = 6


@dataclass
class Waits:
    """How often PCs were sent away, and for how long."""

    seconds: list[int] = field(default_factory=list)
    done: list[float] = field(default_factory=list)


def main() -> None:
    """Print how long first syncs take, and what the small exchanges beside them feel of it."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--pcs", type=int, default=300)
    wanted.add_argument("--entries", type=int, default=5000)
    wanted.add_argument("--clerks", type=int, default=20)
    wanted.add_argument("--processes", type=int, default=1)
    options = wanted.parse_args()
    with central(processes=options.processes) as at:
        _bench(at, options)


def _bench(at: Central, options: argparse.Namespace) -> None:
    said = sampled()
    homes = [founded(at.town, number) for number in range(_SCOPES)]
    heads = [fill(home, said, entries=options.entries) for home in homes]
    each = options.pcs // _SCOPES
    ports = at.ports
    pcs = [pc for home in homes for pc in copies(at.town, home.scope, each)]
    clerks = [founded(at.town, _SCOPES + number) for number in range(options.clerks)]
    first, small, waits = Figures(), Figures(), Waits()
    storm = [Station(pc, ports[n % len(ports)], first) for n, pc in enumerate(pcs)]
    others = [Station(pc, ports[n % len(ports)], small, 2) for n, pc in enumerate(clerks)]
    print(f"{len(pcs)} first syncs of {heads[0]:,} entries, {options.clerks} clerks beside them")
    print(f"  before: {at.memory()}")
    at.cpu()
    began = time.perf_counter()
    asyncio.run(_storm(storm, others, waits))
    took = time.perf_counter() - began
    entries = sum(heads) * each
    print(f"  all done after {took:.1f} s: {entries / took:,.0f} entries/s")
    p50, p99 = percentile(waits.done, 0.5), percentile(waits.done, 0.99)
    print(f"  a first sync: p50 {p50:.1f} s, p99 {p99:.1f} s")
    print(f"  sent away {len(waits.seconds)} times, for {sorted(set(waits.seconds))} s")
    first.show(took)
    print("  small exchanges beside them:")
    small.show(took)
    spent = at.cpu()
    told = ", ".join(f"{name} {seconds / took:.0%}" for name, seconds in spent.items())
    print(f"  of a core: {told}; {spent['server'] / entries * 1e6:.0f} µs an entry at the server")
    print(f"  after: {at.memory()}")


async def _storm(storm: list[Station], others: list[Station], waits: Waits) -> None:
    beside = asyncio.gather(*(_work(one) for one in others))
    await asyncio.gather(*(_first(one, waits) for one in storm))
    beside.cancel()
    await asyncio.gather(beside, return_exceptions=True)


async def _first(one: Station, waits: Waits) -> None:
    began = time.perf_counter()
    while True:
        try:
            await one.exchange()
        except BusyError as busy:
            waits.seconds.append(busy.seconds)
            await asyncio.sleep(busy.seconds)
        else:
            waits.done.append(time.perf_counter() - began)
            return


async def _work(one: Station) -> None:
    """Save something every second."""
    while True:
        began = time.perf_counter()
        try:
            await one.exchange(notes=1)
        except BusyError as busy:
            await asyncio.sleep(busy.seconds)
        await asyncio.sleep(max(0.0, 1 - time.perf_counter() + began))


if __name__ == "__main__":
    main()
