"""Verbs of lists as sources: how each is fetched, whether it is in use, what came of a look.

All of them are the installation's own: every State rests on the same lists, so no State's
administrator takes one away from the others (the command line does, as with keys).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from app.screening import publishers
from app.screening.errors import SettingWrong
from app.screening.list_files import checked_name
from app.work import Caller, Work, act, work
from models.actions import Action
from models.errors import Blocked, Invalid
from models.list_sources import ListFetch, ListSetting
from models.screening import ListVersion

MOST_HOURS = 24 * 31
KEPT = timedelta(days=90)
"""Looks that changed nothing are forgotten after so long; the newest of each version stays."""


@act
def schedule(
    caller: Caller,
    source: str,
    *,
    every_hours: int,
    form: str = "",
    addresses: Mapping[str, str] | None = None,
    reason: str = "",
) -> ListSetting:
    """Say how often a list is fetched, in which form and from where; 0 hours: never by itself.

    What is not said stays as it was, else as the publisher has it; `addresses` empty means the
    publisher's own. Raises SettingWrong for what cannot be, Blocked for a list out of use.
    """
    checked_name(source)
    if not 0 <= every_hours <= MOST_HOURS:
        raise SettingWrong("list_hours_wrong", most=MOST_HOURS)
    with work(caller) as w:
        before = newest_setting(w, source)
        if before is not None and before.retired:
            raise Blocked("list_retired", source=source)
        form = form or (before.form if before else publishers.form_of(source))
        if addresses is None:
            kept = before is not None and before.form == form
            addresses = before.addresses if before and kept else {}
        given = publishers.checked(form, addresses)
        if every_hours and not (given or publishers.published(source, form)):
            raise SettingWrong("list_address_missing", source=source)
        setting = _new(w, source, form, given, every_hours, reason, retired=False)
        w.add(Action.LIST_SCHEDULE, setting, reason, every_hours=every_hours)
        return setting


@act
def retire(caller: Caller, source: str, reason: str) -> None:
    """Take a list out of use, with the reason: names are no longer compared with it.

    Its versions, its hits and their findings stay. Raises Invalid without a reason, SettingWrong
    for a list that never was, Blocked for one that is out of use.
    """
    with work(caller) as w:
        before = _known(w, source, reason)
        if before.retired:
            raise Blocked("list_retired", source=source)
        setting = _new(
            w, source, before.form, before.addresses, before.every_hours, reason, retired=True
        )
        w.add(Action.LIST_RETIRE, setting, reason)


@act
def resume(caller: Caller, source: str, reason: str) -> None:
    """Put a list in use again, with its newest version however old; raises as `retire` does."""
    with work(caller) as w:
        before = _known(w, source, reason)
        if not before.retired:
            raise Blocked("list_in_use", source=source)
        setting = _new(
            w, source, before.form, before.addresses, before.every_hours, reason, retired=False
        )
        w.add(Action.LIST_RESUME, setting, reason)


@act
def record(caller: Caller, looked: ListFetch) -> None:
    """Keep what came of a look at a publisher's address, and forget old ones that told nothing."""
    with work(caller) as w:
        # Made anew, so that the verb may run again.
        w.attach(
            ListFetch(
                source=looked.source,
                at=looked.at,
                outcome=looked.outcome,
                facts=looked.facts,
                size=looked.size,
                sha256=looked.sha256,
                list_version_id=looked.list_version_id,
                confirmed_on=looked.confirmed_on,
            )
        )
        w.session.flush()
        _forget(w, looked.source, w.at - KEPT)


def newest_setting(room: Work, source: str) -> ListSetting | None:
    """How a list is kept now; None where nobody ever said."""
    rows = select(ListSetting).where(ListSetting.source == source)
    return room.session.scalar(rows.order_by(ListSetting.id.desc()).limit(1))


def _known(w: Work, source: str, reason: str) -> ListSetting:
    """How a list is kept that there is; one only ever imported by hand is kept by nobody yet."""
    if not reason.strip():
        raise Invalid("reason_missing", field="reason")
    found = newest_setting(w, source)
    if found is not None:
        return found
    version = select(ListVersion.id).where(ListVersion.source == source).limit(1)
    if w.session.scalar(version) is None:
        raise SettingWrong("list_unknown", source=source[:40])
    return ListSetting(
        source=source,
        form=publishers.form_of(source),
        addresses={},
        every_hours=0,
        retired=False,
        reason="",
    )


def _new(
    w: Work,
    source: str,
    form: str,
    addresses: Mapping[str, str],
    every_hours: int,
    reason: str,
    *,
    retired: bool,
) -> ListSetting:
    return ListSetting(
        source=source,
        form=form,
        addresses=dict(addresses),
        every_hours=every_hours,
        retired=retired,
        reason=reason.strip(),
        set_at=w.at,
    )


def _forget(w: Work, source: str, before: datetime) -> None:
    newest = (
        select(ListFetch.id)
        .where(ListFetch.source == source)
        .order_by(ListFetch.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    told = (ListFetch.source == source, ListFetch.at < before, ListFetch.id != newest)
    w.session.execute(delete(ListFetch).where(*told, ListFetch.list_version_id.is_(None)))
    latest = (
        select(ListFetch.id)
        .where(ListFetch.source == source, ListFetch.confirmed_on.is_not(None))
        .order_by(ListFetch.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    w.session.execute(
        delete(ListFetch).where(*told, ListFetch.outcome == "unchanged", ListFetch.id != latest)
    )
