"""Current state, derived from the log: every table here can be dropped and made again."""

from sqlalchemy import Boolean, Column, Index, Integer, MetaData, Table, Text, text

from renda_desktop.store.tables.types import DayColumn, IdColumn

# Raise it when a table or its meaning changes: the next start makes them all again.
VERSION = 11

PROJECTION = MetaData()


def named() -> list[Column[object]]:
    """Return the columns that every main table begins with."""
    return [
        Column("id", IdColumn, primary_key=True),
        Column("scope", IdColumn, nullable=False),
        Column("conflicts", Integer, nullable=False),
        Column("voids", Integer, nullable=False),
    ]


station = Table(
    "station",
    PROJECTION,
    *named(),
    Column("name", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("hours", Text, nullable=False),
    Column("area", IdColumn),
)

outpost = Table(
    "outpost",
    PROJECTION,
    Column("station", IdColumn, primary_key=True),
    Column("id", IdColumn, primary_key=True),
    Column("name", Text, nullable=False),
    Column("address", Text, nullable=False),
)

clerk = Table(
    "clerk",
    PROJECTION,
    *named(),
    Column("name", Text, nullable=False),
    Column("roles", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("active", Boolean, nullable=False),
)

area = Table(
    "area",
    PROJECTION,
    *named(),
    Column("name", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("parent", IdColumn),
    Column("code", Text, nullable=False),
)

program = Table(
    "program",
    PROJECTION,
    Column("id", IdColumn, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("scope", IdColumn, nullable=False),
    Column("shipped", Boolean, nullable=False),
    Column("key", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Index("program_key", "key", "version"),
)

wording = Table(
    "wording",
    PROJECTION,
    *named(),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("addressee", Text, nullable=False),
    Column("body", Text, nullable=False),
)

taxonomy = Table(
    "taxonomy",
    PROJECTION,
    *named(),
    Column("version", Integer, nullable=False),
    Column("body", Text, nullable=False),
)

holiday_year = Table(
    "holiday_year",
    PROJECTION,
    Column("holidays", IdColumn, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("body", Text, nullable=False),
)

department = Table(
    "department",
    PROJECTION,
    *named(),
    Column("name", Text, nullable=False),
    Column("short", Text, nullable=False),
    Column("contact", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("area", IdColumn),
    Column("active", Boolean, nullable=False),
)

deputy = Table(
    "deputy",
    PROJECTION,
    *named(),
    Column("name", Text, nullable=False),
    Column("gender", Text),
    Column("birth", Text, nullable=False),
    Column("ethnicity", Text, nullable=False),
    Column("post", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("outpost", Text, nullable=False),
    Column("remark", Text, nullable=False),
    Column("active", Boolean, nullable=False),
)

mandate = Table(
    "mandate",
    PROJECTION,
    Column("deputy", IdColumn, primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("level", Text, nullable=False),
    Column("term", Integer, nullable=False),
    Column("began", DayColumn),
    Column("ended", DayColumn),
    Column("reason", Text, nullable=False),
)

theme = Table(
    "theme",
    PROJECTION,
    *named(),
    Column("title", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("keywords", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("active", Boolean, nullable=False),
)

resident = Table(
    "resident",
    PROJECTION,
    *named(),
    Column("name", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("gender", Text),
    Column("remark", Text, nullable=False),
    Column("merged_into", IdColumn),
    Index("resident_phone", "phone"),
    # Partial, or else it would be taken to find the many that were not merged.
    Index("resident_merged", "merged_into", sqlite_where=text("merged_into IS NOT NULL")),
)

reception = Table(
    "reception",
    PROJECTION,
    *named(),
    Column("title", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("program", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("place", Text, nullable=False),
    Column("starts", Integer, nullable=False),
    Column("ends", Integer, nullable=False),
    Column("leaders", Text, nullable=False),
    Column("theme", IdColumn),
    Column("outpost", IdColumn),
    Column("status", Text, nullable=False),
    Column("posted", DayColumn),
    Column("moved_from", DayColumn),
    Column("provisional", Boolean, nullable=False),
    Column("remark", Text, nullable=False),
    Column("opened_at", Integer),
    Column("closed_at", Integer),
    Column("minutes", Text, nullable=False),
    Column("postponed", Integer, nullable=False),
    Index("reception_starts", "starts"),
    Index("reception_status", "status"),
)

# Deputies and departments that a reception is planned with, in order.
reception_party = Table(
    "reception_party",
    PROJECTION,
    Column("reception", IdColumn, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("party", IdColumn, nullable=False),
    Index("reception_party_party", "party"),
)

attendance = Table(
    "attendance",
    PROJECTION,
    Column("reception", IdColumn, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("place", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("person", IdColumn),
    Column("unit", Text, nullable=False),
    Column("presence", Text, nullable=False),
    Index("attendance_person", "person"),
)

visit = Table(
    "visit",
    PROJECTION,
    *named(),
    Column("reception", IdColumn, nullable=False),
    Column("ticket", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("heads", Integer, nullable=False),
    Column("anonymous", Boolean, nullable=False),
    Column("confidential", Boolean, nullable=False),
    Column("resident", IdColumn),
    Column("status", Text, nullable=False),
    Column("came_at", Integer, nullable=False),
    Column("received_at", Integer),
    Index("visit_reception", "reception", "ticket"),
    Index("visit_resident", "resident"),
    Index("visit_number", "number"),
)

matter = Table(
    "matter",
    PROJECTION,
    *named(),
    Column("number", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("program", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("category", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("urgency", Text, nullable=False),
    Column("appeal", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("confidential", Boolean, nullable=False),
    Column("visit", IdColumn),
    Column("reception", IdColumn),
    Column("resident", IdColumn),
    Column("reporter", IdColumn),
    Column("theme", IdColumn),
    Column("stage", Text, nullable=False),
    Column("disposition", Text),
    Column("outcome", Text),
    Column("grade", Text),
    Column("round", Integer, nullable=False),
    Column("unit", IdColumn),
    Column("deputy", IdColumn),
    Column("due", DayColumn),
    Column("amber_on", DayColumn),
    Column("provisional", Boolean, nullable=False),
    Column("registered_at", Integer, nullable=False),
    Column("first_replied_at", Integer),
    Column("resolved_at", Integer),
    Column("closed_at", Integer),
    Column("resident_stars", Integer),
    Column("deputy_stars", Integer),
    Column("joined_into", IdColumn),
    Column("proposal", IdColumn),
    Column("moving", Text, nullable=False),  # to which station it is proposed to go, or ''
    Column("moved_to", IdColumn),
    Column("origin", IdColumn),
    Column("listed", IdColumn),  # the mark of the row of an older list
    Index("matter_number", "number"),
    Index("matter_registered", "registered_at", "id"),  # all that a page needs to be found
    Index("matter_stage", "stage", "due"),
    Index("matter_reception", "reception"),
    Index("matter_visit", "visit"),
    Index("matter_resident", "resident"),
    Index("matter_unit", "unit", "stage"),  # with the stage, loads are counted in the index
    Index("matter_deputy", "deputy", "stage"),
    Index("matter_theme", "theme"),
    Index("matter_place", "place", "registered_at"),
    Index("matter_category", "category"),
    Index("matter_due", "due"),
    Index("matter_reporter", "reporter", sqlite_where=text("reporter IS NOT NULL")),
    Index(
        "matter_unsettled",
        "registered_at",
        sqlite_where=text("conflicts > 0 OR voids > 0"),
    ),
    Index("matter_proposal", "proposal", sqlite_where=text("proposal IS NOT NULL")),
    Index("matter_moving", "moving", sqlite_where=text("moving <> ''")),
    Index("matter_listed", "listed", sqlite_where=text("listed IS NOT NULL")),
    Index("matter_joined", "joined_into", sqlite_where=text("joined_into IS NOT NULL")),
)

# Who has to do with a matter beside its lead: co-units and listening deputies.
matter_party = Table(
    "matter_party",
    PROJECTION,
    Column("matter", IdColumn, primary_key=True),
    Column("role", Text, primary_key=True),
    Column("party", IdColumn, primary_key=True),
    Index("matter_party_party", "party", "role"),
)
