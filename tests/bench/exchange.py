"""The exchange through real HTTP and PostgreSQL, beside PouchDB and beside the raw ceilings."""

import argparse
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx

from renda_desktop.bootstrap import Home, Office, join_office, system_clock
from renda_desktop.store import exchange
from renda_desktop.sync import signing
from renda_desktop.sync.http import Https
from renda_desktop.sync.loop import Place
from tests.bench import ceilings, pouch
from tests.bench.central import Central, central
from tests.bench.stations import copied, dropped, timed

_PASSPHRASE: Final = "renda bench station"
_TIMES: Final = 10  # as fast as PouchDB, both ways
_FIRST: Final = 25_000  # entries a second of a first sync, with all that screens read


@dataclass
class Traffic:
    """The bytes that went through sockets, each way, heads of messages left out."""

    up: int = 0
    down: int = 0


@dataclass
class Counting(httpx.HTTPTransport):
    """The usual way over HTTP, with a counter at its side."""

    traffic: Traffic = field(default_factory=Traffic)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = super().handle_request(request)
        self.traffic.up += int(request.headers.get("content-length", 0))
        self.traffic.down += int(answer.headers.get("content-length", 0))
        return answer


@dataclass
class Figures:
    """Entries a second each way, with and without what screens read, and what they weighed."""

    entries: int = 0
    actions: int = 0
    up: float = 0
    down: float = 0
    first: float = 0
    again: float = 0
    nothing: float = 0
    proving: float = 0
    up_bytes: float = 0
    down_bytes: float = 0
    costs: list[str] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)  # of all sides, in microseconds an entry


def main() -> None:
    """Print what was measured, side by side."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--matters", type=int, default=12_200, help="the size of the station")
    wanted.add_argument("--processes", type=int, default=1, help="of the server")
    wanted.add_argument("--only", action="store_true", help="leave the others out")
    options = wanted.parse_args()
    office = copied(options.matters)
    shape = ceilings.shape(office)
    print(f"{shape.entries:,} entries in {shape.actions:,} actions, {shape.size:.0f} bytes each")
    with central(processes=options.processes) as at:
        ours = _ours(at, office)
    others = None if options.only else pouch.measured(documents=shape.documents)
    _show(ours, others)
    if not options.only:
        print("raw ceilings, one thread unless it says otherwise:")
        for name, rate in ceilings.measured(office):
            print(f"  {name:52} {rate:10,.0f}/s")
    dropped(office)


def _ours(at: Central, office: Office) -> Figures:
    """Send a station to the server, and bring it to a PC that has nothing, twice."""
    made, url = Figures(), f"http://127.0.0.1:{at.ports[0]}"
    with office.session() as session:
        made.entries, made.actions = ceilings.extent(session)
    traffic = Traffic()
    code = at.town.code(at.town.station())
    office.enrol(url=url, code=code)
    at.cpu()
    with _way(office._place(), url, traffic) as link:
        made.up = made.entries / timed(lambda: office.exchange(link=link))
    _note(made, "up", at)
    made.up_bytes = traffic.up / made.entries
    for turn in ("first", "again"):
        traffic = Traffic()
        joined, received, took = _joined(at, office, url, traffic)
        if turn == "first":
            made.down, made.first = made.entries / received, made.entries / took
            made.down_bytes = traffic.down / made.entries
            _note(made, "first sync", at)
            with _way(joined._place(), url, Traffic()) as link:
                made.proving = timed(lambda: _proved(joined, link))  # noqa: B023
                _note(made, "signatures checked afterwards", at)
                quiet = [timed(lambda: joined.exchange(link=link)) for _ in range(50)]  # noqa: B023
            made.nothing = statistics.median(quiet)
        else:
            made.again = made.entries / took
        joined.close()
        shutil.rmtree(joined.home.path.parent)
    return made


def _proved(joined: Office, link: Https) -> None:
    """Exchange until the signatures that the first sync left for later are checked."""
    while joined.read(exchange.unproved):
        assert joined.exchange(link=link).whole


def _joined(at: Central, office: Office, url: str, traffic: Traffic) -> tuple[Office, float, float]:
    """Return a PC that joined, when it had received all, and when it was done."""
    code = at.town.code(office.station)
    folder = Path(tempfile.mkdtemp())
    marks: list[tuple[int, float]] = []
    at.cpu()
    began = time.perf_counter()

    @contextmanager
    def way(place: Place) -> Iterator[Https]:
        with _way(place, url, traffic) as link:
            yield link

    joined = join_office(
        Home(folder / "home"), way=way, url=url, code=code, passphrase=_PASSPHRASE,
        progress=lambda percent: marks.append((percent, time.perf_counter() - began)),
    )  # fmt: skip
    took = time.perf_counter() - began
    return joined, max(at_ for percent, at_ in marks if percent <= ceilings.FETCHED), took


@contextmanager
def _way(place: Place, url: str, traffic: Traffic) -> Iterator[Https]:
    key = signing.device_key(place.key, device=place.device)
    link = Https(
        url, ca="", server=None, device=place.device, key=key, clock=system_clock,
        transport=Counting(traffic),
    )  # fmt: skip
    try:
        yield link
    finally:
        link.close()


def _note(made: Figures, what: str, at: Central) -> None:
    spent = {name: seconds / made.entries * 1e6 for name, seconds in at.cpu().items()}
    parts = ", ".join(f"{name} {cost:.0f}" for name, cost in spent.items())
    made.costs.append(f"  microseconds of CPU an entry, {what}: {parts} (bench: the PC)")
    made.cpu.append(sum(spent.values()))


def _show(ours: Figures, others: pouch.Rates | None) -> None:
    print(f"{'':28}{'ours':>12}{'PouchDB':>12}{'ratio':>8}{'aim':>10}")
    for name, mine, theirs in (
        ("up, entries/s", ours.up, others.up if others else 0),
        ("down, entries/s", ours.down, others.down if others else 0),
    ):
        ratio = f"{mine / theirs:.1f}" if theirs else "-"
        print(f"{name:28}{mine:12,.0f}{theirs:12,.0f}{ratio:>8}{_TIMES:>9}x")
    # However busy the machine is with other things.
    for name, mine, theirs in (
        ("up, µs of CPU an entry", ours.cpu[0], others.up_cpu if others else 0),
        ("down with projection, µs", ours.cpu[1], others.down_cpu if others else 0),
    ):
        ratio = f"{theirs / mine:.1f}" if theirs else "-"
        print(f"{name:28}{mine:12,.0f}{theirs:12,.0f}{ratio:>8}")
    for name, mine in (
        ("first sync with projection", ours.first),
        ("the same by a second PC", ours.again),
    ):
        print(f"{name:28}{mine:12,.0f}{'':12}{mine / _FIRST:8.2f}{_FIRST:10,}")
    print(f"on the wire: {ours.up_bytes:.0f} bytes an entry up, {ours.down_bytes:.0f} down")
    print(f"signatures of a first sync, checked in idle time: {ours.proving:.1f} s in all")
    print(f"an exchange of nothing: {ours.nothing * 1000:.1f} ms")
    print("\n".join(ours.costs))


if __name__ == "__main__":
    main()
