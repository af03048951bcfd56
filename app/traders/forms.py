"""The forms of an application: one for each group of questions; `value()` is what it changes."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from app import clock
from app.forms import (
    CheckField,
    ChecksField,
    CountryField,
    DayField,
    Form,
    RadioField,
    ReasonField,
    TextField,
    VersionField,
)
from app.sayings import own_states
from app.traders.fields import LinesField, StatesField, marked, said
from models.goods import GoodsClass
from models.particulars import (
    Eligibility,
    KindAnswers,
    Particulars,
    TraderKind,
)

Values = dict[str, Any]

YES_NO = (("yes", _l("Yes")), ("no", _l("No")))
MODES = ("road", "rail", "sea", "inland_water", "air")
CARRIES = ("carrier", "arranger", "both")
ELSEWHERE = 3
"""How many countries outside the register a broker may name."""

ACTIVITIES: dict[str, tuple[str, ...]] = {
    TraderKind.BROKER: (
        "negotiation",
        "arranging",
        "transport",
        "finance",
        "insurance",
        "promotion",
    ),
    TraderKind.MANUFACTURER: ("manufacture", "assembly", "repair", "sale"),
    TraderKind.RETAILER: ("sale", "repair", "storage"),
    TraderKind.TRANSPORT_AGENT: ("transport", "forwarding", "chartering", "storage"),
}


def today() -> date:
    """Today, in UTC."""
    return clock.now().date()


def yes(answer: str | None) -> bool | None:
    """What a radio answer says."""
    return None if answer is None else answer == "yes"


def answer_of(said_so: bool | None) -> str | None:  # noqa: FBT001  the answer itself
    """The radio that stands for an answer."""
    if said_so is None:
        return None
    return "yes" if said_so else "no"


def past_day(label: Any, hint: Any = "") -> DayField:
    """A day that is not in the future."""
    return DayField(label, hint=hint, latest=today, too_late=_l("The day must be today or earlier"))


class GroupForm(Form):
    """One group; fields are named as in the particulars unless `read` says otherwise."""

    revision = VersionField()

    @classmethod
    def read(cls, facts: Particulars) -> Values:
        """What stands in the fields at first."""
        return {name: getattr(facts, name) for name in facts.__struct_fields__}

    def value(self) -> Values:
        """The fields of the particulars that this group replaces."""
        skip = {"revision", "csrf_token"}
        return {field.name: field.data for field in self if field.name not in skip}


class FirmForm(GroupForm):
    """Who the firm is."""

    name = TextField(_l("Name of the firm"), missing=_l("Write the name of the firm"))
    trading_names = LinesField(_l("Trading names"), hint=_l("One a line. Leave empty if none."))
    former_names = LinesField(_l("Former names"), hint=_l("One a line. Leave empty if none."))
    legal_form = TextField(_l("Legal form"), hint=_l("For example, limited company"))
    company_number = TextField(
        _l("Company number"), missing=_l("Write the number under which the firm is registered")
    )
    incorporated_on = past_day(_l("Day of incorporation"), _l("For example, 4 5 2015"))
    website = TextField(_l("Website"))

    @classmethod
    def read(cls, facts: Particulars) -> Values:
        return super().read(facts) | {
            "trading_names": "\n".join(facts.trading_names),
            "former_names": "\n".join(facts.former_names),
        }

    def value(self) -> Values:
        return super().value() | {
            "trading_names": self.trading_names.entries,
            "former_names": self.former_names.entries,
        }


class PersonForm(GroupForm):
    """Who a natural person is."""

    name = TextField(_l("Full name"), missing=_l("Write your full name"))
    trading_names = LinesField(_l("Trading names"), hint=_l("One a line. Leave empty if none."))
    former_names = LinesField(
        _l("Former and other names"), hint=_l("One a line. Leave empty if none.")
    )
    birth_date = past_day(_l("Date of birth"), _l("For example, 3 2 1975"))
    birth_place = TextField(_l("Place of birth"))
    identity_document = TextField(
        _l("Identity document"), hint=_l("Kind, number and State, as written on it")
    )
    residence = CountryField(_l("Country where you usually live"))
    stateless = CheckField(_l("I hold no nationality"))
    website = TextField(_l("Website"))

    @classmethod
    def read(cls, facts: Particulars) -> Values:
        return super().read(facts) | {
            "trading_names": "\n".join(facts.trading_names),
            "former_names": "\n".join(facts.former_names),
        }

    def value(self) -> Values:
        return super().value() | {
            "trading_names": self.trading_names.entries,
            "former_names": self.former_names.entries,
            "residence": self.residence.data or "",
            "stateless": bool(self.stateless.data),
        }


class ContactForm(GroupForm):
    """How the trader is reached."""

    phone = TextField(_l("Telephone"), hint=_l("With the country code, like +999 1 234567"))
    email = TextField(_l("E-mail"), limit=200)
    contact_person = TextField(_l("Contact person"))

    def validate(self, extra_validators: Any = None) -> bool:
        whole = bool(super().validate(extra_validators))
        if whole and not self.phone.data and not self.email.data:
            self.add_error(gettext("Give a telephone number or an e-mail address"), "phone")
            return False
        return whole


class ParentForm(GroupForm):
    """Parent and subsidiaries (REG-06)."""

    has_parent_or_subsidiary = RadioField(
        _l("Does the firm have a parent, or subsidiaries?"),
        choices=YES_NO,
        missing=_l("Say whether there is a parent or subsidiary"),
    )
    group_statement = ReasonField(
        _l("Describe the group up to its ultimate parent"),
        hint=_l("Names, States and shares. You can attach a chart among the documents."),
    )

    @classmethod
    def read(cls, facts: Particulars) -> Values:
        return super().read(facts) | {
            "has_parent_or_subsidiary": answer_of(facts.has_parent_or_subsidiary)
        }

    def value(self) -> Values:
        return {
            "has_parent_or_subsidiary": yes(self.has_parent_or_subsidiary.data),
            "group_statement": self.group_statement.data or "",
        }

    def validate(self, extra_validators: Any = None) -> bool:
        whole = bool(super().validate(extra_validators))
        told = yes(self.has_parent_or_subsidiary.data)
        if whole and told and not self.group_statement.data:
            self.add_error(gettext("Describe the parent and subsidiaries"), "group_statement")
            return False
        return whole


class ActivitiesForm(GroupForm):
    """What the trader does, with which goods."""

    activities = ChecksField(
        _l("What do you do?"), choices=(), missing=_l("Choose at least one activity")
    )
    goods_classes = ChecksField(
        _l("With which goods?"), choices=said("class", [str(one) for one in GoodsClass])
    )
    earlier_registrations = ReasonField(
        _l("Registrations held or refused before, in any State"),
        hint=_l("State, authority, number, days. Leave empty if none."),
    )

    @classmethod
    def of_kind(cls, kind: str, **given: Any) -> ActivitiesForm:
        """The form with the activities of one kind."""
        form = cls(**given)
        form.activities.offered = said("activity", ACTIVITIES[kind])
        return form

    def value(self) -> Values:
        return {
            "activities": tuple(self.activities.data or ()),
            "goods_classes": tuple(self.goods_classes.data or ()),
            "earlier_registrations": self.earlier_registrations.data or "",
        }


class AnswersForm(GroupForm):
    """The questions of one kind; the base reads and writes `answers` as a whole."""

    @classmethod
    def read(cls, facts: Particulars) -> Values:
        return {name: getattr(facts.answers, name) for name in facts.answers.__struct_fields__}

    def value(self) -> Values:
        return {"answers": KindAnswers(**super().value())}


class BrokerForm(AnswersForm):
    """Where a broker usually negotiates."""

    inside = StatesField(_l("States of this register"))
    outside_1 = CountryField(_l("Another country"), none=_l("None"))
    outside_2 = CountryField(_l("A second other country"), none=_l("None"))
    outside_3 = CountryField(_l("A third other country"), none=_l("None"))

    @classmethod
    def read(cls, facts: Particulars) -> Values:
        own = own_states()
        named = facts.answers.negotiates_in
        others = [code for code in named if code not in own][:ELSEWHERE]
        return {"inside": [code for code in named if code in own]} | {
            f"outside_{place}": code for place, code in enumerate(others, 1)
        }

    def value(self) -> Values:
        others = (self.outside_1.data, self.outside_2.data, self.outside_3.data)
        named = [*(self.inside.data or ()), *filter(None, others)]
        return {"answers": KindAnswers(negotiates_in=tuple(dict.fromkeys(named)))}


class ManufacturerForm(AnswersForm):
    """Premises and marking of a manufacturer."""

    premises = ReasonField(
        _l("Premises"),
        missing=_l("Describe the premises"),
        hint=_l("Each place where arms are made: address, area, how it is guarded."),
    )
    marking = ReasonField(
        _l("Marking"),
        missing=_l("Say how you mark what you make"),
        hint=_l("What is marked, where and how: maker, place, year, serial number."),
    )


class RetailerForm(AnswersForm):
    """Premises and storage of a retailer."""

    premises = ReasonField(
        _l("Premises"),
        missing=_l("Describe the premises"),
        hint=_l("Each place of sale: address, area, opening to the public."),
    )
    storage = ReasonField(
        _l("Storage"),
        missing=_l("Describe how the goods are stored"),
        hint=_l("Arms and ammunition apart: strong room, alarm, who has the keys."),
    )


class TransportForm(AnswersForm):
    """How a transport agent works."""

    modes = ChecksField(
        _l("How do the goods travel?"),
        choices=said("carriage", MODES),
        missing=_l("Choose how the goods travel"),
    )
    carrier_or_arranger = RadioField(
        _l("What are you?"),
        choices=marked("carries", CARRIES),
        hint=_l("A carrier moves the goods itself; an arranger lets others move them."),
        missing=_l("Say whether you carry or arrange"),
    )

    def value(self) -> Values:
        answers = KindAnswers(
            modes=tuple(self.modes.data or ()),
            carrier_or_arranger=self.carrier_or_arranger.data or "",
        )
        return {"answers": answers}


class EligibilityForm(GroupForm):
    """REG-07: a yes does not refuse by itself; it is looked into."""

    charged = RadioField(
        _l("Is anybody of you indicted or charged, in any State?"),
        choices=YES_NO,
        hint=_l("The applicant, and each officer and owner."),
        missing=_l("Say whether anybody is charged"),
    )
    convicted = RadioField(
        _l("Was anybody of you ever convicted?"),
        choices=YES_NO,
        missing=_l("Say whether anybody was convicted"),
    )
    debarred = RadioField(
        _l("Is anybody of you excluded from this trade, in any State?"),
        choices=YES_NO,
        missing=_l("Say whether anybody is excluded"),
    )
    explanation = ReasonField(
        _l("If you answered yes, explain"),
        hint=_l("Who, which court or authority, when. A yes does not refuse by itself."),
    )

    @classmethod
    def read(cls, facts: Particulars) -> Values:
        given = facts.eligibility
        return {
            "charged": answer_of(given.charged),
            "convicted": answer_of(given.convicted),
            "debarred": answer_of(given.debarred),
            "explanation": given.explanation,
        }

    def value(self) -> Values:
        found = Eligibility(
            charged=yes(self.charged.data),
            convicted=yes(self.convicted.data),
            debarred=yes(self.debarred.data),
            explanation=self.explanation.data or "",
        )
        return {"eligibility": found}

    def validate(self, extra_validators: Any = None) -> bool:
        whole = bool(super().validate(extra_validators))
        if whole and self.value()["eligibility"].any_yes and not self.explanation.data:
            self.add_error(gettext("Explain what you answered with yes"), "explanation")
            return False
        return whole


ANSWERS: dict[str, type[AnswersForm]] = {
    TraderKind.BROKER: BrokerForm,
    TraderKind.MANUFACTURER: ManufacturerForm,
    TraderKind.RETAILER: RetailerForm,
    TraderKind.TRANSPORT_AGENT: TransportForm,
}
