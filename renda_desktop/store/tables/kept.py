"""What is kept for ever: the log, the files, and what belongs to this PC alone."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)

from renda_desktop.store.tables.types import IdColumn

KEPT = MetaData()

# Clustered by stream: reading one thing's life is one range, folding everything one pass.
entry = Table(
    "entry",
    KEPT,
    Column("stream", IdColumn, primary_key=True, nullable=False),
    Column("id", IdColumn, primary_key=True, nullable=False),
    Column("scope", IdColumn, nullable=False),
    Column("kind", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("author", IdColumn, nullable=False),
    Column("device", IdColumn, nullable=False),
    Column("recorded_at", Integer, nullable=False),
    Column("action", IdColumn, nullable=False),
    Column("seq", Integer),
    Column("digest", LargeBinary(32), nullable=False),
    Index("entry_id", "id", unique=True),
    # With `seq` the index alone answers how many actions wait; without, every row is looked up.
    Index("entry_pending", "action", "id", "seq", sqlite_where=text("seq IS NULL")),
    Index("entry_order", "scope", "seq", unique=True, sqlite_where=text("seq IS NOT NULL")),
    sqlite_with_rowid=False,
)

blob = Table(
    "blob",
    KEPT,
    Column("sha256", Text, primary_key=True),
    Column("mime", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
    CheckConstraint("size = length(data)", name="blob_size"),
)

# What a clerk typed and did not save yet. Never leaves this PC.
draft = Table(
    "draft",
    KEPT,
    Column("key", Text, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("saved_at", Integer, nullable=False),
)

setting = Table(
    "setting",
    KEPT,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

# The database itself forbids what the rules forbid.
TRIGGERS = (
    """
    CREATE TRIGGER entry_is_immutable BEFORE UPDATE ON entry
    WHEN NOT (
        OLD.stream IS NEW.stream AND OLD.id IS NEW.id AND OLD.scope IS NEW.scope
        AND OLD.kind IS NEW.kind AND OLD.author IS NEW.author
        AND OLD.device IS NEW.device AND OLD.recorded_at IS NEW.recorded_at
        AND OLD.action IS NEW.action AND OLD.digest IS NEW.digest
        AND (
            OLD.body IS NEW.body AND OLD.seq IS NULL AND NEW.seq IS NOT NULL
            OR OLD.body IS NEW.body AND NEW.seq IS NULL AND EXISTS (
                SELECT 1 FROM waiver WHERE scope = OLD.scope AND what = 'renumber')
            OR NEW.body = x'' AND OLD.seq IS NEW.seq AND EXISTS (
                SELECT 1 FROM erasure WHERE stream = OLD.stream)
        )
    )
    BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END
    """,
    """
    CREATE TRIGGER entry_is_kept BEFORE DELETE ON entry
    WHEN NOT EXISTS (SELECT 1 FROM waiver WHERE scope = OLD.scope AND what = 'leave')
    BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END
    """,
)
