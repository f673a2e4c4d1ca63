"""What lets a log be taken up again from the PCs, be left, and its words be erased by order."""

from alembic import op

revision = "0003"
down_revision = "0002"

# A released migration never changes, so it repeats what tables/ said in its time.
STATEMENTS = (
    """
    CREATE TABLE checkpoint (
        scope BLOB NOT NULL,
        epoch INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        proved BOOLEAN NOT NULL,
        said BLOB NOT NULL,
        PRIMARY KEY (scope, epoch, seq)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE waiver (
        scope BLOB NOT NULL,
        what TEXT NOT NULL,
        PRIMARY KEY (scope, what)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE erasure (
        stream BLOB NOT NULL,
        scope BLOB NOT NULL,
        entry BLOB NOT NULL,
        PRIMARY KEY (stream)
    ) WITHOUT ROWID
    """,
    "DROP TRIGGER entry_is_immutable",
    "DROP TRIGGER entry_is_kept",
    "DROP TRIGGER signed_action_is_immutable",
    "DROP TRIGGER signed_action_is_kept",
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
    """
    CREATE TRIGGER signed_action_is_immutable BEFORE UPDATE ON signed_action
    WHEN NOT (
        OLD.scope IS NEW.scope AND OLD.id IS NEW.id AND OLD.device IS NEW.device
        AND OLD.dseq IS NEW.dseq AND OLD.previous IS NEW.previous
        AND OLD.signature IS NEW.signature
        AND (
            OLD.receipt IS NULL AND NEW.receipt IS NOT NULL
            AND (NEW.seq IS NULL) IS NOT (NEW.rule IS NULL)
            OR OLD.rule IS NULL AND NEW.receipt IS NULL AND NEW.seq IS NULL AND NEW.rule IS NULL
            AND EXISTS (SELECT 1 FROM waiver WHERE scope = OLD.scope AND what = 'renumber')
        )
    )
    BEGIN SELECT RAISE(ABORT, 'a signed action is never changed'); END
    """,
    """
    CREATE TRIGGER signed_action_is_kept BEFORE DELETE ON signed_action
    WHEN OLD.receipt IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM waiver WHERE scope = OLD.scope AND what = 'leave')
    BEGIN SELECT RAISE(ABORT, 'a signed action is never deleted'); END
    """,
)


def upgrade() -> None:
    """Make the tables, and the triggers that know of them."""
    for statement in STATEMENTS:
        op.execute(statement)
