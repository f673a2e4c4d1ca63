"""Papers that were issued, and what each is filed with."""

from sqlalchemy import Column, Index, Integer, Table, Text

from renda_desktop.store.tables.projection import PROJECTION, named
from renda_desktop.store.tables.types import IdColumn

# `copies` counts every print, the first one too; `digest` is the first one's.
paper = Table(
    "paper",
    PROJECTION,
    *named(),
    Column("number", Text, nullable=False, index=True),
    Column("form", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("content", Text, nullable=False, index=True),
    Column("digest", Text, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("copies", Integer, nullable=False),
    Column("issued_by", IdColumn, nullable=False),
    Column("issued_at", Integer, nullable=False, index=True),
    Column("printed_at", Integer, nullable=False),
    Column("withdrawn", Text, nullable=False),
)

paper_about = Table(
    "paper_about",
    PROJECTION,
    Column("paper", IdColumn, primary_key=True),
    Column("about", IdColumn, primary_key=True),
    Column("noun", Text, nullable=False),
    Index("ix_paper_about_about", "about", "paper"),
)
