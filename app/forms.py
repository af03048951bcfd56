"""Form: what every form of the register shares, and the fields that forms are made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import wtforms
from flask import Flask
from flask_babel import gettext, ngettext
from flask_wtf import FlaskForm
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader

from app.fields.choice import (
    CheckField,
    ChecksField,
    CountryField,
    CurrencyField,
    RadioField,
    SelectField,
    StateField,
)
from app.fields.day import DayField
from app.fields.figure import (
    FingerprintField,
    MoneyField,
    ShownField,
    VersionField,
    WholeNumberField,
)
from app.fields.file import FileField, Upload
from app.fields.text import NumberField, PasswordField, ReasonField, TextField
from app.widgets import render_field

__all__ = [
    "CheckField",
    "ChecksField",
    "CountryField",
    "CurrencyField",
    "DayField",
    "FileField",
    "FingerprintField",
    "Form",
    "MoneyField",
    "NumberField",
    "PasswordField",
    "RadioField",
    "ReasonField",
    "SelectField",
    "ShownField",
    "StateField",
    "TextField",
    "Upload",
    "VersionField",
    "WholeNumberField",
    "error_links",
    "init",
    "render_field",
]


class _Translations:
    """The words of WTForms itself, through the register's own catalogue."""

    def gettext(self, text: str) -> str:
        return str(gettext(text))

    def ngettext(self, one: str, many: str, count: int) -> str:
        return str(ngettext(one, many, count))


class Form(FlaskForm):
    """A form with protection against forged requests; `value()` is what it says, as plain data."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, _form: wtforms.form.BaseForm) -> _Translations:
            return _Translations()

    def value(self) -> Any:
        """One plain value from a valid form; each form says which."""
        raise NotImplementedError

    def add_error(self, sentence: str, field: str | None = None) -> None:
        """Say what the register answered, at the field it is about if the form has it."""
        if field is not None and field in self:
            self[field].errors = [*self[field].errors, sentence]
        else:
            self.form_errors.append(sentence)

    @property
    def shown(self) -> list[ShownField]:
        """What the page showed and the form carries."""
        return [field for field in self if isinstance(field, ShownField)]


def init(app: Flask) -> None:
    """Let an application's templates draw forms."""
    packages = {
        name: PackageLoader(name) for name in ("govuk_frontend_jinja", "govuk_frontend_wtf")
    }
    own = [app.jinja_loader] if app.jinja_loader else []
    app.jinja_loader = ChoiceLoader([*own, PrefixLoader(packages)])
    app.jinja_env.globals.update(error_links=error_links, render_field=render_field)


def error_links(form: wtforms.form.BaseForm) -> list[tuple[str, str | None]]:
    """Each error of a form with the id of the input it leads to, in the order of the page."""
    links = [(str(sentence), None) for sentence in getattr(form, "form_errors", ())]
    return [*links, *_links(form)]


def _links(fields: Any) -> Iterator[tuple[str, str | None]]:
    for field in fields:
        if isinstance(field, wtforms.FormField):
            yield from _links(field)
        elif isinstance(field, wtforms.FieldList) and field.entries:
            yield from _links(field.entries)
        elif field.errors and field.type == "CSRFTokenField":
            yield gettext("This page was open for too long. Send it again"), None
        else:
            for sentence in field.errors[:1]:
                yield str(sentence), getattr(field, "focus_id", field.id)
