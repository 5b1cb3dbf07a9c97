"""What Alembic runs to bring a database to a revision: on the connection that it was handed."""

from alembic import context

from edge.hub.store.columns import METADATA
from edge.hub.store.migrating import COMPARED

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    **COMPARED,
)
with context.begin_transaction():
    context.run_migrations()
