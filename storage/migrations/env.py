"""Alembic's entry. Runs on the connection that storage.migrate puts into the configuration."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

# Their tables belong to the metadata.
import storage.ground
import storage.models
import storage.queues  # noqa: F401
from storage.base import Base
from storage.database import JsonText, UtcDateTime


def render_item(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:
    """Migrations name plain column types, so that they outlive ours."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, JsonText):
        return "sa.Text()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_item=render_item,
    compare_type=True,
    transactional_ddl=True,
    render_as_batch=context.get_head_revision() is not None,  # SQLite alters by copying
)
with context.begin_transaction():
    context.run_migrations()
