"""Forms of a State's case on a dossier: each gives one plain value, or says why not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from flask_babel import lazy_gettext as _l

from app.authorizations.answers import CriterionAnswer
from app.authorizations.queries import CriteriaPage, TermsPage
from app.authorizations.shapes import AnswerShown
from app.forms import (
    CheckField,
    ChecksField,
    DayField,
    FingerprintField,
    Form,
    RadioField,
    ReasonField,
    SelectField,
    StateField,
    TextField,
    VersionField,
    WholeNumberField,
)
from app.gate import GraveForm
from app.sayings import say
from models.criteria import CRITERIA, STOPS
from models.deals import INTERMEDIARIES, Capacity, Deal
from models.dossiers import AnswerGiven
from models.goods import GoodsLine
from models.proposals import ConsentTerms, Decision, LineTerms

AGREE, BACK = "agree", "back"
REASON_HINT = _l("In your own words, what you looked at. It goes on the record.")
REASON_MISSING = _l("Give the reason in your own words")


class PlainForm(Form):
    """A button alone: the token, and the revision that was read."""

    version = VersionField()


class QuestionForm(Form):
    """A question to the broker."""

    version = VersionField()
    text = ReasonField(
        _l("Your question"),
        missing=_l("Write your question"),
        hint=_l("The broker reads it as you write it. Ask one thing at a time."),
        limit=2000,
    )


class NoteForm(Form):
    """A confidential note."""

    text = ReasonField(
        _l("Your note"),
        missing=_l("Write your note"),
        hint=_l(
            "Read by officers of your State only, never by the broker. Other States read it only "
            "when a senior officer releases it."
        ),
    )


class ReleaseForm(GraveForm):
    """A note released to another State that is asked."""

    to_state = RadioField(_l("To which State?"), choices=[], missing=_l("Choose the State"))
    purpose = TextField(_l("What for?"), missing=_l("Say why you release it"), limit=500)

    @classmethod
    def of(cls, others: tuple[str, ...]) -> ReleaseForm:
        """The form with the States that are asked beside the own one."""
        form = cls()
        form.to_state.choices = [(code, say("state.named", state=code)) for code in others]
        return form


class CriteriaForm(Form):
    """One answer for each criterion; any part may be kept first. Fields are added by `of`."""

    version = VersionField()

    given: Mapping[str, AnswerShown] = MappingProxyType({})
    """What was answered before, by criterion."""
    newest = 0
    """The version of the dossier that the answers are for."""

    @classmethod
    def of(cls, shown: CriteriaPage) -> CriteriaForm:
        """The form of one case, with what was answered before filled in."""
        fields: dict[str, Any] = {}
        for item in shown.criteria:
            given = shown.given.get(item)
            fields[f"answer_{item}"] = RadioField(
                say(f"criterion.{item}.question"),
                choices=[(str(code), say(f"answer.{code}")) for code in AnswerGiven],
                default=given.answer if given else None,
            )
            fields[f"evidence_{item}"] = ReasonField(
                _l("What the answer rests on"), default=_was(given, "evidence"), limit=2000
            )
            fields[f"mitigation_{item}"] = ReasonField(
                _l("What lowers the risk"), default=_was(given, "mitigation"), limit=2000
            )
        form: CriteriaForm = type("BoundCriteriaForm", (cls,), fields)()
        form.given, form.newest = shown.given, shown.head.version
        return form

    def fields_of(self, criterion: str) -> tuple[Any, Any, Any]:
        """Answer, evidence, mitigation of one criterion."""
        return (
            self[f"answer_{criterion}"],
            self[f"evidence_{criterion}"],
            self[f"mitigation_{criterion}"],
        )

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        whole = super().validate(extra_validators)
        each = [self._whole(item) for item in CRITERIA]
        return whole and all(each)

    def _whole(self, criterion: str) -> bool:
        """An answer says what it rests on, a concern what lowers the risk."""
        answer, evidence, mitigation = self.fields_of(criterion)
        if not answer.data and (evidence.data or mitigation.data):
            answer.errors = [str(_l("Answer this criterion"))]
        elif answer.data and not evidence.data:
            evidence.errors = [str(_l("Say what the answer rests on"))]
        elif answer.data == AnswerGiven.CONCERN and not mitigation.data:
            mitigation.errors = [str(_l("Say what lowers the risk"))]
        return not (answer.errors or evidence.errors or mitigation.errors)

    def value(self) -> tuple[CriterionAnswer, ...]:
        """Each answer that is new, changed, or was given on an earlier version."""
        found = []
        for item in CRITERIA:
            answer, evidence, mitigation = self.fields_of(item)
            if not answer.data:
                continue
            said = (answer.data, evidence.data or "", mitigation.data or "")
            was = self.given.get(item)
            if was is None or was.version != self.newest or said != was.said:
                found.append(CriterionAnswer(item, AnswerGiven(said[0]), said[1], said[2]))
        return tuple(found)


def _was(given: AnswerShown | None, part: str) -> str | None:
    return getattr(given, part) if given else None


class ConsentForm(GraveForm):
    """A proposal to consent: days, a quantity for each line, conditions."""

    version = VersionField()
    first_day = DayField(_l("First day"), missing=_l("Write the first day of validity"))
    last_day = DayField(_l("Last day"), missing=_l("Write the last day of validity"))
    conditions = ReasonField(
        _l("Conditions, one a line"),
        hint=_l("They hold together with those of the other States. Leave empty for none."),
    )
    reason = ReasonField(_l("Your reason"), missing=REASON_MISSING, hint=REASON_HINT)

    numbers: tuple[int, ...] = ()

    @classmethod
    def of(cls, shown: TermsPage) -> ConsentForm:
        """The form of one case, beginning with what is asked or was consented before."""
        lines: tuple[GoodsLine, ...] = shown.head.deal.lines
        fields = {
            f"quantity_{line.no}": WholeNumberField(
                say("line.named", no=line.no, title=line.description),
                hint=say("line.asked", n=line.quantity),
                missing=_l("Give a quantity for each line; 0 strikes it"),
                least=0,
                most=line.quantity,
            )
            for line in lines
        }
        form: ConsentForm = type("BoundConsentForm", (cls,), fields)()
        form.numbers = tuple(line.no for line in lines)
        if not form.is_submitted():
            form.first_day.data, form.last_day.data = shown.first_day, shown.last_day
            form.conditions.data = "\n".join(shown.conditions)
            for no, quantity in shown.quantities.items():
                form[f"quantity_{no}"].data = quantity
        return form

    def quantity_fields(self) -> list[Any]:
        """The fields of the lines, in order."""
        return [self[f"quantity_{no}"] for no in self.numbers]

    def value(self) -> ConsentTerms:
        """The terms proposed."""
        written = (self.conditions.data or "").splitlines()
        return ConsentTerms(
            first_day=_given(self.first_day.data),
            last_day=_given(self.last_day.data),
            lines=tuple(LineTerms(no, self[f"quantity_{no}"].data or 0) for no in self.numbers),
            conditions=tuple(filter(None, (line.strip() for line in written))),
        )


def _given(day: date | None) -> date:
    """A day that the form requires."""
    if day is None:
        msg = "a valid form has its days"
        raise ValueError(msg)
    return day


def _grounds() -> list[tuple[str, str]]:
    named = [(item, say(f"criterion.{item}")) for item in CRITERIA]
    return [*named, *((item, say(f"stop.{item}")) for item in STOPS)]


class RefusalForm(GraveForm):
    """A proposal to refuse."""

    version = VersionField()
    grounds = ChecksField(
        _l("On which grounds?"), choices=_grounds, missing=_l("Choose at least one ground")
    )
    reason_for_applicant = ReasonField(
        _l("What the broker is told"),
        missing=_l("Write what the broker is told"),
        hint=_l("The fact, then the rule, then what can be done. Nothing of lists or hits."),
    )
    reason = ReasonField(
        _l("Your reason, for the file"),
        missing=REASON_MISSING,
        hint=_l("What you looked at. The broker does not see it."),
    )

    def value(self) -> dict[str, Any]:
        """The grounds, and what the broker is told."""
        return {
            "grounds": tuple(self.grounds.data or ()),
            "reason_for_applicant": self.reason_for_applicant.data or "",
        }


class SignForm(GraveForm):
    """The second person's answer."""

    version = VersionField()
    fingerprint = FingerprintField()
    answer = RadioField(
        _l("Your decision"),
        choices=[(AGREE, _l("I agree")), (BACK, _l("Send back, with my reason"))],
        missing=_l("Choose whether you agree or send it back"),
    )
    reason = ReasonField(
        _l("Your reason"),
        missing=REASON_MISSING,
        hint=_l(
            "In your own words, what you looked at. It goes on the record. The broker does not "
            "see it."
        ),
    )
    no_interest = CheckField(
        _l("I have no interest in this deal or in any party to it"),
        missing=_l("Say that you have no interest, or declare the interest and leave it to others"),
    )

    def offer(self, decision: str, *, state: str, proposer: str) -> None:
        """Say what each answer does: `state` is the signer's own, by name."""
        agree = {
            Decision.CONSENT: _l("I agree: %(state)s consents", state=state),
            Decision.REFUSE: _l("I agree: %(state)s refuses", state=state),
            Decision.REOPEN: _l("I agree: %(state)s takes its consent back", state=state),
        }[Decision(decision)]
        back = _l("Send back to %(name)s, with my reason", name=proposer)
        self.answer.choices = [(AGREE, agree), (BACK, back)]


class ReasonForm(GraveForm):
    """A reason for a grave act."""

    version = VersionField()
    reason = ReasonField(_l("Your reason"), missing=REASON_MISSING, hint=REASON_HINT)


class OutsideForm(Form):
    """A State's answer to evidence from outside the register."""

    version = VersionField()
    accepted = RadioField(
        _l("Does your State accept it?"),
        choices=[("yes", _l("Yes, we accept it")), ("no", _l("No"))],
        missing=_l("Choose whether your State accepts it"),
    )
    reason = ReasonField(_l("Your reason"), missing=REASON_MISSING, hint=REASON_HINT)


class PartyField(SelectField):
    """One of the parties, by their own names: those are not translated."""

    said = True


class AddStateForm(GraveForm):
    """A State added on evidence."""

    version = VersionField()
    party = PartyField(_l("Who acted there?"), choices=[], missing=_l("Choose a party"))
    state = StateField(_l("State where it acted"), missing=_l("Choose the State"))
    reason = ReasonField(_l("What shows it?"), missing=_l("Name the evidence"), hint=REASON_HINT)

    @classmethod
    def of(cls, deal: Deal) -> AddStateForm:
        """The form with the parties that need cover."""
        form = cls()
        acting = [
            party
            for party in deal.parties
            if party.capacity in INTERMEDIARIES or party.capacity is Capacity.PRINCIPAL
        ]
        form.party.offered = [(str(party.no), party.name) for party in acting]
        return form


def filled(form: Form, values: Mapping[str, Any]) -> None:
    """Fill fields of a form that was not sent yet."""
    if not form.is_submitted():
        for name, value in values.items():
            form[name].data = value
