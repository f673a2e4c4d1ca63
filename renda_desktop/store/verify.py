"""Whether the database still holds what was written, and whether its rows follow from the log."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from renda_desktop.domain.entry import Entry, digest
from renda_desktop.domain.errors import Unavailable
from renda_desktop.domain.nouns import NOUNS, noun_of
from renda_desktop.domain.rules import SENTENCES
from renda_desktop.store import erasing, exchange, log, rebuild, search
from renda_desktop.store.failures import world
from renda_desktop.store.integrity import faults
from renda_desktop.store.project import PROJECTORS
from renda_desktop.store.project.rows import encoded
from renda_desktop.store.tables.kept import blob
from renda_desktop.store.tables.kept import entry as entry_table
from renda_desktop.store.tables.projection import PROJECTION

_TRIES: Final = 5
_SEARCH: Final = ("document", "full_text", "lookup")
_OWNERS: Final = {
    table.name: noun for noun, projector in PROJECTORS.items() for table, _ in projector.children
}

Tick = Callable[[int], object]  # called with how many entries were done since the last time


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: which rule, in what (a noun, a table), how often. It names no person."""

    rule: str
    subject: str = ""
    count: int = 1

    def __str__(self) -> str:
        noun = NOUNS.get(_OWNERS.get(self.subject, self.subject))
        subject = noun.state.term if noun else self.subject
        return SENTENCES[self.rule].format(subject=subject, count=self.count)


@dataclass(frozen=True, slots=True)
class Report:
    """What was looked at, and what is wrong with it."""

    entries: int = 0
    rows: int = 0
    files: int = 0
    findings: tuple[Finding, ...] = ()

    @property
    def sound(self) -> bool:
        return not self.findings

    @property
    def readable(self) -> bool:
        """Whether the pages are whole, so that what they hold can be looked at."""
        return all(finding.rule != "verify.pages" for finding in self.findings)


def verify(engine: Engine, *, progress: Callable[[int], object] | None = None) -> Report:
    """Check pages, entries, files, and every row of the projection against the log.

    Args:
        progress: called with the percentage done.

    Raises:
        Unavailable: the database is in use for too long, or too damaged to be read.
    """
    with world():
        broken = _broken_pages(engine)
        if broken:
            return Report(findings=(Finding("verify.pages", count=broken),))
        with Session(engine) as session:
            tick = _ticking(session, progress)
            entries, wrong = check_log(session, tick=tick)
            rows, apart = check_projection(session, tick=tick)
            files, spoilt = _check_files(session)
    return Report(entries, rows, files, (*wrong, *spoilt, *apart))


def check_log(session: Session, *, tick: Tick | None = None) -> tuple[int, list[Finding]]:
    """Count the entries; find those that differ from their digest or stand in a wrong order.

    Each device writes ascending ids, so in the order of the log they ascend as well. It counts
    under which name a PC offered them: a copied database goes on under the old one for a while.
    """
    total = 0
    wrong: Counter[str] = Counter()
    disordered: Counter[str] = Counter()
    offered = exchange.offered_by_others(session)
    refused = {one.id for one in exchange.refused(session)}  # they stand nowhere
    erased = erasing.erased(session)
    for _, pairs in groupby(log.digests(session), key=lambda pair: pair[0].stream):
        entries = []
        for entry, seal in pairs:
            entries.append(entry)
            wrong[_noun(entry.kind)] += not _sealed(entry, seal, entry.stream in erased)
        total += len(entries)
        if tick is not None:
            tick(len(entries))
        last: dict[str, str] = {}
        for entry in log.in_order(entries):
            if entry.seq is None and entry.action in refused:
                continue
            device = offered.get(entry.action, entry.device)
            disordered[_noun(entry.kind)] += entry.id <= last.get(device, "")
            last[device] = entry.id
    return total, [*_counted("verify.digest", wrong), *_counted("verify.order", disordered)]


def check_projection(session: Session, *, tick: Tick | None = None) -> tuple[int, list[Finding]]:
    """Count the rows of the projection; find the tables that differ from what the log gives.

    A table is compared by the sum of its rows' hashes, whatever their order, so that memory
    stays small.
    """
    due, found = _Sums(), _Sums()
    _add_due(session, due, tick)
    _add_found(session, found)
    names = sorted(due.sums.keys() | found.sums.keys())
    apart = [name for name in names if due.sums.get(name) != found.sums.get(name)]
    rules = {name: "verify.search" if name in _SEARCH else "verify.projection" for name in apart}
    return found.rows, [Finding(rule, name) for name, rule in rules.items()]


def _sealed(entry: Entry, seal: bytes, erased: bool) -> bool:
    # SQLite lets a column of bytes hold text, if somebody put it there. A body that was erased by
    # order is empty, which none is that was written: its digest is in the chain. It may have come
    # so, before the order.
    blank = entry.body == b"" and (erased or entry.seq is not None)
    return type(entry.body) is bytes and (blank or digest(entry) == seal)


class _Sums:
    """Sums of row hashes, one a table."""

    def __init__(self) -> None:
        self.sums: dict[str, int] = {}
        self.rows = 0

    def add(self, table: str, row: tuple[object, ...]) -> None:
        value = hashlib.blake2b(repr(row).encode("utf-8", "surrogatepass"), digest_size=16)
        number = int.from_bytes(value.digest())
        # Beside the hashes the sum counts the rows, above their 128 bits.
        self.sums[table] = self.sums.get(table, 0) + (1 << 192) + number
        self.rows += 1


def _add_due(session: Session, due: _Sums, tick: Tick | None) -> None:
    for state in rebuild.states(session):
        if tick is not None:
            tick(len(state.timeline))
        if not state.exists:
            continue
        projector = PROJECTORS[state.noun]
        for row in projector.rows(state):
            due.add(row[0].name, encoded(row))
        document = projector.document(state) if projector.document else None
        if document is not None:
            ref = bytes.fromhex(state.id)
            due.add("document", (ref, state.noun, search.seal(document)))
            for key in search.keys(document):
                due.add("lookup", (state.noun, key, ref))
    for number in _select(session, "document", "number"):
        due.add("full_text", number)


def _add_found(session: Session, found: _Sums) -> None:
    for table in PROJECTION.sorted_tables:
        # The numbers of documents tell when they were written: a rebuild gives others.
        columns = [c.name for c in table.columns if (table.name, c.name) != ("document", "number")]
        for row in _select(session, table.name, *columns):
            found.add(table.name, row)
    for row in _select(session, "full_text", "rowid"):
        found.add("full_text", row)


def _select(session: Session, table: str, *columns: str) -> Iterator[tuple[object, ...]]:
    names = ", ".join(f'"{column}"' for column in columns)
    for row in session.connection().exec_driver_sql(f"SELECT {names} FROM {table}"):  # noqa: S608
        yield tuple(row)


def _check_files(session: Session) -> tuple[int, list[Finding]]:
    spoilt = 0
    names = session.scalars(select(blob.c.sha256)).all()
    for name in names:
        data = session.scalar(select(blob.c.data).where(blob.c.sha256 == name))
        spoilt += hashlib.sha256(data or b"").hexdigest() != name
    return len(names), [Finding("verify.file", count=spoilt)] if spoilt else []


def _broken_pages(engine: Engine) -> int:
    """Check the pages while nobody writes and nothing is left in the write-ahead log."""
    pooled = engine.raw_connection()
    try:
        driver: Any = pooled.driver_connection
        wal = Path(driver.execute("PRAGMA database_list").fetchone()[2] + "-wal")
        for _ in range(_TRIES):
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            driver.execute("BEGIN IMMEDIATE")
            try:
                if not wal.exists() or not wal.stat().st_size:
                    return faults(driver)
            finally:
                driver.execute("ROLLBACK")
    finally:
        pooled.close()
    raise Unavailable("store.locked")


def _ticking(session: Session, progress: Callable[[int], object] | None) -> Tick | None:
    """Return what turns entries into percents; each is read twice."""
    if progress is None:
        return None
    whole = 2 * (session.scalar(select(func.count()).select_from(entry_table)) or 1)
    done = 0

    def tick(entries: int) -> None:
        nonlocal done
        before, done = done, done + entries
        if before * 100 // whole != done * 100 // whole:
            progress(done * 100 // whole)

    return tick


def _noun(kind: str) -> str:
    noun = noun_of(kind)
    return noun.name if noun else "unknown"


def _counted(rule: str, found: Counter[str]) -> list[Finding]:
    return [Finding(rule, subject, count) for subject, count in sorted(found.items()) if count]
