"""Forms of the regime: a State's terms, an embargo."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, cast

import msgspec
from flask_babel import lazy_gettext
from flask_babel import lazy_gettext as _l

from app import clock, words
from app.forms import (
    ChecksField,
    CountryField,
    DayField,
    RadioField,
    ReasonField,
    TextField,
    WholeNumberField,
)
from app.gate import GraveForm
from app.regime.asked import NewEmbargo
from app.regime.terms import ALL, COUNTED, Shape, Term
from app.sayings import say
from models.goods import GoodsClass
from models.states import OutsideRule, Terms, Unlisted

YES, NO = "yes", "no"


def _said(code: str) -> Any:
    return lazy_gettext(words.merged()[code])


def _hint(term: Term) -> Any:
    code = f"terms.{term.name}.hint"
    return _said(code) if code in words.merged() else ""


def _field(term: Term) -> Any:
    """The field in which a term is typed."""
    label = _said(f"terms.{term.name}")
    missing = _said("terms.missing")
    if term.shape in COUNTED:
        unit = _said(f"terms.unit.{term.shape}")
        return WholeNumberField(
            label, least=term.least, most=term.most, missing=missing, hint=_hint(term) or unit
        )
    radios = {
        Shape.YES_NO: ((YES, _l("Yes")), (NO, _l("No"))),
        Shape.OUTSIDE: tuple((rule, _said(f"outside.{rule}")) for rule in OutsideRule),
        Shape.UNLISTED: tuple((rule, _said(f"unlisted.{rule}")) for rule in Unlisted),
    }
    if term.shape in radios:
        return RadioField(label, choices=radios[term.shape], missing=missing, hint=_hint(term))
    needed = term.shape in (Shape.ZONE, Shape.LANGUAGES) or term.name == "authority"
    return TextField(label, missing=missing if needed else None, limit=200, hint=_hint(term))


class TermsForm(GraveForm):
    """Every term of one's own State, from a day on; the fields are those of `terms.GROUPS`."""

    first_day = DayField(
        _l("They hold from"),
        hint=_l("The first day, by your State’s clock. Leave it empty for: from now on."),
        earliest=lambda: clock.now().date() - timedelta(days=1),
        too_early=_l("Choose a day from tomorrow on, or leave the day empty"),
    )
    reason = ReasonField(_l("Reason"), missing=_l("Give the reason"), limit=1000)

    def value(self) -> Terms:
        """The terms as typed; whole, because every field is asked."""
        return msgspec.convert(
            {name: _plain(term, self[name].data) for name, term in ALL.items()}, Terms
        )


for _name, _term in ALL.items():
    setattr(TermsForm, _name, _field(_term))


def _plain(term: Term, typed: Any) -> Any:
    if term.shape is Shape.YES_NO:
        return typed == YES
    if term.shape is Shape.LANGUAGES:
        return [code.strip() for code in (typed or "").split(",") if code.strip()]
    return typed if term.shape in COUNTED else typed or ""


def as_typed(terms: Terms) -> dict[str, Any]:
    """The terms as the form shows them before anything is changed."""
    shown: dict[str, Any] = {}
    for name, term in ALL.items():
        held = getattr(terms, name)
        if term.shape is Shape.YES_NO:
            held = YES if held else NO
        elif term.shape is Shape.LANGUAGES:
            held = ", ".join(held)
        shown[name] = held
    return shown


def _classes() -> list[tuple[str, str]]:
    return [(str(item), say(f"class.{item}")) for item in GoodsClass]


class EmbargoForm(GraveForm):
    """An embargo row."""

    regime = TextField(
        _l("Embargo"),
        hint=_l("As others cite it, such as a resolution’s number."),
        missing=_l("Type what the embargo is called"),
        limit=120,
    )
    target = CountryField(_l("Against"), missing=_l("Choose the country"))
    classes = ChecksField(
        _l("Goods"), hint=_l("Tick none if it covers all arms."), choices=_classes
    )
    first_day = DayField(_l("First day"), missing=_l("Type the first day"))
    last_day = DayField(_l("Last day"), hint=_l("Leave it empty while no end is decided."))
    legal_basis = TextField(
        _l("Legal basis in your State"), missing=_l("Type the legal basis"), limit=200
    )
    reason = ReasonField(_l("Reason"), missing=_l("Give the reason"), limit=1000)

    def value(self) -> NewEmbargo:
        """The embargo to enter."""
        return NewEmbargo(
            regime=self.regime.data or "",
            target=self.target.data or "",
            classes=tuple(self.classes.data or ()),
            first_day=cast("date", self.first_day.data),
            last_day=self.last_day.data,
            legal_basis=self.legal_basis.data or "",
        )
