"""Particulars: what a trader tells when it applies for registration; pure values (fields E1)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

import msgspec

Short = Annotated[str, msgspec.Meta(max_length=200)]
Text = Annotated[str, msgspec.Meta(max_length=4000)]
Code = Annotated[str, msgspec.Meta(pattern="^([A-Z]{2})?$")]


class TraderKind(StrEnum):
    """The four kinds of registration (REG-01)."""

    BROKER = "broker"
    MANUFACTURER = "manufacturer"
    RETAILER = "retailer"
    TRANSPORT_AGENT = "transport_agent"


class Form(StrEnum):
    """What a trader is."""

    FIRM = "firm"
    PERSON = "person"


class Position(StrEnum):
    """What a natural person or firm is to the trader (REG-06)."""

    OFFICER = "officer"
    OWNER = "owner"
    STAFF = "staff"


class Address(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One address; `use` is registered, business, records or warehouse."""

    use: Short = "registered"
    lines: Short = ""
    town: Short = ""
    postcode: Short = ""
    country: Code = ""


class NationalityHeld(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A nationality, or a firm's State of incorporation, over time (REG-04)."""

    country: Code
    since: date | None = None
    until: date | None = None
    proof: Short = ""


class Associate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An officer, director or owner: natural person or firm; ownership in hundredths of a %."""

    name: Short
    position: Position
    title: Short = ""
    is_firm: bool = False
    birth_date: date | None = None
    nationality: Code = ""
    ownership_bp: Annotated[int, msgspec.Meta(ge=0, le=10_000)] = 0
    other_names: tuple[Short, ...] = ()


class Eligibility(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """REG-07: None is not answered; yes does not refuse by itself but must be looked into."""

    charged: bool | None = None
    convicted: bool | None = None
    debarred: bool | None = None
    explanation: Text = ""

    @property
    def answered(self) -> bool:
        """Whether all three questions have an answer."""
        return None not in (self.charged, self.convicted, self.debarred)

    @property
    def any_yes(self) -> bool:
        """Whether any answer opens a review."""
        return True in (self.charged, self.convicted, self.debarred)


class KindAnswers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Questions that only some kinds are asked."""

    premises: Text = ""
    marking: Text = ""
    storage: Text = ""
    modes: tuple[Short, ...] = ()
    carrier_or_arranger: Short = ""
    negotiates_in: tuple[Code, ...] = ()


class Particulars(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything one application says. Empty fields are allowed until it is submitted."""

    form: Form = Form.FIRM
    name: Short = ""
    trading_names: tuple[Short, ...] = ()
    former_names: tuple[Short, ...] = ()
    legal_form: Short = ""
    company_number: Short = ""
    incorporated_on: date | None = None
    birth_date: date | None = None
    birth_place: Short = ""
    identity_document: Short = ""
    residence: Code = ""
    stateless: bool = False
    nationalities: tuple[NationalityHeld, ...] = ()
    addresses: tuple[Address, ...] = ()
    phone: Short = ""
    email: Short = ""
    website: Short = ""
    contact_person: Short = ""
    associates: tuple[Associate, ...] = ()
    has_parent_or_subsidiary: bool | None = None
    group_statement: Text = ""
    goods_classes: tuple[Short, ...] = ()
    activities: tuple[Short, ...] = ()
    answers: KindAnswers = msgspec.field(default_factory=KindAnswers)
    eligibility: Eligibility = msgspec.field(default_factory=Eligibility)
    earlier_registrations: Text = ""

    def countries_on(self, day: date) -> tuple[str, ...]:
        """The nationalities held on a day, in order, each once.

        A stateless person counts by habitual residence (rules 1.6). `until` is the last day held.
        """
        held = [
            item.country
            for item in self.nationalities
            if (item.since is None or item.since <= day)
            and (item.until is None or day <= item.until)
        ]
        if not held and self.stateless and self.residence:
            held = [self.residence]
        return tuple(dict.fromkeys(held))


def missing(kind: TraderKind, facts: Particulars, today: date) -> tuple[str, ...]:
    """The codes of what an application still lacks before it can be submitted (C1, REG-05 to 07).

    Each code is `missing.<code>` in the words and names the group of the task list first.
    """
    lacks = [*_identity(facts, today), *_people(facts), *_kind(kind, facts)]
    if not facts.eligibility.answered:
        lacks.append("eligibility.answers")
    elif facts.eligibility.any_yes and not facts.eligibility.explanation:
        lacks.append("eligibility.explanation")
    return tuple(lacks)


def _identity(facts: Particulars, today: date) -> list[str]:
    lacks = []
    if not facts.name:
        lacks.append("identity.name")
    if not facts.countries_on(today):
        lacks.append("nationality.none")
    if not any(item.use == "registered" and item.lines for item in facts.addresses):
        lacks.append("addresses.registered")
    if not facts.phone and not facts.email:
        lacks.append("contact.phone_or_email")
    if facts.form is Form.FIRM:
        if not facts.company_number:
            lacks.append("identity.company_number")
        if facts.incorporated_on is None:
            lacks.append("identity.incorporated_on")
    else:
        if facts.birth_date is None:
            lacks.append("identity.birth_date")
        if not facts.identity_document:
            lacks.append("identity.document")
    return lacks


def _people(facts: Particulars) -> list[str]:
    if facts.form is Form.PERSON:
        return []
    lacks = []
    if not any(item.position is Position.OFFICER for item in facts.associates):
        lacks.append("people.officer")
    if any(
        not item.is_firm and item.position is not Position.STAFF and item.birth_date is None
        for item in facts.associates
    ):
        lacks.append("people.birth_date")
    if facts.has_parent_or_subsidiary is None:
        lacks.append("people.group")
    elif facts.has_parent_or_subsidiary and not facts.group_statement:
        lacks.append("people.group_statement")
    return lacks


def _kind(kind: TraderKind, facts: Particulars) -> list[str]:
    answers, lacks = facts.answers, []
    if not facts.activities:
        lacks.append("activities.none")
    if kind in (TraderKind.MANUFACTURER, TraderKind.RETAILER) and not answers.premises:
        lacks.append("kind.premises")
    if kind is TraderKind.MANUFACTURER and not answers.marking:
        lacks.append("kind.marking")
    if kind is TraderKind.RETAILER and not answers.storage:
        lacks.append("kind.storage")
    if kind is TraderKind.TRANSPORT_AGENT:
        if not answers.modes:
            lacks.append("kind.modes")
        if not answers.carrier_or_arranger:
            lacks.append("kind.carrier_or_arranger")
    return lacks
