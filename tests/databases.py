"""Databases as the migrations leave them, made once a run and copied for each test."""

import contextlib
import fcntl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Dialect, Engine, event, make_url

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


class OneEngineEach:
    """Makes one engine for each kind of database, and points it at the next test's each time.

    A statement is compiled once for an engine: thousands of small tests need not do it again.
    """

    def __init__(self, make: Callable[[str], Engine]) -> None:
        self.make = make
        self.engines: dict[str, Engine] = {}
        self.address: dict[str, URL] = {}

    def __call__(self, url: str) -> Engine:
        address = make_url(url)
        kind = address.get_backend_name()
        self.address[kind] = address
        if kind not in self.engines:
            self.engines[kind] = self.make(url)
            event.listen(self.engines[kind], "do_connect", self._turned)
            event.listen(self.engines[kind], "connect", _careless)
        self.engines[kind].dispose()
        return self.engines[kind]

    def _turned(
        self, dialect: Dialect, _record: Any, given: list[Any], named: dict[str, Any]
    ) -> None:
        """Connect where the newest address leads, whatever the engine was made for."""
        args, kwargs = dialect.create_connect_args(self.address[dialect.name])
        given[:] = args
        named.update(kwargs)


def _careless(connection: Any, _record: Any) -> None:
    """Wait for no disk: what a test wrote need not outlive the machine."""
    if hasattr(connection, "executescript"):
        connection.execute("PRAGMA synchronous=OFF")
