"""The server's PostgreSQL: a pool of connections to tables that are up to date."""

import asyncio
from collections.abc import Sequence
from typing import TypeAlias

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from renda_desktop.domain.errors import Unavailable
from renda_desktop.server.migrations import MIGRATIONS

Pool: TypeAlias = asyncpg.Pool
Connection: TypeAlias = asyncpg.Connection | PoolConnectionProxy

UNREACHABLE = (
    OSError,
    asyncio.TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    asyncpg.TransactionRollbackError,
    asyncpg.CannotConnectNowError,
    asyncpg.InternalClientError,  # the connection broke between two steps of one query
)
"""What passes: the database is away, is starting, is full or undid the transaction."""

_LOCK = 0x72656E6461  # "renda": whoever holds it brings the tables up to date
_PATIENCE = 30.0


async def open_pool(url: str, *, size: int = 10) -> Pool:
    """Connect to the database and bring its tables up to date.

    Raises:
        Unavailable: it cannot be reached, or a newer version of the server made its tables.
    """
    try:
        pool = await asyncpg.create_pool(
            url, min_size=1, max_size=size, command_timeout=_PATIENCE, init=_prepare_connection,
            reset=_reset,
        )  # fmt: skip
    except (*UNREACHABLE, asyncpg.PostgresError, ValueError):
        raise Unavailable("server.database") from None
    try:
        async with pool.acquire() as db:
            await migrate(db)
    except BaseException:
        await pool.close()
        raise
    return pool


def redirect(pool: Pool, url: str) -> None:
    """Let a pool find its database at another address from now on."""
    pool.set_connect_args(url, command_timeout=_PATIENCE)


async def has_tables(url: str) -> bool:
    """Return whether a server's tables are in a database already."""
    try:
        db = await asyncpg.connect(url)
    except (*UNREACHABLE, asyncpg.PostgresError, ValueError):
        raise Unavailable("server.database") from None
    try:
        return bool(await db.fetchval("SELECT to_regclass('server') IS NOT NULL"))
    finally:
        await db.close()


async def migrate(db: Connection, *, steps: Sequence[str] = MIGRATIONS) -> None:
    """Run the steps that the database lacks, all or none of them."""
    async with db.transaction():
        await db.execute("SELECT pg_advisory_xact_lock($1)", _LOCK)
        await db.execute("CREATE TABLE IF NOT EXISTS migration (version integer PRIMARY KEY)")
        done = await db.fetchval("SELECT coalesce(max(version), 0) FROM migration")
        if done > len(steps):
            raise Unavailable("server.newer")
        for version, step in enumerate(steps[done:], start=done + 1):
            await db.execute(step)
            await db.execute("INSERT INTO migration VALUES ($1)", version)


async def _prepare_connection(db: Connection) -> None:
    """Let identifiers be the same 32 digits here as everywhere else."""
    await db.set_type_codec(
        "uuid", schema="pg_catalog", encoder=bytes.fromhex, decoder=_hex, format="binary"
    )


async def _reset(db: Connection) -> None:
    """Hand a connection back as it is: no call leaves a setting or a lock behind in it.

    asyncpg would ask the database to forget them, one way there and back for each call.
    """
    if db.is_in_transaction():
        await db.reset()


def _hex(data: bytes) -> str:
    return bytes(data).hex()
