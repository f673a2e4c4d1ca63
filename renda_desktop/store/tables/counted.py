"""What figures count beside the main rows: answers on site, amounts, measurements, groups."""

from sqlalchemy import Column, Index, Integer, Table, Text

from renda_desktop.store.tables.projection import PROJECTION
from renda_desktop.store.tables.types import DayColumn, DecimalColumn, IdColumn

# Answers given at the reception itself, by a department's official or a deputy.
on_site_reply = Table(
    "on_site_reply",
    PROJECTION,
    Column("matter", IdColumn, primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("unit", IdColumn),
    Column("deputy", IdColumn),
    Column("official", Text, nullable=False),
)

# What a matter brought, in the unit of its kind: money recovered, enterprises added.
quantity = Table(
    "quantity",
    PROJECTION,
    Column("matter", IdColumn, primary_key=True),
    Column("entry", IdColumn, primary_key=True),
    Column("key", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("amount", DecimalColumn, nullable=False),
    Column("day", DayColumn, nullable=False),
)

# What was measured on a theme, and when.
measurement = Table(
    "measurement",
    PROJECTION,
    Column("theme", IdColumn, primary_key=True),
    Column("entry", IdColumn, primary_key=True),
    Column("program", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("value", DecimalColumn, nullable=False),
    Column("day", DayColumn, nullable=False),
)

# Groups of deputies (中心组、代表小组), by name.
deputy_group = Table(
    "deputy_group",
    PROJECTION,
    Column("deputy", IdColumn, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("joined", DayColumn, nullable=False),
    Index("deputy_group_name", "name"),
)
