"""Registering a visit with two matters, against a raw commit of the very same rows."""

import argparse
from statistics import median
from typing import Any

from renda_desktop.bootstrap import Office
from renda_desktop.domain.ids import Id
from renda_desktop.domain.nouns import noun_of
from renda_desktop.domain.terms import Urgency
from renda_desktop.queries import people, receptions
from renda_desktop.services import visits
from renda_desktop.services.visits import Person, Raised
from renda_desktop.services.ways import Way
from renda_desktop.store import log, search
from renda_desktop.store.project import PROJECTORS
from renda_desktop.store.project.rows import encoded, insert_sql
from tests.bench.stations import copied, dropped, percentile, timed

Writes = list[tuple[str, list[tuple[Any, ...]]]]


def main() -> None:
    """Print the ratio; the aim is at most 3."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--matters", type=int, default=2000, help="the size of the station")
    wanted.add_argument("--visits", type=int, default=300)
    given = wanted.parse_args()
    ours, raw = copied(given.matters), copied(given.matters)
    desk, driver = _desk(ours), raw.engine.raw_connection()
    times, bare = [], []
    for number in range(given.visits):
        made: list[Id] = []
        times.append(timed(lambda: made.append(_visit(ours, desk, number))))  # noqa: B023
        writes = _writes(ours, made[0])
        bare.append(timed(lambda: _commit(driver.driver_connection, writes)))  # noqa: B023
    dropped(ours)
    dropped(raw)
    for name, found in (("a visit", times), ("raw rows", bare)):
        p50, p95 = median(found) * 1000, percentile(found, 0.95) * 1000
        print(f"{name}: p50 {p50:.2f} ms, p95 {p95:.2f} ms")
    print(f"ratio of the medians: {median(times) / median(bare):.2f} (aim: at most 3)")


def _desk(office: Office) -> tuple[Id, Id, Id]:
    held = office.read(receptions.open_reception)
    assert held is not None
    return held.row.id, office.read(people.departments)[0].id, office.read(people.deputies)[0].id


def _visit(office: Office, desk: tuple[Id, Id, Id], number: int) -> Id:
    reception, unit, deputy = desk
    words = f"秀水苑{number}幢屋面渗水,物业说找开发商,开发商说保修期过了,推来推去没人管。"
    return office.act(
        visits.register,
        reception=reception,
        person=Person(f"王秀{chr(0x4E00 + number)}", f"148{number:08d}", f"秀水苑{number}幢"),
        listeners=(deputy,),
        matters=(
            Raised(words, "屋面渗水", "城乡建设/房屋渗漏", "秀水苑", Urgency.NORMAL),
            Raised(
                "路灯坏了三盏,老人晚上出行不便",
                "路灯不亮",
                "交通出行/道路破损",
                "秀水街",
                way=Way("assigned", unit=unit, deputy=deputy),
            ),
        ),
    ).action


def _writes(office: Office, action: Id) -> Writes:
    """Return the statements and rows that the action wrote, to be written again elsewhere."""
    blob = bytes.fromhex
    with office.session() as session:
        driver = session.connection()
        streams = driver.exec_driver_sql(
            "SELECT DISTINCT stream FROM entry WHERE action = ? ORDER BY id", (blob(action),)
        )
        states = []
        for (stream,) in streams.all():
            entries = log.read(session, stream=stream.hex())
            noun = noun_of(entries[0].kind)
            assert noun is not None
            states.append((noun.fold(stream.hex(), entries), entries))
    writes: Writes = []
    for state, entries in states:
        writes.append((log.INSERT, [log.encoded(entry) for entry in entries]))
        projector = PROJECTORS[state.noun]
        writes += [(insert_sql(row[0]), [encoded(row)]) for row in projector.rows(state)]
        document = projector.document(state) if projector.document else None
        if document is not None:
            ref = blob(state.id)
            writes += [
                (
                    "INSERT INTO document (ref, kind, digest) VALUES (?, ?, ?)",
                    [(ref, state.noun, search.seal(document))],
                ),
                (
                    "INSERT INTO full_text (rowid, body) VALUES (last_insert_rowid(), ?)",
                    [(search.body(document, kind=state.noun),)],
                ),
                (
                    "INSERT INTO lookup (key, kind, ref) VALUES (?, ?, ?)",
                    [(key, state.noun, ref) for key in search.keys(document)],
                ),
            ]
    return writes


def _commit(driver: Any, writes: Writes) -> None:
    driver.execute("BEGIN IMMEDIATE")
    for statement, rows in writes:
        driver.executemany(statement, rows)
    driver.execute("COMMIT")


if __name__ == "__main__":
    main()
