"""What SCALE.md says of the tables is what the tables are."""

import re

from tests.server.pcs import Town
from tests.server.test_one_scope import SCALE, SPREAD, WHOLE

TEXT = SCALE.read_text()
_TABLES = """
SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
AND c.relkind IN ('r', 'p') AND NOT c.relispartition
"""
_UNIQUE = """
SELECT c.relname, coalesce(
    (SELECT array_agg(a.attname) FROM pg_attribute a
     WHERE a.attrelid = c.oid AND a.attnum = ANY (i.indkey)), '{}')
FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
WHERE c.relnamespace = 'public'::regnamespace AND i.indisunique AND NOT c.relispartition
"""


def names(town: Town, sql: str) -> set[str]:
    return {str(row[0]) for row in town.rows(sql)}


def test_the_document_names_every_table_once(town: Town) -> None:
    assert names(town, _TABLES) == SPREAD | WHOLE | {"migration"}
    assert not SPREAD & WHOLE
    listed = re.findall(r"create_(?:distributed|reference)_table\('(\w+)'", TEXT)
    assert len(listed) == len(set(listed))


def test_every_spread_table_begins_with_its_scope(town: Town) -> None:
    first = (
        "SELECT relname FROM pg_class JOIN pg_attribute ON attrelid = oid WHERE attname = 'scope'"
    )
    assert (
        names(town, f"{first} AND attnum = 1 AND attnotnull AND atttypid = 'uuid'::regtype")
        >= SPREAD
    )


def test_whatever_is_unique_is_so_within_a_scope(town: Town) -> None:
    unique = [(str(table), columns) for table, columns in town.rows(_UNIQUE)]
    assert {table for table, _ in unique} >= SPREAD - {"access_log"}
    for table, columns in unique:
        assert table in WHOLE | {"migration"} or "scope" in columns, (table, columns)  # type: ignore[operator]


def test_nothing_looks_from_one_scope_into_another(town: Town) -> None:
    foreign = "SELECT conrelid::regclass::text FROM pg_constraint WHERE contype = 'f'"
    assert names(town, foreign) == set()
    rules = (
        "SELECT relname FROM pg_class WHERE relhasrules AND relnamespace = 'public'::regnamespace"
    )
    assert names(town, rules) == set()
    sequences = "SELECT relname FROM pg_class WHERE relkind = 'S'"
    assert names(town, sequences) == set()


def test_the_large_tables_are_in_parts(town: Town) -> None:
    parted = names(town, "SELECT relname FROM pg_class WHERE relkind = 'p'")
    assert parted == {"action", "entry"}
    keys = {
        str(row[0])
        for row in town.rows("SELECT pg_get_partkeydef(partrelid) FROM pg_partitioned_table")
    }
    assert keys == {"HASH (scope)"}


def test_the_document_names_every_trigger(town: Town) -> None:
    triggers = names(
        town, "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgparentid = 0"
    )
    assert triggers == set(re.findall(r"CREATE TRIGGER (\w+)", TEXT))
