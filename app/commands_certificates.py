"""The command line of documents: `flask --app wsgi certificates verify FILE|CODE`."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from app import scanned
from app.certificates import queries, queries_files
from app.certificates.inspecting import LARGEST, Flaw
from app.certificates.queries import Checked
from app.sayings import say
from app.signed.token import PREFIX
from config import Config

certificates = AppGroup("certificates", help="Check documents of the register.")
VALID, NOT_VALID, CANNOT_SAY = 0, 1, 2


@certificates.command("verify")
@click.argument("document")
def verify(document: str) -> None:
    """Say whether DOCUMENT, a PDF file or the text of a square code, holds now.

    Ends with 0 when it is valid, 1 when it is not, 2 when that cannot be said.
    """
    try:
        found = _code(document) if document.startswith(PREFIX) else _file(Path(document))
    except (OSError, SQLAlchemyError) as trouble:
        click.echo(f"CANNOT SAY: {type(trouble).__name__}. Is the file readable, the database up?")
        sys.exit(CANNOT_SAY)
    if not isinstance(found, Checked):
        click.echo(f"NOT VALID: {say(found)}.")
        sys.exit(NOT_VALID)
    _tell(found)
    sys.exit(VALID if found.valid else NOT_VALID)


def _file(path: Path) -> Checked | str:
    config: Config = current_app.extensions["sacr.config"]
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    found = queries_files.check(data, config.tsa_roots)
    return f"flaw.{found}" if isinstance(found, Flaw) else found


def _code(text: str) -> Checked | str:
    return queries.check(*scanned.meant(text, "")) or "flaw.code_unknown"


def _tell(found: Checked) -> None:
    """The verdict and what to compare, a line each."""
    click.echo(f"{'VALID' if found.valid else 'NOT VALID'}: {say(found.saying)}.")
    if found.void and not found.is_letter:
        when = f" on {found.void.since:%Y-%m-%d %H:%M:%S} UTC" if found.void.since else ""
        click.echo(f"this paper counts no more{when}; of what it certifies: {say(found.itself)}")
    if not found.valid:
        click.echo(say(found.next))
    click.echo(f"{found.number}, {', '.join(found.states)}; facts {found.mark}")
    if found.end_use_certificate:
        click.echo(f"end-use certificate {found.end_use_certificate}")
    click.echo(f"asked {found.at:%Y-%m-%d %H:%M:%S} UTC")
