"""Lookalikes: other traders that a submitted filing resembles; told to officers, never to it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.work import Work
from models.likeness import (
    BY_BIRTH_DATE,
    BY_COMPANY_NUMBER,
    BY_NAME,
    Likeness,
    name_key,
    number_key,
    same_words,
)
from models.traders import Filing, Trader


@dataclass(frozen=True)
class Lookalike:
    """Another trader that resembles the applicant, with the codes of why (`likeness.<why>`)."""

    number: str
    name: str
    home_state: str
    whys: tuple[str, ...]


def note(w: Work, filing: Filing) -> None:
    """Search for duplicates and record them with the filing, inside the act that submits it."""
    facts = filing.facts
    name, company = name_key(facts.name), number_key(facts.company_number)
    conditions = [Trader.name_key == name]
    if company:
        conditions.append(Trader.company_key == company)
    if facts.birth_date:
        conditions.append(Trader.birth_date == facts.birth_date)
    rows = w.session.execute(
        select(Trader.id, Trader.name_key, Trader.company_key, Trader.birth_date)
        .where(Trader.id != filing.trader_id, or_(*conditions))
        .order_by(Trader.id)
    )
    for key, other_name, other_company, born in rows:
        same_day = facts.birth_date is not None and born == facts.birth_date
        whys = {
            BY_NAME: other_name == name,
            BY_COMPANY_NUMBER: bool(company) and other_company == company,
            BY_BIRTH_DATE: same_day and same_words(other_name, name),
        }
        w.attach(
            *(
                Likeness(filing_id=filing.id, trader_id=key, why=why)
                for why, found in whys.items()
                if found
            )
        )


def found(session: Session, filing_id: int) -> tuple[Lookalike, ...]:
    """What a filing resembled when it was submitted, for the officers of the States asked."""
    rows = session.execute(
        select(Trader.number, Trader.name, Trader.home_state, Likeness.why)
        .join(Trader, Trader.id == Likeness.trader_id)
        .where(Likeness.filing_id == filing_id)
        .order_by(Trader.number, Likeness.id)
    )
    merged: dict[str, Lookalike] = {}
    for number, name, home_state, why in rows:
        before = merged[number].whys if number in merged else ()
        merged[number] = Lookalike(number, name, home_state, (*before, why))
    return tuple(merged.values())
