"""How Alembic reaches the database: by the connection that it is given, inside its transaction."""

from alembic import context

from renda_desktop.store.tables.kept import KEPT

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=KEPT,
    transactional_ddl=False,  # the caller's transaction holds it all
)
context.run_migrations()
