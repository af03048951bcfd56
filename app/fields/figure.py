"""Fields of figures: whole numbers, money in minor units, the version of a record."""

from __future__ import annotations

import re
from typing import Any

import wtforms
from babel.numbers import get_currency_precision
from flask_babel import gettext
from wtforms.validators import StopValidation

from app import texts, widgets
from app.fields.text import Said

MAX_NUMBER = 1_000_000_000
_DIGITS = re.compile(r"[0-9]{1,10}", re.ASCII)


class WholeNumberField(wtforms.StringField):
    """A whole number in plain digits, from `least` to `most`; None when left empty."""

    widget = widgets.Text()
    data: Any

    def __init__(
        self,
        label: Said,
        *,
        missing: Said = None,
        least: int = 1,
        most: int = MAX_NUMBER,
        hint: Said = "",
        **more: Any,
    ) -> None:
        more.setdefault("render_kw", {"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"})
        super().__init__(label, description=hint, **more)
        self.missing, self.least, self.most = missing, least, most
        self.typed = ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = valuelist[0] if valuelist else ""
        self.typed = texts.visible(texts.tidy(typed)) if isinstance(typed, str) else ""
        self.data = int(self.typed) if _DIGITS.fullmatch(self.typed) else None

    def _value(self) -> str:
        return self.typed if self.raw_data is not None else str(self.data or "")

    def pre_validate(self, _form: wtforms.form.BaseForm) -> None:
        if not self.typed:
            if self.missing:
                raise StopValidation(str(self.missing))
            return
        if self.data is None:
            raise StopValidation(
                gettext(
                    "%(label)s: write a whole number in digits only, like 1200",
                    label=self.label.text,
                )
            )
        if not self.least <= self.data <= self.most:
            raise StopValidation(
                gettext(
                    "%(label)s: write a number from %(least)s to %(most)s",
                    label=self.label.text,
                    least=f"{self.least:,}",
                    most=f"{self.most:,}",
                )
            )


class MoneyField(wtforms.StringField):
    """An amount as decimal text; whole minor units of the currency that `currency` names.

    `currency` is the name of the form's field that holds the currency's code.
    """

    widget = widgets.Text()
    data: Any

    def __init__(
        self,
        label: Said,
        *,
        currency: str,
        missing: Said = None,
        most: int = 10**15,
        hint: Said = "",
        **more: Any,
    ) -> None:
        more.setdefault("render_kw", {"inputmode": "decimal", "autocomplete": "off", "dir": "ltr"})
        super().__init__(label, description=hint, **more)
        self.currency, self.missing, self.most = currency, missing, most
        self.typed = ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = valuelist[0] if valuelist else ""
        self.typed = texts.visible(texts.tidy(typed)) if isinstance(typed, str) else ""
        self.data = None

    def _value(self) -> str:
        return self.typed

    def show(self, minor: int, currency: str) -> None:
        """Fill in an amount that is kept, unless something was typed."""
        if self.raw_data is None:
            self.typed = decimal_text(minor, get_currency_precision(currency))

    def pre_validate(self, form: wtforms.form.BaseForm) -> None:
        if not self.typed:
            if self.missing:
                raise StopValidation(str(self.missing))
            return
        digits = get_currency_precision(form[self.currency].data or "EUR")
        self.data = minor_units(self.typed, digits)
        if self.data is None or self.data > self.most:
            example = f"1286000.{'50'.ljust(digits, '0')[:digits]}" if digits else "1286000"
            raise StopValidation(
                gettext(
                    "%(label)s: write an amount in digits, like %(example)s",
                    label=self.label.text,
                    example=example,
                )
            )


def minor_units(typed: str, digits: int) -> int | None:
    """Whole minor units of a decimal text, or None where it is none; no fraction is ever rounded.

    >>> minor_units("1286000.5", 2), minor_units("12", 0), minor_units("1.234", 2)
    (128600050, 12, None)
    >>> minor_units("1,5", 2), minor_units("-1", 2), minor_units("1e3", 2)
    (None, None, None)
    """
    match = re.fullmatch(r"([0-9]{1,15})(?:\.([0-9]+))?", typed, re.ASCII)
    if match is None or len(match[2] or "") > digits:
        return None
    return int(match[1] + (match[2] or "").ljust(digits, "0"))


def decimal_text(minor: int, digits: int) -> str:
    """Whole minor units as the decimal text that is read back as the same amount.

    >>> decimal_text(128600050, 2), decimal_text(128600000, 2), decimal_text(5, 2)
    ('1286000.50', '1286000', '0.05')
    >>> decimal_text(12, 0)
    '12'
    """
    whole, part = divmod(minor, 10**digits)
    return f"{whole}.{part:0{digits}d}" if part else str(whole)


class ShownField(wtforms.HiddenField):
    """What the page showed, carried by its form: nobody types it, and without it nothing is sent.

    A view gives what stands now, or fills it in where `data` is None.
    """

    data: Any

    @property
    def is_lacking(self) -> bool:
        """Whether the form was sent without it."""
        return self.data in (None, "")

    def renew(self) -> None:
        """Go on from what the page shows now: what was sent was of an older one."""
        self.data = self.object_data


class FingerprintField(ShownField):
    """The fingerprint of the evidence that the page showed."""


class VersionField(ShownField):
    """The version of the record that the page showed; None when it was not sent whole."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = str(valuelist[0]) if valuelist else ""
        self.data = int(typed) if _DIGITS.fullmatch(typed) else None

    def _value(self) -> str:
        return "" if self.data is None else str(self.data)
