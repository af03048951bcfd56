"""The whole journey, from a newcomer's first form to the border that turns the goods back.

A firm of Xandria that also negotiates in Xbria registers in both, is licensed by both for one
deal, and loses its registration in Xandria. Everybody walks through pages only.
"""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.stories import forms
from tests.stories.browser import Server
from tests.stories.forms import FIRM, OFFICIAL
from tests.stories.people import Somebody

NUMBER = re.compile(r"X[A-E]-\d{4}-[A-Z]-\d{5}-[A-Z]")
CHECK_CODE = re.compile(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}\b")
PHONE = {"width": 390, "height": 844}
DESKS = {"Xandria": ("Mira Thandel", "Oren Vask"), "Xbria": ("Juno Kestrel", "Selwyn Darre")}
"""Of each State that is asked: who takes the case, who countersigns."""


@dataclass
class Room:
    """Where everybody sits at a browser of their own, signed in once."""

    server: Server
    new_page: Callable[..., Page]
    seats: dict[str, Somebody] = field(default_factory=dict)

    def stranger(self, **screen: int) -> Somebody:
        """Somebody without an account."""
        return Somebody(self.new_page(**screen), self.server)

    def at(self, name: str, **screen: int) -> Somebody:
        """A person of the demonstration."""
        if name not in self.seats:
            self.seats[name] = self.stranger(**screen).sign_in(name)
        return self.seats[name]


@dataclass(frozen=True)
class Paper:
    """What the licence's certificate shows to whoever holds it."""

    number: str
    code: str
    square: str
    """What a scanner types that reads its square code."""


@pytest.mark.timeout(600)  # some hundred and fifty pages, each looked at
def test_a_broker_registers_is_licensed_and_is_stopped(
    server: Server, new_page: Callable[..., Page], tmp_path: Path
) -> None:
    room = Room(server, new_page)
    broker = forms.open_account(room.stranger())
    registrations = applies_to_two_states(broker)
    xbria_asks_and_is_answered(room, broker, registrations["Xbria"])
    for state, number in registrations.items():
        registers(room, state, number)
    takes_the_certificate_home(broker, registrations["Xandria"])

    phone = forms.enter(room.stranger(**PHONE).go("/sign-in"))
    dossier = submits_a_dossier(phone)
    consents(room, "Xandria", dossier, pistols="500")
    consents(room, "Xbria", dossier, pistols="400")
    paper = licence_comes(room, phone, dossier, tmp_path)

    border = customs_write_off(room, paper)
    customs_off_the_route_learn_only_that(room, paper)

    case = is_heard(room, phone, registrations["Xandria"])
    is_deregistered(room, case)
    border.go("/check").write("Licence number", paper.number).write("Check code", paper.code)
    border.press("Check").reads("NOT VALID", FIRM, "no live registration", "Xandria")
    everybody_sees_it(room, phone, paper, registrations["Xandria"])


# Registration


def applies_to_two_states(broker: Somebody) -> dict[str, str]:
    """One application to both States; its number in each."""
    broker.reads("You are not registered in any State yet").follow("Apply for registration")
    broker.answer("As what", "Broker").answer("In which States", "Xandria", "Xbria")
    broker.press("Start the application").reads("Give the company number")
    forms.tell_of_the_firm(broker).reads_not("To do").follow("Check your answers")
    broker.reads("It goes to 2 States", "XA-HR 66203", "Per Tarn", "62.5", "extract.pdf")
    broker.choose("I make this statement").write("Your full name", OFFICIAL)
    broker.press("Submit to 2 States").reads("The application was sent")
    rows = broker.main.locator("tbody tr").all_inner_texts()
    return {row.split("\t")[0].strip(): NUMBER.findall(row)[0] for row in rows}


def xbria_asks_and_is_answered(room: Room, broker: Somebody, number: str) -> None:
    """An officer asks before proposing; the broker answers from the list of what is asked."""
    officer = room.at(DESKS["Xbria"][0]).turn_to("Registrations").follow(number)
    officer.reads(FIRM, "Per Tarn").press("Take it").follow("Ask the applicant")
    officer.write("Your question", "Who keeps the records in the loft?").press("Ask")
    broker.turn_to("My work").follow("Answer").reads("Who keeps the records in the loft?")
    broker.write("Your answer", "Per Tarn, who lives there.").press("Send")
    officer.turn_to("Registrations").follow(number).reads("Per Tarn, who lives there.")


def registers(room: Room, state: str, number: str) -> None:
    """One officer vets and proposes, another one signs."""
    proposer, signer = DESKS[state]
    officer = room.at(proposer).turn_to("Registrations").follow(number)
    if state == "Xandria":  # in Xbria it was taken before it was asked about
        officer.press("Take it")
    officer.waits_for("No open hit").follow("Propose to approve")
    officer.choose("I have vetted who this is").write("Your reason", "Papers seen in original.")
    officer.press("Propose").reads(f"{proposer} proposes to approve").reads_not("Read and")

    senior = room.at(signer).turn_to("Registrations").follow(number)
    senior.follow("Read and countersign").reads("Papers seen in original.", "1 file")
    forms.sign(senior, "I agree", f"Sign as {signer}", "Read the file.").reads("Active")


def takes_the_certificate_home(broker: Somebody, number: str) -> None:
    """The worker makes the certificate of a registration; its holder fetches it."""
    broker.turn_to("Registrations").follow(number).waits_for(f"{number} (PDF)")
    assert number in text_of(broker.fetch("Registration as broker"))


# The licence


def submits_a_dossier(broker: Somebody) -> str:
    """On the phone: every part of a dossier, who must authorize it and why; its number."""
    today = datetime.now(UTC).date()
    broker.turn_to("Dossiers").press("Start a dossier")
    forms.tell_of_the_deal(broker, today)
    broker.reads("It goes to 2 States", "has its nationality", "negotiates or arranges there")
    broker.reads_not("To do", "Cover missing").follow("Check your answers")
    broker.reads("Karrow Works SA", "Harbour Police of Selmark", "XE-EUC-7731", "contract.pdf")
    broker.choose("It is true and complete").write("Your full name", OFFICIAL)
    broker.press("Sign and submit to Xandria and Xbria").reads("2 States are asked")
    return number_on(broker)


def consents(room: Room, state: str, dossier: str, *, pistols: str) -> None:
    """One officer answers the criteria and proposes, another one signs."""
    proposer, signer = DESKS[state]
    officer = room.at(proposer).turn_to("Dossiers").follow(dossier)
    officer.reads("Harbour Police of Selmark").press("Take this case").waits_for("No open hit")
    forms.answer_criteria(officer).follow("Propose to consent")
    officer.write("1. Pistol", pistols).write("Conditions", f"Tell {state} of the landing.")
    officer.write("Your reason", "Use and quantity fit.").press("Propose to consent")
    officer.reads("Another person of your State must countersign").reads_not("Read and")

    senior = room.at(signer).turn_to("Dossiers").follow(dossier).follow("Read and countersign")
    senior.reads("Use and quantity fit.", pistols)
    forms.sign(senior, "I agree", f"Sign as {signer}", "Read the file.")


def licence_comes(room: Room, broker: Somebody, dossier: str, folder: Path) -> Paper:
    """The last consent has issued one licence; its certificate leads anybody to the truth."""
    senior = room.at(DESKS["Xbria"][1]).reads("the licence is issued").follow("Open the licence")
    number = number_on(senior)
    assert number.startswith("XA-")

    broker.turn_to("Dossiers").follow("Pistols for Selmark").reads(dossier)
    broker.follow(number).reads("Valid", "400", "60,000")
    broker.reads("Tell Xandria of the landing.", "Tell Xbria of the landing.")
    pdf = broker.waits_for("Current").fetch("Licence for one transaction")
    words = text_of(pdf)
    for said in (number, "Xandria", "Xbria", "400", "Tell Xbria of the landing."):
        assert said in words

    (code,) = CHECK_CODE.findall(broker.main.inner_text())
    assert code in words
    paper = Paper(number, code, square_code(pdf, folder))
    verifies(room, paper).reads("VALID", "The licence stands").reads_not("NOT VALID", FIRM)
    return paper


def verifies(room: Room, paper: Paper) -> Somebody:
    """Anybody who holds the paper scans its square code."""
    anybody = room.stranger(**PHONE).go("/verify").write("Number", paper.square)
    return anybody.press("Check").reads(paper.number)


# The border


def customs_write_off(room: Room, paper: Paper) -> Somebody:
    """Where the goods leave, customs compare, and write off what crosses."""
    border = room.at("Kip Saranto", **PHONE).turn_to("Border check")
    border.write("Licence number", paper.number).write("Check code", paper.code).press("Check")
    border.reads("VALID", "Karrow Works SA", "Tell Xandria of the landing.").reads_not("NOT VALID")
    border.write("Declaration reference", "26XB7700001").write("1. Pistol", "150")
    return border.press("Write off and release").reads("26XB7700001", "250")


def customs_off_the_route_learn_only_that(room: Room, paper: Paper) -> None:
    """Off the route customs hear NOT VALID, and nothing of goods and parties."""
    elsewhere = room.at("Wren Tolliver").turn_to("Border check")
    elsewhere.write("Licence number", paper.number).write("Check code", paper.code)
    elsewhere.press("Check").reads("NOT VALID", "not on the route")
    elsewhere.reads_not("Karrow Works SA")


# The end


def is_heard(room: Room, broker: Somebody, registration: str) -> str:
    """A case without any conviction: notice and reply; where the case is."""
    officer = room.at("Rook Halloran").turn_to("Enforcement")
    officer.write("Number of the trader", registration).press("Open a case").reads(FIRM)
    officer.choose("False or forged").write("What happened", "Selmark never ordered these.")
    officer.press("Open the case").follow("Write the notice")
    officer.write("Your notice", "We intend to end your registration.").press("Serve the notice")

    broker.turn_to("My work").follow("notice").reads("Selmark never ordered these.")
    broker.write("Your reply", "We were deceived as well.").press("Send the reply")
    return officer.path


def is_deregistered(room: Room, case: str) -> None:
    """A proposal, and the signature that ends it everywhere, counted beforehand."""
    officer = room.at("Rook Halloran").go(case).reads("We were deceived as well.").follow("Propose")
    officer.answer("What do you propose?", "De-register").answer("Grounds", "False or forged")
    officer.write("Your finding", "The letters show that it knew.")
    officer.write("The reasons, for the trader", "You knew of it.").press("Propose")

    senior = room.at("Oren Vask").go(case).follow("Read and countersign")
    senior.reads("We were deceived as well.", "registration", "licence", "Xbria")
    forms.sign(senior, "I agree", "Sign as Oren Vask", "The letters show it.")


def everybody_sees_it(room: Room, broker: Somebody, paper: Paper, registration: str) -> None:
    """The public, the other State, a border that was never on the route, and the broker."""
    public = verifies(room, paper).reads("NOT VALID").reads_not(FIRM)
    public.go("/register").write("Number", registration).press("Look up")
    public.reads("Ended on", FIRM).reads_not("False", "forged")

    neighbour = room.at("Juno Kestrel").turn_to("My work").reads(FIRM)
    neighbour.follow("de-registration").reads("You knew of it.", "Recognise")
    watch = room.at("Tovi Hanrel").turn_to("Watchlist").write("Name", FIRM)
    watch.write("Why do you look?", "Asked by customs.").write("case", paper.number)
    watch.press("Search").reads("1 entry fits", FIRM, "Xandria")

    broker.turn_to("My work").follow("Read the decision").reads("De-registered", "You knew of it.")
    broker.turn_to("Registrations").reads("De-registered", "Active")
    broker.turn_to("Licences").reads(paper.number, "Cover lost")


# The paper


def number_on(somebody: Somebody) -> str:
    """The first public number on the page that somebody reads."""
    return str(NUMBER.findall(somebody.main.inner_text())[0])


def text_of(pdf: bytes) -> str:
    """Everything that a document says, in one line."""
    assert pdf.startswith(b"%PDF")
    return " ".join(
        " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split()
    )


def square_code(pdf: bytes, folder: Path) -> str:
    """What stands in the square code of the first page, as a scanner reads it."""
    (folder / "sheet.pdf").write_bytes(pdf)
    options = ("-png", "-singlefile", "-r", "110")
    subprocess.run(["pdftoppm", *options, folder / "sheet.pdf", folder / "page"], check=True)
    (found,) = zxingcpp.read_barcodes(Image.open(folder / "page.png"))
    return found.text
