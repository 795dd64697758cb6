"""How does Alembic reach the database? Through the connection, and inside the transaction, that it is handed."""

from alembic import context

from engine.study.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
