"""Votes as they stand: what is voted on, who came, and what every item got."""

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text

from renda_desktop.store.tables.projection import PROJECTION, named
from renda_desktop.store.tables.types import DayColumn, DecimalColumn, IdColumn

# `returned` and `invalid` are of the count that stands, of which there is none while the tellers
# have not all counted, or differ. `places` are left for items that tied. `follows` is the vote
# whose tied items are voted on again: whoever counts items leaves those of such a vote out.
ballot = Table(
    "ballot",
    PROJECTION,
    *named(),
    Column("title", Text, nullable=False),
    Column("program", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("day", DayColumn, nullable=False),
    Column("place", Text, nullable=False),
    Column("secret", Boolean, nullable=False),
    Column("base", Text, nullable=False),
    Column("top", Integer),
    Column("status", Text, nullable=False),
    Column("due", Integer, nullable=False),
    Column("present", Integer),
    Column("quorate", Boolean, nullable=False),
    Column("issued", Integer),
    Column("returned", Integer),
    Column("invalid", Integer),
    Column("round", Integer, nullable=False),
    Column("places", Integer, nullable=False),
    Column("follows", IdColumn),
    Column("prepared_at", Integer, nullable=False),
    Column("concluded_at", Integer),
    Index("ballot_day", "day"),
    Index("ballot_program", "program", "status"),
    Index("ballot_follows", "follows"),
)

# Votes are of the count that stands; base, outcome and reason are set once it is announced. The
# share is votes_for ÷ base.
ballot_item = Table(
    "ballot_item",
    PROJECTION,
    Column("ballot", IdColumn, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("amount", DecimalColumn),
    Column("ref_kind", Text, nullable=False),
    Column("ref", IdColumn),
    Column("votes_for", Integer),
    Column("against", Integer),
    Column("abstain", Integer),
    Column("base", Integer),
    Column("outcome", Text),
    Column("reason", Text, nullable=False),
    Index("ballot_item_ref", "ref"),
    Index("ballot_item_outcome", "outcome"),
)

# The members who came, as far as they are on record by name.
ballot_member = Table(
    "ballot_member",
    PROJECTION,
    Column("ballot", IdColumn, primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("person", IdColumn),
    Index("ballot_member_person", "person"),
)
