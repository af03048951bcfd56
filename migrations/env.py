"""Runs the migrations on SQLite and on PostgreSQL; the address comes from the caller."""

from typing import Any

from alembic import context
from sqlalchemy import Enum, create_engine

from models.base import Frozen, Moment
from models.everything import metadata
from models.guards import install

config = context.config


def plain(kind: str, item: Any, _: Any) -> str | bool:
    """Write our own column types as what they are in the database: revisions import no model."""
    if kind != "type":
        return False
    if isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, Frozen):
        return "sa.Text()"
    if isinstance(item, Enum):
        return "sa.String(length=32)"
    return False


def run() -> None:
    """Run what is asked, in one transaction, then write every guard anew."""
    engine = create_engine(config.attributes["url"])
    with engine.connect() as connection, connection.begin():
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=True,
            compare_type=True,
            render_item=plain,
        )
        with context.begin_transaction():
            context.run_migrations()
        if connection.dialect.has_table(connection, "movements"):
            install(connection, metadata)
    engine.dispose()


run()
