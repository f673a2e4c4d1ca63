"""The first tables that are kept: the log, files, drafts and settings."""

from alembic import op

revision = "0001"
down_revision = None

# A released migration never changes, so it repeats what tables/kept.py said in its time.
STATEMENTS = (
    """
    CREATE TABLE entry (
        stream BLOB NOT NULL,
        id BLOB NOT NULL,
        scope BLOB NOT NULL,
        kind TEXT NOT NULL,
        body BLOB NOT NULL,
        author BLOB NOT NULL,
        device BLOB NOT NULL,
        recorded_at INTEGER NOT NULL,
        action BLOB NOT NULL,
        seq INTEGER,
        digest BLOB NOT NULL,
        PRIMARY KEY (stream, id)
    ) WITHOUT ROWID
    """,
    "CREATE UNIQUE INDEX entry_id ON entry (id)",
    "CREATE INDEX entry_pending ON entry (action, id, seq) WHERE seq IS NULL",
    "CREATE UNIQUE INDEX entry_order ON entry (scope, seq) WHERE seq IS NOT NULL",
    """
    CREATE TABLE blob (
        sha256 TEXT NOT NULL PRIMARY KEY,
        mime TEXT NOT NULL,
        size INTEGER NOT NULL,
        data BLOB NOT NULL,
        CONSTRAINT blob_size CHECK (size = length(data))
    )
    """,
    """
    CREATE TABLE draft (
        "key" TEXT NOT NULL PRIMARY KEY,
        body BLOB NOT NULL,
        saved_at INTEGER NOT NULL
    )
    """,
    """
    CREATE TABLE setting (
        "key" TEXT NOT NULL PRIMARY KEY,
        value TEXT NOT NULL
    )
    """,
    """
    CREATE TRIGGER entry_is_immutable BEFORE UPDATE ON entry
    WHEN NOT (
        OLD.seq IS NULL AND NEW.seq IS NOT NULL
        AND OLD.stream IS NEW.stream AND OLD.id IS NEW.id AND OLD.scope IS NEW.scope
        AND OLD.kind IS NEW.kind AND OLD.body IS NEW.body AND OLD.author IS NEW.author
        AND OLD.device IS NEW.device AND OLD.recorded_at IS NEW.recorded_at
        AND OLD.action IS NEW.action AND OLD.digest IS NEW.digest
    )
    BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END
    """,
    """
    CREATE TRIGGER entry_is_kept BEFORE DELETE ON entry
    BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END
    """,
)


def upgrade() -> None:
    """Make the tables."""
    for statement in STATEMENTS:
        op.execute(statement)
