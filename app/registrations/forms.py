"""Forms of the State's side of registration: each gives one plain value."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from app import texts
from app.forms import (
    CheckField,
    ChecksField,
    DayField,
    FingerprintField,
    Form,
    RadioField,
    ReasonField,
    VersionField,
)
from app.gate import GraveForm
from app.registrations.queries_queue import LONGEST_SEARCH, Asked, Part
from app.registrations.wanted import Wanted
from app.words import grounds, registrations
from models.particulars import TraderKind
from models.proposals import Decision
from models.registering import RefusalReason

AGREE, BACK = "agree", "back"
MOST_CONDITIONS = 20
LONGEST_CONDITION = 300
REASON_HINT = _l("In your own words, what you looked at. It goes on the record.")


class EmptyForm(Form):
    """A button alone: the token, and the revision that was read."""

    version = VersionField()


class QuestionForm(Form):
    """A question to the applicant."""

    version = VersionField()
    text = ReasonField(
        _l("Your question"),
        missing=_l("Write your question"),
        hint=_l("The applicant reads it as you write it. Ask one thing at a time."),
        limit=2000,
    )


class NoteForm(Form):
    """A confidential note."""

    text = ReasonField(
        _l("Your note"),
        missing=_l("Write your note"),
        hint=_l("Read by officers of your State only, never by the applicant. It stays as it is."),
    )


class ApproveForm(GraveForm):
    """A proposal to approve."""

    version = VersionField()
    identity_vetted = CheckField(
        _l("I have vetted who this is: documents, officers and owners fit together"),
        missing=_l("Say that you have vetted the identity, or ask the applicant first"),
    )
    eligibility_review = ReasonField(
        _l("What you found about the eligibility answers"),
        hint=_l("The applicant answered yes to a question. It is kept as a confidential note."),
    )
    first_day = DayField(
        _l("First day"),
        hint=_l("At the earliest the day on which the second officer signs."),
        missing=_l("Write the first day of validity"),
    )
    last_day = DayField(_l("Last day"), missing=_l("Write the last day of validity"))
    conditions = ReasonField(
        _l("Conditions, one a line"),
        hint=_l("They are printed on the certificate. Leave empty if there are none."),
    )
    reason = ReasonField(
        _l("Your reason"), missing=_l("Give the reason in your own words"), hint=REASON_HINT
    )

    def validate_conditions(self, field: ReasonField) -> None:
        """Keep conditions few and short enough for the certificate."""
        lines = _lines(field.data or "")
        if len(lines) > MOST_CONDITIONS or any(len(one) > LONGEST_CONDITION for one in lines):
            raise ValidationError(
                gettext(
                    "Write at most %(most)s conditions of at most %(longest)s characters each",
                    most=MOST_CONDITIONS,
                    longest=LONGEST_CONDITION,
                )
            )

    def value(self) -> Wanted:
        """What is proposed."""
        return Wanted(
            decision=Decision.APPROVE,
            reason=self.reason.data or "",
            first_day=self.first_day.data if "first_day" in self else None,
            last_day=self.last_day.data,
            conditions=_lines(self.conditions.data or "") if "conditions" in self else (),
            identity_vetted=bool(self.identity_vetted.data),
            eligibility_review=(self.eligibility_review.data or "")
            if "eligibility_review" in self
            else "",
        )


class RefuseForm(GraveForm):
    """A proposal to refuse."""

    version = VersionField()
    reasons = ChecksField(
        _l("Why it is to be refused"),
        choices=[
            (str(code), _l(registrations.WORDS[f"refused_for.{code}"])) for code in RefusalReason
        ],
        missing=_l("Choose at least one reason"),
    )
    reason_for_applicant = ReasonField(
        _l("What the applicant is told"),
        missing=_l("Write what the applicant is told"),
        hint=_l("The fact, then the rule, then what can be done. Nothing of lists or hits."),
    )
    reason = ReasonField(
        _l("Your reason, for the file"),
        missing=_l("Give the reason in your own words"),
        hint=_l("What you looked at. The applicant does not see it."),
    )

    def value(self) -> Wanted:
        """What is proposed."""
        return Wanted(
            decision=Decision.REFUSE,
            reason=self.reason.data or "",
            reason_for_applicant=self.reason_for_applicant.data or "",
            reasons=tuple(self.reasons.data or ()),
        )


class SignForm(GraveForm):
    """The second person's answer."""

    version = VersionField()
    fingerprint = FingerprintField()
    answer = RadioField(
        _l("Your decision"),
        choices=[(AGREE, ""), (BACK, "")],
        missing=_l("Choose whether you agree or send it back"),
    )
    reason = ReasonField(
        _l("Your reason"),
        missing=_l("Give the reason in your own words"),
        hint=_l(
            "In your own words, what you looked at. It goes on the record. The applicant does "
            "not see it."
        ),
    )
    no_interest = CheckField(
        _l("I have no interest in this trader or in anyone who owns or runs it"),
        missing=_l("Say that you have no interest, or declare the interest and leave it to others"),
    )

    def offer(self, agree: str, back: str, *, can_sign: bool) -> None:
        """Say what each answer does; what the register would not take now is not offered."""
        both = [(AGREE, agree), (BACK, back)]
        self.answer.choices = both if can_sign else both[1:]


class SuspendForm(GraveForm):
    """An emergency suspension."""

    ground = RadioField(
        _l("Ground"),
        choices=[(code, _l(grounds.WORDS[f"ground.{code}"])) for code in grounds.CODES],
        missing=_l("Choose the ground"),
    )
    reason = ReasonField(
        _l("Your reason"),
        missing=_l("Give the reason in your own words"),
        hint=_l("What happened, and what it rests on. Read by officers only."),
    )


class ReasonForm(GraveForm):
    """A reason for a grave act on a suspension, or for the end of an interest."""

    reason = ReasonField(
        _l("Your reason"), missing=_l("Give the reason in your own words"), hint=REASON_HINT
    )


class InterestForm(Form):
    """A declared interest."""

    reason = ReasonField(
        _l("What the interest is"),
        missing=_l("Say what your interest is"),
        hint=_l("Such as shares, work, family or a debt. Read by officers of your State."),
        limit=1000,
    )


def asked(values: dict[str, str]) -> Asked:
    """What the address of the queue asks for; a value that is none counts as not said."""
    part, kind = values.get("part", ""), values.get("kind", "")
    return Asked(
        part=Part(part) if part in set(Part) else Part.OPEN,
        kind=kind if kind in set(TraderKind) else "",
        text=texts.visible(texts.tidy(values.get("q", "")))[:LONGEST_SEARCH],
        after=texts.visible(values.get("after", ""))[:LONGEST_SEARCH],
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
