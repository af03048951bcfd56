"""Forms of a dossier as a whole: what every draft form carries, signing, withdrawing, answering."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any

import wtforms
from flask_babel import lazy_gettext as _l

from app.dossiers.papers import Purpose
from app.forms import (
    CheckField,
    FileField,
    Form,
    ReasonField,
    TextField,
    Upload,
    VersionField,
)
from app.gate import GraveForm
from app.papers import Paper
from app.sayings import say
from models.casework import DOCUMENT_LIMIT

FILE_HINT = _l("PDF, PNG or JPEG, at most 10 MB")
NEW = 99
"""The number of what is not kept yet: the service gives the next free one."""


def said(table: str, codes: Iterable[StrEnum | str]) -> Callable[[], list[tuple[str, str]]]:
    """Choices of codes with their words in the reader's language, when the page is made."""
    return lambda: [(str(code), say(f"{table}.{code}")) for code in codes]


def paper_of(field: wtforms.Field, purpose: Purpose) -> Paper | None:
    """The file of a field, if one was sent."""
    sent: Upload | None = field.data
    return None if sent is None else Paper(sent.name, sent.content, purpose)


class DraftForm(Form):
    """What every form of a draft carries: the revision that its page showed."""

    revision = VersionField()


class PlainForm(DraftForm):
    """A single button on a draft that may have changed."""


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
        found = paper_of(self.document, Purpose.ANSWER)
        return () if found is None else (found,)
