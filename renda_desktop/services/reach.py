"""Whether somebody may write into a log: what is published from above is only read."""

from sqlalchemy.orm import Session

from renda_desktop.domain.entry import Author
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.queries import references
from renda_desktop.store import exchange, positions


def check(session: Session, *, by: Author, scope: Id, term: str) -> None:
    """Raise RuleBroken where the server would not take an entry from this PC, or from this clerk.

    Who is registered in an area works in all that lies beneath it, and nobody anywhere else.

    Args:
        term: what the entry is about.
    """
    log = exchange.cursor(session, scope=scope)
    if log is None:  # nobody's but this PC's so far
        return
    if not log.writes:
        raise RuleBroken("scope.from_above", noun=term, scope=log.name)
    home = references.clerk_scope(session, clerk=by.clerk)
    if home is not None and home not in positions.chain(session, scope=scope):
        raise RuleBroken("scope.not_theirs", scope=log.name)


def open_to(session: Session, *, by: Author, scope: Id) -> bool:
    """Return whether `check` lets somebody write there."""
    try:
        check(session, by=by, scope=scope, term="")
    except RuleBroken:
        return False
    return True
