"""States that were folded as entries came are those that a rebuild reads from the log."""

import msgspec
import pytest

from renda_desktop.domain import erasure
from renda_desktop.domain.entry import Entry
from renda_desktop.domain.ids import Id
from renda_desktop.store import exchange, log, rebuild
from renda_desktop.store.folding import Folding
from renda_desktop.store.verify import check_projection
from tests.store.conftest import Database
from tests.store.histories import History
from tests.store.test_projection import rows


def written(database: Database, seed: int) -> list[Entry]:
    """Write a history without orders to erase, and return it in the order of a log."""
    made = [one for one in History(seed).entries(900) if one.kind not in erasure.KINDS]
    (scope, *_) = sorted({one.scope for one in made})
    mine = [
        msgspec.structs.replace(one, scope=scope, seq=seq)
        for seq, one in enumerate(log.in_order(made), start=1)
    ]
    database.write(mine)
    reached(database, scope, len(mine))
    return mine


def reached(database: Database, scope: Id, seq: int) -> None:
    """Say that a log came so far."""
    with database.session() as session, session.begin():
        exchange.grant(session, scope=scope, kind="station", name="站", writes=True)
        exchange.move(session, scope=scope, seq=seq, chain=bytes(32))


@pytest.mark.parametrize("seed", range(3))
def test_known_states_make_the_rows_that_the_log_makes(
    database: Database, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuild, "_BATCH", 50)
    folding, entries = Folding(), written(database, seed)
    for start in range(0, len(entries), 70):
        folding.take(entries[start : start + 70])
    with database.session() as session, session.begin():
        assert rebuild.rebuild(session) == len(entries)
        due, found = rows(session), folding.whole(session)
        assert found is not None
        monkeypatch.setattr(log, "read_all", None)  # nobody reads them again
        assert rebuild.rebuild(session, known=found) == len(entries)
        assert rows(session) == due
        monkeypatch.undo()
        assert check_projection(session)[1] == []


def test_states_of_other_entries_than_the_logs_are_not_used(database: Database) -> None:
    entries = written(database, 1)
    order = msgspec.structs.replace(entries[0], kind=min(erasure.KINDS))
    elsewhere = msgspec.structs.replace(entries[0], scope=entries[0].id)
    unknown = msgspec.structs.replace(entries[0], stream=entries[0].id, kind="later.thing")
    with database.session() as session, session.begin():
        for given in ([], entries[1:], entries[:-1], [*entries, entries[-1]]):
            folding = Folding()
            folding.take(given)
            assert folding.whole(session) is None, len(given)
        for odd in (order, elsewhere, unknown):
            folding = Folding()
            for some in (entries[:1], [odd], entries[2:]):
                folding.take(some)
            assert folding.whole(session) is None, odd.kind


def test_what_was_not_written_counts_for_nothing_that_was_here_before(database: Database) -> None:
    """A first sync goes on where it was cut off, and its next part, just as long, fails."""
    entries = written(database, 1)
    (scope,) = {one.scope for one in entries}
    again = [msgspec.structs.replace(one, seq=one.seq + len(entries)) for one in entries if one.seq]
    folding = Folding()
    folding.take(again)
    with database.session() as session, session.begin():
        assert folding.whole(session) is None
    folding = Folding()
    folding.take(entries)
    reached(database, scope, len(entries) - 1)
    with database.session() as session, session.begin():
        assert folding.whole(session) is None


def test_states_take_only_so_much_memory(database: Database) -> None:
    entries = written(database, 2)
    for most in (len(entries), len(entries) - 1):
        folding = Folding(most)
        folding.take(entries)
        with database.session() as session, session.begin():
            assert (folding.whole(session) is not None) == (most == len(entries))
