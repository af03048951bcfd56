"""The forms of a dossier's parts: each gives one plain value of the deal, or says why not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any

import wtforms
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from app.dossiers.drafts import Contract, EndUse, Questions
from app.dossiers.papers import Purpose
from app.forms import (
    CheckField,
    CountryField,
    CurrencyField,
    DayField,
    FileField,
    Form,
    MoneyField,
    RadioField,
    ReasonField,
    SelectField,
    TextField,
    Upload,
    VersionField,
    WholeNumberField,
)
from app.gate import GraveForm
from app.papers import Paper
from app.sayings import say
from models.casework import DOCUMENT_LIMIT
from models.deals import (
    INTERMEDIARIES,
    Behalf,
    Capacity,
    Consideration,
    Deal,
    DealParty,
    DealStep,
    OutsideEvidence,
    Stop,
)
from models.goods import GoodsClass, GoodsLine, Unit
from models.particulars import TraderKind

FILE_HINT = _l("PDF, PNG or JPEG, at most 10 MB")
NEW = 99
"""The number of what is not kept yet: the service gives the next free one."""
MEANS = ("meeting", "call", "mail", "other")
MODES = ("sea", "air", "road", "rail")
TRANSITS = ("transit_1", "transit_2", "transit_3")
CURRENCIES = ("EUR", "USD", "GBP", "CHF", "JPY")
YES_NO = (("yes", _l("Yes")), ("no", _l("No")))


def said(table: str, codes: Iterable[StrEnum | str]) -> Callable[[], list[tuple[str, str]]]:
    """Choices of codes with their words in the reader's language, when the page is made."""
    return lambda: [(str(code), say(f"{table}.{code}")) for code in codes]


class NamesField(SelectField):
    """One of several names: what people are called is not translated."""

    said = True


class DraftForm(Form):
    """What every form of a draft carries: the revision that its page showed."""

    revision = VersionField()


class PlainForm(DraftForm):
    """A single button on a draft that may have changed."""


class QuestionsForm(DraftForm):
    """What is asked first (rules 1.3)."""

    behalf = RadioField(
        _l("On whose behalf do you act?"),
        choices=[
            ("another", _l("For another: you negotiate or arrange somebody else’s deal")),
            ("self", _l("For yourself: you sell or buy your own goods")),
        ],
        missing=_l("Say on whose behalf you act"),
    )
    behalf_of = TextField(_l("For whom?"), hint=_l("If you act for another: its name."))
    consideration = RadioField(
        _l("What do you get for it?"),
        choices=[
            ("fee", _l("A fee")),
            ("commission", _l("A commission")),
            ("other", _l("Something else of value")),
            ("none", _l("Nothing")),
        ],
        hint=_l("If you act for another."),
    )
    payer = TextField(_l("Who pays it?"), hint=_l("If you get something for it."))
    international = RadioField(
        _l("Do the goods go from one State to another?"),
        choices=YES_NO,
        missing=_l("Say whether the goods go from one State to another"),
    )
    capacity = SelectField(
        _l("In which capacity do you act for another?"),
        choices=said("capacity", INTERMEDIARIES),
        none=_l("Broker"),
    )
    kind = SelectField(
        _l("If you act for yourself: as what are you registered?"),
        choices=said("kind", (TraderKind.MANUFACTURER, TraderKind.RETAILER)),
    )
    title = TextField(
        _l("What do you call this deal?"),
        hint=_l("A few words that you and the officers know it by, like pistols to Xeland."),
        missing=_l("Give the deal a name"),
        limit=120,
    )

    def validate(self, extra_validators: Any = None) -> bool:
        whole: bool = super().validate(extra_validators)
        if self.behalf.data == Behalf.ANOTHER and not self.consideration.data:
            self.add_error(
                gettext("Say what you get for it, or that you get nothing"), "consideration"
            )
            return False
        if self.behalf.data == Behalf.SELF and not self.kind.data:
            self.add_error(gettext("Say as what you are registered"), "kind")
            return False
        return whole

    def value(self) -> Questions:
        """The answers as the service takes them."""
        return Questions(
            behalf=Behalf(self.behalf.data),
            behalf_of=self.behalf_of.data or "",
            consideration=_or_none(Consideration, self.consideration.data),
            payer=self.payer.data or "",
            international=self.international.data == "yes",
            title=self.title.data or "",
            capacity=_or_none(Capacity, self.capacity.data),
            kind=_or_none(TraderKind, self.kind.data),
        )

    @classmethod
    def of(cls, deal: Deal) -> QuestionsForm:
        """Filled with what is kept."""
        applicant = deal.parties[0]
        form: QuestionsForm = cls(
            data={
                "behalf": deal.behalf,
                "behalf_of": deal.behalf_of,
                "consideration": deal.consideration,
                "payer": deal.payer,
                "international": {True: "yes", False: "no", None: None}[deal.international],
                "capacity": applicant.capacity if applicant.capacity in INTERMEDIARIES else None,
                "kind": applicant.kind,
                "title": deal.title,
            }
        )
        return form


class PartyForm(DraftForm):
    """One party: linked to the register, or described."""

    capacity = SelectField(
        _l("What is this party in the deal?"),
        choices=said("capacity", [item for item in Capacity if item is not Capacity.PRINCIPAL]),
        missing=_l("Choose what this party is in the deal"),
    )
    linked = TextField(
        _l("Its registration number in this register"),
        hint=_l(
            "Like XA-2026-R-00042-K. With it, name and State come from the register and nothing "
            "else is needed. Every broker, retailer and transport agent needs one, unless its "
            "State takes no part."
        ),
        limit=40,
    )
    name = TextField(_l("Name"), hint=_l("As on the contract."))
    is_person = CheckField(_l("It is a natural person"))
    state = CountryField(_l("State where it is established"))
    address = TextField(_l("Address"))
    authority_reference = TextField(
        _l("Its registration or licence elsewhere"),
        hint=_l(
            "Of a seller, manufacturer, buyer or carrier: the authority and the number. Without "
            "it, each officer sees a flag."
        ),
    )
    is_state_body = CheckField(_l("It is a body of a State"))
    nationality_1 = CountryField(
        _l("Nationality"), hint=_l("Of a person who negotiates, arranges or transports.")
    )
    nationality_2 = CountryField(_l("Second nationality"))
    stateless = CheckField(_l("The person is stateless"))
    residence = CountryField(_l("State of residence"))
    birth_date = DayField(_l("Date of birth"))

    def as_party(self, no: int) -> DealParty:
        """The party under its number."""
        held = (self.nationality_1.data, self.nationality_2.data)
        return DealParty(
            no=no,
            capacity=Capacity(self.capacity.data),
            name=self.name.data or "",
            is_person=bool(self.is_person.data),
            state=self.state.data or "",
            residence=self.residence.data or "",
            nationalities=tuple(dict.fromkeys(code for code in held if code)),
            stateless=bool(self.stateless.data),
            birth_date=self.birth_date.data,
            address=self.address.data or "",
            authority_reference=self.authority_reference.data or "",
            is_state_body=bool(self.is_state_body.data),
        )

    @classmethod
    def of(cls, party: DealParty | None) -> PartyForm:
        """Filled with what is kept."""
        if party is None:
            empty: PartyForm = cls()
            return empty
        held = (*party.nationalities, None, None)
        form: PartyForm = cls(
            data={
                "capacity": party.capacity,
                "linked": party.trader,
                "name": party.name,
                "is_person": party.is_person,
                "state": party.state or None,
                "address": party.address,
                "authority_reference": party.authority_reference,
                "is_state_body": party.is_state_body,
                "nationality_1": held[0],
                "nationality_2": held[1],
                "stateless": party.stateless,
                "residence": party.residence or None,
                "birth_date": party.birth_date,
            }
        )
        return form


class StepForm(DraftForm):
    """One step of negotiating or arranging."""

    party = NamesField(_l("Who acts?"), missing=_l("Choose who acts"))
    state = CountryField(
        _l("State where that person is"),
        hint=_l("Where the person physically is, also while telephoning or writing."),
        missing=_l("Choose the State"),
    )
    first_day = DayField(_l("First day"), missing=_l("Write the first day of the step"))
    last_day = DayField(_l("Last day"), hint=_l("Leave it empty if it is one day."))
    means = RadioField(
        _l("How?"),
        choices=[
            ("meeting", _l("Meeting")),
            ("call", _l("Call or video")),
            ("mail", _l("Mail or message")),
            ("other", _l("Otherwise")),
        ],
        missing=_l("Choose how you negotiate"),
    )
    done = RadioField(
        _l("Has it taken place?"),
        choices=[("yes", _l("Yes")), ("no", _l("No, it is planned"))],
        hint=_l(
            "A step before the licence may be named without harm. Each officer sees that it came "
            "before authorization."
        ),
        missing=_l("Say whether it has taken place"),
    )
    acting_person = TextField(_l("Person who acts"), hint=_l("If the party is a firm."))
    acting_nationality = CountryField(_l("Nationality of that person"))

    def as_step(self, no: int) -> DealStep:
        """The step under its number."""
        first: Any = self.first_day.data
        return DealStep(
            no=no,
            party=int(self.party.data or 0),
            state=self.state.data or "",
            first_day=first,
            last_day=self.last_day.data or first,
            means=self.means.data or "",
            done=self.done.data == "yes",
            acting_person=self.acting_person.data or "",
            acting_nationality=self.acting_nationality.data or "",
        )

    @classmethod
    def of(cls, deal: Deal, step: DealStep | None) -> StepForm:
        """Filled with what is kept; the parties are the intermediaries of the deal."""
        form: StepForm = cls(data=_step_data(step))
        form.party.offered = [
            (str(item.no), item.name)
            for item in deal.parties
            if item.capacity in (*INTERMEDIARIES, Capacity.PRINCIPAL)
        ]
        return form


def _step_data(step: DealStep | None) -> dict[str, Any]:
    if step is None:
        return {}
    return {
        "party": str(step.party),
        "state": step.state,
        "first_day": step.first_day,
        "last_day": step.last_day,
        "means": step.means,
        "done": "yes" if step.done else "no",
        "acting_person": step.acting_person,
        "acting_nationality": step.acting_nationality or None,
    }


class LineForm(DraftForm):
    """One goods line."""

    goods_class = SelectField(
        _l("Class"), choices=said("class", GoodsClass), missing=_l("Choose the class")
    )
    description = TextField(
        _l("Description"),
        hint=_l("Like pistol, semi-automatic."),
        missing=_l("Describe the goods"),
    )
    make_model = TextField(_l("Make and model"))
    calibre = TextField(_l("Calibre"), limit=60)
    quantity = WholeNumberField(_l("Quantity"), missing=_l("Write the quantity"))
    unit = SelectField(_l("Unit"), choices=said("unit", Unit), missing=_l("Choose the unit"))
    currency = CurrencyField(_l("Currency"), codes=CURRENCIES, missing=_l("Choose the currency"))
    value_minor = MoneyField(
        _l("Value of the line"), currency="currency", missing=_l("Write the value")
    )

    def as_line(self, no: int) -> GoodsLine:
        """The line under its number."""
        return GoodsLine(
            no=no,
            goods_class=GoodsClass(self.goods_class.data),
            description=self.description.data or "",
            make_model=self.make_model.data or "",
            calibre=self.calibre.data or "",
            quantity=self.quantity.data,
            unit=Unit(self.unit.data),
            value=self.value_minor.data,
            currency=self.currency.data or "",
        )

    @classmethod
    def of(cls, line: GoodsLine | None) -> LineForm:
        """Filled with what is kept."""
        form: LineForm
        if line is None:
            form = cls()
            return form
        form = cls(
            data={
                "goods_class": line.goods_class,
                "description": line.description,
                "make_model": line.make_model,
                "calibre": line.calibre,
                "quantity": line.quantity,
                "unit": line.unit,
                "currency": line.currency,
            }
        )
        form.value_minor.show(line.value, line.currency)
        return form


class RouteForm(DraftForm):
    """States of dispatch, transit and destination, in order."""

    dispatch = CountryField(
        _l("State of dispatch"), missing=_l("Choose the State that the goods leave")
    )
    dispatch_place = TextField(_l("Place of dispatch"))
    transit_1 = CountryField(_l("First State of transit"))
    transit_2 = CountryField(_l("Second State of transit"))
    transit_3 = CountryField(_l("Third State of transit"))
    destination = CountryField(
        _l("State of destination"), missing=_l("Choose the State where the goods stay")
    )
    destination_place = TextField(_l("Place of destination"))
    mode = RadioField(
        _l("How do the goods travel?"),
        choices=[
            ("sea", _l("By sea")),
            ("air", _l("By air")),
            ("road", _l("By road")),
            ("rail", _l("By rail")),
        ],
        missing=_l("Choose how the goods travel"),
    )

    def value(self) -> tuple[Stop, ...]:
        """The route in order."""
        mode = self.mode.data or ""
        between = [self[name].data for name in TRANSITS]
        return (
            Stop(self.dispatch.data or "", "dispatch", self.dispatch_place.data or "", mode),
            *(Stop(code, "transit", "", mode) for code in between if code),
            Stop(
                self.destination.data or "", "destination", self.destination_place.data or "", mode
            ),
        )

    @classmethod
    def of(cls, deal: Deal) -> RouteForm:
        """Filled with what is kept."""
        by_role = {stop.role: stop for stop in deal.route}
        data: dict[str, Any] = {}
        for role in ("dispatch", "destination"):
            stop = by_role.get(role)
            if stop is not None:
                data |= {role: stop.state, f"{role}_place": stop.place, "mode": stop.mode or None}
        between = [stop.state for stop in deal.route if stop.role == "transit"]
        data |= dict(zip(TRANSITS, between, strict=False))
        form: RouteForm = cls(data=data)
        return form


class EndUseForm(DraftForm):
    """What the goods are for, and the certificate of the end user."""

    purpose = ReasonField(_l("What are the goods for?"), missing=_l("Say what the goods are for"))
    number = TextField(
        _l("Number of the end-use certificate"), missing=_l("Write the number of the certificate")
    )
    issuer = TextField(_l("Who issued it?"), missing=_l("Say who issued the certificate"))
    issued_on = DayField(_l("Day of issue"))
    document = FileField(_l("The certificate as a file"), hint=FILE_HINT, limit=DOCUMENT_LIMIT)

    def value(self) -> tuple[EndUse, Paper | None]:
        """What is said, and the file if one was sent."""
        said_now = EndUse(
            purpose=self.purpose.data or "",
            number=self.number.data or "",
            issuer=self.issuer.data or "",
            issued_on=self.issued_on.data,
        )
        return said_now, paper_of(self.document, Purpose.END_USE_CERTIFICATE)

    @classmethod
    def of(cls, deal: Deal) -> EndUseForm:
        """Filled with what is kept."""
        certificate = deal.certificate
        form: EndUseForm = cls(
            data={
                "purpose": deal.end_use,
                "number": certificate.number,
                "issuer": certificate.issuer,
                "issued_on": certificate.issued_on,
            }
        )
        return form


class ContractForm(DraftForm):
    """The contract and the days that are asked for."""

    contract = TextField(_l("Number of the contract"))
    contract_day = DayField(_l("Day of the contract"))
    import_authorization = TextField(
        _l("Import authorization"), hint=_l("The authority and the number, if there is one.")
    )
    wanted_from = DayField(
        _l("First day that you want the licence for"), missing=_l("Write the first day")
    )
    wanted_until = DayField(_l("Last day that you want it for"), missing=_l("Write the last day"))

    def value(self) -> Contract:
        """What is said."""
        return Contract(
            contract=self.contract.data or "",
            contract_day=self.contract_day.data,
            import_authorization=self.import_authorization.data or "",
            wanted_from=self.wanted_from.data,
            wanted_until=self.wanted_until.data,
        )

    @classmethod
    def of(cls, deal: Deal) -> ContractForm:
        """Filled with what is kept."""
        names = ("contract", "contract_day", "import_authorization", "wanted_from", "wanted_until")
        form: ContractForm = cls(data={name: getattr(deal, name) for name in names})
        return form


class EvidenceForm(DraftForm):
    """A registration and authorization of a State that takes no part (rules 1.7)."""

    authority = TextField(_l("Authority that gave them"), missing=_l("Name the authority"))
    registration = TextField(
        _l("Number of the registration there"), missing=_l("Write the number of the registration")
    )
    authorization = TextField(
        _l("Number of the authorization there"),
        missing=_l("Write the number of the authorization"),
    )
    first_day = DayField(_l("Valid from"), missing=_l("Write the first day"))
    last_day = DayField(_l("Valid until"), missing=_l("Write the last day"))
    document = FileField(_l("The authorization as a file"), hint=FILE_HINT, limit=DOCUMENT_LIMIT)

    def as_evidence(self, party: int, state: str) -> tuple[OutsideEvidence, Paper | None]:
        """The evidence for one party and State, and the file if one was sent."""
        first: Any = self.first_day.data
        last: Any = self.last_day.data
        evidence = OutsideEvidence(
            party=party,
            state=state,
            authority=self.authority.data or "",
            registration=self.registration.data or "",
            authorization=self.authorization.data or "",
            first_day=first,
            last_day=last,
        )
        return evidence, paper_of(self.document, Purpose.OUTSIDE_EVIDENCE)

    @classmethod
    def of(cls, found: OutsideEvidence | None) -> EvidenceForm:
        """Filled with what is kept."""
        names = ("authority", "registration", "authorization", "first_day", "last_day")
        data = {name: getattr(found, name) for name in names} if found else {}
        form: EvidenceForm = cls(data=data)
        return form


class PaperForm(DraftForm):
    """A further paper."""

    purpose = SelectField(
        _l("What does it show?"),
        choices=said("purpose", (Purpose.CONTRACT, Purpose.IMPORT_AUTHORIZATION, Purpose.TRANSIT)),
        none=_l("Something else"),
    )
    document = FileField(
        _l("File"), hint=FILE_HINT, limit=DOCUMENT_LIMIT, missing=_l("Choose a file")
    )

    def value(self) -> Paper:
        """The file as the service takes it."""
        sent: Upload = self.document.data
        return Paper(sent.name, sent.content, self.purpose.data or Purpose.OTHER)


class SignForm(GraveForm):
    """A statement, agreed to and signed by name; for a next version with its reason.

    `base` is the version that the page was about: 0 for a draft. Sent twice, it still says so.
    """

    revision = VersionField()
    base = VersionField()
    reason = ReasonField(
        _l("What has changed, and why?"), missing=_l("Say what has changed and why"), limit=1000
    )
    agreed = CheckField(
        _l("It is true and complete. I know that a false statement ends the registration."),
        missing=_l("Tick the box to make the statement"),
    )
    declared_by = TextField(
        _l("Your full name"),
        hint=_l("It stands for your signature."),
        missing=_l("Sign with your full name"),
    )

    @classmethod
    def of(cls, version: int) -> SignForm:
        """The form on what is at this version now; the reason is asked for a next one only."""
        form: SignForm = cls()
        if not form.is_submitted() or form.base.data is None:
            form.base.data = version
        if not form.base.data:
            del form.reason
        return form

    @property
    def declaration(self) -> str:
        """The statement as it was shown."""
        return str(self.agreed.label.text)


class WithdrawForm(GraveForm):
    """Giving up before issue."""

    revision = VersionField()
    reason = ReasonField(_l("Reason"), hint=_l("You need not give one."), limit=1000)


class AnswerForm(DraftForm):
    """The answers to all open questions of one State, with a file."""

    document = FileField(_l("A file with your answer"), hint=FILE_HINT, limit=DOCUMENT_LIMIT)

    @classmethod
    def of(cls, asked: Iterable[Any]) -> AnswerForm:
        """One field for each question, named after its uid."""
        fields = {
            f"answer_{item.uid}": ReasonField(
                _l("Your answer to question %(no)s", no=no), missing=_l("Write the answer")
            )
            for no, item in enumerate(asked, start=1)
        }
        form: AnswerForm = type("AnswerForm", (cls,), fields)()
        return form

    def texts(self) -> dict[str, str]:
        """The answers by the uid of their question."""
        return {
            field.name.removeprefix("answer_"): field.data or ""
            for field in self
            if field.name.startswith("answer_")
        }

    def papers(self) -> tuple[Paper, ...]:
        """The file that came along."""
        return _paper(self.document.data)


def _paper(sent: Upload | None) -> tuple[Paper, ...]:
    return () if sent is None else (Paper(sent.name, sent.content, Purpose.ANSWER),)


def paper_of(field: wtforms.Field, purpose: Purpose) -> Paper | None:
    """The file of a field, if one was sent."""
    sent: Upload | None = field.data
    return None if sent is None else Paper(sent.name, sent.content, purpose)


def _or_none(kind: Any, value: str | None) -> Any:
    return kind(value) if value else None
