"""The demonstration's own root, time stamper and keys of its States, made where they lack."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from app import keyring
from app.keys import queries, services
from app.keys.queries import Lacking
from app.keys.shapes import Order, Said
from app.work import REGISTER, reading
from models.keys import BackEnd, Key, KeyStanding, KeyUnusable, KeyUse
from models.states import StateTerms

NAME = "Demonstration of the Small Arms Control Register"
NO_PERSONS = Said()
"""Its keys are made by no two persons; every sheet says that it is a demonstration's."""


def lay(base_url: str) -> int:
    """Make every key that is lacking, or whose file is gone; how many. The keyring is open.

    The first ones begin with the demonstration's invented history, as its certificates do.
    """
    gone = _gone()
    wanted = (*gone, *queries.all_keys(REGISTER).lacking)
    beginning = None if gone else _beginning()
    for item in wanted:
        if item.use is KeyUse.ROOT:
            _found_root(beginning)
    orders = [_order(item, beginning) for item in wanted if item.use is not KeyUse.ROOT]
    if orders:
        services.make(REGISTER, orders, NO_PERSONS, base_url, replace=True)
    return len(wanted)


def _found_root(beginning: datetime | None) -> None:
    old = queries.standing_root(REGISTER)
    if old is not None:
        services.retire(REGISTER, old.kid, NO_PERSONS)
    root = keyring.make(BackEnd.FILE, "root")
    services.found_root(REGISTER, root, BackEnd.FILE, NAME, NO_PERSONS, beginning)


def _order(item: Lacking, beginning: datetime | None) -> Order:
    signer = keyring.make(BackEnd.FILE, "")
    past = 0
    if beginning is not None:
        with reading(REGISTER) as view:
            past = (view.at - beginning).days
    days = services.LASTS[item.use].days + past
    return Order(signer, BackEnd.FILE, item.use, item.state, beginning, days)


def _gone() -> tuple[Lacking, ...]:
    """The uses of keys that stand and whose files are gone, as when somebody emptied the folder."""
    with reading(REGISTER) as view:
        standing = [
            key
            for key in view.session.scalars(select(Key).order_by(Key.id))
            if key.standing(view.at) is KeyStanding.STANDS and key.retired_at is None
        ]
    return tuple(
        Lacking(KeyUse(key.use), key.state_code, "") for key in standing if not _is_there(key)
    )


def _is_there(key: Key) -> bool:
    try:
        keyring.signer_of(key)
    except KeyUnusable as no:
        if no.code == "key_file_missing":
            return False
        raise
    return True


def _beginning() -> datetime | None:
    with reading(REGISTER) as view:
        return view.session.scalar(select(func.min(StateTerms.valid_from)))
