"""Forms of who takes part: the first questions, parties, steps, proof from outside the register."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from app.dossiers.forms import FILE_HINT, DraftForm, paper_of, said
from app.dossiers.papers import Purpose
from app.dossiers.said import Questions
from app.forms import (
    CheckField,
    CountryField,
    DayField,
    FileField,
    RadioField,
    SelectField,
    TextField,
)
from app.papers import Paper
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
)
from models.particulars import TraderKind

YES_NO = (("yes", _l("Yes")), ("no", _l("No")))


class NamesField(SelectField):
    """One of several names: what people are called is not translated."""

    said = True


class QuestionsForm(DraftForm):
    """What is asked first (rules 1.3)."""

    title = TextField(
        _l("What do you call this deal?"),
        hint=_l("A few words that you and the officers know it by, like pistols to Xeland."),
        missing=_l("Give the deal a name"),
        limit=120,
    )
    international = RadioField(
        _l("Do the goods go from one State to another?"),
        choices=YES_NO,
        missing=_l("Say whether the goods go from one State to another"),
    )
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
    capacity = SelectField(
        _l("In which capacity do you act for another?"),
        choices=said("capacity", INTERMEDIARIES),
        none=_l("Broker"),
    )
    kind = SelectField(
        _l("If you act for yourself: as what are you registered?"),
        choices=said("kind", (TraderKind.MANUFACTURER, TraderKind.RETAILER)),
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


def _or_none(kind: Any, value: str | None) -> Any:
    return kind(value) if value else None
