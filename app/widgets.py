"""How fields are drawn: the govuk-frontend macros, with every word in the reader's language."""

from __future__ import annotations

from typing import Any

from flask import current_app
from flask_babel import gettext
from govuk_frontend_wtf.wtforms_widgets import (
    GovCharacterCount,
    GovCheckboxesInput,
    GovCheckboxInput,
    GovDateInput,
    GovFileInput,
    GovPasswordInput,
    GovRadioInput,
    GovSelect,
    GovTextInput,
)
from markupsafe import Markup
from wtforms import Field

Params = dict[str, Any]
GROUPS = ("Checks", "Day", "Radios")
"""Widgets of several inputs: their label is the legend of a fieldset."""


class _Worded:
    """Mixed into every widget: errors in the reader's language, no empty hint."""

    template: str

    def render(self, params: Params) -> Markup:
        # Not flask's render_template: a field needs none of what the page's own context asks for.
        drawn = current_app.jinja_env.get_template(self.template).render(params=params)
        return Markup(drawn)  # noqa: S704  drawn by a template that escapes

    def map_gov_params(self, field: Field, **kwargs: Any) -> Params:
        params: Params = super().map_gov_params(field, **kwargs)  # type: ignore[misc]
        if "errorMessage" in params:
            params["errorMessage"]["visuallyHiddenText"] = gettext("Error")
        hint = params.get("hint")
        if not hint or not hint.get("text"):
            params["hint"] = None
        return params


class Text(_Worded, GovTextInput):
    """One line."""


class Password(_Worded, GovPasswordInput):
    """A password; never shown again."""

    template = "govuk_frontend_wtf/input.html"

    def map_gov_params(self, field: Field, **kwargs: Any) -> Params:
        params = super().map_gov_params(field, **kwargs)
        params["type"] = "password"
        params.pop("value", None)
        return params


class LongText(_Worded, GovCharacterCount):
    """Several lines with a limit that is said below."""

    def map_gov_params(self, field: Field, **kwargs: Any) -> Params:
        params = super().map_gov_params(field, **kwargs)
        limit: int = getattr(field, "max", 0)
        params["maxlength"] = limit
        params["textareaDescriptionText"] = gettext(
            "You can write up to %(limit)s characters", limit=f"{limit:,}"
        )
        return params


class Choice(_Worded, GovSelect):
    """One of many, from a list; names that are data, not words of ours, are marked as said."""

    def map_gov_params(self, field: Field, **kwargs: Any) -> Params:
        params = super().map_gov_params(field, **kwargs)
        if getattr(field, "said", False):
            for item in params["items"]:
                if item["value"]:
                    item["attributes"] = {"data-said": "name"}
        return params


class Radios(_Worded, GovRadioInput):
    """One of few, all in sight."""


class Checks(_Worded, GovCheckboxesInput):
    """Any of few; names that are data, not words of ours, are marked as said."""

    def map_gov_params(self, field: Field, **kwargs: Any) -> Params:
        params = super().map_gov_params(field, **kwargs)
        if getattr(field, "said", False):
            for item in params["items"]:
                item["label"] = {"attributes": {"data-said": "name"}}
        return params


class Check(_Worded, GovCheckboxInput):
    """One statement to tick."""


class File(_Worded, GovFileInput):
    """A file to send."""


class Day(_Worded, GovDateInput):
    """A day in three boxes, each with a name of its own."""

    def map_gov_params(self, field: Field, **kwargs: Any) -> Params:
        boxes: dict[str, str] = getattr(field, "boxes", {})
        wrong: frozenset[str] = getattr(field, "wrong_boxes", frozenset())
        labels = {"day": gettext("Day"), "month": gettext("Month"), "year": gettext("Year")}
        params: Params = kwargs.setdefault("params", {})
        params["items"] = [
            {
                "label": label,
                "id": f"{field.id}-{part}",
                "name": f"{field.name}-{part}",
                "value": boxes.get(part, ""),
                "classes": f"govuk-input--width-{4 if part == 'year' else 2}"
                + (" govuk-input--error" if field.errors and part in wrong else ""),
            }
            for part, label in labels.items()
        ]
        # The package's own items are made from raw data in its own order; ours replace them.
        raw, field.raw_data = field.raw_data, ["", "", ""]
        try:
            drawn = super().map_gov_params(field, **kwargs)
        finally:
            field.raw_data = raw
        drawn.pop("value", None)
        return drawn


def render_field(  # noqa: PLR0913  each is a word that a template may say
    field: Field,
    *,
    width: int | str | None = None,
    label: str | None = "s",
    small: bool = False,
    inline: bool = False,
    rows: int | None = None,
    hint: str | None = None,
    classes: str | None = None,
    heading: bool = False,
) -> Markup:
    """One field as markup; see `templates/parts/README.md` for what may be asked of it."""
    kind = type(field.widget).__name__
    size = "l" if heading else label
    params: Params = {"classes": _classes(kind, width, classes, small=small, inline=inline)}
    if kind in GROUPS:
        legend = {"text": field.label.text, "isPageHeading": heading}
        if size:
            legend["classes"] = f"govuk-fieldset__legend--{size}"
        params["fieldset"] = {"legend": legend}
    elif kind != "Check" and (size or heading):
        params["label"] = {"classes": f"govuk-label--{size}", "isPageHeading": heading}
    if hint:
        params["hint"] = {"text": hint}
    if rows:
        params["rows"] = rows
    drawn: Markup = field(params=params)
    return drawn


def _classes(
    kind: str, width: int | str | None, classes: str | None, *, small: bool, inline: bool
) -> str:
    found = [classes or ""]
    if width == "full":
        found.append("sacr-in-full")
    elif width is not None:
        found.append(f"govuk-input--width-{width}")
    group = {"Radios": "radios", "Checks": "checkboxes", "Check": "checkboxes"}.get(kind)
    if group and small:
        found.append(f"govuk-{group}--small")
    if group and inline:
        found.append(f"govuk-{group}--inline")
    return " ".join(filter(None, found))
