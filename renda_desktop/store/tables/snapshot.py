"""Published figures: the list of them; the figures themselves stay in the log."""

from sqlalchemy import Column, Integer, Table, Text

from renda_desktop.store.tables.projection import PROJECTION, named

# `moment` is as of when the figures hold; `withdrawn` says why they no longer do, or is ''.
snapshot = Table(
    "snapshot",
    PROJECTION,
    *named(),
    Column("title", Text, nullable=False),
    Column("conditions", Text, nullable=False),
    Column("moment", Integer, nullable=False),
    Column("published_at", Integer, nullable=False),
    Column("figures", Integer, nullable=False),
    Column("withdrawn", Text, nullable=False),
)
