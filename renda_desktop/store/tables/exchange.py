"""What is kept of the exchange with the server: who signed what, and how far each log came."""

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, Table, Text, text

from renda_desktop.store.tables.kept import KEPT
from renda_desktop.store.tables.types import IdColumn

# An action as a device signed it: our own from the first offer on, others' once they came. With
# `receipt` the server has spoken: `seq` numbers the first entry, or `rule` says why it is refused.
# Signed actions are kept for ever: a server that lost them can be given them again.
signed_action = Table(
    "signed_action",
    KEPT,
    Column("scope", IdColumn, primary_key=True, nullable=False),
    Column("id", IdColumn, primary_key=True, nullable=False),
    Column("device", IdColumn, nullable=False),
    Column("dseq", Integer, nullable=False),
    Column("previous", LargeBinary(32), nullable=False),
    Column("signature", LargeBinary(64), nullable=False),
    Column("seq", Integer),
    Column("receipt", LargeBinary(32)),
    Column("rule", Text),
    Column("detail", Text),
    Index("signed_action_place", "scope", "device", "dseq", unique=True),
    Index("signed_action_refused", "scope", "id", "rule", sqlite_where=text("rule IS NOT NULL")),
    Index("signed_action_open", "scope", "dseq", sqlite_where=text("receipt IS NULL")),
    sqlite_with_rowid=False,
)

# A log that this PC may hold: entries 1 … `seq` are here, and `chain` is their hash.
scope_cursor = Table(
    "scope_cursor",
    KEPT,
    Column("scope", IdColumn, primary_key=True, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("chain", LargeBinary(32), nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("writes", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

# The pieces of a file that is on its way here; they go when it is whole.
blob_piece = Table(
    "blob_piece",
    KEPT,
    Column("sha256", Text, primary_key=True),
    Column("start", Integer, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

# The server's word on whose key it is.
certificate = Table(
    "certificate",
    KEPT,
    Column("device", IdColumn, primary_key=True, nullable=False),
    Column("key", LargeBinary(32), nullable=False),
    Column("letter", Text, nullable=False),
    Column("issued_at", Integer, nullable=False),
    Column("signature", LargeBinary(64), nullable=False),
    sqlite_with_rowid=False,
)

# The server's signed words on where a log stood: the last that `proved` to be so here, and those
# after it that the log here did not reach yet. A server that was put back is shown them.
checkpoint = Table(
    "checkpoint",
    KEPT,
    Column("scope", IdColumn, primary_key=True, nullable=False),
    Column("epoch", Integer, primary_key=True, nullable=False),
    Column("seq", Integer, primary_key=True, nullable=False),
    Column("proved", Boolean, nullable=False),
    Column("said", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

# What the triggers let one transaction do to a log: `renumber` takes numbers back that a server
# lost, `leave` lets a log go that is no longer ours. No row outlives its transaction.
waiver = Table(
    "waiver",
    KEPT,
    Column("scope", IdColumn, primary_key=True, nullable=False),
    Column("what", Text, primary_key=True, nullable=False),
    sqlite_with_rowid=False,
)

# Streams whose words were erased by order: which entry ordered it.
erasure = Table(
    "erasure",
    KEPT,
    Column("stream", IdColumn, primary_key=True, nullable=False),
    Column("scope", IdColumn, nullable=False),
    Column("entry", IdColumn, nullable=False),
    sqlite_with_rowid=False,
)

# Only what the server never answered can be signed anew: by a PC that enrols under another name.
TRIGGERS = (
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
    """
    CREATE TRIGGER certificate_is_immutable BEFORE UPDATE ON certificate
    BEGIN SELECT RAISE(ABORT, 'a certificate is never changed'); END
    """,
    """
    CREATE TRIGGER certificate_is_kept BEFORE DELETE ON certificate
    BEGIN SELECT RAISE(ABORT, 'a certificate is never deleted'); END
    """,
)
