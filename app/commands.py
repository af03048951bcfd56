"""The command line: `flask --app wsgi regime …`, `worker`."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import msgspec
from alembic import command
from alembic.config import Config as Alembic
from flask import Flask, current_app
from flask.cli import AppGroup

from app import clock
from app.regime import queries as regime_queries
from app.regime import services as regime_services
from app.work import REGISTER
from config import PROJECT, Config
from models.errors import Refusal
from models.states import Terms

regime = AppGroup("regime", help="Found an installation and look after its States.")


class StateFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One State of the file that `regime init` reads."""

    code: str
    name: str
    administrator_name: str
    administrator_email: str
    since: datetime
    terms: Terms = msgspec.field(default_factory=Terms)


class RegimeFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file that `regime init` reads; see docs/examples/regime.toml."""

    states: tuple[StateFile, ...]


def init(app: Flask) -> None:
    """Give an application its commands."""
    app.cli.add_command(regime)
    app.cli.add_command(worker)


@click.command("worker")
def worker() -> None:
    """Make documents, answer screenings: what was decided and is not yet made."""
    from app import worker as process  # noqa: PLC0415  WeasyPrint is heavy; only here

    config: Config = current_app.extensions["sacr.config"]
    process.main(config.base_url)


@regime.command("migrate")
def migrate() -> None:
    """Bring the database to this version's tables."""
    upgrade()


def upgrade() -> None:
    """Run the migrations."""
    config: Config = current_app.extensions["sacr.config"]
    settings = Alembic()
    settings.set_main_option("script_location", str(PROJECT / "migrations"))
    settings.set_main_option("path_separator", "os")
    settings.attributes["url"] = config.database_url
    command.upgrade(settings, "head")


@regime.command("init")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def init_regime(file: Path) -> None:
    """Set up a real installation from FILE: its States, and a code for each administrator."""
    wanted = _read(file)
    upgrade()
    try:
        regime_services.found(REGISTER, demonstration=False)
        for state in wanted.states:
            since = state.since if state.since.tzinfo else state.since.replace(tzinfo=UTC)
            regime_services.admit(REGISTER, state.code, state.name, state.terms, since)
    except Refusal as no:
        raise click.ClickException(f"Not set up: {no}") from None
    for state in wanted.states:
        code = regime_services.invite_first_administrator(
            REGISTER, state.code, state.administrator_email, state.administrator_name
        )
        click.echo(f"{state.code}  {state.administrator_email}  one-time code: {code}")
    click.echo("Each code opens its account once, within one hour, on the page /open.")


def _read(file: Path) -> RegimeFile:
    try:
        raw: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
        return msgspec.convert(raw, RegimeFile)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as wrong:
        raise click.ClickException(f"{file.name}: {wrong}") from None


@regime.command("demo")
def demo() -> None:
    """Make this database a demonstration, unless it is one already."""
    upgrade()
    found = regime_queries.installation()
    if found is not None and not found.demonstration:
        raise click.ClickException(
            "This database holds a real installation. Choose another one: DATABASE_URL."
        )
    if found is None:
        from app import demonstration  # noqa: PLC0415  only once in a database's life

        demonstration.lay(clock.now())


@regime.command("who")
def who() -> None:
    """Say who can sign in to a demonstration, and what to try first."""
    from app.people.queries import offered  # noqa: PLC0415

    accounts = offered()
    if not accounts:
        click.echo("Accounts of this installation are made by its administrators.")
        return
    click.echo("Sign in with one click on /sign-in, or with the password below:")
    for account in accounts:
        place = account.place or "the register"
        click.echo(f"  {account.login:<34} {account.name}, {account.role}, {place}")
    from app.demonstration.people import PASSWORD  # noqa: PLC0415

    click.echo(f"Password of every demonstration account: {PASSWORD}")
    click.echo("First, as Ista Dovane (senior officer, Xcadia): open My work and countersign.")
    click.echo("Then, as a customs officer: /check. Without an account: /register and /verify.")
