"""A search is put on record before it is made, and its answer before anybody reads it (WL-13)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import select

from app.screening.asking import Answered, Wanted, answer_digest, digest, outcome
from app.work import REGISTER, Caller, Work, act, work
from models.actions import Action
from models.api_keys import ApiKey
from models.errors import Invalid, NotAllowed
from models.people import Role
from models.searches import CASE_LENGTH, Search

MOST_NAMES = 20
LONGEST = 1_000
"""Letters of one name: more than any list holds, and than any party has."""


@act
def put_down(caller: Caller, wanted: Wanted) -> int:
    """Record who looks for whom, why and for which case; returns the inner id of the search.

    The law asks for the purpose, and of most roles for the case. Raises NotAllowed for a key that
    was withdrawn at this moment, Invalid for a party without a name or with too many.
    """
    _require_names(wanted)
    if len(wanted.case_ref) > CASE_LENGTH:
        raise Invalid("case_ref_long", field="case_ref", most=CASE_LENGTH)
    asked = tuple(msgspec.to_builtins(party) for party in wanted.parties)
    with work(caller) as w:
        _require_key(w, wanted.api_key_id)
        row = Search(
            state_code=w.actor.state,
            by_id=w.actor.user_id,
            api_key_id=wanted.api_key_id,
            purpose=str(wanted.purpose),
            case_ref=wanted.case_ref,
            asked=asked,
            asked_digest=digest(asked),
            asked_at=w.at,
        )
        w.add(
            Action.SEARCH_ASK,
            row,
            purpose=str(wanted.purpose),
            case_ref=wanted.case_ref,
            parties=len(asked),
        )
        return row.id


def _require_names(wanted: Wanted) -> None:
    for party in wanted.parties:
        field = f"queries.{party.key}.properties.name" if party.key else "name"
        if not any(name.strip() for name in party.names):
            raise Invalid("name_missing", field=field)
        if len(party.names) > MOST_NAMES:
            raise Invalid("search_names_many", field=field, most=MOST_NAMES)
        if any(len(name) > LONGEST for name in party.names):
            raise Invalid("search_name_long", field=field, most=LONGEST)


def _require_key(w: Work, key_id: int | None) -> None:
    """A key is looked at again inside the act: withdrawn a moment ago, it opens nothing."""
    if key_id is None:
        return
    if w.actor.role is Role.CUSTOMS_OFFICER:
        raise NotAllowed("api_key_role")
    key = w.session.scalar(
        select(ApiKey).where(ApiKey.id == key_id, ApiKey.user_id == w.actor.user_id)
    )
    if key is None or not key.stands(w.at):
        raise NotAllowed("api_key_unknown")


@act
def fill_in(search_id: int, answers: Sequence[Answered]) -> str:
    """Put on record what was found; returns the opaque id of the search. Done once."""
    told = tuple(msgspec.to_builtins(item) for item in answers)
    with work(REGISTER) as w:
        row = w.find(Search, search_id)
        row.answered_at = w.at
        row.answers = told
        row.found = sum(len(item.found) for item in answers)
        row.answer_digest = answer_digest(
            outcome(kept.source, kept.reference, kept.match)
            for item in answers
            for kept in item.found
        )
        w.do(Action.SEARCH_ANSWER, row, found=row.found)
        return str(row.uid)
