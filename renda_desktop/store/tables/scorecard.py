"""Evaluations as they stand: who, when, under which rules, and what each leaf came to."""

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text

from renda_desktop.store.tables.projection import PROJECTION, named
from renda_desktop.store.tables.types import DayColumn, DecimalColumn, IdColumn

# `subject` is the deputy or the department where it is one of ours. `score`, `grade` and `stars`
# are set once it is concluded; until then `missing` counts what it waits for. Whoever reads them
# sees to it that confidential ones go to those only who may know them.
scorecard = Table(
    "scorecard",
    PROJECTION,
    *named(),
    Column("title", Text, nullable=False),
    Column("program", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("confidential", Boolean, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", IdColumn),
    Column("subject_kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("unit_kind", Text, nullable=False),
    Column("group_name", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("begins", DayColumn, nullable=False),
    Column("ends", DayColumn, nullable=False),
    Column("level", Text),
    Column("term", Integer),
    Column("status", Text, nullable=False),
    Column("opened_at", Integer, nullable=False),
    Column("concluded_at", Integer),
    Column("missing", Integer, nullable=False),
    Column("score", DecimalColumn),
    Column("grade", Text),
    Column("stars", Integer),
    Index("scorecard_program", "program", "year"),
    Index("scorecard_subject", "subject"),
)

# The leaves that apply, in order. `weight` is rounded to what a column holds.
scorecard_leaf = Table(
    "scorecard_leaf",
    PROJECTION,
    Column("scorecard", IdColumn, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("place", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("weight", DecimalColumn, nullable=False),
    Column("points", DecimalColumn),
)
