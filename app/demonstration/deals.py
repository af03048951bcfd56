"""The deals of the demonstration: how a dossier is written, decided on, and moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.authorizations import services as desk
from app.authorizations import services_decide as deciding
from app.authorizations.answers import CriterionAnswer
from app.customs import services as customs
from app.demonstration import people
from app.demonstration.firms import DESKS, Firm
from app.demonstration.paper import pdf
from app.demonstration.story import (
    Story,
    answer_screenings,
    authorization_id,
    clear_hits,
    dossier_id,
    dossier_lines,
    proposed_digest,
)
from app.dossiers import drafts, said
from app.dossiers import services as writing
from app.papers import Paper
from models.criteria import CRITERIA
from models.deals import Behalf, Capacity, Consideration, DealParty, DealStep, Stop
from models.dossiers import AnswerGiven, Authorization, Dossier
from models.goods import GoodsClass, GoodsLine, Unit
from models.people import Role
from models.proposals import ConsentTerms, LineTerms

STATEMENT = "The deal is told here whole and as it is."


@dataclass(frozen=True)
class Plan:
    """One deal as its broker describes it. Days are given when it is written."""

    title: str
    broker: Firm
    places: tuple[str, ...]
    """States in which the broker negotiates, one step each."""
    seller: DealParty
    end_user: DealParty
    buyer: str
    lines: tuple[GoodsLine, ...]
    route: tuple[Stop, ...]
    end_use: str
    certificate: str
    carrier: str = ""
    """The number of a transport agent's registration, where one arranges the carriage."""
    carrier_place: str = ""


def pistols(quantity: int, *, no: int = 1, value: int = 0) -> GoodsLine:
    """A line of pistols; `value` in whole minor units of EUR."""
    return GoodsLine(
        no=no,
        goods_class=GoodsClass.PISTOL,
        description="Pistol, semi-automatic, 9×19 mm",
        quantity=quantity,
        value=value or quantity * 42_000,
        make_model="Karrow K4",
        calibre="9×19 mm",
    )


def rifles(quantity: int, *, no: int = 2) -> GoodsLine:
    """A line of bolt-action rifles."""
    return GoodsLine(
        no=no,
        goods_class=GoodsClass.RIFLE,
        description="Rifle, bolt action, .308",
        quantity=quantity,
        value=quantity * 96_000,
        make_model="Karrow Longmark",
        calibre=".308",
    )


def cartridges(quantity: int, *, no: int = 3) -> GoodsLine:
    """A line of cartridges, in rounds."""
    return GoodsLine(
        no=no,
        goods_class=GoodsClass.AMMUNITION,
        description="Cartridge, 9×19 mm, ball",
        quantity=quantity,
        unit=Unit.ROUND,
        value=quantity * 30,
        calibre="9×19 mm",
    )


def seller(name: str, state: str, reference: str) -> DealParty:
    """A seller with its own State's authority."""
    return DealParty(
        no=90,
        capacity=Capacity.SELLER,
        name=name,
        state=state,
        address="Foundry Road 4, Karrow",
        authority_reference=reference,
    )


def end_user(name: str, state: str) -> DealParty:
    """A State body that will use the goods."""
    return DealParty(
        no=90,
        capacity=Capacity.END_USER,
        name=name,
        state=state,
        address="Government Square 1",
        is_state_body=True,
    )


def write(story: Story, plan: Plan, *, met: date, first: date, last: date) -> str:
    """Write a dossier whole, as its broker, and leave it a draft; the draft's key."""
    me = story.who(plan.broker.official)
    key = writing.start(me)
    drafts.answer_questions(
        me,
        key,
        said.Questions(
            behalf=Behalf.ANOTHER,
            behalf_of=plan.seller.name,
            consideration=Consideration.COMMISSION,
            payer=plan.seller.name,
            international=True,
            title=plan.title,
            capacity=Capacity.BROKER,
        ),
    )
    drafts.save_party(me, key, plan.seller)
    buyer = DealParty(
        no=90,
        capacity=Capacity.BUYER,
        name=plan.buyer,
        state=plan.end_user.state,
        is_state_body=True,
        address="Government Square 2",
    )
    drafts.save_party(me, key, buyer)
    drafts.save_party(me, key, plan.end_user)
    for place in plan.places:
        drafts.save_step(me, key, _step(1, place, met, plan.broker.official))
    if plan.carrier:
        agent = DealParty(no=90, capacity=Capacity.TRANSPORT_AGENT, name="")
        number = drafts.save_party(me, key, agent, linked=plan.carrier)
        drafts.save_step(me, key, _step(number, plan.carrier_place, met, "Charter desk"))
    for line in plan.lines:
        drafts.save_line(me, key, line)
    drafts.save_route(me, key, plan.route)
    drafts.save_end_use(
        me,
        key,
        said.EndUse(purpose=plan.end_use, number=plan.certificate, issuer=plan.end_user.name),
        Paper(
            "end-use-certificate.pdf",
            pdf(
                f"End-use certificate {plan.certificate}",
                f"End user: {plan.end_user.name}",
                f"Use: {plan.end_use}",
            ),
            "end_use_certificate",
        ),
    )
    contract = said.Contract(contract="KW-118", wanted_from=first, wanted_until=last)
    drafts.save_contract(me, key, contract)
    return key


def _step(party: int, place: str, met: date, who: str) -> DealStep:
    return DealStep(
        no=90,
        party=party,
        state=place,
        first_day=met,
        last_day=met,
        means="meeting",
        acting_person=who,
    )


def submit(story: Story, plan: Plan, key: str) -> str:
    """Submit what was written; the dossier's number. The worker screens every party."""
    me = story.who(plan.broker.official)
    number = writing.submit(me, key, declared_by=plan.broker.official, declaration=STATEMENT)
    answer_screenings()
    return number


def take(story: Story, number: str, state: str) -> None:
    """The case officer takes the State's case and closes the hits that are somebody else."""
    officer = story.who(DESKS[state].officer)
    desk.take(officer, number)
    clear_hits(officer, Dossier.THING, dossier_id(number), "Another firm; see its registration.")


def ask(story: Story, number: str, state: str, text: str) -> None:
    """The case officer asks the broker."""
    desk.ask(story.who(DESKS[state].officer), number, text=text)


def assess(story: Story, number: str, state: str, concerns: dict[str, str] | None = None) -> None:
    """The case officer answers every criterion; `concerns` say what lowers the risk."""
    worry = concerns or {}
    answers = tuple(
        CriterionAnswer(
            item,
            AnswerGiven.CONCERN if item in worry else AnswerGiven.MET,
            "Report of the mission, and the papers of the dossier.",
            worry.get(item, ""),
        )
        for item in CRITERIA
    )
    desk.assess(story.who(DESKS[state].officer), number, answers=answers)


def propose(
    story: Story,
    number: str,
    state: str,
    *,
    first: date,
    last: date,
    less: dict[int, int] | None = None,
    conditions: tuple[str, ...] = (),
) -> None:
    """The case officer proposes to consent; `less` are smaller quantities by line."""
    smaller = less or {}
    terms = ConsentTerms(
        first_day=first,
        last_day=last,
        lines=tuple(LineTerms(no, smaller.get(no, asked)) for no, asked in dossier_lines(number)),
        conditions=conditions,
    )
    reason = "Quantity and use fit the end user; the route is known."
    officer = story.who(DESKS[state].officer)
    deciding.propose_consent(officer, number, terms=terms, reason=reason)


def refuse(story: Story, number: str, state: str, grounds: tuple[str, ...], told: str) -> None:
    """The case officer proposes to refuse."""
    deciding.propose_refusal(
        story.who(DESKS[state].officer),
        number,
        grounds=grounds,
        reason="The stated need does not carry the quantity.",
        reason_for_applicant=told,
    )


def sign(story: Story, number: str, state: str) -> str | None:
    """A senior officer countersigns; the licence's number, if this was the last consent."""
    done = deciding.countersign(
        story.who(DESKS[state].senior),
        number,
        shown_digest=proposed_digest(Authorization.THING, authorization_id(number, state)),
        reason="Read the file; I agree.",
    )
    return done.licence


def consented(
    story: Story, number: str, state: str, days_ago: int, *, first: date, last: date, **more: object
) -> str | None:
    """One State's whole way from taking to countersigning, within a week."""
    with story.on(days_ago):
        take(story, number, state)
    with story.on(days_ago - 3):
        assess(story, number, state)
        propose(story, number, state, first=first, last=last, **more)  # type: ignore[arg-type]
    with story.on(days_ago - 5):
        return sign(story, number, state)


def write_off(
    story: Story,
    licence: str,
    state: str,
    declaration: str,
    amounts: dict[int, int],
    direction: str = "exit",
) -> None:
    """Customs of a State record what crosses."""
    officer = people.OFFICERS[state][Role.CUSTOMS_OFFICER][0]
    customs.record(
        story.who(officer),
        licence,
        declaration=declaration,
        part=1,
        direction=direction,
        amounts=amounts,
        office="East Quay",
    )
