"""The traders of the demonstration, and how each State came to decide on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import select

from app import clock
from app.demonstration import people
from app.demonstration.paper import pdf
from app.demonstration.states import STATES
from app.demonstration.story import Story, answer_screenings, clear_hits, proposed_digest
from app.papers import Paper
from app.registrations import services as review
from app.registrations.wanted import Place, Wanted
from app.traders import groups
from app.traders import services as applying
from app.work import REGISTER, act, reading, work
from models import numbers
from models.particulars import (
    Address,
    Associate,
    Eligibility,
    Form,
    KindAnswers,
    NationalityHeld,
    Particulars,
    Position,
    TraderKind,
)
from models.people import Role
from models.proposals import Decision
from models.states import day_of, last_day_of_term
from models.traders import Filing, Registration, Trader

STATEMENT = "What I say in this application is true and complete."


@dataclass(frozen=True)
class Firm:
    """One invented trader, with the person who acts for it."""

    name: str
    home: str
    official: str
    facts: Particulars = field(default_factory=Particulars)
    staff: str = ""


def _firm(  # noqa: PLR0913  one line a fact
    name: str,
    home: str,
    official: str,
    town: str,
    number: str,
    *,
    born: date,
    owner: str = "",
    form: str = "limited company",
    staff: str = "",
    phone: str = "+999 10 555 0123",
) -> Firm:
    people_of = [
        Associate(
            name=official,
            position=Position.OFFICER,
            title="Managing director",
            birth_date=born,
            nationality=home,
        )
    ]
    if owner:
        people_of.append(
            Associate(
                name=owner,
                position=Position.OWNER,
                title="Partner",
                birth_date=date(born.year - 9, born.month, born.day),
                nationality=home,
                ownership_bp=6_000,
            )
        )
    slug = name.split(maxsplit=1)[0].lower()
    facts = Particulars(
        form=Form.FIRM,
        name=name,
        legal_form=form,
        company_number=number,
        incorporated_on=date(2014, 5, 6),
        nationalities=(NationalityHeld(country=home, since=date(2014, 5, 6)),),
        addresses=(
            Address("registered", "12 Harbour Row", town, "1004", home),
            Address("records", "12 Harbour Row, archive", town, "1004", home),
        ),
        phone=phone,
        email=f"office@{slug}.example",
        website=f"https://{slug}.example",
        contact_person=official,
        associates=tuple(people_of),
        has_parent_or_subsidiary=False,
        goods_classes=("pistol", "rifle", "ammunition"),
        activities=("negotiation", "arranging"),
        answers=KindAnswers(
            premises="Workshop and vault, 12 Harbour Row",
            marking="Laser engraving on frame and barrel",
            storage="Vault of class III with alarm to the police",
            modes=("sea", "road"),
            carrier_or_arranger="arranger",
            negotiates_in=("XA", "XC"),
        ),
        eligibility=Eligibility(charged=False, convicted=False, debarred=False),
    )
    return Firm(name, home, official, facts, staff)


NORVANE = _firm(
    "Norvane Brokering Ltd",
    "XA",
    "Alda Norvane",
    "Port Norvane",
    "XA-HR 40117",
    born=date(1974, 3, 2),
    owner="Sten Norvane",
    staff="Piet Harrow",
)
BELLMOOR = _firm(
    "Bellmoor Ordnance Oy",
    "XC",
    "Hugo Bellmoor",
    "Bellmoor",
    "XC 22871",
    born=date(1969, 11, 20),
    form="share company",
    phone="+999 30 555 0177",
)
KARROW = _firm(
    "Karrow Works SA",
    "XB",
    "Delphine Karrow",
    "Karrow",
    "XB B 1190",
    born=date(1961, 7, 9),
    owner="Karrow Family Trust",
    form="public company",
    phone="+999 20 555 0118",
)
KESTREL = _firm(
    "Kestrel Yard GmbH",
    "XC",
    "Ottilie Kest",
    "Gannet",
    "XC 30412",
    born=date(1988, 1, 15),
    phone="+999 30 555 0162",
)
ORLANE = _firm(
    "Orlane Logistics SA",
    "XA",
    "Remy Orlane",
    "Port Norvane",
    "XA-HR 51233",
    born=date(1979, 9, 30),
    form="public company",
    phone="+999 10 555 0166",
)
RASK = _firm(
    "Rask Freight Ltd",
    "XD",
    "Jarl Rask",
    "Ulm Roads",
    "XD/4471",
    born=date(1970, 4, 4),
    phone="+999 40 555 0190",
)
GANNET = _firm(
    "Gannet Sporting Arms Ltd",
    "XC",
    "Fergus Loame",
    "Gannet",
    "XC 18840",
    born=date(1966, 10, 3),
    phone="+999 30 555 0128",
)
SEVERNYI = _firm(
    "Severnyi Most Trading LLC",
    "XE",
    "Davor Meshkan",
    "Selmark",
    "XE 00998",
    born=date(1971, 2, 11),
    phone="+999 50 555 0145",
)
DOST = Firm(
    "Ilmar Dost",
    "XD",
    "Ilmar Dost",
    Particulars(
        form=Form.PERSON,
        name="Ilmar Dost",
        birth_date=date(1982, 6, 18),
        birth_place="Ulm Roads",
        identity_document="XD P 7740021",
        residence="XC",
        nationalities=(
            NationalityHeld(country="XD", since=date(1982, 6, 18)),
            NationalityHeld(country="XA", since=date(2009, 2, 1)),
        ),
        addresses=(Address("registered", "3 Mole Street", "Gannet", "20", "XC"),),
        phone="+999 40 555 0133",
        email="ilmar@dost.example",
        contact_person="Ilmar Dost",
        activities=("negotiation",),
        answers=KindAnswers(negotiates_in=("XC",)),
        eligibility=Eligibility(
            charged=True,
            convicted=False,
            debarred=False,
            explanation="Charged in 2016 with a late customs declaration; acquitted in 2017.",
        ),
    ),
)
ALL = (NORVANE, BELLMOOR, KARROW, KESTREL, GANNET, ORLANE, RASK, SEVERNYI, DOST)


@dataclass(frozen=True)
class Desk:
    """The officers of a State who usually decide."""

    officer: str
    senior: str


DESKS = {
    state: Desk(by_role[Role.LICENSING_OFFICER][0], by_role[Role.SENIOR_OFFICER][0])
    for state, by_role in people.OFFICERS.items()
}


def open_accounts(story: Story) -> None:
    """Each trader opens its account at the beginning of the history."""
    for place, firm in enumerate(ALL):
        with story.on(800 - place):
            key = _trader(firm)
            people.applicant(firm.official, key)
            if firm.staff:
                people.applicant(firm.staff, key, Role.APPLICANT_USER)


@act
def _trader(firm: Firm) -> int:
    """A trader as sign-up leaves it; the demonstration gives the account itself."""
    with work(REGISTER) as w:
        first = Particulars(form=firm.facts.form, name=firm.name, email=firm.facts.email)
        row = Trader(
            number=numbers.mint(w.session, firm.home, numbers.Kind.TRADER, w.at.year),
            home_state=firm.home,
            form=str(first.form),
            name=firm.name,
            phone=firm.facts.phone,
            email=first.email,
            facts=first,
        )
        w.attach(row)
        w.session.flush()
        return row.id


def apply(story: Story, firm: Firm, kind: TraderKind, states: tuple[str, ...]) -> dict[str, str]:
    """Fill and submit one application at the clock's moment; the number in each State."""
    me = story.who(firm.official)
    (uid,) = applying.start(me, (str(kind),), states)
    for group, names in groups.FIELDS.items():
        fields = {name: getattr(firm.facts, name) for name in names}
        applying.edit(me, uid, _seen(uid), group, fields)
    purpose = groups.PROOF[firm.facts.form]
    paper = Paper(f"{purpose}.pdf", pdf(f"Proof of {firm.name}", f"Purpose: {purpose}"), purpose)
    applying.attach(me, uid, _seen(uid), paper)
    found = applying.submit(me, uid, _seen(uid), firm.official, STATEMENT)
    answer_screenings()
    return dict(found)


def draft(story: Story, firm: Firm, kind: TraderKind, states: tuple[str, ...]) -> None:
    """Begin an application and leave it."""
    me = story.who(firm.official)
    (uid,) = applying.start(me, (str(kind),), states)
    fields = {name: getattr(firm.facts, name) for name in groups.FIELDS["contact"]}
    applying.edit(me, uid, _seen(uid), "contact", fields)


def take(story: Story, number: str, state: str) -> None:
    """The case officer takes an application and closes the hits that are somebody else."""
    officer = story.who(DESKS[state].officer)
    review.take(officer, Place(number))
    reason = "Another firm: other State, other directors, other number."
    clear_hits(officer, Filing.THING, _filing_id(number), reason)


def propose(
    story: Story,
    number: str,
    state: str,
    decision: Decision = Decision.APPROVE,
    *,
    reasons: tuple[str, ...] = (),
    told: str = "",
    vetted: str = "",
) -> None:
    """The case officer proposes; `vetted` says what was looked into of an answer "yes"."""
    approve = decision is Decision.APPROVE
    terms = STATES[state][1]
    first = day_of(clock.now(), terms.zone) + timedelta(days=3)
    review.propose(
        story.who(DESKS[state].officer),
        Place(number),
        Wanted(
            decision=decision,
            reason="Papers seen in original; directors interviewed." if approve else told,
            reason_for_applicant=told,
            reasons=reasons,
            first_day=first if approve else None,
            last_day=last_day_of_term(first, terms.registration_months) if approve else None,
            identity_vetted=approve,
            eligibility_review=vetted,
        ),
    )


def sign(story: Story, number: str, state: str) -> None:
    """A senior officer countersigns."""
    review.sign(
        story.who(DESKS[state].senior),
        Place(number),
        proposed_digest(Registration.THING, _registration_id(number)),
        "Read the file; I agree.",
    )


def registered(
    story: Story, firm: Firm, kind: TraderKind, states: tuple[str, ...], days_ago: int
) -> dict[str, str]:
    """Apply on one day; each State decides within the weeks after it."""
    with story.on(days_ago):
        found = apply(story, firm, kind, states)
    for place, (state, number) in enumerate(found.items(), 1):
        with story.on(days_ago - 3 * place, place):
            take(story, number, state)
        with story.on(days_ago - 3 * place - 2, place):
            propose(story, number, state)
        with story.on(days_ago - 3 * place - 4, place):
            sign(story, number, state)
    return found


def _seen(uid: str) -> int:
    with reading(REGISTER) as view:
        return view.get(Filing, uid).revision


def _registration_id(number: str) -> int:
    with reading(REGISTER) as view:
        return view.session.scalars(
            select(Registration.id).where(Registration.number == number)
        ).one()


def _filing_id(number: str) -> int:
    with reading(REGISTER) as view:
        return view.session.scalars(
            select(Registration.filing_id).where(Registration.number == number)
        ).one()
