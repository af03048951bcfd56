"""The verbs of a dossier as its broker does them: start, submit, amend, withdraw, answer."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from sqlalchemy import select

from app import versions
from app.dossiers.papers import Purpose, attached
from app.papers import Paper
from app.work import Caller, Work, act, work
from models.actions import Action
from models.casework import Answer, Question
from models.deals import APPLICANT, Capacity, Deal, DealParty, missing
from models.dossiers import Authorization, Dossier
from models.errors import Blocked, Invalid, NotFound
from models.stages import Stage
from models.traders import Trader


@act
def start(caller: Caller) -> str:
    """Begin a dossier; the answer is the uid its draft is found by."""
    with work(caller) as w:
        trader = _own_trader(w)
        applicant = versions.described(
            DealParty(no=APPLICANT, capacity=Capacity.BROKER, name=trader.name), trader
        )
        dossier = Dossier(trader_id=trader.id, stage=Stage.DRAFT, draft=Deal(parties=(applicant,)))
        w.add(Action.DOSSIER_START, dossier)
        return str(dossier.uid)


@act
def discard(caller: Caller, key: str, *, seen: int | None = None) -> None:
    """Throw a draft away; its record stays."""
    with work(caller) as w:
        dossier = w.find(Dossier, key, seen=seen)
        w.do(Action.DOSSIER_DISCARD, dossier)


@act
def submit(
    caller: Caller, key: str, *, declared_by: str, declaration: str, seen: int | None = None
) -> str:
    """Submit version 1 and open a case in every required State; the answer is the number.

    Sent twice, it answers the first number again. Refused as a whole, with nothing in any
    queue, while something is missing or a party lacks cover (REG-03, C01).
    """
    with work(caller) as w:
        dossier = versions.find_locked(w, key)
        if dossier.number is not None and dossier.version == 1:
            return dossier.number
        dossier = w.find(Dossier, key, seen=seen)
        found = versions.needed(w.session, dossier.draft, w.at)
        _require_whole(found.deal)
        versions.require_cover(found)
        versions.first(w, dossier, found, _declared(w, declared_by, declaration))
        return str(dossier.number)


@act
def amend(
    caller: Caller,
    number: str,
    *,
    reason: str,
    declared_by: str,
    declaration: str,
    base: int | None = None,
    seen: int | None = None,
) -> int:
    """Submit the changed draft as the next version; the answer is its number (C06).

    Each State asked before confirms; a State that the change brings in is asked. `base` is the
    version that was changed: sent twice, it answers the version that the first sending made.
    """
    with work(caller) as w:
        dossier = versions.find_locked(w, number)
        if base is not None and _made_already(w, dossier, base):
            return dossier.version
        dossier = w.find(Dossier, number, seen=seen)
        if not dossier.version:
            raise Blocked("not_submitted_yet")
        found = versions.needed(w.session, dossier.draft, w.at)
        if found.deal == versions.newest(dossier).deal:
            raise Blocked("nothing_changed")
        if not reason.strip():
            raise Invalid("reason_missing", field="reason")
        _require_whole(found.deal)
        versions.require_cover(found)
        dossier.draft = found.deal
        text = _declared(w, declared_by, declaration)
        versions.further(w, dossier, found, reason, declaration=text)
        return dossier.version


@act
def withdraw(caller: Caller, number: str, *, reason: str, seen: int | None = None) -> None:
    """Withdraw a dossier before issue; every State's open case is withdrawn with it."""
    with work(caller) as w:
        dossier = w.find(Dossier, number, seen=seen)
        w.do(Action.DOSSIER_WITHDRAW, dossier, reason)
        for case in dossier.authorizations:
            if case.workflow.allows(case.stage, Action.AUTHORIZATION_WITHDRAW):
                w.do(Action.AUTHORIZATION_WITHDRAW, case)


@act
def answer(
    caller: Caller,
    case: str,
    *,
    texts: Mapping[str, str],
    papers: tuple[Paper, ...] = (),
    seen: int | None = None,
) -> str:
    """Answer every open question of one State; the answer is the dossier's number.

    `case` is the uid of the State's case, `texts` maps the uid of each open question to what
    is answered: all of them at once, since the case goes back to its officer.
    """
    with work(caller) as w:
        found = w.find(Authorization, case, seen=seen)
        open_questions = w.session.scalars(
            select(Question)
            .where(Question.thing == Authorization.THING, Question.thing_id == found.id)
            .where(~Question.answer.has())
            .order_by(Question.id)
        ).all()
        if not open_questions:
            raise Blocked("no_open_question")
        for question in open_questions:
            if not texts.get(str(question.uid), "").strip():
                raise Invalid("answers_missing", field=f"answer_{question.uid}")
        w.do(Action.AUTHORIZATION_ANSWER, found)
        w.attach(
            *(
                Answer(
                    question_id=question.id,
                    text=texts[str(question.uid)].strip(),
                    answered_at=w.at,
                    answered_by_id=w.actor.user_id,
                )
                for question in open_questions
            )
        )
        for paper in papers:
            attached(w, found.dossier, Purpose.ANSWER, paper)
        return str(found.dossier.number)


def _made_already(w: Work, dossier: Dossier, base: int) -> bool:
    """Whether this person made the version after `base`, and nothing was written since."""
    if not base or dossier.version != base + 1:
        return False
    made = versions.newest(dossier)
    return made.submitted_by_id == w.actor.user_id and made.deal == dossier.draft


def _own_trader(w: Work) -> Trader:
    """The trader that the person acts for."""
    if w.actor.trader_id is None:
        raise NotFound
    return w.get(Trader, w.actor.trader_id)


def _require_whole(deal: Deal) -> None:
    lacks = missing(deal)
    if lacks:
        raise Blocked("incomplete", lacks=lacks)


def _declared(w: Work, declared_by: str, declaration: str) -> str:
    """The declaration with the name under it: that of the person who signs, nobody else's."""
    if " ".join(declared_by.split()).casefold() != " ".join(w.actor.name.split()).casefold():
        raise Invalid("declared_by_another", field="declared_by", name=w.actor.name)
    if not declaration.strip():
        raise Invalid("declaration_missing", field="declaration")
    return msgspec.json.encode({"by": w.actor.name, "said": declaration.strip()}).decode()
