"""The driver's own connection, for the few statements that every action runs."""

from typing import Any

from sqlalchemy.orm import Session


def driver(session: Session) -> Any:  # sqlcipher3 has no types
    """Return the connection of the present transaction.

    SQLAlchemy's accounting costs several times what such a statement does.
    """
    return session.connection().connection.driver_connection
