"""What happened in the demonstration before its first start, oldest first, all through the door."""

from __future__ import annotations

import hashlib
import io
import re
from datetime import date

from app.demonstration import deals, firms
from app.demonstration.deals import Plan
from app.demonstration.story import (
    Story,
    entry_id,
    look_again,
    proposed_digest,
    suspension_of,
    trader_number,
)
from app.dossiers import services as dossiers
from app.enforcement import queries as enforcement
from app.enforcement import services as cases
from app.enforcement.casefile import Opening
from app.enforcement.casefile import Wanted as Finding
from app.registrations import services as review
from app.registrations import services_suspensions as suspensions
from app.registrations.wanted import Place
from app.screening import services as lists
from app.screening import un_list
from app.watchlist import services as watchlist
from app.work import REGISTER
from models.deals import Stop
from models.particulars import TraderKind
from models.proposals import Decision
from models.watchlist import Entry, EntryFacts, EntryType, Requested, Subject, SubjectKind

POLICE = deals.end_user("Xeland National Police", "XE")
KARROW = deals.seller("Karrow Works SA", "XB", "XB-M-1190")
TO_XELAND = (
    Stop("XB", "dispatch", "Karrow Docks", "sea"),
    Stop("XD", "transit", "Ulm Roads", "sea"),
    Stop("XE", "destination", "Selmark, East Quay", "sea"),
)
STRAIGHT = (
    Stop("XB", "dispatch", "Karrow Docks", "sea"),
    Stop("XE", "destination", "Selmark, East Quay", "sea"),
)


def shipped_list(story: Story, days_ago: int) -> None:
    """The history is screened against the invented list that ships; later starts take a real one.

    The file's own date lies in some real year: it is made anew, two days before it is imported.
    """
    made = f'dateGenerated="{story.day(days_ago + 2)}'.encode()
    content = re.sub(rb'dateGenerated="[0-9-]+', made, un_list.INVENTED.read_bytes(), count=1)
    with story.on(days_ago):
        lists.import_list(REGISTER, io.BytesIO(content), invented=True)
        look_again()


def registrations(story: Story) -> dict[str, dict[str, str]]:
    """Every kind of trader, and every stage of a registration; numbers by firm and State."""
    found = {
        "norvane": firms.registered(story, firms.NORVANE, TraderKind.BROKER, ("XA", "XC"), 330),
        "karrow": firms.registered(story, firms.KARROW, TraderKind.MANUFACTURER, ("XB",), 325),
        "gannet": firms.registered(story, firms.GANNET, TraderKind.RETAILER, ("XC",), 320),
        "rask": firms.registered(story, firms.RASK, TraderKind.TRANSPORT_AGENT, ("XD",), 315),
        "orlane": firms.registered(
            story, firms.ORLANE, TraderKind.TRANSPORT_AGENT, ("XA", "XD"), 310
        ),
        "bellmoor": firms.registered(story, firms.BELLMOOR, TraderKind.BROKER, ("XC",), 200),
    }
    _refused(story)
    return found


def _refused(story: Story) -> None:
    with story.on(150):
        number = firms.apply(story, firms.KESTREL, TraderKind.RETAILER, ("XC",))["XC"]
    with story.on(147):
        firms.take(story, number, "XC")
    with story.on(140):
        firms.propose(
            story,
            number,
            "XC",
            Decision.REFUSE,
            reasons=("premises",),
            told="The vault was not built when the premises were visited.",
        )
    with story.on(138):
        firms.sign(story, number, "XC")


def waiting(story: Story) -> None:
    """Applications that wait: for an officer, for an answer, for a second signature."""
    with story.on(12):
        dost = firms.apply(story, firms.DOST, TraderKind.BROKER, ("XA", "XC", "XD"))
    with story.on(9):
        firms.take(story, dost["XA"], "XA")
        review.ask(
            story.who(firms.DESKS["XA"].officer),
            Place(dost["XA"]),
            "Please send the judgment of 2017 that acquitted you.",
        )
    with story.on(8):
        firms.take(story, dost["XC"], "XC")
    with story.on(6):
        vetted = "The acquittal of 2017 was seen."
        firms.propose(story, dost["XC"], "XC", vetted=vetted)
    with story.on(5):
        firms.apply(story, firms.SEVERNYI, TraderKind.BROKER, ("XC", "XE"))
    with story.on(4):
        firms.apply(story, firms.RASK, TraderKind.TRANSPORT_AGENT, ("XE",))
    with story.on(2):
        firms.draft(story, firms.NORVANE, TraderKind.BROKER, ("XB",))


def suspended(story: Story, numbers: dict[str, dict[str, str]]) -> None:
    """Bellmoor is suspended at once by one senior officer and confirmed by another."""
    number = numbers["bellmoor"]["XC"]
    with story.on(18):
        suspensions.suspend(
            story.who("Ista Dovane"), number, "G7", "The inspectors were not let in on 2 days."
        )
    with story.on(17):
        suspensions.confirm_suspension(
            story.who("Hale Brisk"), number, suspension_of(number), "Read the report; confirmed."
        )


def licences(story: Story, numbers: dict[str, dict[str, str]]) -> dict[str, str]:
    """Licences in each standing: expired, used up, half used, stopped, not yet valid."""
    found: dict[str, str] = {}
    for name, title, met, first, last, lines, route, carrier in (
        (
            "expired",
            "Pistols for the coast police",
            285,
            240,
            31,
            (deals.pistols(120),),
            STRAIGHT,
            "",
        ),
        (
            "used_up",
            "Pistols for the training school",
            260,
            215,
            -60,
            (deals.pistols(40),),
            STRAIGHT,
            "",
        ),
        (
            "half_used",
            "Pistols, rifles and cartridges for the police",
            200,
            150,
            -200,
            (deals.pistols(800), deals.rifles(300), deals.cartridges(200_000)),
            TO_XELAND,
            "",
        ),
        (
            "stopped",
            "Pistols for the port police",
            150,
            110,
            -120,
            (deals.pistols(60),),
            TO_XELAND,
            "orlane",
        ),
        (
            "to_come",
            "Rifles for the mountain police",
            70,
            -20,
            -250,
            (deals.rifles(150, no=1),),
            STRAIGHT,
            "",
        ),
    ):
        plan = Plan(
            title=title,
            broker=firms.NORVANE,
            places=("XC",),
            seller=KARROW,
            end_user=POLICE,
            buyer="Procurement Office of Xeland",
            lines=lines,
            route=route,
            end_use="Service arms of the police, not for resale",
            certificate=f"XE-EUC-{300 - met:03d}",
            carrier=numbers[carrier]["XA"] if carrier else "",
            carrier_place="XA",
        )
        found[name] = _issued(story, plan, met, first, last)
    return found


def _issued(story: Story, plan: Plan, met: int, first: int, last: int) -> str:
    """A licence of Xandria and Xcadia: written, decided by both within three weeks."""
    begin, end = story.day(first), story.day(last)
    with story.on(met):
        key = deals.write(story, plan, met=story.day(met + 3), first=begin, last=end)
        number = deals.submit(story, plan, key)
    licence = None
    for place, state in enumerate(("XA", "XC")):
        conditions = {
            "XA": ("Carriage by sea only",),
            "XC": ("Notice to customs 3 working days before goods move",),
        }
        licence = deals.consented(
            story,
            number,
            state,
            met - 4 - 6 * place,
            first=begin,
            last=end,
            conditions=conditions.get(state, ()),
        )
    if licence is None:
        msg = f"the licence of {number} was not granted"
        raise RuntimeError(msg)
    return licence


def movements(story: Story, found: dict[str, str]) -> None:
    """What customs wrote off."""
    with story.on(180):
        deals.write_off(story, found["used_up"], "XB", "26XB1100021", {1: 40})
    with story.on(168):
        deals.write_off(story, found["used_up"], "XE", "26XE1100418", {1: 40}, "entry")
    with story.on(120):
        deals.write_off(story, found["half_used"], "XB", "26XB1107733", {1: 240, 3: 80_000})
    with story.on(117):
        deals.write_off(
            story, found["half_used"], "XD", "26XD0040118", {1: 240, 3: 80_000}, "transit"
        )
    with story.on(108):
        deals.write_off(
            story, found["half_used"], "XE", "26XE4410078", {1: 240, 3: 80_000}, "entry"
        )
    with story.on(30):
        deals.write_off(story, found["half_used"], "XB", "26XB1120009", {1: 160, 2: 150})


def pending(story: Story) -> None:
    """Dossiers in every stage that still waits, and two that ended without a licence."""
    plan = Plan(
        title="Pistols, rifles and cartridges for the police",
        broker=firms.NORVANE,
        places=("XC",),
        seller=KARROW,
        end_user=POLICE,
        buyer="Procurement Office of Xeland",
        lines=(deals.pistols(1200), deals.rifles(300), deals.cartridges(250_000)),
        route=TO_XELAND,
        end_use="Service arms of the police, not for resale",
        certificate="XE-EUC-401",
    )
    first, last = story.day(-15), story.day(-260)
    to_countersign = _submitted(story, plan, 31)
    deals.consented(
        story,
        to_countersign,
        "XA",
        26,
        first=first,
        last=last,
        conditions=("Carriage by sea only", "Proof of delivery within 45 days of each exit"),
    )
    with story.on(14):
        deals.take(story, to_countersign, "XC")
    with story.on(3):
        deals.assess(
            story, to_countersign, "XC", {"2": "The units named are not users.", "7": "Sea only."}
        )
        deals.propose(
            story,
            to_countersign,
            "XC",
            first=story.day(-30),
            last=story.day(-230),
            less={1: 800, 3: 200_000},
            conditions=("Notice to customs 3 working days before goods move",),
        )
    _others(story, plan)


def _others(story: Story, plan: Plan) -> None:
    first, last = story.day(-15), story.day(-260)
    half = _submitted(story, plan, 24)
    deals.consented(story, half, "XA", 20, first=first, last=last)
    with story.on(10):
        deals.take(story, half, "XC")
    asked = _submitted(story, plan, 16)
    with story.on(13):
        deals.take(story, asked, "XC")
        deals.ask(story, asked, "XC", "Who carries the goods from Karrow to Selmark?")
    _submitted(story, plan, 3)
    refused = _submitted(story, plan, 60)
    with story.on(55):
        deals.take(story, refused, "XC")
    with story.on(52):
        deals.assess(story, refused, "XC")
        told = "The stock plan of the police shows no need for the quantity asked."
        deals.refuse(story, refused, "XC", ("8",), told)
    with story.on(50):
        deals.sign(story, refused, "XC")
    withdrawn = _submitted(story, plan, 45)
    with story.on(43):
        me = story.who(firms.NORVANE.official)
        dossiers.withdraw(me, withdrawn, reason="The buyer gave up the purchase.")
    with story.on(1):
        deals.write(story, plan, met=story.day(2), first=first, last=last)


def _submitted(story: Story, plan: Plan, days_ago: int) -> str:
    with story.on(days_ago):
        first, last = story.day(-15), story.day(-260)
        key = deals.write(story, plan, met=story.day(days_ago + 2), first=first, last=last)
        return deals.submit(story, plan, key)


def deregistered(story: Story) -> None:
    """Orlane is de-registered in Xandria without a conviction; a case against Bellmoor is open."""
    orlane, bellmoor = trader_number(firms.ORLANE.name), trader_number(firms.BELLMOOR.name)
    opening = Opening(
        grounds=("G1", "G5"),
        facts="The pistols declared for the port police were landed at a private yard.",
        evidence="1. Bill of lading 4411\n2. Photographs of the harbour watch",
    )
    with story.on(70):
        number = cases.open_case(story.who("Rook Halloran"), orlane, opening)
    with story.on(68):
        notice = "We intend to end your registration. You may answer each fact."
        cases.serve_notice(story.who("Rook Halloran"), number, notice)
    with story.on(50):
        cases.reply(story.who("Remy Orlane"), number, "The yard was chosen by the ship's agent.")
    with story.on(12):
        wanted = Finding(
            decision=Decision.DEREGISTER,
            reason="The agent acted on Orlane's written order.",
            reason_for_trader="Your own order names the private yard.",
            grounds=("G1", "G5"),
        )
        cases.propose(story.who("Rook Halloran"), number, wanted)
    with story.on(8):
        senior = story.who("Oren Vask")
        shown = enforcement.case(senior, number).shown
        cases.sign(senior, number, shown, "The order settles it.")
    with story.on(15):
        examined = Opening(
            grounds=("G7",), facts="Inspectors were turned away on two days.", evidence="1. Report"
        )
        number = cases.open_case(story.who("Tovi Hanrel"), bellmoor, examined)
    with story.on(13):
        cases.serve_notice(
            story.who("Tovi Hanrel"), number, "Tell us why the inspectors were not let in."
        )


def watchlisted(story: Story) -> None:
    """Xbria warns of a forged end-use certificate and of a man who fronts for a barred firm."""
    forged = Subject(
        kind=SubjectKind.DOCUMENT,
        name="XE-EUC-398",
        alleged_issuer="Procurement Office of Xeland",
        file_digest=hashlib.sha256(b"the forged certificate XE-EUC-398").hexdigest(),
    )
    front = Subject(
        kind=SubjectKind.PERSON,
        name="Varic Oswell",
        other_names=("Warrick Oswel",),
        country="XB",
        birth_date=date(1979, 7, 11),
    )
    for days_ago, kind, requested, subject, ground, reason in (
        (64, EntryType.FORGED_CERTIFICATE, Requested.REFUSE, forged, "G1", "Never issued."),
        (40, EntryType.SUSPICIOUS_TRADER, Requested.CONSULT, front, "G12", "Fronts for others."),
    ):
        facts = EntryFacts(
            type=kind,
            requested=requested,
            subject=subject,
            legal_basis="Trade Control Act of Xbria, article 14",
            decided_on=story.day(days_ago + 1),
            grounds=(ground,),
            reason=reason,
            evidence="Letter of the contact point, on file.",
        )
        with story.on(days_ago):
            number = watchlist.draft(story.who("Vance Orloque"), facts)
            watchlist.propose(story.who("Vance Orloque"), number, "Please publish.")
        with story.on(days_ago - 1):
            watchlist.publish(
                story.who("Selwyn Darre"),
                number,
                proposed_digest(Entry.THING, entry_id(number)),
                "Read; proportionate to the risk.",
                proportionate=True,
            )
