"""The server's signed words on where its logs stood: what it is shown if it forgets them."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from renda_desktop.domain.ids import Id
from renda_desktop.store.driver import driver
from renda_desktop.store.tables.exchange import checkpoint

_MOST: Final = 8  # of a log that was never proved meanwhile: the first ones tell the most


def keep(session: Session, *, scope: Id, epoch: int, seq: int, said: bytes, proved: bool) -> None:
    """Keep a word; one that proved to be so here takes the place of all up to it.

    Args:
        said: the checkpoint as the server signed it.
    """
    c = checkpoint.c
    if proved:
        past = (c.epoch < epoch) | ((c.epoch == epoch) & (c.seq <= seq))
        session.execute(delete(checkpoint).where(c.scope == scope, past))
    elif len(of(session, scope=scope)) >= _MOST:
        return
    row = insert(checkpoint).values(scope=scope, epoch=epoch, seq=seq, proved=proved, said=said)
    session.execute(row.on_conflict_do_nothing())


def of(session: Session, *, scope: Id | None = None) -> list[bytes]:
    """Return the words on a log, or on all, the oldest first."""
    asked = "SELECT said FROM checkpoint WHERE coalesce(scope = ?, 1) ORDER BY scope, epoch, seq"
    only = None if scope is None else bytes.fromhex(scope)
    return [row[0] for row in driver(session).execute(asked, (only,))]


def proved(session: Session, *, scope: Id) -> bytes | None:
    """Return the word on a log that proved to be so here; None before any."""
    c = checkpoint.c
    found: bytes | None = session.scalar(select(c.said).where(c.scope == scope, c.proved))
    return found


def settled(session: Session, *, scope: Id) -> int | None:
    """Return the last epoch in which a log here proved to be the server's; None before any."""
    asked = "SELECT max(epoch) FROM checkpoint WHERE scope = ? AND proved"
    found: int | None = driver(session).execute(asked, (bytes.fromhex(scope),)).fetchone()[0]
    return found


def forget(session: Session, *, scopes: Collection[Id] | None = None) -> None:
    """Forget all words, or those on some logs: they were said to a device that this is no more."""
    gone = delete(checkpoint)
    session.execute(gone if scopes is None else gone.where(checkpoint.c.scope.in_(scopes)))
