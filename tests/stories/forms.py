"""How the people of stories fill the register's forms: an application, a dossier, the criteria."""

from __future__ import annotations

from datetime import date, timedelta

from app.demonstration.paper import pdf
from models.criteria import CRITERIA
from tests.stories.people import Somebody

FIRM = "Tarn Brokers Ltd"
OFFICIAL = "Ines Tarn"
LOGIN = "ines@tarn.example"
PASSWORD = "quayside lanterns at dawn"
FOUNDED = date(2016, 9, 12)


def open_account(newcomer: Somebody) -> Somebody:
    """A firm opens its account, and its first person signs in."""
    newcomer.go("/").go("/sign-up").choose("A firm").write("Name of the firm", FIRM)
    newcomer.pick("State where you begin", "Xandria")
    newcomer.write("Your own name", OFFICIAL).write("E-mail address", LOGIN)
    for box in ("password", "again"):
        newcomer.main.locator(f"[name={box}]").fill(PASSWORD)
    newcomer.press("Open the account").follow("Sign in")
    return enter(newcomer)


def enter(broker: Somebody) -> Somebody:
    """The official of the firm signs in with name and password."""
    broker.name, broker.password = OFFICIAL, PASSWORD
    return broker.write("E-mail address", LOGIN).press("Sign in")


def tell_of_the_firm(broker: Somebody) -> Somebody:
    """Go through the task list of an application, each part leading to the next."""
    broker.follow("The firm")
    broker.write("Legal form", "limited company").write("Company number", "XA-HR 66203")
    broker.day("Day of incorporation", FOUNDED).press("Save and continue")

    broker.pick("Country", "Xandria").day("Since", FOUNDED).press("Save")
    broker.reads("Xandria").follow("Continue")

    for place, (use, street) in enumerate(
        (("Registered address", "7 Ropewalk"), ("Where records are kept", "7 Ropewalk, loft"))
    ):
        if place:
            broker.follow("Add another")
        broker.pick("Kind of address", use).write("Street and number", street)
        broker.write("Town", "Port Norvane").write("Postcode", "1007")
        broker.pick("Country", "Xandria").press("Save")
    broker.follow("Continue")

    broker.write("Telephone", "+999 10 555 0199").press("Save and continue")

    _associate(broker, OFFICIAL, "Officer", "Managing director", date(1984, 4, 17))
    broker.follow("Add another")
    _associate(broker, "Per Tarn", "Owner", "Partner", date(1951, 1, 30), share="62.5")
    broker.reads("Ines Tarn", "Per Tarn", "62.5").follow("Continue")

    broker.answer("Does the firm have a parent", "No").press("Save and continue")
    broker.answer("What do you do?", "Negotiation", "Arranging")
    broker.answer("With which goods?", "Pistols", "Ammunition").press("Save and continue")
    broker.answer("States of this register", "Xandria", "Xbria").press("Save and continue")
    for question in ("indicted or charged", "ever convicted", "excluded from this trade"):
        broker.answer(question, "No")
    broker.press("Save and continue")

    paper = pdf("Extract of the company register", FIRM, "XA-HR 66203")
    broker.pick("What does it show?", "Proof of incorporation").attach("File", "extract.pdf", paper)
    return broker.press("Give the file").reads("extract.pdf").follow("Continue")


def _associate(
    broker: Somebody, name: str, position: str, title: str, born: date, share: str = ""
) -> None:
    broker.write("Full name", name).answer("What are they to the firm?", position)
    broker.write("Office held", title).answer("Is this a person or a firm?", "A person")
    broker.day("Date of birth", born).pick("Nationality", "Xandria")
    broker.write("Share of the firm", share).press("Save")


def tell_of_the_deal(broker: Somebody, today: date) -> Somebody:
    """Go through the parts of a new dossier: pistols and cartridges, from Xbria to Xeland."""
    broker.write("What do you call this deal?", "Pistols for Selmark")
    broker.answer("from one State to another", "Yes").answer("On whose behalf", "For another")
    broker.write("For whom?", "Karrow Works SA").answer("What do you get for it?", "A commission")
    broker.write("Who pays it?", "Karrow Works SA").press("Save and continue")

    broker.follow("Parties")
    _party(broker, "Seller", "Karrow Works SA", "Xbria", "Export Control, XB-M-1190")
    _party(broker, "Buyer", "Ministry of the Interior of Xeland", "Xeland")
    _party(broker, "End user", "Harbour Police of Selmark", "Xeland")
    broker.reads("Karrow Works SA", "Harbour Police of Selmark").follow("Continue")

    broker.follow("Where you negotiate and arrange")
    for place in ("Xandria", "Xbria"):
        broker.follow("Add a step").pick("Who acts?", FIRM)
        broker.pick("State where that person is", place).day("First day", today + timedelta(days=7))
        broker.answer("How?", "Meeting").answer("Has it taken place?", "No")
        broker.write("Person who acts", OFFICIAL).press("Save and continue")
    broker.follow("Continue")

    broker.follow("Goods")
    _line(broker, "Pistols and revolvers", "Pistol, semi-automatic", "500", "Items", "210000")
    _line(broker, "Ammunition", "Cartridge, 9 mm", "60000", "Rounds", "18000.50")
    broker.reads("500", "60,000").follow("Continue")

    broker.follow("Route").pick("State of dispatch", "Xbria").pick("First State", "Xdonia")
    broker.pick("State of destination", "Xeland").answer("How do the goods travel?", "By sea")
    broker.press("Save and continue")

    broker.follow("End use").write("What are the goods for?", "Sidearms of the harbour police.")
    broker.write("Number of the end-use certificate", "XE-EUC-7731")
    broker.write("Who issued it?", "Ministry of the Interior of Xeland")
    paper = pdf("End-use certificate XE-EUC-7731", "Harbour Police of Selmark")
    broker.attach("The certificate as a file", "end-use.pdf", paper).press("Save and continue")

    broker.follow("Contract and dates").write("Number of the contract", "TB-2201")
    broker.day("First day", today).day("Last day", today + timedelta(days=300))
    broker.press("Save and continue")

    broker.follow("Further papers").pick("What does it show?", "Contract")
    broker.attach("File", "contract.pdf", pdf("Contract TB-2201")).press("Attach")
    return broker.reads("contract.pdf").follow("Continue")


def _party(broker: Somebody, capacity: str, name: str, state: str, reference: str = "") -> None:
    broker.follow("Add a party").pick("What is this party in the deal?", capacity)
    broker.main.get_by_label("Name", exact=True).fill(name)
    broker.pick("State where it is established", state)
    if reference:
        broker.write("Its registration or licence elsewhere", reference)
    else:
        broker.choose("It is a body of a State")
    broker.press("Save and continue")


def _line(broker: Somebody, kind: str, what: str, quantity: str, unit: str, value: str) -> None:
    broker.follow("Add goods").pick("Class", kind).write("Description", what)
    broker.write("Quantity", quantity).pick("Unit", unit).pick("Currency", "EUR")
    broker.write("Value of the line", value).press("Save and continue")


def answer_criteria(officer: Somebody) -> Somebody:
    """Answer every criterion: all are met."""
    officer.follow("Answer the criteria")
    for criterion in CRITERIA:
        officer.main.locator(f"[name=answer_{criterion}][value=met]").check()
        officer.main.locator(f"[name=evidence_{criterion}]").fill("Report of the mission.")
    return officer.press("Keep the answers")


def sign(senior: Somebody, agree: str, words: str, reason: str) -> Somebody:
    """Countersign what stands on the page."""
    senior.choose(agree).write("Your reason", reason)
    if senior.main.get_by_label("I have no interest").count():
        senior.choose("I have no interest")
    return senior.press(words)
