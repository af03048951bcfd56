"""A fresh, migrated database for each test, on SQLite and on PostgreSQL.

A test that asks for `db_url` runs twice: once with the address of its own SQLite file, once with
that of a PostgreSQL database that holds nothing of an earlier test. `sqlite_url` and
`postgresql_url` give one of the two. Under pytest-xdist all workers share one cluster and one
template of each kind.
"""

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from app import clock, work
from app.screening import library
from app.work import close_house, open_house
from tests import databases, make, postgres

TEMPLATE = "sacr_template"


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a new xdist worker where the one cluster is; start that for the first of them."""
    config = node.config
    if not hasattr(config, "sacr_cluster"):
        stack = contextlib.ExitStack()
        config.add_cleanup(stack.close)
        try:
            cluster = stack.enter_context(postgres.running())
        except RuntimeError as missing:
            config.sacr_cluster = {"missing": str(missing)}
        else:
            config.sacr_cluster = {"folder": cluster.folder, "port": cluster.port}
    node.workerinput["cluster"] = config.sacr_cluster


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out what needs the matching library where it is missing, but never where CI asks."""
    if item.get_closest_marker("needs_matching") and not library.installed():
        missing = "The matching library is not installed. Run make install-test."
        if os.environ.get("CI"):
            pytest.fail(missing, pytrace=False)
        pytest.skip(missing)


@pytest.fixture(scope="session")
def cluster(request: pytest.FixtureRequest) -> Iterator[postgres.Cluster]:
    """The running PostgreSQL of this test run."""
    workerinput: dict[str, Any] | None = getattr(request.config, "workerinput", None)
    if workerinput is None:
        with postgres.running() as own:
            yield own
    elif "missing" in workerinput["cluster"]:
        pytest.fail(workerinput["cluster"]["missing"], pytrace=False)
    else:
        yield postgres.Cluster(**workerinput["cluster"])


@pytest.fixture(scope="session")
def shared_folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run that every xdist worker sees."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if hasattr(request.config, "workerinput") else own


@pytest.fixture(scope="session", autouse=True)
def compiled_once(shared_folder: Path) -> Iterator[None]:
    """Templates and statements are compiled once a run, not anew for each test's application."""
    folder = shared_folder / "templates"
    folder.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            Flask, "jinja_options", {"bytecode_cache": FileSystemBytecodeCache(str(folder))}
        )
        patch.setattr(work, "make_engine", databases.OneEngineEach(work.make_engine))
        yield


@pytest.fixture(scope="session")
def sqlite_template(shared_folder: Path) -> Path:
    """The SQLite file that each test's own is copied from."""
    template = shared_folder / "template.db"
    with databases.one_at_a_time(shared_folder, "sqlite"):
        if not template.exists():
            unfinished = shared_folder / "unfinished.db"
            unfinished.unlink(missing_ok=True)
            databases.migrated_sqlite(unfinished)
            unfinished.rename(template)
    return template


@pytest.fixture(scope="session")
def postgresql_template(cluster: postgres.Cluster, shared_folder: Path) -> str:
    """The name of the PostgreSQL database that each test's own is copied from."""
    with databases.one_at_a_time(shared_folder, "postgresql"):
        if not cluster.exists(TEMPLATE):
            cluster.create(TEMPLATE)
            try:
                databases.migrated_postgres(cluster.url(TEMPLATE))
            except BaseException:
                cluster.drop(TEMPLATE)
                raise
    return TEMPLATE


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a fresh, migrated SQLite file."""
    path = tmp_path / "sacr.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def postgresql_kept(cluster: postgres.Cluster, postgresql_template: str) -> Iterator[postgres.Kept]:
    """The PostgreSQL database of this worker."""
    kept = postgres.Kept(cluster, postgresql_template)
    yield kept
    kept.drop()


@pytest.fixture
def postgresql_url(postgresql_kept: postgres.Kept) -> Iterator[str]:
    """The address of a migrated PostgreSQL database without a row of an earlier test."""
    yield postgresql_kept.ready()
    postgresql_kept.empty()


@pytest.fixture(params=["sqlite", "postgresql"])
def db_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh, migrated database: the test runs once on each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(scope="session")
def demonstration(shared_folder: Path) -> Path:
    """The data folder of a demonstration as first made, once a run; to be copied, not changed."""
    from tests.stories import browser  # noqa: PLC0415  only where there are browsers

    folder = shared_folder / "demonstration"
    with databases.one_at_a_time(shared_folder, "demonstration"):
        if not folder.exists():
            unfinished = shared_folder / "demonstration-unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            browser.flask(unfinished, "regime", "demo")
            unfinished.rename(folder)
    return folder


@pytest.fixture(scope="session")
def race_rounds() -> int:
    """How often a test marked `races` repeats its race: 20 times, or as `make races` says."""
    return int(os.environ.get("RACE_ROUNDS", "20"))


@pytest.fixture
def house(db_url: str) -> Iterator[make.House]:
    """A fresh register on each kind of database, its clock held on Monday 2 March 2026, 09:00."""
    open_house(db_url)
    if (desk := sys.modules.get("app.screening.desk")) is not None:
        desk.DESK._only("")  # what it read for another test, at what looks like the same address
    with clock.standing_at(make.at("2026-03-02 09:00")):
        yield make.House(db_url)
    close_house()
