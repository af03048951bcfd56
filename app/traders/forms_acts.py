"""The forms of single acts: start, ask a State, attach, submit, answer, renew, give back."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.forms import (
    CheckField,
    ChecksField,
    FileField,
    Form,
    ReasonField,
    SelectField,
    StateField,
    TextField,
    Upload,
    VersionField,
)
from app.gate import GraveForm
from app.papers import Paper
from app.traders.fields import StatesField, said
from app.traders.groups import ANSWER, PURPOSES
from models.casework import DOCUMENT_LIMIT
from models.particulars import TraderKind

FILE_HINT = _l("PDF, PNG or JPEG, at most 10 MB")


class StartForm(Form):
    """What to apply for, and where."""

    kinds = ChecksField(
        _l("As what do you want to register?"),
        choices=said("kind", [str(kind) for kind in TraderKind]),
        hint=_l("Each kind is an application of its own. What the firm is, you write once."),
        missing=_l("Choose at least one kind"),
    )
    states = StatesField(
        _l("In which States?"),
        hint=_l("Your State of nationality, and every State where you negotiate or arrange."),
        missing=_l("Choose at least one State"),
    )


class StatesForm(Form):
    """One more State to ask."""

    revision = VersionField()
    state = StateField(_l("Ask one more State"), missing=_l("Choose the State"))


class PlainForm(Form):
    """A single button on a record that may have changed."""

    revision = VersionField()


class PaperForm(Form):
    """A document with what it shows."""

    revision = VersionField()
    purpose = SelectField(
        _l("What does it show?"),
        choices=said("paper", PURPOSES),
        missing=_l("Choose what the file shows"),
    )
    document = FileField(
        _l("File"), hint=FILE_HINT, limit=DOCUMENT_LIMIT, missing=_l("Choose a file")
    )

    def value(self) -> Paper:
        """The file as the service takes it."""
        sent: Upload = self.document.data
        return Paper(sent.name, sent.content, self.purpose.data or "")


class SignForm(GraveForm):
    """A statement, agreed to and signed by name (REG-08)."""

    revision = VersionField()
    agreed = CheckField(
        _l("I make this statement"), missing=_l("Tick the box to make the statement")
    )
    declaration = TextField(
        _l("Your full name"),
        hint=_l("It stands for your signature."),
        missing=_l("Sign with your full name"),
    )


class AnswerForm(Form):
    """The answer to a State's question, with a file."""

    revision = VersionField()
    text = ReasonField(_l("Your answer"), missing=_l("Write the answer"))
    document = FileField(_l("File"), hint=FILE_HINT, limit=DOCUMENT_LIMIT)

    def papers(self) -> tuple[Paper, ...]:
        """The files that came along."""
        sent: Upload | None = self.document.data
        return () if sent is None else (Paper(sent.name, sent.content, ANSWER),)


class EndForm(GraveForm):
    """Something that is given up: an application, a renewal, a registration."""

    revision = VersionField()
    reason = ReasonField(_l("Reason"), hint=_l("You need not give one."), limit=1000)


class ContactNowForm(Form):
    """Telephone and e-mail as they are from now on."""

    revision = VersionField()
    phone = TextField(_l("Telephone"), hint=_l("With the country code, like +999 1 234567"))
    email = TextField(_l("E-mail"))
