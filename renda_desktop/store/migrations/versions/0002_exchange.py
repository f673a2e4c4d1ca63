"""What is kept of the exchange with the server."""

from alembic import op

revision = "0002"
down_revision = "0001"

# A released migration never changes, so it repeats what tables/exchange.py said in its time.
STATEMENTS = (
    """
    CREATE TABLE signed_action (
        scope BLOB NOT NULL,
        id BLOB NOT NULL,
        device BLOB NOT NULL,
        dseq INTEGER NOT NULL,
        previous BLOB NOT NULL,
        signature BLOB NOT NULL,
        seq INTEGER,
        receipt BLOB,
        rule TEXT,
        detail TEXT,
        PRIMARY KEY (scope, id)
    ) WITHOUT ROWID
    """,
    "CREATE UNIQUE INDEX signed_action_place ON signed_action (scope, device, dseq)",
    "CREATE INDEX signed_action_refused ON signed_action (scope, id, rule) WHERE rule IS NOT NULL",
    "CREATE INDEX signed_action_open ON signed_action (scope, dseq) WHERE receipt IS NULL",
    """
    CREATE TABLE scope_cursor (
        scope BLOB NOT NULL,
        seq INTEGER NOT NULL,
        chain BLOB NOT NULL,
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        writes BOOLEAN NOT NULL,
        PRIMARY KEY (scope)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE blob_piece (
        sha256 TEXT NOT NULL,
        start INTEGER NOT NULL,
        data BLOB NOT NULL,
        PRIMARY KEY (sha256, start)
    )
    """,
    """
    CREATE TABLE certificate (
        device BLOB NOT NULL,
        "key" BLOB NOT NULL,
        letter TEXT NOT NULL,
        issued_at INTEGER NOT NULL,
        signature BLOB NOT NULL,
        PRIMARY KEY (device)
    ) WITHOUT ROWID
    """,
    """
    CREATE TRIGGER signed_action_is_immutable BEFORE UPDATE ON signed_action
    WHEN NOT (
        OLD.receipt IS NULL AND NEW.receipt IS NOT NULL
        AND (NEW.seq IS NULL) IS NOT (NEW.rule IS NULL)
        AND OLD.scope IS NEW.scope AND OLD.id IS NEW.id AND OLD.device IS NEW.device
        AND OLD.dseq IS NEW.dseq AND OLD.previous IS NEW.previous
        AND OLD.signature IS NEW.signature
    )
    BEGIN SELECT RAISE(ABORT, 'a signed action is never changed'); END
    """,
    """
    CREATE TRIGGER signed_action_is_kept BEFORE DELETE ON signed_action
    WHEN OLD.receipt IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'a signed action is never deleted'); END
    """,
    """
    CREATE TRIGGER certificate_is_immutable BEFORE UPDATE ON certificate
    BEGIN SELECT RAISE(ABORT, 'a certificate is never changed'); END
    """,
    """
    CREATE TRIGGER certificate_is_kept BEFORE DELETE ON certificate
    BEGIN SELECT RAISE(ABORT, 'a certificate is never deleted'); END
    """,
)


def upgrade() -> None:
    """Make the tables."""
    for statement in STATEMENTS:
        op.execute(statement)
