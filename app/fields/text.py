"""Fields of words: a line, a reason, a password."""

from __future__ import annotations

from typing import Any

import wtforms
from flask_babel import gettext, ngettext
from wtforms.validators import StopValidation

from app import texts, widgets
from app.signed.token import LONGEST_TEXT, PREFIX

Said = Any
"""A text or a lazy text."""


class TextField(wtforms.StringField):
    """One line of text: trimmed, composed, without hidden characters; "" when left empty."""

    widget = widgets.Text()
    lines = False

    def __init__(
        self, label: Said, *, missing: Said = None, limit: int = 200, hint: Said = "", **more: Any
    ) -> None:
        super().__init__(label, description=hint, **more)
        self.missing = missing
        self.max = limit

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = valuelist[0] if valuelist else ""
        self.data = texts.tidy(typed, lines=self.lines) if isinstance(typed, str) else ""

    def _value(self) -> str:
        return texts.visible(str(self.data or ""), lines=self.lines)

    def pre_validate(self, _form: wtforms.form.BaseForm) -> None:
        text = self.data or ""
        if not text and self.missing:
            raise StopValidation(str(self.missing))
        if texts.hidden(text, lines=self.lines):
            raise StopValidation(
                gettext(
                    "%(label)s: a character that cannot be shown was taken out. Check the text "
                    "and send it again",
                    label=self.label.text,
                )
            )
        if len(text) > self.max:
            raise StopValidation(
                ngettext(
                    "%(label)s: shorten it by %(num)s character; the limit is %(limit)s",
                    "%(label)s: shorten it by %(num)s characters; the limit is %(limit)s",
                    len(text) - self.max,
                    label=self.label.text,
                    limit=f"{self.max:,}",
                )
            )


class NumberField(TextField):
    """A document's number; or its signed code as scanned, in which every blank counts."""

    def __init__(self, label: Said, **more: Any) -> None:
        super().__init__(label, limit=LONGEST_TEXT, **more)

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        if (self.data or "").startswith(PREFIX):
            self.data = valuelist[0].rstrip("\r\n")


class ReasonField(TextField):
    """Several lines of text, with the limit said below."""

    widget = widgets.LongText()
    lines = True

    def __init__(
        self, label: Said, *, missing: Said = None, limit: int = 4000, hint: Said = "", **more: Any
    ) -> None:
        super().__init__(label, missing=missing, limit=limit, hint=hint, **more)


class PasswordField(wtforms.StringField):
    """A password as typed, to the letter; never shown again."""

    widget = widgets.Password()

    def __init__(
        self, label: Said, *, missing: Said = None, limit: int = 256, hint: Said = "", **more: Any
    ) -> None:
        super().__init__(label, description=hint, **more)
        self.missing = missing
        self.max = limit

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = valuelist[0] if valuelist and isinstance(valuelist[0], str) else ""

    def pre_validate(self, _form: wtforms.form.BaseForm) -> None:
        if not self.data and self.missing:
            raise StopValidation(str(self.missing))
        if len(self.data or "") > self.max:
            raise StopValidation(
                gettext("A password has at most %(limit)s characters", limit=self.max)
            )
