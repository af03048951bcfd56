"""Looking again at every standing screening: a delta after each change, a full run each night.

A run goes through the screenings in order of their inner id, a piece at a time. What a piece
found and how far the run has come are stored in one act: a process that is killed has lost
nothing but the time of its piece, and whoever goes on does nothing twice.
"""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Collection, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.screened import Name
from app.screening import changes, consequences, matcher
from app.screening.carrying import carry
from app.screening.desk import DESK, Found, Laid, subject_of
from app.screening.hits import hit_of, made_with, own_trader
from app.screening.in_force import newest, under_watch
from app.screening.plan import Again, Known, Place, Plan, plan
from app.screening.rescreen import Parties
from app.work import Caller, Work, act, reading, work
from models.actions import Action
from models.dossiers import Dossier
from models.screening import Gone, Hit, Screening
from models.screening_runs import CoveredEntry, RunCause, RunKind, ScreeningRun

NIGHT_HOUR = 2
"""The hour (UTC) after which the nightly full run is due."""
LOOK_EVERY = 2.0
"""Seconds between two looks at whether a list or an entry has changed."""
LEAST_BATCH, BATCH = 20, 5_000
"""Names read for one piece: twice as many as the piece before could compare."""
PIECE_SECONDS = 0.5
"""How long a piece may compare: names that were just submitted wait no longer."""

log = logging.getLogger("sacr.screening")


@dataclass(frozen=True)
class _Name:
    """One screened name, with the hits that stand for it."""

    id: int
    name: Name
    trader_id: int | None
    standing: dict[Place, Known]


@dataclass(frozen=True)
class _Piece:
    """What is compared at one go, and where the run stood before it."""

    run_id: int
    position: int
    names: tuple[_Name, ...]
    again: Again
    laid: Laid
    last: bool
    """Whether nothing comes behind it."""


@dataclass(frozen=True)
class _Compared:
    """What came of a piece: plans by the inner id of their screening, in order."""

    plans: dict[int, tuple[Plan, tuple[Found, ...]]]
    names: int
    faults: int
    position: int
    done: bool


class LookAgain:
    """The job of looking again; it keeps in memory only what follows from the rows."""

    def __init__(self, hour: int = NIGHT_HOUR, every: float = LOOK_EVERY) -> None:
        self._hour = hour
        self._every = every
        self._not_before = 0.0
        self._delta: tuple[int, Again] | None = None
        self._batch = LEAST_BATCH

    def look_next(self, caller: Caller) -> bool:
        """Do one piece of the run that is open, or begin the one that is due; False if none is."""
        if time.monotonic() < self._not_before:
            return False
        with DESK.lock, reading(caller) as view:
            laid = DESK.laid(view.session, view.at)
            run = _open(view.session)
            wanted = None
            if run is None or run.kind == RunKind.FULL:
                wanted = _due(view.session, laid, view.at, self._hour, open_run=run)
            piece = None
            if run is not None and wanted is None:
                piece = self._piece(view.session, laid, run)
        if wanted is not None:
            _begin(caller, *wanted, laid.lists, laid.watched_versions())
            return True
        if piece is None:
            self._not_before = time.monotonic() + self._every
            return False
        compared = _compare(piece)
        self._batch = max(LEAST_BATCH, min(BATCH, 2 * compared.names))
        if _store(caller, piece, compared) and compared.faults:
            log.error("%d names could not be compared again", compared.faults)
        return True

    def _piece(self, session: Session, laid: Laid, run: ScreeningRun) -> _Piece:
        again = Again(laid)
        if run.kind == RunKind.DELTA:
            if self._delta is None or self._delta[0] != run.id:
                self._delta = (run.id, changes.of_run(session, run))
            again = self._delta[1]
        names = _names(session, run, self._batch)
        return _Piece(run.id, run.position, names, again, laid, last=len(names) < self._batch)


def _open(session: Session) -> ScreeningRun | None:
    """The run to go on with: a delta before a full one."""
    return session.scalar(
        select(ScreeningRun)
        .where(ScreeningRun.ended_at.is_(None))
        .order_by(ScreeningRun.kind, ScreeningRun.id)
        .limit(1)
    )


def _due(
    session: Session, laid: Laid, at: datetime, hour: int, *, open_run: ScreeningRun | None
) -> tuple[RunKind, RunCause, changes.Told, tuple[tuple[int, int], ...]] | None:
    """The run that should begin: which, why, since which lists, about which watched entries."""
    covered = changes.covered(session)
    if covered is None:
        return RunKind.FULL, RunCause.FIRST, (), ()
    entries = changes.of_watchlist(session, laid)
    if entries or changes.versions(covered.lists) != changes.versions(laid.lists):
        return RunKind.DELTA, RunCause.LISTS, covered.lists, entries
    if open_run is not None:
        return None
    last = session.scalar(
        select(ScreeningRun)
        .where(ScreeningRun.kind == str(RunKind.FULL))
        .order_by(ScreeningRun.id.desc())
        .limit(1)
    )
    if last is None or last.matcher != made_with():
        return RunKind.FULL, RunCause.MATCHER, covered.lists, ()
    if last.started_at < _last_night(at, hour):
        return RunKind.FULL, RunCause.NIGHT, covered.lists, ()
    return None


def _last_night(at: datetime, hour: int) -> datetime:
    """The last moment at which a nightly run became due.

    >>> from datetime import UTC
    >>> _last_night(datetime(2026, 3, 2, 1, tzinfo=UTC), 2).isoformat()
    '2026-03-01T02:00:00+00:00'
    """
    due = at.replace(hour=hour, minute=0, second=0, microsecond=0)
    return due if due <= at else due - timedelta(days=1)


@act
def _begin(
    caller: Caller,
    kind: RunKind,
    cause: RunCause,
    before: changes.Told,
    entries: tuple[tuple[int, int], ...],
    lists: changes.Told,
    watched: dict[int, int],
) -> None:
    """Begin a run, unless another process has begun one of its kind meanwhile."""
    with work(caller) as w:
        other = select(ScreeningRun.id).where(
            ScreeningRun.ended_at.is_(None), ScreeningRun.kind == str(kind)
        )
        if w.session.scalar(other) is not None:
            return
        run = ScreeningRun(
            kind=str(kind),
            cause=str(cause),
            started_at=w.at,
            lists_before=before,
            lists=lists,
            entries=entries,
            threshold=matcher.REVIEW,
            matcher=made_with(),
            last_id=w.session.scalar(select(func.max(Screening.id))) or 0,
        )
        w.add(Action.SCREENING_RUN_BEGIN, run, cause=str(cause))
        if cause is RunCause.FIRST:
            _cover(w, tuple(watched.items()))


def _names(session: Session, run: ScreeningRun, batch: int) -> tuple[_Name, ...]:
    """The next names of a run, with the hits that stand for each.

    What was answered after a delta began has been compared with what the delta is about.
    """
    wanted = [
        Screening.id > run.position,
        Screening.id <= run.last_id,
        Screening.answered_at.is_not(None),
        under_watch(run.started_at),
        newest(),
    ]
    if run.kind == RunKind.DELTA:
        wanted.append(Screening.answered_at <= run.started_at)
    rows = session.execute(
        select(Screening.id, Screening.subject, Screening.subject_of, Screening.trader_id)
        .where(*wanted)
        .order_by(Screening.id)
        .limit(batch)
    ).all()
    standing = _standing(session, [row.id for row in rows])
    return tuple(
        _Name(
            row.id,
            msgspec.convert(row.subject, Name),
            own_trader(row.subject_of, row.trader_id),
            standing[row.id],
        )
        for row in rows
    )


def _standing(session: Session, keys: Sequence[int]) -> dict[int, dict[Place, Known]]:
    found: dict[int, dict[Place, Known]] = defaultdict(dict)
    if keys:
        for row in session.execute(
            select(
                Hit.id,
                Hit.screening_id,
                Hit.source,
                Hit.entry_reference,
                Hit.entry_digest,
                Hit.features_digest,
            ).where(Hit.screening_id.in_(keys), Hit.replaced_at.is_(None), Hit.gone_at.is_(None))
        ):
            known = Known(row.id, row.entry_digest, row.features_digest)
            found[row.screening_id][row.source, row.entry_reference] = known
    return found


def _compare(piece: _Piece) -> _Compared:
    """Compare the names of a piece, for as long as a piece may take; outside any transaction."""
    concerned = _concerned(piece)
    until = time.monotonic() + PIECE_SECONDS
    plans: dict[int, tuple[Plan, tuple[Found, ...]]] = {}
    position, count, faults = piece.position, 0, 0
    for item in piece.names:
        position, count = item.id, count + 1
        if item.id not in concerned:
            continue
        try:
            with DESK.lock:
                found = piece.again.laid.found(item.name, item.trader_id)
        except Exception:  # noqa: BLE001  one bad name must not stop the run; it is counted
            faults += 1
        else:
            if planned := plan(found, item.standing, piece.again):
                plans[item.id] = planned, found
        if time.monotonic() > until:
            break
    return _Compared(plans, count, faults, position, piece.last and count == len(piece.names))


def _concerned(piece: _Piece) -> Set[int]:
    """The names that have to be compared: all, or those that a delta could say something of.

    A name is left out only where an index of the names says that it cannot be one of the entries,
    and no hit of its stands on an entry that was touched.
    """
    again = piece.again
    entries = again.laid.entries()
    every = frozenset(item.id for item in piece.names)
    if again.touched is None or len(entries) > len(piece.names):
        return every
    parties, place, concerned = Parties(), [], set()
    for item in piece.names:
        own = item.trader_id is not None and item.trader_id in again.laid.watchlist.by_trader
        if own or any(again.asks(known) for known in item.standing):
            concerned.add(item.id)
            continue
        try:
            parties.add(subject_of(item.name))
        except Exception:  # noqa: BLE001  comparing each says whose fault it is
            return every
        place.append(item.id)
    return concerned.union(place[number] for number in parties.near(entries))


@act
def _store(caller: Caller, piece: _Piece, compared: _Compared) -> bool:
    """Write what came of a piece, and how far the run is; False when another process was first."""
    with work(caller) as w:
        run = w.find(ScreeningRun, piece.run_id)
        if run.ended_at is not None or run.position != piece.position:
            return False
        _hold_dossiers(w, compared.plans)
        for key in sorted(compared.plans):
            _change(w, run, key, compared.plans[key][1], piece.again)
        run.position = compared.position
        run.names += compared.names
        run.faults += compared.faults
        if compared.done:
            _end(w, run, piece.laid)
    return True


def _hold_dossiers(w: Work, keys: Collection[int]) -> None:
    """Lock the traders of every dossier that gets a hit: a consent comes wholly before or after.

    After it there is a licence, whose States get the task; before it the consent sees the hit. A
    registration's approval locks the screenings themselves.
    """
    ids = (
        select(Screening.thing_id)
        .where(Screening.id.in_(keys), Screening.thing == Dossier.THING)
        .distinct()
        .order_by(Screening.thing_id)
    )
    for key in w.session.scalars(ids).all():
        w.lock_traders_of(Dossier, key)


def _change(w: Work, run: ScreeningRun, key: int, found: tuple[Found, ...], again: Again) -> None:
    """Write what looking again changes for one name, by the hits that stand at this moment."""
    row = w.find(Screening, key)
    changed = plan(found, _standing(w.session, [key])[key], again)
    if not changed:
        return
    counts = (len(changed.new), len(changed.replaced), len(changed.gone))
    w.do(
        Action.SCREENING_LOOK_AGAIN,
        row,
        found=counts[0],
        changed=counts[1],
        gone=counts[2],
        run=run.reference(),
    )
    for hit_id, why in changed.gone:
        _set_gone(w, hit_id, why)
    for hit_id, _ in changed.replaced:
        _set_replaced(w, w.find(Hit, hit_id))
    left = _left_behind(w, key, [item.place for item in changed.new])
    for hit in left.values():
        _set_replaced(w, hit)
    w.session.flush()
    earlier = {place: hit.id for place, hit in left.items()}
    new = [hit_of(key, item, run.id, earlier.get(item.place)) for item in changed.new]
    new += [hit_of(key, item, run.id, hit_id) for hit_id, item in changed.replaced]
    w.attach(*new)
    w.session.flush()
    carry(w, row, new)
    run.found += counts[0]
    run.changed += counts[1]
    run.gone += counts[2]
    if run.kind == RunKind.FULL:
        run.missed += counts[0] + counts[1]
        run.astray += counts[2]
    if any(hit.disposition_id is None for hit in new):
        consequences.tell(w, row)


def _left_behind(w: Work, key: int, places: Sequence[Place]) -> dict[Place, Hit]:
    """Hits whose entry was gone and is back: the new hit takes their place."""
    rows = w.session.scalars(
        select(Hit).where(
            Hit.screening_id == key,
            Hit.gone_at.is_not(None),
            Hit.replaced_at.is_(None),
            Hit.entry_reference.in_([reference for _, reference in places]),
        )
    ).unique()
    found = {(row.source, row.entry_reference): row for row in rows}
    return {place: hit for place, hit in found.items() if place in places}


def _set_replaced(w: Work, hit: Hit) -> None:
    """A hit that a later one takes the place of: a page that shows it is no longer the newest."""
    hit.replaced_at = w.at
    hit.revision += 1


def _set_gone(w: Work, hit_id: int, why: Gone) -> None:
    hit = w.find(Hit, hit_id)
    hit.gone_at, hit.gone_why = w.at, str(why)
    hit.revision += 1


def _end(w: Work, run: ScreeningRun, laid: Laid) -> None:
    """The run stands for every name from now on."""
    run.ended_at = w.at
    if run.kind == RunKind.FULL:
        run.lists = laid.lists
    else:
        _cover(w, run.entries)
    w.do(
        Action.SCREENING_RUN_END,
        run,
        names=run.names,
        found=run.found,
        changed=run.changed,
        gone=run.gone,
    )
    if run.alarms:
        log.error(
            "the %s run found otherwise: %d missed, %d astray, %d names not compared",
            run.kind,
            run.missed,
            run.astray,
            run.faults,
        )


def _cover(w: Work, entries: Sequence[tuple[int, int]]) -> None:
    """Note with which version of each entry every standing screening has been compared."""
    known = {
        row.entry_id: row
        for row in w.session.scalars(
            select(CoveredEntry).where(CoveredEntry.entry_id.in_([key for key, _ in entries]))
        )
    }
    for key, version in entries:
        if key in known:
            known[key].version = version
        else:
            w.session.add(CoveredEntry(entry_id=key, version=version))
    w.session.flush()
