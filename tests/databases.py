"""Databases as the migrations leave them, made once a run and copied for each test."""

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path

from alembic import command
from alembic.config import Config

ROOT = Path(__file__).resolve().parents[1]


def migrated_sqlite(path: Path) -> str:
    """Make an SQLite file at `path` with every migration in it; return its SQLAlchemy address."""
    url = f"sqlite:///{path}"
    _upgrade(url)
    return url


def migrated_postgres(url: str) -> str:
    """Run every migration on the empty PostgreSQL database at `url`; return the address."""
    _upgrade(url)
    return url


@contextlib.contextmanager
def one_at_a_time(folder: Path, name: str) -> Iterator[None]:
    """Hold the others off, in whatever process they are, while something shared is made."""
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _upgrade(url: str) -> None:
    settings = Config()
    settings.set_main_option("script_location", str(ROOT / "migrations"))
    settings.set_main_option("path_separator", "os")
    settings.attributes["url"] = url
    command.upgrade(settings, "head")
