"""What entries weigh: on the wire, on the server's disk, in its log of writes."""

import argparse

from renda_desktop.sync import wire
from renda_desktop.sync.messages import Push
from tests.bench.central import Central, central
from tests.bench.swarm import fill, founded, sampled
from tests.server.pcs import NOTE

_SIZES = """
SELECT c.relname, sum(pg_relation_size(p.relid)), sum(pg_indexes_size(p.relid)),
    sum(pg_total_relation_size(p.relid))
FROM pg_class c, pg_partition_tree(c.oid) p WHERE c.relname IN ('action', 'entry') AND p.isleaf
GROUP BY 1 ORDER BY 1
"""
_LINES = """
INSERT INTO access_log (scope, at, device, what, outcome, entries)
SELECT $1, now() + n * interval '1 second', $2, 'push', 'taken', 1 FROM generate_series(1, 50000) n
"""


def main() -> None:
    """Print bytes for each entry, with the entries of a made-up station."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--entries", type=int, default=50_000)
    options = wanted.parse_args()
    with central() as at:
        _bench(at, options.entries)


def _bench(at: Central, entries: int) -> None:
    town, said = at.town, sampled()
    pc = founded(town, 1)
    before = _written(at)
    head = fill(pc, said, entries=entries)
    wal = (_written(at) - before) / head
    town.say("VACUUM ANALYZE")
    ((actions,),) = town.rows("SELECT count(*) FROM action")
    ((bodies,),) = town.rows("SELECT avg(length(body))::float FROM entry")
    print(f"{head:,} entries in {actions:,} actions, {bodies:.0f} bytes of body each")
    for table, rows, indexes, whole in town.rows(_SIZES):
        sizes = (int(str(one)) / head for one in (rows, indexes, whole))
        print("  {}: rows {:.0f}, indexes {:.0f}, all {:.0f} B an entry".format(table, *sizes))
    print(f"  WAL: {wal:.0f} B an entry, pushed 200 actions at a time")
    page = pc.pull()
    count = page.until
    print(f"  a page of {count:,} entries: {len(wire.pack(page)) / count:.0f} B an entry, packed")
    some = [pc.action(*one) for one in said[:200]]
    push = wire.pack(Push(pc.server, 1, pc.scope, pc.device, tuple(some)))
    print(f"  a push: {len(push) / sum(len(one.entries) for one in some):.0f} B an entry, packed")
    head = pc.push(*some).head
    before = _written(at)
    for _ in range(100):
        assert pc.push(pc.action(NOTE)).verdicts[0].refusal is None
    print(f"  WAL of a push of one entry: {(_written(at) - before) / 100:,.0f} B")
    before = _written(at)
    for _ in range(100):
        pc.pull(after=head)
    print(f"  WAL of a pull: {(_written(at) - before) / 100:,.0f} B")
    town.say(_LINES, pc.scope, pc.device)
    log = "SELECT pg_total_relation_size('access_log')::float / count(*), count(*) FROM access_log"
    ((each, rows),) = town.rows(log)
    print(f"  access log: {each:.0f} B a row, indexes included, of {rows:,} rows")


def _written(at: Central) -> int:
    ((bytes_,),) = at.town.rows(
        "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint"
    )
    return int(str(bytes_))


if __name__ == "__main__":
    main()
