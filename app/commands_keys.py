"""The command line of the keys: `flask --app wsgi keys …`; how to use it stands in docs/keys.md."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from app import clock
from app.keys import queries
from app.sayings import say
from app.work import REGISTER
from config import Config
from models.errors import Invalid, Refusal
from models.keys import OF_A_STATE, BackEnd, KeyUse

keys = AppGroup("keys", help="Make, list, rotate and withdraw the keys of the regime.")
trust = AppGroup("trust", help="The list of keys that readers without a network believe.")
keys.add_command(trust)

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
NEW_FILE = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)
USES = [str(use) for use in (*OF_A_STATE, KeyUse.TIMESTAMP)]
ROOT_DAYS = 20 * 365
ANSWER_DAYS = 100
"""An offline root meets each quarter, with ten days to spare."""


def two_persons(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the two names that an act on a key takes."""
    witness = click.option("--witness", default="", help="Who watches, by name.")
    return click.option("--by", default="", help="Who does it, by name.")(witness(command))


def new_keys(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command what it must know of new keys."""
    for option in (
        click.option("--days", type=click.IntRange(1, 7300), help="How long it may sign."),
        click.option("--back-end", type=click.Choice(["file", "pkcs11"]), help="Where it is kept."),
        click.option("--use", "uses", type=click.Choice(USES), multiple=True),
        click.argument("state", required=False),
    ):
        command = option(command)
    return two_persons(command)


@keys.command("init")
@click.option("--name", default="Small Arms Control Register", show_default=True)
@click.option("--back-end", type=click.Choice(["file", "pkcs11"]), help="Where it is kept.")
@two_persons
def init_root(name: str, back_end: str | None, by: str, witness: str) -> None:
    """Make the regime's root on this machine; for one that is kept apart, see: keys root."""
    from app import keyring  # noqa: PLC0415  what signs is loaded where it is asked to sign
    from app.keys import services  # noqa: PLC0415

    with _ring_open():
        place = BackEnd(back_end) if back_end else keyring.usual_back_end()
        signer = keyring.make(place, "root")
        try:
            kid = services.found_root(REGISTER, signer, place, name, _said(by, witness), None)
        except BaseException:
            keyring.discard(place, signer)
            raise
    click.echo(f"Root {kid} is made. Next: keys create STATE")


@keys.command("create")
@new_keys
def create(state: str | None, uses: tuple[str, ...], **options: Any) -> None:
    """Make the keys of STATE: its seal, its codes and its status lists, or one --use."""
    _make(state, uses, replacing=False, **options)


@keys.command("rotate")
@click.option("--in-days", type=click.IntRange(0, 60), default=0, help="When it begins to sign.")
@new_keys
def rotate(state: str | None, uses: tuple[str, ...], **options: Any) -> None:
    """Let new keys of STATE follow those that stand; what was issued stays good.

    With --in-days readers without a network learn of the new key before it signs.
    """
    _make(state, uses, replacing=True, **options)


def _make(
    state: str | None,
    uses: tuple[str, ...],
    *,
    replacing: bool,
    back_end: str | None,
    days: int | None,
    by: str,
    witness: str,
    in_days: int = 0,
) -> None:
    from app import keyring  # noqa: PLC0415
    from app.keys import services  # noqa: PLC0415
    from app.keys.shapes import Order  # noqa: PLC0415

    start = clock.now() + timedelta(days=in_days) if in_days else None
    with _ring_open():
        wanted = _uses(state, uses)
        place = BackEnd(back_end) if back_end else keyring.usual_back_end()
        orders: list[Order] = []
        try:
            for use in wanted:
                signer = keyring.make(place, f"{state or 'regime'} {use}")
                orders.append(Order(signer, place, use, state, start, days))
            said = _said(by, witness)
            kids = services.make(REGISTER, orders, said, _config().base_url, replace=replacing)
        except BaseException:
            for order in orders:
                keyring.discard(place, order.signer)
            raise
    for order, kid in zip(orders, kids, strict=True):
        when = f", from {start:%Y-%m-%d %H:%M} UTC" if start else ""
        click.echo(f"{kid}  {order.use} of {state or 'the regime'}{when}")


@keys.command("list")
def list_keys() -> None:
    """Say which keys there are, how each stands, and what is lacking."""
    found = queries.all_keys(REGISTER)
    for row in found.rows:
        note = "  ROTATE: it has signed for a year" if row.rotation_due else ""
        click.echo(
            f"{row.kid}  {row.state or '--'}  {row.use:<9}  {row.back_end:<7}"
            f"  {row.valid_from:%Y-%m-%d} to {row.not_after:%Y-%m-%d}  {row.standing}{note}"
        )
    for item in found.lacking:
        click.echo(f"LACKING  {item.state or '--'}  {item.use}: what needs it waits")


@keys.command("retire")
@click.argument("kid")
@two_persons
def retire(kid: str, by: str, witness: str) -> None:
    """Let key KID sign no more; what it signed stays good."""
    from app.keys import services  # noqa: PLC0415

    with _told():
        services.retire(REGISTER, kid, _said(by, witness))
    click.echo(f"{kid} signs no more. What it signed stays good.")
    _tell_lacking()


@keys.command("withdraw")
@click.argument("kid")
@click.option("--reason", default="", help="What happened; it stays on record.")
@two_persons
def withdraw(kid: str, reason: str, by: str, witness: str) -> None:
    """Say that key KID is in wrong hands: everything that it ever signed is refused from now on."""
    from app.keys import services  # noqa: PLC0415

    with _told():
        services.withdraw(REGISTER, kid, reason, _said(by, witness))
    click.echo(f"{kid} is withdrawn. Everything that it signed is refused from now on.")
    root = queries.standing_root(REGISTER)
    if root is not None and root.back_end == BackEnd.OFFLINE:
        click.echo("Readers without a network learn it from the root: keys request, now.")
    _tell_lacking()
    _tell_signed(kid)


@keys.command("signed")
@click.argument("kid")
def signed(kid: str) -> None:
    """List what key KID sealed or signed and what holds still: to be made anew, if it is lost."""
    _tell_signed(kid)


def _tell_signed(kid: str) -> None:
    found = queries.signed_by(REGISTER, kid)
    for item in found:
        click.echo(f"REISSUE  {item.number}  {item.state}  issued {item.issued_at:%Y-%m-%d}")
    if not found:
        click.echo(f"No certificate that holds today bears the mark of {kid}.")


@keys.command("export")
@click.argument("folder", type=FOLDER)
def export(folder: Path) -> None:
    """Write the public part of every key into FOLDER: certificates, and keys.json of all."""
    from app.keys import handing  # noqa: PLC0415

    with _told():
        count = handing.export(REGISTER, folder)
    click.echo(f"{count} keys are written to {folder}: public parts only.")


@keys.command("root")
@click.argument("folder", type=FOLDER)
@click.option("--name", default="Small Arms Control Register", show_default=True)
@click.option("--days", type=click.IntRange(365, 36500), default=ROOT_DAYS, show_default=True)
def make_offline_root(folder: Path, name: str, days: int) -> None:
    """OFFLINE: make a root in FOLDER, on a machine without a network and without the database."""
    from app.authority import Subject, Window  # noqa: PLC0415
    from app.keys import offline  # noqa: PLC0415

    start = clock.now().replace(microsecond=0)
    with _told():
        root = offline.found(
            folder, Subject("Root", name), Window(start, start + timedelta(days=days))
        )
    click.echo(f"Root {root.signer.kid.hex()} is made in {folder}.")
    click.echo(f"Take {folder / offline.CERTIFICATE} to the register, and there: keys import")


@keys.command("request")
@click.argument("state", required=False)
@click.option("--use", "uses", type=click.Choice(USES), multiple=True)
@click.option("--back-end", type=click.Choice(["file", "pkcs11"]), help="Where it is kept.")
@click.option("--days", type=click.IntRange(1, 7300), help="How long it may sign.")
@click.option("--out", type=NEW_FILE, required=True, help="The file for the root's keepers.")
def request(
    state: str | None, uses: tuple[str, ...], back_end: str | None, days: int | None, out: Path
) -> None:
    """Write a request to an offline root: new keys of STATE, or only new lists of the keys."""
    from app import keyring  # noqa: PLC0415
    from app.keys import handing  # noqa: PLC0415

    with _ring_open():
        wanted = _uses(state, uses) if state or uses else ()
        place = BackEnd(back_end) if back_end else keyring.usual_back_end()
        made = handing.request(REGISTER, state, wanted, place, days, _config().base_url)
    out.write_bytes(made.text)
    for use, kid in made.new:
        click.echo(f"{kid}  {use} of {state or 'the regime'}, to be certified")
    click.echo(f"{out} is written. Take it to the root, and there: keys certify")


@keys.command("certify")
@click.option("--root", "folder", type=FOLDER, required=True, help="The folder of the root.")
@click.argument("file", type=FILE)
@click.option("--out", type=NEW_FILE, required=True, help="The answer for the register.")
@click.option("--lasts", type=click.IntRange(1, 400), default=ANSWER_DAYS, show_default=True)
@click.option("--adopt", is_flag=True, help="Vouch for keys of an earlier root, too.")
@click.option("--yes", is_flag=True, help="Do not ask again.")
@two_persons
def certify(
    folder: Path,
    file: Path,
    out: Path,
    lasts: int,
    by: str,
    witness: str,
    *,
    adopt: bool,
    yes: bool,
) -> None:
    """OFFLINE: answer the request in FILE with the root in --root; show it first."""
    from app.keys import ceremony, offline  # noqa: PLC0415

    with _told():
        asked = ceremony.read_request(file.read_bytes())
        root = offline.opened(folder)
        if adopt:
            root = offline.adopting(root, asked)
        for line in _shown(asked, ceremony.reconciled(asked, root.ledger)):
            click.echo(line)
        if not yes:
            click.confirm("Is this what both of you expect?", abort=True)
        said = _said(by, witness)
        text = offline.answer(root, asked, clock.now(), timedelta(days=lasts), said)
    out.write_bytes(text)
    click.echo(f"{out} is written. Take it to the register, and there: keys import")


def _shown(asked: Any, standing: Any) -> Iterator[str]:
    """What a root is about to vouch for, line by line."""
    for item in asked.asked:
        yield f"NEW        {item.state or '--'}  {item.use:<9}  {item.kid()}  {item.organization}"
    for item in standing:
        word = "WITHDRAWN" if item.withdrawn_at else "stays"
        yield f"{word:<9}  {item.state or '--'}  {item.use:<9}  {item.kid}  to {item.end:%Y-%m-%d}"


@keys.command("import")
@click.argument("file", type=FILE)
@two_persons
def import_file(file: Path, by: str, witness: str) -> None:
    """Take in FILE: the certificate of an offline root, or its answer."""
    from app.keys import handing  # noqa: PLC0415

    text, said = file.read_bytes(), _said(by, witness)
    with _ring_open():
        if text.startswith(b"-----BEGIN CERTIFICATE"):
            kid = handing.take_root(REGISTER, text, said)
            click.echo(f"Root {kid} is known. Next: keys request STATE --out FILE")
            return
        answer, kids = handing.take_answer(REGISTER, text, said)
        _put_out(answer)
    for kid in kids:
        click.echo(f"{kid} is taken in.")
    click.echo(f"The root's lists are out; they hold until {answer.until:%Y-%m-%d %H:%M} UTC.")


def _put_out(answer: Any) -> None:
    """Publish the lists that the root signed."""
    from app.published import services as published  # noqa: PLC0415
    from models.codes import Published  # noqa: PLC0415

    root = bytes.fromhex(answer.root)
    for kind, content in ((Published.TRUST, answer.trust), (Published.CRL, answer.crl)):
        published.keep(REGISTER, kind, content, root, answer.made_at, answer.until)


@trust.command("sign")
def sign_trust() -> None:
    """Sign the trust list and the CRL now, with a root on this machine; the worker does it, too."""
    from app import keyring  # noqa: PLC0415
    from app.published import services as published  # noqa: PLC0415

    with _ring_open():
        root = queries.standing_root(REGISTER)
        if root is None:
            raise keyring.missing(None, KeyUse.ROOT)
        if root.back_end == BackEnd.OFFLINE:
            raise Invalid("key_offline", kid=root.kid)
        count, _ = published.publish(REGISTER)
    click.echo(f"{count} lists are signed and out; the others said the same already.")


def _uses(state: str | None, uses: tuple[str, ...]) -> tuple[KeyUse, ...]:
    """Which keys are meant: all of a State, or those named."""
    wanted = tuple(KeyUse(use) for use in uses) or OF_A_STATE
    of_regime = KeyUse.TIMESTAMP in wanted
    if of_regime and (state is not None or len(wanted) > 1):
        raise click.UsageError("The time stamper is the regime's: name it alone, without a State.")
    if not of_regime and state is None:
        raise click.UsageError("Name the State whose keys are meant, by its two letters.")
    return wanted


def _said(by: str, witness: str) -> Any:
    from app.keys.shapes import Said  # noqa: PLC0415

    return Said(by.strip(), witness.strip())


def _tell_lacking() -> None:
    for item in queries.all_keys(REGISTER).lacking:
        click.echo(f"LACKING  {item.state or '--'}  {item.use}: what needs it waits")


def _config() -> Config:
    config: Config = current_app.extensions["sacr.config"]
    return config


@contextmanager
def _ring_open() -> Iterator[None]:
    """Open this installation's keyring for one command."""
    from app import keyring  # noqa: PLC0415

    keyring.open_for(_config())
    try:
        with _told():
            yield
    finally:
        keyring.close_ring()


@contextmanager
def _told() -> Iterator[None]:
    """A refusal ends a command with its sentence."""
    try:
        yield
    except Refusal as no:
        raise click.ClickException(say(f"refusal.{no.code}", **no.facts)) from None
