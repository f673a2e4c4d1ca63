"""What search finds things by: derived like the rest of the projection."""

from sqlalchemy import Column, Index, Integer, Table, Text

from renda_desktop.store.tables.projection import PROJECTION
from renda_desktop.store.tables.types import IdColumn

# One row a thing that search can find. Row numbers grow with time: newest first is by number.
document = Table(
    "document",
    PROJECTION,
    Column("number", Integer, primary_key=True),
    Column("ref", IdColumn, nullable=False),
    Column("kind", Text, nullable=False),
    Column("digest", Integer, nullable=False),
    Index("document_ref", "ref", unique=True),
)

# Names by every reading of their pinyin, telephone numbers from their end, numbers of papers.
lookup = Table(
    "lookup",
    PROJECTION,
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("ref", IdColumn, primary_key=True),
    Index("lookup_ref", "ref"),
    sqlite_with_rowid=False,
)

FULL_TEXT = """
CREATE VIRTUAL TABLE full_text USING fts5(
    body, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 0"
)
"""
