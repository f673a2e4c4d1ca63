"""The exchange: sending a whole station, and bringing it to a PC that has nothing."""

import argparse
import shutil
import tempfile
from pathlib import Path

from renda_desktop.bootstrap import Home, join_office
from tests.bench.stations import copied, dropped, timed
from tests.sync.memory import URL, MemoryServer, Wire

_PASSPHRASE = "renda bench station"


def main() -> None:
    """Print entries a second, the server in memory included; the aim is 25,000 received."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--matters", type=int, default=5000, help="the size of the station")
    office = copied(wanted.parse_args().matters)
    link = Wire(MemoryServer())
    office.enrol(url=URL, code="first", link=link)
    sent = timed(lambda: office.exchange(link=link))
    log = link.server.logs[office.station]
    print(f"{log.head} entries in {len(log.actions)} actions")
    print(f"sent: {log.head / sent:,.0f}/s")
    folder = Path(tempfile.mkdtemp())
    joined = []
    received = timed(
        lambda: joined.append(
            join_office(
                Home(folder / "home"), way=link.way, url=URL, code="second", passphrase=_PASSPHRASE
            )
        )
    )
    print(f"received and projected: {log.head / received:,.0f}/s (aim: 25,000)")
    again = timed(lambda: joined[0].exchange(link=link))
    print(f"an exchange of nothing: {again * 1000:.1f} ms")
    joined[0].close()
    shutil.rmtree(folder)
    dropped(office)


if __name__ == "__main__":
    main()
