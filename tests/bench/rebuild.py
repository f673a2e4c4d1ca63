"""Making the projection again: decoding and folding alone, and end to end."""

import argparse
from collections.abc import Iterator

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.ids import Id
from renda_desktop.domain.nouns import noun_of
from renda_desktop.store import log
from renda_desktop.store.rebuild import rebuild
from tests.bench.stations import copied, dropped, timed


def main() -> None:
    """Print entries a second; the aims are 100,000 folded and 30,000 end to end."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--matters", type=int, default=5000, help="the size of the station")
    office = copied(wanted.parse_args().matters)
    with office.session() as session:
        streams = list(log.read_all(session))
    entries = sum(len(found) for _, found in streams)
    decoded = min(timed(lambda: _decode(streams)) for _ in range(3))
    folded = min(timed(lambda: _fold(streams)) for _ in range(3))
    with office.session(writes=True) as session:
        whole = min(timed(lambda: rebuild(session)) for _ in range(3))
    dropped(office)
    print(f"{entries} entries in {len(streams)} streams")
    print(f"decode and fold: {entries / folded:,.0f}/s (aim: 100,000)")
    print(f"end to end: {entries / whole:,.0f}/s (aim: 30,000)")
    print(f"fold / bare decoding: {folded / decoded:.2f}")
    print(f"end to end / fold: {whole / folded:.2f}")


def _facts(streams: list[tuple[Id, list[Entry]]]) -> Iterator[Entry]:
    for _, entries in streams:
        yield from entries


def _decode(streams: list[tuple[Id, list[Entry]]]) -> None:
    for entry in _facts(streams):
        noun = noun_of(entry.kind)
        assert noun is not None
        noun._decoders[entry.kind].decode(entry.body)


def _fold(streams: list[tuple[Id, list[Entry]]]) -> None:
    for stream, entries in streams:
        noun = noun_of(entries[0].kind)
        assert noun is not None
        noun.fold(stream, entries)


if __name__ == "__main__":
    main()
