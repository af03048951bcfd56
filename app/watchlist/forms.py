"""Forms of the watchlist: a search, an entry, and the two persons' decisions on it."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from app.forms import (
    CheckField,
    ChecksField,
    CountryField,
    DayField,
    Form,
    RadioField,
    ReasonField,
    SelectField,
    TextField,
    VersionField,
)
from app.gate import GraveForm
from app.words import grounds, watchlist
from models.watchlist import EntryFacts, EntryType, Requested, Subject, SubjectKind

AGREE, BACK = "agree", "back"
MOST_LINES = 30
LONGEST_LINE = 200
LONGEST_DIGEST = 64
ANY_NAME_HINT = _l("One a line.")
LISTS = ("other_names", "identifiers", "addresses", "phones", "mail_domains", "associates")


def _choices(table: str, codes: Any) -> list[tuple[str, Any]]:
    return [(str(code), _l(watchlist.WORDS[f"{table}.{code}"])) for code in codes]


class SearchForm(Form):
    """A name or number, and why it is looked up: both are recorded."""

    name = TextField(_l("Name or number"), missing=_l("Type a name or number"))
    purpose = TextField(_l("Why do you look?"), missing=_l("Say why you look"))
    case_ref = TextField(
        _l("For which case?"),
        missing=_l("Name the case it is for"),
        hint=_l("Its number; at a border the declaration or the goods."),
        limit=120,
    )


class OpenForm(Form):
    """Why an entry of another State is opened."""

    purpose = TextField(_l("Why do you open it?"), missing=_l("Say why you look"))
    case_ref = TextField(_l("For which case?"), missing=_l("Name the case it is for"), limit=120)


class EvidenceForm(GraveForm):
    """Why the evidence is read."""

    purpose = TextField(_l("Why do you read the evidence?"), missing=_l("Say why you look"))


class EntryForm(GraveForm):
    """What an entry says: whom it is about, what it asks for, on which decision it rests."""

    version = VersionField()
    kind = RadioField(
        _l("What is it about?"),
        missing=_l("Choose what it is about"),
        choices=_choices("subject", SubjectKind),
    )
    name = TextField(
        _l("Name, or number of the document"), missing=_l("Name what the entry is about")
    )
    other_names = ReasonField(_l("Other names and spellings"), hint=ANY_NAME_HINT)
    country = CountryField(_l("Country"), none=_l("Not known"))
    birth_date = DayField(_l("Born on"), hint=_l("Of a person, where known."))
    identifiers = ReasonField(
        _l("Numbers"), hint=_l("Passport, company or serial numbers. One a line.")
    )
    addresses = ReasonField(_l("Addresses"), hint=ANY_NAME_HINT)
    phones = ReasonField(_l("Telephones"), hint=ANY_NAME_HINT)
    mail_domains = ReasonField(
        _l("Mail domains"), hint=_l("What stands after the @, if it is the subject’s own.")
    )
    associates = ReasonField(_l("Persons who lead or own it"), hint=ANY_NAME_HINT)
    alleged_issuer = TextField(
        _l("Alleged issuer"), hint=_l("Of a document: who it says has issued it.")
    )
    file_digest = TextField(
        _l("Digest of the file"), hint=_l("SHA-256 of a scan, in 64 letters and digits."), limit=64
    )
    type = SelectField(
        _l("Why does it stand?"),
        missing=_l("Choose why the entry stands"),
        choices=_choices("entry_type", EntryType),
    )
    grounds = ChecksField(
        _l("Grounds"),
        missing=_l("Choose at least one ground"),
        choices=[(code, _l(grounds.WORDS[f"ground.{code}"])) for code in grounds.CODES],
    )
    requested = RadioField(
        _l("What must others do?"),
        missing=_l("Choose what others must do"),
        choices=_choices("requested", Requested),
    )
    legal_basis = TextField(_l("Legal basis"), missing=_l("Name the legal basis of the entry"))
    national_reference = TextField(_l("Your own reference"))
    decided_on = DayField(_l("Decided on"), missing=_l("Write the day of the decision"))
    until = DayField(
        _l("Ends with"), hint=_l("The last day on which it asks for anything. Empty: no fixed end.")
    )
    reason = ReasonField(
        _l("Reason"),
        missing=_l("Give the reason in your own words"),
        hint=_l("Officers of every State read it; customs and applicants do not."),
    )
    evidence = ReasonField(
        _l("Evidence"), hint=_l("Only officers of your State read it, each time with their reason.")
    )
    correction = ReasonField(
        _l("Why do you change it?"), missing=_l("Give the reason in your own words"), limit=2000
    )

    def validate_file_digest(self, field: TextField) -> None:
        """A digest is a digest, or nothing."""
        text = (field.data or "").casefold()
        if text and (len(text) != LONGEST_DIGEST or set(text) - set("0123456789abcdef")):
            raise ValidationError(gettext("Write all 64 letters and digits, or leave it empty"))

    def validate(self, extra_validators: Any = None) -> bool:
        ok = super().validate(extra_validators)
        for name in LISTS:
            lines = _lines(self[name].data)
            if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
                self.add_error(
                    gettext(
                        "Write at most %(most)s lines of at most %(longest)s characters each",
                        most=MOST_LINES,
                        longest=LONGEST_LINE,
                    ),
                    name,
                )
                ok = False
        return ok

    def fill(self, facts: EntryFacts, revision: int) -> None:
        """Show what the entry says now."""
        subject = facts.subject
        for name in ("kind", "name", "country", "birth_date", "alleged_issuer", "file_digest"):
            self[name].data = getattr(subject, name) or None
        for name in LISTS:
            self[name].data = "\n".join(getattr(subject, name))
        for name in ("type", "requested", "legal_basis", "national_reference", "reason"):
            self[name].data = str(getattr(facts, name))
        self.grounds.data = list(facts.grounds)
        self.decided_on.data, self.until.data = facts.decided_on, facts.until
        self.evidence.data = facts.evidence
        self.version.data = revision

    def value(self) -> EntryFacts:
        """What the entry is to say."""
        decided_on = self.decided_on.data
        if decided_on is None:
            msg = "asked for the value of a form that is not valid"
            raise ValueError(msg)
        lists = {name: _lines(self[name].data) for name in LISTS}
        subject = Subject(
            kind=SubjectKind(self.kind.data or ""),
            name=self.name.data or "",
            country=self.country.data or "",
            birth_date=self.birth_date.data,
            alleged_issuer=self.alleged_issuer.data or "",
            file_digest=(self.file_digest.data or "").casefold(),
            **lists,
        )
        return EntryFacts(
            type=EntryType(self.type.data or ""),
            requested=Requested(self.requested.data or ""),
            subject=subject,
            legal_basis=self.legal_basis.data or "",
            decided_on=decided_on,
            until=self.until.data,
            grounds=tuple(self.grounds.data or ()),
            national_reference=self.national_reference.data or "",
            reason=self.reason.data or "",
            evidence=self.evidence.data or "",
        )


class ProposeForm(GraveForm):
    """A draft goes to a senior officer."""

    version = VersionField()
    reason = ReasonField(
        _l("For the senior officer"), missing=_l("Give the reason in your own words"), limit=2000
    )


class PublishForm(GraveForm):
    """The second signature under a draft or correction."""

    decision = RadioField(
        _l("Your decision"),
        missing=_l("Choose whether you agree"),
        choices=[
            (AGREE, _l("I agree: publish it to every State")),
            (BACK, _l("Send back, with my reason")),
        ],
    )
    proportionate = CheckField(
        _l("The entry is adequate, relevant and important enough for every State to act on it")
    )
    reason = ReasonField(
        _l("Your reason"), missing=_l("Give the reason in your own words"), limit=2000
    )


class EndForm(GraveForm):
    """An entry is revoked or deleted."""

    version = VersionField()
    reason = ReasonField(
        _l("Your reason"), missing=_l("Give the reason in your own words"), limit=2000
    )


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())
