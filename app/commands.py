"""The command line: `flask --app wsgi regime …`, `lists …`, `worker`, `screener`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import click
import msgspec
from alembic import command
from alembic.config import Config as Alembic
from flask import Flask, current_app
from flask.cli import AppGroup

from app import (
    clock,
    commands_certificates,
    commands_keys,
    commands_lists,
    commands_programs,
    commands_screening,
)
from app.regime import queries as regime_queries
from app.regime import services as regime_services
from app.regime.asked import FoundState
from app.sayings import say
from app.screening import sources
from app.work import REGISTER
from config import PROJECT, Config
from models.errors import Refusal

regime = AppGroup("regime", help="Found an installation and look after its States.")


class RegimeFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file that `regime init` reads; see docs/examples/regime.toml."""

    states: tuple[FoundState, ...]


def init(app: Flask) -> None:
    """Give an application its commands."""
    app.cli.add_command(regime)
    app.cli.add_command(commands_lists.lists)
    app.cli.add_command(commands_certificates.certificates)
    app.cli.add_command(commands_keys.keys)
    app.cli.add_command(commands_programs.apikeys)
    app.cli.add_command(commands_screening.screening)
    app.cli.add_command(worker)
    app.cli.add_command(screener)


@click.command("worker")
def worker() -> None:
    """Make documents, publish and fetch lists: what was decided and is not yet made."""
    from app import keyring  # noqa: PLC0415  no process that answers pages loads what signs
    from app import worker as process  # noqa: PLC0415  WeasyPrint is heavy; only here

    config: Config = current_app.extensions["sacr.config"]
    keyring.open_for(config)
    process.main(config.base_url, config.tsa_url, config.tsa_roots)


@click.command("screener")
def screener() -> None:
    """Compare names: those of cases, again when a list changes, and those that pages ask for."""
    from app.screening import matcher, process  # noqa: PLC0415  what compares names is heavy

    config: Config = current_app.extensions["sacr.config"]
    matcher.choose(config.screening_matcher)
    process.main(config.data_dir, config.screening_hour)


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
        codes = regime_services.lay_out(REGISTER, wanted.states)
    except Refusal as no:
        raise click.ClickException(f"Nothing was set up: {no}") from None
    for made in codes:
        click.echo(f"{made.state}  {made.login}  one-time code: {made.code}")
    click.echo("Each code opens its account once, within one hour, on the page /open.")


@regime.command("code")
@click.argument("login")
def code_again(login: str) -> None:
    """Print a further one-time code for the administrator LOGIN, who never opened the account."""
    try:
        code = regime_services.invite_again(REGISTER, login)
    except Refusal as no:
        raise click.ClickException(f"No code: {no}") from None
    click.echo(f"{login}  one-time code: {code}")
    click.echo("It opens the account once, within one hour, on the page /open.")


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
    _lay_keys()
    _bring_list(first=found is None)


def _lay_keys() -> None:
    """Make the keys that a demonstration lacks; an older one has none at all."""
    from app import keyring  # noqa: PLC0415
    from app.demonstration import keys  # noqa: PLC0415

    config: Config = current_app.extensions["sacr.config"]
    keyring.open_for(config)
    try:
        with commands_lists.refusals_told():
            keys.lay(config.base_url)
    finally:
        keyring.close_ring()


def _bring_list(*, first: bool) -> None:
    """Put the best public list in reach in use; a demonstration goes on without it."""
    config: Config = current_app.extensions["sacr.config"]
    brought = sources.best_list(REGISTER, config.lists_dir, config.un_list_url, first=first)
    if brought.imported is not None:
        commands_lists.tell_imported(brought.imported)
    if brought.trouble is not None:
        click.echo(f"{say(f'screening.{brought.code}')} {commands_lists.words(brought.trouble)}")


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
