"""Every screening of one case: names, hits, empty results, with the lists and their ages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import standing
from app.screened import last_run
from app.screening.cases import CaseHead, case_heads
from app.screening.in_force import under_watch
from app.screening.queries_hit import aged
from app.screening.queries_queue import HitLine, by_urgency, hit_lines, line_of
from app.work import Caller, View, reading
from models.dossiers import Authorization, Dossier
from models.errors import NotFound
from models.screening import Screening
from models.sees import visible
from models.states import Terms
from models.traders import Filing, Registration, Renewal


@dataclass(frozen=True)
class NameLine:
    """One name and what came of it; no hits is a result too."""

    name: str
    subject_of: str
    answered_at: datetime | None
    hits: tuple[HitLine, ...]


@dataclass(frozen=True)
class Round:
    """All names that were asked at one moment, and the lists that they were compared with."""

    asked_at: datetime
    version: int
    answered_at: datetime | None
    """When the last name was answered; nothing while one waits."""
    lists: tuple[dict[str, Any], ...]
    """Each with its dates; `age_days` on the day of the answer, `too_old` by the State's limit."""
    matcher: str
    threshold: int | None
    names: tuple[NameLine, ...]
    waiting: int
    hits: int


@dataclass(frozen=True)
class LookedAgain:
    """When the names of the newest round were last compared again, and with which lists."""

    at: datetime
    lists: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class CasePage:
    """The screenings of one case, newest first."""

    head: CaseHead
    rounds: tuple[Round, ...]
    again: LookedAgain | None
    limit_days: int
    zone: str


def of_case(caller: Caller, thing: str, key: str) -> CasePage:
    """The screenings of a dossier or registration (public number) or renewal (uid)."""
    with reading(caller) as view:
        place = _place(view, thing, key)
        head = case_heads(view.session, view.actor.state, [place]).get(place)
        if head is None:
            raise NotFound
        terms = standing.regime(view.session).of(view.actor.state or "", view.at) or Terms()
        rows = view.session.scalars(
            select(Screening)
            .where(
                visible(Screening, view.actor),
                Screening.thing == place[0],
                Screening.thing_id == place[1],
            )
            .order_by(Screening.asked_at.desc(), Screening.id)
        ).all()
        hits = _hits(view.session, view.at, place)
        rounds = tuple(
            _round(list(group), hits, terms)
            for _, group in groupby(rows, key=lambda row: row.asked_at)
        )
        again = _again(view.session, rows[0], rounds[0], terms) if rows else None
        return CasePage(head, rounds, again, terms.list_max_age_days, terms.time_zone)


def _again(session: Session, newest: Screening, names: Round, terms: Terms) -> LookedAgain | None:
    """The run that ended last since the names were answered, where the case is under watch."""
    run = last_run(session)
    if run is None or run.ended_at is None or names.answered_at is None:
        return None
    watched = select(Screening.id).where(Screening.id == newest.id, under_watch(run.started_at))
    if names.answered_at > run.started_at or session.scalar(watched) is None:
        return None
    ended_at = run.ended_at
    return LookedAgain(ended_at, tuple(aged(item, ended_at, terms) for item in run.lists))


def _place(view: View, thing: str, key: str) -> tuple[str, int]:
    """What was screened, from the public word and number of the State's own case."""
    state = view.actor.state
    if thing == "dossier":
        dossier = view.get(Dossier, key)
        own = select(Authorization.id).where(
            Authorization.dossier_id == dossier.id, Authorization.state_code == state
        )
        if view.session.scalar(own) is None:
            raise NotFound
        return Dossier.THING, dossier.id
    if thing == "registration":
        registration = view.get(Registration, key)
        if registration.state_code != state:
            raise NotFound
        return Filing.THING, registration.filing_id
    if thing == "renewal":
        return Renewal.THING, view.get(Renewal, key).id
    raise NotFound


def _hits(session: Session, at: datetime, place: tuple[str, int]) -> dict[int, list[HitLine]]:
    found: dict[int, list[HitLine]] = defaultdict(list)
    mine = hit_lines(at).where(Screening.thing == place[0], Screening.thing_id == place[1])
    for row in session.execute(mine):
        found[row[11]].append(line_of(row))
    return found


def _round(rows: list[Screening], hits: dict[int, list[HitLine]], terms: Terms) -> Round:
    answers = [row.answered_at for row in rows if row.answered_at is not None]
    done = next((row for row in rows if row.answered_at is not None), None)
    names = tuple(
        NameLine(row.name, row.subject_of, row.answered_at, by_urgency(hits.get(row.id, [])))
        for row in rows
    )
    return Round(
        asked_at=rows[0].asked_at,
        version=rows[0].version,
        answered_at=max(answers) if len(answers) == len(rows) else None,
        lists=tuple(_aged(rows, terms)),
        matcher=(done.matcher or "") if done else "",
        threshold=done.threshold if done else None,
        names=names,
        waiting=len(rows) - len(answers),
        hits=sum(len(name.hits) for name in names),
    )


def _aged(rows: list[Screening], terms: Terms) -> Iterator[dict[str, Any]]:
    """Each list once, with its age on the day on which it was used."""
    seen: set[tuple[Any, ...]] = set()
    for row in rows:
        for item in row.lists or ():
            key = (item["source"], item.get("list_version_id"))
            if key in seen or row.answered_at is None:
                continue
            seen.add(key)
            yield aged(item, row.answered_at, terms)
