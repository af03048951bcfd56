"""Fields that only an application has: several names, a share in percent; words of its tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import wtforms
from flask_babel import gettext
from flask_babel.speaklater import LazyString
from wtforms.validators import StopValidation

from app.fields.choice import own_choices
from app.fields.figure import minor_units
from app.forms import ChecksField, ReasonField, TextField
from app.sayings import say

LONGEST_LINE = 200
MOST_LINES = 20
WHOLE = 10_000
"""All of a firm, in hundredths of a percent."""


def said(table: str, codes: Iterable[str]) -> Callable[[], list[tuple[str, str]]]:
    """Choices whose words stand in a table of words."""
    known = tuple(codes)
    return lambda: [(code, say(f"{table}.{code}")) for code in known]


def marked(table: str, codes: Iterable[str]) -> list[tuple[str, Any]]:
    """The same for fields that want their choices at once."""
    return [(code, LazyString(say, f"{table}.{code}")) for code in codes]


class StatesField(ChecksField):
    """Some of the States of this register, by code."""

    said = True

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(label, choices=own_choices, **more)


class LinesField(ReasonField):
    """Several entries, one a line; `entries` are those that hold something."""

    def __init__(self, label: Any, *, limit: int = 1000, **more: Any) -> None:
        super().__init__(label, limit=limit, **more)

    @property
    def entries(self) -> tuple[str, ...]:
        """What was typed, line by line."""
        return tuple(line.strip() for line in str(self.data or "").splitlines() if line.strip())

    def pre_validate(self, form: wtforms.form.BaseForm) -> None:
        super().pre_validate(form)
        if any(len(line) > LONGEST_LINE for line in self.entries):
            raise StopValidation(
                gettext(
                    "%(label)s: each line has at most %(limit)s characters",
                    label=self.label.text,
                    limit=LONGEST_LINE,
                )
            )
        if len(self.entries) > MOST_LINES:
            raise StopValidation(
                gettext(
                    "%(label)s: at most %(limit)s lines", label=self.label.text, limit=MOST_LINES
                )
            )


class ShareField(TextField):
    """A share in percent with at most two decimals; `hundredths` of a percent, whole."""

    @property
    def hundredths(self) -> int:
        """The share as a whole number; nothing typed is none."""
        return minor_units(str(self.data), 2) or 0 if self.data else 0

    def pre_validate(self, form: wtforms.form.BaseForm) -> None:
        super().pre_validate(form)
        if not self.data:
            return
        found = minor_units(str(self.data), 2)
        if found is None or found > WHOLE:
            raise StopValidation(
                gettext(
                    "%(label)s: write a number up to 100, like 25 or 33.34", label=self.label.text
                )
            )


def share_text(hundredths: int) -> str:
    """A share as one types it.

    >>> share_text(2500), share_text(3334), share_text(0)
    ('25', '33.34', '')
    """
    if not hundredths:
        return ""
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02d}".removesuffix(".00")
