"""The review verbs of a State's case on a dossier: take, ask, note, answer (C2, RSK-07)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Protocol

from sqlalchemy import select

from app import screened, standing, versions
from app.authorizations import cases, checks
from app.authorizations.answers import CriterionAnswer
from app.work import Caller, Work, act, work
from models.actions import Action
from models.casework import Note, NoteRelease, Question
from models.criteria import CRITERIA
from models.dossiers import (
    AnswerGiven,
    Assessment,
    Authorization,
    Dossier,
    OutsideAcceptance,
)
from models.errors import Blocked, Duplicate, Invalid, NotFound
from models.granting import may_propose


class Pressed(Protocol):
    """A verb that needs nothing but the case and the revision that was read."""

    def __call__(self, caller: Caller, number: str, *, seen: int | None = None) -> None: ...


@act
def take(caller: Caller, number: str, *, seen: int | None = None) -> None:
    """Take a case of the own State that nobody holds, or whose officer can no longer act (5.5)."""
    with work(caller) as w:
        _, case = cases.own(w, number, seen)
        by = cases.holder(w.session, case)
        if by is not None:
            raise Duplicate("case_taken", name=by)
        case.officer_id = w.actor.user_id
        w.do(Action.AUTHORIZATION_TAKE, case)


@act
def ask(caller: Caller, number: str, *, text: str, seen: int | None = None) -> None:
    """Ask the applicant; the State's clock stands still until the answer (CAS-06)."""
    with work(caller) as w:
        _, case = cases.own(w, number, seen)
        if not text.strip():
            raise Invalid("question_missing", field="text")
        w.do(Action.AUTHORIZATION_ASK, case)
        days = _terms_days(w, case)
        w.attach(
            Question(
                thing=Authorization.THING,
                thing_id=case.id,
                state_code=case.state_code,
                text=text.strip(),
                asked_at=w.at,
                asked_by_id=w.actor.user_id,
                answer_by=w.at + timedelta(days=days),
            )
        )


@act
def note(caller: Caller, number: str, *, text: str) -> str:
    """Write a confidential note; the applicant and other States never see it unless released."""
    with work(caller) as w:
        _, case = cases.own(w, number)
        if not text.strip():
            raise Invalid("note_missing", field="text")
        w.do(Action.AUTHORIZATION_NOTE, case)
        row = Note(
            thing=Authorization.THING,
            thing_id=case.id,
            state_code=case.state_code,
            text=text.strip(),
            written_at=w.at,
            written_by_id=w.actor.user_id,
        )
        w.attach(row)
        w.session.flush()
        return str(row.uid)


@act
def release_note(
    caller: Caller, number: str, *, note_uid: str, to_state: str, purpose: str
) -> None:
    """Release one note to another State that is asked, with the purpose (rules 4.6)."""
    with work(caller) as w:
        dossier, case = cases.own(w, number)
        rows = select(Note).where(Note.thing == Authorization.THING, Note.thing_id == case.id)
        found = next((row for row in w.session.scalars(rows) if str(row.uid) == note_uid), None)
        if found is None:
            raise NotFound
        others = {item.state_code for item in cases.all_cases(w.session, dossier)}
        if to_state not in others - {case.state_code}:
            raise Invalid("state_not_asked", field="to_state")
        w.do(Action.AUTHORIZATION_RELEASE_NOTE, case, purpose=purpose.strip(), released_to=to_state)
        w.attach(
            NoteRelease(
                note_id=found.id,
                to_state=to_state,
                purpose=purpose.strip(),
                released_at=w.at,
                released_by_id=w.actor.user_id,
            )
        )


@act
def assess(
    caller: Caller, number: str, *, answers: Iterable[CriterionAnswer], seen: int | None = None
) -> None:
    """Answer criteria on the newest version; an answer given again adds a row (RSK-07)."""
    given = tuple(answers)
    with work(caller) as w:
        dossier, case = cases.own(w, number, seen)
        _require_answers(given)
        w.do(Action.AUTHORIZATION_ASSESS, case, criteria=[item.criterion for item in given])
        _require_open(w, dossier, case)
        w.attach(
            *(
                Assessment(
                    authorization_id=case.id,
                    version=dossier.version,
                    criterion=item.criterion,
                    answer=str(item.answer),
                    evidence=item.evidence.strip(),
                    mitigation=item.mitigation.strip(),
                    by_id=w.actor.user_id,
                )
                for item in given
            )
        )


@act
def answer_outside(
    caller: Caller,
    number: str,
    *,
    party_no: int,
    outside_state: str,
    accepted: bool,
    reason: str,
    seen: int | None = None,
) -> None:
    """Accept or refuse, with a reason, evidence of a State that takes no part (rules 1.7)."""
    with work(caller) as w:
        dossier, case = cases.own(w, number, seen)
        version = cases.newest_version(w.session, dossier)
        if (party_no, outside_state) not in checks.outside_asked(version):
            raise NotFound
        if not reason.strip():
            raise Invalid("reason_missing", field="reason")
        w.do(
            Action.AUTHORIZATION_ASSESS,
            case,
            reason.strip(),
            outside_state=outside_state,
            accepted=accepted,
        )
        _require_open(w, dossier, case)
        w.attach(
            OutsideAcceptance(
                authorization_id=case.id,
                version=dossier.version,
                party_no=party_no,
                outside_state=outside_state,
                accepted=accepted,
                reason=reason.strip(),
                by_id=w.actor.user_id,
            )
        )


@act
def screen_again(caller: Caller, number: str, *, seen: int | None = None) -> None:
    """Ask for every name of the newest version to be screened against today's lists (RSK-02)."""
    with work(caller) as w:
        dossier, case = cases.own(w, number, seen)
        w.do(Action.AUTHORIZATION_SCREEN, case)
        _require_open(w, dossier, case)
        version = cases.newest_version(w.session, dossier)
        found = versions.needed(w.session, version.deal, w.at)
        names = versions.names_of(w.session, found)
        screened.ask(w, dossier, dossier.version, names)


@act
def add_state(
    caller: Caller,
    number: str,
    *,
    party: int,
    state: str,
    reason: str,
    seen: int | None = None,
) -> int:
    """Add a State on evidence: a new version that every State confirms (rules 1.5).

    The answer is the number of the new version.
    """
    with work(caller) as w:
        dossier, case = cases.own(w, number, seen)
        versions.with_state(w, dossier, case, party=party, state=state, reason=reason.strip())
        return dossier.version


def _require_answers(given: tuple[CriterionAnswer, ...]) -> None:
    if not given:
        raise Invalid("answers_none", field="answers")
    for item in given:
        if item.criterion not in CRITERIA:
            raise Invalid("criterion_unknown", field="answers")
        if not item.evidence.strip():
            raise Invalid("evidence_missing", field=f"evidence_{item.criterion}")
        if item.answer is AnswerGiven.CONCERN and not item.mitigation.strip():
            raise Invalid("mitigation_missing", field=f"mitigation_{item.criterion}")


def _require_open(w: Work, dossier: Dossier, case: Authorization) -> None:
    """A consent that stands is not assessed under its own feet: it is reopened first."""
    history = cases.histories(w.session, (case,))[case.id]
    consent = cases.consent_of(history, case.state_code, standing.regime(w.session))
    if not may_propose(case.stage, consent, dossier.version, w.at):
        raise Blocked("consent_stands")


def _terms_days(w: Work, case: Authorization) -> int:
    terms = standing.regime(w.session).of(case.state_code, w.at)
    if terms is None:
        raise Blocked("state_takes_no_part", state=case.state_code)
    return terms.reply_days
