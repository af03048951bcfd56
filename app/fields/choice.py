"""Fields of choice: one or several of what is offered; States, countries, currencies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import wtforms
from flask_babel import gettext
from wtforms.fields.choices import Choice, SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import StopValidation

from app import widgets
from app.fields.text import Said
from app.sayings import country_names, locale, own_states

Choices = Iterable[tuple[str, Said]]


class _Chosen:
    """Mixed into fields of one choice: the words for none and for one that is not in the list."""

    missing: Said
    data: Any
    iter_choices: Callable[[], Iterator[Any]]

    def pre_validate(self, _form: wtforms.form.BaseForm) -> None:
        if not self.data:
            if self.missing:
                raise StopValidation(str(self.missing))
            return
        if not any(choice[0] == self.data for choice in self.iter_choices()):
            raise StopValidation(
                str(self.missing or gettext("Choose one of the answers in the list"))
            )


class SelectField(_Chosen, wtforms.SelectField):
    """One of many from a list; None when nothing was chosen. `choices` may be a callable."""

    widget = widgets.Choice()

    def __init__(
        self,
        label: Said,
        *,
        choices: Choices | Callable[[], Choices] = (),
        missing: Said = None,
        hint: Said = "",
        none: Said = None,
        **more: Any,
    ) -> None:
        super().__init__(label, choices=[], description=hint, coerce=_chosen, **more)
        self.missing = missing
        self.none = none
        self.offered = choices

    def iter_choices(self) -> Iterator[Any]:
        offered = self.offered() if callable(self.offered) else self.offered
        yield Choice("", str(self.none or gettext("Choose")), not self.data, {})
        for value, label in offered:
            yield Choice(value, str(label), value == self.data, {})


class RadioField(_Chosen, wtforms.RadioField):
    """One of few, all in sight; None when nothing was chosen, and nothing is chosen beforehand."""

    widget = widgets.Radios()

    def __init__(
        self, label: Said, *, choices: Choices, missing: Said = None, hint: Said = "", **more: Any
    ) -> None:
        offered = [SelectChoice(value, words) for value, words in choices]
        super().__init__(label, choices=offered, description=hint, coerce=_chosen, **more)
        self.missing = missing


class ChecksField(wtforms.SelectMultipleField):
    """Any of few; a list of what was ticked, in the order offered."""

    widget = widgets.Checks()
    option_widget = wtforms.widgets.CheckboxInput()

    def __init__(
        self,
        label: Said,
        *,
        choices: Choices | Callable[[], Choices],
        missing: Said = None,
        hint: Said = "",
        **more: Any,
    ) -> None:
        super().__init__(label, choices=[], description=hint, **more)
        self.missing = missing
        self.offered = choices

    def iter_choices(self) -> Iterator[Any]:
        offered = self.offered() if callable(self.offered) else self.offered
        for value, label in offered:
            yield Choice(value, str(label), value in (self.data or ()), {})

    def pre_validate(self, _form: wtforms.form.BaseForm) -> None:
        if not self.data and self.missing:
            raise StopValidation(str(self.missing))
        offered = [choice[0] for choice in self.iter_choices()]
        if not set(self.data or ()) <= set(offered):
            raise StopValidation(
                str(self.missing or gettext("Choose one of the answers in the list"))
            )
        self.data = [value for value in offered if value in (self.data or ())]


class CheckField(wtforms.BooleanField):
    """One statement; with `missing` it must be ticked."""

    widget = widgets.Check()

    def __init__(self, label: Said, *, missing: Said = None, hint: Said = "", **more: Any) -> None:
        super().__init__(label, description=hint, **more)
        self.missing = missing

    def pre_validate(self, _form: wtforms.form.BaseForm) -> None:
        if not self.data and self.missing:
            raise StopValidation(str(self.missing))


class StateField(SelectField):
    """A State of this register, by code."""

    said = True

    def __init__(self, label: Said, **more: Any) -> None:
        super().__init__(label, choices=own_choices, **more)


class CountryField(SelectField):
    """Any country by its ISO code; the States of this register come first."""

    said = True

    def __init__(self, label: Said, **more: Any) -> None:
        super().__init__(label, choices=country_choices, **more)


def own_choices() -> list[tuple[str, str]]:
    """The States of this register, by name."""
    return sorted(own_states().items(), key=lambda pair: pair[1].casefold())


def country_choices() -> list[tuple[str, str]]:
    """The States of this register, then every other ISO country, each group by name."""
    own = own_choices()
    taken = {code for code, _ in own}
    others = [pair for pair in country_names(str(locale())).items() if pair[0] not in taken]
    return own + sorted(others, key=lambda pair: pair[1].casefold())


class CurrencyField(SelectField):
    """A currency by its ISO 4217 code, from those that the form offers."""

    said = True

    def __init__(self, label: Said, *, codes: Sequence[str] = ("EUR", "USD"), **more: Any) -> None:
        super().__init__(label, choices=[(code, code) for code in codes], **more)


def _chosen(value: object) -> str | None:
    return str(value) if value else None
