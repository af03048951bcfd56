"""The command line of public lists: `flask --app wsgi lists …`."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app.sayings import list_name, say
from app.screening import fetching, publishers, services_lists, sources, watchlist_export
from app.screening import queries as list_queries
from app.screening import services as screening
from app.screening.list_formats import FORMS, UN
from app.screening.readers.shared import WHOLE
from app.work import REGISTER
from config import Config
from models.errors import Duplicate, NotFound, Refusal

PROGRESS_STEP = 250
lists = AppGroup("lists", help="Public lists that names are screened against.")


@lists.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--format", "form", type=click.Choice([*FORMS]), default=UN, show_default=True)
@click.option("--source", default="", help="Name of the list, where it is not the form's own.")
@click.option(
    "--published",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day of publication, for a form that does not tell it.",
)
@click.option("--force", is_flag=True, help="Take an older or much shorter file all the same.")
def import_list(
    file: Path, form: str, source: str, published: datetime | None, *, force: bool
) -> None:
    """Take FILE, a list as its publisher made it, as the newest version; or nothing of it."""
    with refusals_told():
        taken = screening.import_list(
            REGISTER,
            file,
            form=form,
            source_name=source,
            published_on=published.date() if published else None,
            forced=force,
            progress=_entries_read,
        )
        tell_imported(taken)


@lists.command("formats")
def show_formats() -> None:
    """Say in which forms a list can be imported."""
    for name, form in FORMS.items():
        undated = "" if form.dated else "  (needs --published)"
        click.echo(f"{name:<10} {form.title}{undated}")


@lists.command("refresh")
def refresh_list() -> None:
    """Fetch the United Nations list from its publisher and take it as the newest version."""
    config: Config = current_app.extensions["sacr.config"]
    with refusals_told():
        tell_imported(sources.refresh(REGISTER, config.un_list_url, progress=_entries_read))


@lists.command("fetch")
@click.argument("names", nargs=-1, metavar="[LIST]...")
@click.option("--due", is_flag=True, help="Those whose time has come, as the worker does.")
def fetch(names: tuple[str, ...], *, due: bool) -> None:
    """Fetch LISTs from their publishers and take what is new; every look is recorded."""
    config: Config = current_app.extensions["sacr.config"]
    configured = {UN: config.un_list_url}
    failed = unknown = False
    for name in (*names, *(fetching.due(REGISTER) if due else ())):
        try:
            found = fetching.fetch(REGISTER, name, _entries_read, configured)
        except Refusal as no:
            click.echo(f"{name}: {words(no)}", err=True)
            unknown = True
            continue
        if found.imported is not None:
            tell_imported(found.imported)
        elif found.trouble is not None:
            click.echo(f"{name}: {words(found.trouble)}", err=True)
            failed = True
        else:
            click.echo(f"{name}: nothing new; the version in use is the publisher's newest.")
    if unknown or (failed and not due):
        sys.exit(1)


@lists.command("schedule")
@click.argument("name", metavar="LIST")
@click.option("--every", "hours", type=int, required=True, help="Hours; 0: never by itself.")
@click.option("--format", "form", type=click.Choice([*FORMS]), default=None)
@click.option(
    "--address",
    "addresses",
    multiple=True,
    metavar="[PART=]URL",
    help="Where instead of its publisher; for a set of files once for each part.",
)
@click.option("--publisher", is_flag=True, help="From its publisher again.")
@click.option("--reason", default="", help="Why, for the record.")
def schedule(
    name: str,
    hours: int,
    form: str | None,
    addresses: tuple[str, ...],
    reason: str,
    *,
    publisher: bool,
) -> None:
    """Say how often LIST is fetched, and from where; nothing is fetched before."""
    given = None if not addresses and not publisher else dict(map(_part, addresses))
    with refusals_told():
        setting = services_lists.schedule(
            REGISTER, name, every_hours=hours, form=form or "", addresses=given, reason=reason
        )
        places = dict(setting.addresses) or publishers.published(name, setting.form)
        often = f"every {hours} h" if hours else "never by itself"
        click.echo(f"List {name} ({setting.form}) is fetched {often} from:")
        for part, url in sorted(places.items()):
            click.echo(f"  {part + ': ' if part else ''}{url}")


def _part(text: str) -> tuple[str, str]:
    """An address, with what it is in a set of files before it: `sdn=https://…`."""
    part, mark, url = text.partition("=")
    return (part, url) if mark and "/" not in part else (WHOLE, text)


@lists.command("retire")
@click.argument("name", metavar="LIST")
@click.option("--reason", required=True, help="Why, for the record.")
def retire(name: str, reason: str) -> None:
    """Take LIST out of use: names are no longer compared with it. Its versions stay."""
    with refusals_told():
        services_lists.retire(REGISTER, name, reason)
        click.echo(f"{list_name(name)} is out of use. Its versions, hits and findings stay.")


@lists.command("resume")
@click.argument("name", metavar="LIST")
@click.option("--reason", required=True, help="Why, for the record.")
def resume(name: str, reason: str) -> None:
    """Put LIST in use again, with the newest version that there is of it."""
    with refusals_told():
        services_lists.resume(REGISTER, name, reason)
        click.echo(f"{list_name(name)} is in use again.")


@lists.command("export-watchlist")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@click.option("--state", default=None, help="As this State sees it: with its own dormant entries.")
def export_watchlist(file: Path, state: str | None) -> None:
    """Write the shared watchlist to FILE, or to - , as FollowTheMoney: one JSON object a line."""
    config: Config = current_app.extensions["sacr.config"]
    try:
        found = watchlist_export.export(REGISTER, config.base_url, state=state)
    except NotFound:
        raise click.ClickException(f"There is no State {state} in this register.") from None
    if str(file) == "-":
        click.echo(found.content, nl=False)
    else:
        _write(file, found.content)
    left_out = f" Left out: {found.left_out} about documents or objects." if found.left_out else ""
    click.echo(f"{len(found.numbers)} entries.{left_out}", err=True)


def _write(file: Path, content: bytes) -> None:
    """Write a file whole or not at all, for its owner alone: it names people."""
    handle, name = tempfile.mkstemp(dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as unfinished:
            unfinished.write(content)
        Path(name).replace(file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


@lists.command("show")
def show_lists() -> None:
    """Say which lists are in use and of what date, and what is wrong with them."""
    page = list_queries.lists(REGISTER)
    for row in page.lists:
        newest = f", still the newest on {row.current_on}" * (row.current_on != row.published_on)
        fetched = f"  fetched every {row.every_hours} h" * bool(row.every_hours)
        click.echo(
            f"{row.source}  published {row.published_on}{newest}  imported"
            f" {row.imported_at:%Y-%m-%d %H:%M} UTC  {row.entries} entries, {row.names} names"
            f"{'  invented' * row.invented}{fetched}"
        )
    for source, kept in page.out_of_use:
        click.echo(f"{source}  out of use since {kept.set_at:%Y-%m-%d %H:%M} UTC: {kept.reason}")
    for alarm in page.alarms:
        click.echo(f"{alarm.source}: {say(alarm.code, **alarm.facts)}", err=True)


def _entries_read(count: int) -> None:
    if count % PROGRESS_STEP == 0:
        click.echo(f"{count} entries read", err=True)


def tell_imported(taken: screening.Imported) -> None:
    """One line of counts."""
    before = f", after that of {taken.replaced}" if taken.replaced else ""
    crafts = f" (vessels and aircraft among them: {taken.crafts})" if taken.crafts else ""
    click.echo(
        f"List {taken.source} of {taken.published_on}: {taken.persons} persons, {taken.firms}"
        f" firms and groups{crafts}, {taken.names} names{before}."
    )
    if taken.grown_from is not None:
        click.echo(
            f"It has {taken.persons + taken.firms} entries, the version before {taken.grown_from}:"
            " ten times as many or more. Look into it before hits are closed."
        )


@contextmanager
def refusals_told() -> Iterator[None]:
    """A refusal ends a command with its sentence; a file that is there already is no failure."""
    try:
        yield
    except Duplicate as no:
        click.echo(words(no))
    except Refusal as no:
        raise click.ClickException(words(no)) from None


def words(no: Refusal) -> str:
    return say(f"refusal.{no.code}", **no.facts)
