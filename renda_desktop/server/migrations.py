"""The server's tables, as steps from an empty database to the newest form.

A released step is never changed. Every table begins with `scope`, which is what a distributed
PostgreSQL spreads rows by; `server`, `device` and `enrolment` are small and looked up without a
scope, so they stay whole everywhere (reference tables).
"""

from typing import Final

_PARTS: Final = 16

_FIRST: Final = """
CREATE TABLE server (
    server uuid PRIMARY KEY,
    key bytea NOT NULL,
    epoch integer NOT NULL,
    one boolean NOT NULL DEFAULT true UNIQUE CHECK (one)
);
CREATE TABLE scope (
    scope uuid PRIMARY KEY,
    kind text NOT NULL,
    name text NOT NULL,
    code text NOT NULL,
    area uuid,
    head bigint NOT NULL DEFAULT 0,
    chain bytea NOT NULL
) WITH (fillfactor = 50);
CREATE TABLE device (
    scope uuid NOT NULL,
    device uuid PRIMARY KEY,
    key bytea NOT NULL,
    letter text NOT NULL,
    name text NOT NULL,
    version text NOT NULL,
    issued_at bigint NOT NULL,
    signature bytea NOT NULL,
    seen_at timestamptz,
    revoked_at timestamptz
);
CREATE UNIQUE INDEX ON device (letter) WHERE length(letter) = 2;
CREATE TABLE enrolment (
    scope uuid NOT NULL,
    code bytea PRIMARY KEY,
    expires_at timestamptz NOT NULL,
    device uuid
);
CREATE TABLE device_scope (
    scope uuid NOT NULL,
    device uuid NOT NULL,
    letter text NOT NULL,
    dseq bigint NOT NULL DEFAULT 0,
    link bytea,
    ended_at timestamptz,
    PRIMARY KEY (scope, device),
    UNIQUE (scope, letter)
) WITH (fillfactor = 50);
CREATE INDEX ON device_scope (device);
CREATE TABLE clerk (
    scope uuid NOT NULL,
    clerk uuid NOT NULL,
    roles text[] NOT NULL,
    PRIMARY KEY (scope, clerk)
);
CREATE TABLE action (
    scope uuid NOT NULL,
    action uuid NOT NULL,
    device uuid NOT NULL,
    dseq bigint NOT NULL,
    previous bytea NOT NULL,
    signature bytea NOT NULL,
    receipt bytea NOT NULL,
    seq bigint,
    until bigint,
    bytes bigint NOT NULL,
    chain bytea,
    rule text,
    detail text NOT NULL DEFAULT '',
    taken_at timestamptz NOT NULL,
    PRIMARY KEY (scope, action),
    UNIQUE (scope, device, dseq),
    CHECK ((seq IS NULL) = (rule IS NOT NULL) AND (seq IS NULL) = (until IS NULL))
) PARTITION BY HASH (scope);
CREATE UNIQUE INDEX ON action (scope, until);
CREATE TABLE entry (
    scope uuid NOT NULL,
    seq bigint NOT NULL,
    entry uuid NOT NULL,
    action uuid NOT NULL,
    stream uuid NOT NULL,
    kind text NOT NULL,
    author uuid NOT NULL,
    device uuid NOT NULL,
    recorded_at bigint NOT NULL,
    body bytea,
    digest bytea NOT NULL,
    PRIMARY KEY (scope, seq),
    UNIQUE (scope, entry)
) PARTITION BY HASH (scope);
CREATE INDEX ON entry (scope, stream, seq) WHERE kind LIKE 'clerk.%';
CREATE TABLE access_log (
    scope uuid NOT NULL,
    at timestamptz NOT NULL,
    device uuid,
    what text NOT NULL,
    outcome text NOT NULL,
    entries integer NOT NULL DEFAULT 0
);
CREATE INDEX ON access_log (scope, at);

-- What was taken stays: only a body may be blanked, by order.
CREATE FUNCTION entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.body IS NULL THEN
        OLD.body := NULL;
        IF OLD IS NOT DISTINCT FROM NEW THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'entries are never changed';
END $$;
CREATE TRIGGER entry_stays BEFORE UPDATE OR DELETE ON entry
    FOR EACH ROW EXECUTE FUNCTION entry_stays();
""" + "".join(
    f"CREATE TABLE {table}_{part} PARTITION OF {table}"
    f" FOR VALUES WITH (MODULUS {_PARTS}, REMAINDER {part});\n"
    for table in ("action", "entry")
    for part in range(_PARTS)
)

# Which files the entries of a scope name, and how far its log was read for them.
_FILES: Final = """
CREATE TABLE blob_name (
    scope uuid NOT NULL,
    name bytea NOT NULL,
    seq bigint NOT NULL,
    PRIMARY KEY (scope, name)
);
CREATE TABLE blob_scan (
    scope uuid PRIMARY KEY,
    seq bigint NOT NULL
);
"""

# The last epoch in which a device brought what a server that was put back had lost.
_REFILL: Final = """
ALTER TABLE device_scope ADD COLUMN epoch integer NOT NULL DEFAULT 0;
UPDATE device_scope SET epoch = (SELECT epoch FROM server);
"""

# Calls are counted by the day; what is read or written keeps a line of its own.
_TALLIES: Final = """
ALTER TABLE access_log
    ADD COLUMN day date,
    ADD COLUMN until timestamptz,
    ADD COLUMN calls integer NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX access_tally ON access_log
    (scope, day, coalesce(device, '00000000-0000-0000-0000-000000000000'), what, outcome)
    WHERE day IS NOT NULL;
"""

# Which area lies above a scope, apart from the logs and whole everywhere. Beside a device's key:
# what was granted to it, and all that it was ever told of (what it may hold no more has ended).
# Who only reads has no letter.
_TREE: Final = """
CREATE TABLE tree (
    scope uuid PRIMARY KEY,
    area uuid NOT NULL
);
CREATE INDEX ON tree (area);
INSERT INTO tree SELECT scope, area FROM scope WHERE area IS NOT NULL;
ALTER TABLE scope DROP COLUMN area;
ALTER TABLE device
    ADD COLUMN scopes uuid[] NOT NULL DEFAULT '{}',
    ADD COLUMN held uuid[] NOT NULL DEFAULT '{}';
UPDATE device d SET scopes = ARRAY(
    SELECT g.scope FROM device_scope g WHERE g.device = d.device AND g.ended_at IS NULL
    ORDER BY g.scope
);
ALTER TABLE device_scope DROP CONSTRAINT device_scope_scope_letter_key;
CREATE UNIQUE INDEX device_scope_letter ON device_scope (scope, letter) WHERE letter <> '';
"""

# When a device was seen changes all day: it stands with its first scope, not with its key.
_SEEN: Final = """
ALTER TABLE device_scope ADD COLUMN seen_at timestamptz;
UPDATE device_scope g SET seen_at = d.seen_at FROM device d
    WHERE d.device = g.device AND d.scope = g.scope;
ALTER TABLE device DROP COLUMN seen_at;
CREATE INDEX ON access_log USING brin (at);
"""

# An epoch may be the moment at which it began: a wiped server knows no other later number.
_EPOCHS: Final = """
ALTER TABLE server ALTER COLUMN epoch TYPE bigint;
ALTER TABLE device_scope ALTER COLUMN epoch TYPE bigint;
"""

# A device that comes back after its two letters were given away is known, yet let in no more.
_LETTERS: Final = """
DROP INDEX device_letter_idx;
CREATE UNIQUE INDEX device_letters ON device (letter)
    WHERE length(letter) = 2 AND revoked_at IS NULL;
"""

# Streams of which all words are gone by order, those that come later included.
_ERASED: Final = """
CREATE TABLE erasure (
    scope uuid NOT NULL,
    stream uuid NOT NULL,
    noun text NOT NULL,
    PRIMARY KEY (scope, stream)
);
"""

MIGRATIONS: Final = (_FIRST, _FILES, _REFILL, _TALLIES, _TREE, _SEEN, _EPOCHS, _ERASED, _LETTERS)
