"""The command line of keys for programs: `flask --app wsgi apikeys …`; docs/screening-api.md."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask.cli import AppGroup

from app.programs import queries, services
from app.programs.asked import Wanted
from app.sayings import say
from app.work import REGISTER
from models.api_keys import LONGEST_DAYS
from models.errors import Refusal
from models.searches import Purpose

apikeys = AppGroup("apikeys", help="Make, list and withdraw the keys of programs.")


@apikeys.command("create")
@click.argument("login")
@click.option("--label", required=True, help="Which program of which office uses it.")
@click.option("--purpose", type=click.Choice([str(item) for item in Purpose]), required=True)
@click.option("--case", "case_ref", default="", help="Recorded where a search names no case.")
@click.option("--days", type=click.IntRange(1, LONGEST_DAYS), default=180, show_default=True)
def create(login: str, label: str, purpose: str, case_ref: str, days: int) -> None:
    """Make a key with the rights of the officer LOGIN, and print it: it is shown only now."""
    with _refusals_told():
        made = services.make_for(REGISTER, login, Wanted(label, purpose, case_ref, days))
    click.echo(made.secret)
    click.echo(f"Key {made.uid} of {label}. It is not kept and cannot be shown again.", err=True)


@apikeys.command("list")
def show_keys() -> None:
    """Say which keys there are; never the keys themselves."""
    for row in queries.keys(REGISTER).keys:
        how = "withdrawn" if row.withdrawn_at else "stands" if row.stands else "ended"
        click.echo(
            f"{row.uid}  {row.hint}...  {how} until {row.expires_at:%Y-%m-%d}"
            f"  {row.holder}: {row.label} ({row.purpose}), {row.searches} searches"
        )


@apikeys.command("withdraw")
@click.argument("uid")
@click.option("--reason", required=True, help="Why, in a sentence.")
def withdraw(uid: str, reason: str) -> None:
    """Withdraw the key UID for good."""
    with _refusals_told():
        services.withdraw(REGISTER, uid, reason)
    click.echo(f"Key {uid} is withdrawn.")


@contextmanager
def _refusals_told() -> Iterator[None]:
    """A refusal ends a command with its sentence."""
    try:
        yield
    except Refusal as no:
        raise click.ClickException(say(f"refusal.{no.code}", **no.facts)) from None
