"""The command line of screening's proof: `flask --app wsgi screening replay ID`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click
from flask.cli import AppGroup

from app.sayings import say
from app.work import REGISTER
from models.errors import NotFound

if TYPE_CHECKING:
    from app.screening.replay import Replayed

screening = AppGroup("screening", help="Prove what a screening or a search said.")

SAME, DIFFERS, CANNOT_SAY = 0, 1, 2


@screening.command("replay")
@click.argument("uid", metavar="ID")
def replay(uid: str) -> None:
    """Make the screening or search ID again, from the lists and the watchlist as they stood.

    Ends with 0 when the answer is the same, 1 when it differs, 2 when it cannot be said.
    """
    from app.screening import replay as proof  # noqa: PLC0415  the matcher; no page needs it here

    try:
        told = proof.replay(REGISTER, uid)
    except NotFound:
        click.echo(say("replay.not_found"), err=True)
        sys.exit(CANNOT_SAY)
    for line in _lines(told):
        click.echo(line)
    if told.cannot:
        sys.exit(CANNOT_SAY)
    sys.exit(SAME if told.same else DIFFERS)


def _lines(told: Replayed) -> list[str]:
    lines = []
    if told.answered_at is not None:
        lines.append(say("replay.then", moment=told.answered_at, n=told.found))
    lines += [say(f"replay.{item.code}", **dict(item.facts)) for item in told.cannot]
    if told.cannot:
        return lines
    lines += [
        say("replay.version", what=name, before=then or "-", after=now or "-")
        for name, then, now in told.changed
    ]
    lines += [say("replay.gone", **_entry(item)) for item in told.gone]
    lines += [say("replay.new", **_entry(item)) for item in told.new]
    return [*lines, say("replay.same" if told.same else "replay.differs")]


def _entry(item: tuple[str, str, int, str, tuple[str, ...]]) -> dict[str, object]:
    source, reference, score, strength, codes = item
    return {
        "list": source,
        "reference": reference,
        "score": score,
        "strength": say(f"strength.{strength}"),
        "reasons": ", ".join(codes),
    }
