"""Proposals as they stand: the loop of each, its deputies and units, its rounds, its ratings."""

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text

from renda_desktop.store.tables.projection import PROJECTION, named
from renda_desktop.store.tables.types import DayColumn, IdColumn

# `unit`, `due`, `assigned_at`, `replied_at`, `reply_class` and `grade` are of the present round:
# what is handled again has no reply yet. `satisfied` is the lead deputy's newest word, of any
# round; `late` says that the reply of any round came after its day.
proposal = Table(
    "proposal",
    PROJECTION,
    *named(),
    Column("title", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("program", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("stage", Text, nullable=False),
    Column("complex", Boolean, nullable=False),
    Column("lead", IdColumn),
    Column("unit", IdColumn),
    Column("due", DayColumn),
    Column("amber_on", DayColumn),
    Column("provisional", Boolean, nullable=False),
    Column("reply_class", Text),
    Column("grade", Text),
    Column("satisfied", Boolean),
    Column("promised", DayColumn),
    Column("kept_at", Integer),
    Column("late", Boolean, nullable=False),
    Column("rounds", Integer, nullable=False),
    Column("raised_at", Integer, nullable=False),
    Column("accepted_at", Integer),
    Column("assigned_at", Integer),
    Column("first_replied_at", Integer),
    Column("replied_at", Integer),
    Column("concluded_at", Integer),
    Index("proposal_stage", "stage", "due"),
    Index("proposal_raised", "raised_at", "id"),
    Index("proposal_number", "number"),
    Index("proposal_unit", "unit", "stage"),
)

# Who has to do with it, in order: its lead deputy, co-signers, the present round's co-units.
proposal_party = Table(
    "proposal_party",
    PROJECTION,
    Column("proposal", IdColumn, primary_key=True),
    Column("role", Text, primary_key=True),
    Column("party", IdColumn, primary_key=True),
    Column("place", Integer, nullable=False),
    Index("proposal_party_party", "party", "role"),
)

# What each deputy gave each aspect in each round, in stars; the lead deputy's counts.
proposal_rating = Table(
    "proposal_rating",
    PROJECTION,
    Column("proposal", IdColumn, primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("deputy", IdColumn, primary_key=True),
    Column("aspect", Text, primary_key=True),
    Column("lead", Boolean, nullable=False),
    Column("stars", Integer, nullable=False),
    Column("rated_at", Integer, nullable=False),
)
