"""The migrated database is the one that the models describe, guards and all; and the way back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, inspect, text

from models.everything import metadata
from models.guards import install
from tests.databases import ROOT

CATALOGUES = {
    "sqlite": "SELECT type, name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": (
        "SELECT t.tgname, c.relname, p.prosrc FROM pg_trigger t"
        " JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE NOT t.tgisinternal"
    ),
}


def triggers(connection: Connection) -> set[Any]:
    """Every trigger with what it does."""
    return {tuple(row) for row in connection.execute(text(CATALOGUES[connection.dialect.name]))}


def checks(connection: Connection) -> set[tuple[str, str, str]]:
    """Every CHECK by table and name, with what it says."""
    asked = inspect(connection)
    return {
        (table, str(found["name"]), str(found["sqltext"]))
        for table in metadata.tables
        for found in asked.get_check_constraints(table)
    }


def settings(url: str) -> Config:
    found = Config()
    found.set_main_option("script_location", str(ROOT / "migrations"))
    found.set_main_option("path_separator", "os")
    found.attributes["url"] = url
    return found


def test_the_migrated_schema_equals_the_models(db_url: str) -> None:
    engine = create_engine(db_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_every_guard_stands_after_migrating_as_after_a_fresh_build(
    sqlite_url: str, tmp_path: Path
) -> None:
    fresh = create_engine(f"sqlite:///{tmp_path / 'fresh.db'}")
    migrated = create_engine(sqlite_url)
    with fresh.begin() as built:
        metadata.create_all(built)
        install(built, metadata)
        with migrated.connect() as found:
            assert triggers(found) == triggers(built)
            assert checks(found) == checks(built)
    fresh.dispose()
    migrated.dispose()


def test_guards_written_twice_stay_the_same(db_url: str) -> None:
    engine = create_engine(db_url)
    with engine.begin() as connection:
        before = triggers(connection)
        install(connection, metadata)
        assert triggers(connection) == before
        assert len(before) > len(metadata.tables)
    engine.dispose()


def test_the_way_back_leaves_nothing_and_the_way_forward_works_again(db_url: str) -> None:
    command.downgrade(settings(db_url), "base")
    engine = create_engine(db_url)
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    command.upgrade(settings(db_url), "head")
    with engine.connect() as connection:
        assert len(triggers(connection)) > len(metadata.tables)
    engine.dispose()
