"""A PostgreSQL of the tests' own: its own folder, port and unprivileged person, gone when they end.

Also a command: `python -m tests.postgres` starts one, prints its address and waits for Ctrl-C.
"""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

ADMIN = "postgres"
"""The cluster's superuser: makes and drops databases."""

OWNER = "sacr"
"""Owns the databases under test; no superuser, so that it is held to rights and row security."""

SETTINGS = {
    "autovacuum": "off",
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": "127.0.0.1",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "synchronous_commit": "off",
    "timezone": "UTC",
}
REMEDY = "bash tools/system.sh --for test"


@dataclass(frozen=True)
class Cluster:
    """Where a running cluster listens: a socket in `folder`, and 127.0.0.1, both on `port`."""

    folder: str
    port: int

    def url(self, database: str, user: str = OWNER) -> str:
        """Return the SQLAlchemy address of a database of this cluster, by way of the socket."""
        return f"postgresql+psycopg://{user}@/{database}?host={self.folder}&port={self.port}"

    def admin(self, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
        """Return the superuser's connection, each statement its own transaction."""
        return psycopg.connect(
            host=self.folder, port=self.port, user=ADMIN, dbname=database, autocommit=True
        )

    def create(self, database: str, template: str = "template0") -> None:
        """Create a database that belongs to OWNER, as a copy of a template nobody is using."""
        statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY file_copy")
        names = (sql.Identifier(name) for name in (database, OWNER, template))
        with self.admin() as connection:
            # Copying files takes half the time of logging each page, which nobody would replay.
            connection.execute(statement.format(*names))

    def drop(self, database: str) -> None:
        """Drop a database, whoever is still connected to it."""
        statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        with self.admin() as connection:
            connection.execute(statement.format(sql.Identifier(database)))

    def exists(self, database: str) -> bool:
        """Say whether the cluster has a database of this name."""
        with self.admin() as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
            return found.fetchone() is not None


class Kept:
    """One database that is emptied after each test, which takes a tenth of copying a new one.

    What the template holds is put back by copying it anew: where a test changed the tables
    themselves, and now and then, for what was deleted still takes up room.
    """

    OFTEN = 80

    def __init__(self, cluster: Cluster, template: str) -> None:
        self.cluster = cluster
        self.template = template
        self.name = ""
        self.uses = 0

    def ready(self) -> str:
        """Return the address of a database as the template is."""
        if not self.name:
            self.name = f"test_{uuid.uuid4().hex}"
            self.cluster.create(self.name, self.template)
            self.uses = 0
            with self.cluster.admin(self.name) as connection:
                self.shape = self._shape(connection)
                self.emptying = self._emptying(connection)
        self.uses += 1
        return self.cluster.url(self.name)

    def empty(self) -> None:
        """Take out what a test wrote."""
        with self.cluster.admin(self.name) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = %s AND pid <> pg_backend_pid()",
                [self.name],
            )
            whole = self.uses < self.OFTEN and self._shape(connection) == self.shape
            if whole:
                connection.execute(self.emptying)
        if not whole:
            self.drop()

    def drop(self) -> None:
        """Let the database go."""
        if self.name:
            self.cluster.drop(self.name)
            self.name = ""

    @staticmethod
    def _shape(connection: psycopg.Connection[tuple[object, ...]]) -> tuple[object, ...] | None:
        """What changes when somebody makes, drops or alters a table."""
        return connection.execute(
            "SELECT count(*), max(oid::bigint), sum(relnatts), sum(relfilenode::bigint)"
            " FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        ).fetchone()

    @staticmethod
    def _emptying(connection: psycopg.Connection[tuple[object, ...]]) -> sql.Composed:
        """Everything that empties the tables which the template has empty, and counts anew.

        As a replica the server asks no trigger and no foreign key.
        """
        tables = connection.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = 'public'::regnamespace"
        ).fetchall()
        filled = {
            name
            for (name,) in tables
            if connection.execute(
                sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(str(name)))
            ).fetchone()
        }
        steps: list[sql.Composable] = [sql.SQL("SET session_replication_role = replica")]
        steps += [
            sql.SQL("DELETE FROM {}").format(sql.Identifier(str(name)))
            for (name,) in tables
            if name not in filled
        ]
        steps.append(
            sql.SQL(
                "SELECT setval(oid, 1, false) FROM pg_class"
                " WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace"
            )
        )
        return sql.SQL("; ").join(steps)


@contextlib.contextmanager
def running() -> Iterator[Cluster]:
    """Start a fresh cluster, hand it out, then stop it and remove its folder.

    Raises RuntimeError, naming the remedy, when PostgreSQL is not installed or does not start.
    """
    binaries = _binaries()
    folder = Path(tempfile.mkdtemp(prefix="sacr-pg-"))
    person = _unprivileged()
    if person:
        os.chown(folder, person.pw_uid, person.pw_gid)
    try:
        _initialise(binaries, folder, person)
        cluster = Cluster(str(folder), _free_port())
        server = _start(binaries, cluster, person)
        try:
            _wait(cluster, server)
            with cluster.admin() as connection:
                connection.execute(f"CREATE ROLE {OWNER} LOGIN CREATEDB")
            yield cluster
        finally:
            _stop(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path:
    """Return the folder of the newest installed server's programs."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: int(p.parts[-3])
    )
    if found:
        return found[-1].parent
    on_path = shutil.which("postgres")
    if on_path:
        return Path(on_path).parent
    raise RuntimeError(f"PostgreSQL is not installed; the tests need it. Run: {REMEDY}")


def _unprivileged() -> pwd.struct_passwd | None:
    """Return whom to start the server as: nobody else, unless this is root, whom it refuses."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _initialise(binaries: Path, folder: Path, person: pwd.struct_passwd | None) -> None:
    command = [
        *_as(person),
        str(binaries / "initdb"),
        f"--pgdata={folder}/data",
        f"--username={ADMIN}",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
    ]
    done = subprocess.run(
        command, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"initdb failed with {done.returncode}:\n{done.stdout}{done.stderr}")


def _start(
    binaries: Path, cluster: Cluster, person: pwd.struct_passwd | None
) -> subprocess.Popen[bytes]:
    settings = SETTINGS | {"port": str(cluster.port), "unix_socket_directories": cluster.folder}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    command = [
        *_as(person),
        str(binaries / "postgres"),
        "-D",
        f"{cluster.folder}/data",
        *options,
    ]
    with Path(cluster.folder, "log").open("wb") as log:
        return subprocess.Popen(
            command,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            # Ctrl-C is for the tests; they stop the server themselves, in their own time.
            process_group=0,
        )


def _as(person: pwd.struct_passwd | None) -> list[str]:
    """Return the front of a command that ends with the tests, even if these are killed."""
    front = ["setpriv", "--pdeathsig", "QUIT"]
    if person:
        front += [f"--reuid={person.pw_uid}", f"--regid={person.pw_gid}", "--clear-groups"]
    return [*front, "--"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(cluster: Cluster, server: subprocess.Popen[bytes], seconds: float = 30) -> None:
    """Return when the server answers; raise RuntimeError with its log when it does not."""
    deadline = time.monotonic() + seconds
    while server.poll() is None and time.monotonic() < deadline:
        try:
            cluster.admin().close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    log = Path(cluster.folder, "log").read_text(errors="replace")
    _stop(server)
    raise RuntimeError(f"PostgreSQL did not start in {cluster.folder}:\n{log}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    """Stop at once: nothing in the cluster is worth a checkpoint."""
    if server.poll() is None:
        server.send_signal(signal.SIGQUIT)
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def main() -> None:
    """Keep one cluster with an empty database until Ctrl-C."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with running() as cluster, contextlib.suppress(KeyboardInterrupt):
        cluster.create("sacr")
        sys.stdout.write(f"{cluster.url('sacr')}\n")
        sys.stdout.flush()
        signal.pause()


if __name__ == "__main__":
    main()
