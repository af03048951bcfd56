"""The form of a search: whom, and why."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.forms import (
    CountryField,
    DayField,
    Form,
    RadioField,
    ReasonField,
    SelectField,
    TextField,
    WholeNumberField,
)
from app.screening.asking import Party, Wanted
from app.screening.line import Query
from app.screening.matches import Subject
from app.words import searches
from models.particulars import Form as Kind
from models.searches import CASE_LENGTH, Purpose

EITHER, BOTH = "either", (Kind.PERSON, Kind.FIRM)
KINDS = [
    (str(Kind.PERSON), _l("A person")),
    (str(Kind.FIRM), _l("A firm, a vessel or an aircraft")),
    (EITHER, _l("Not known: look for both")),
]
PURPOSES = [(str(item), _l(searches.WORDS[f"purpose.{item}"])) for item in Purpose]
MOST_LINES = 20
MOST_FOUND = 50


class SearchForm(Form):
    """One party in any script, with whatever else is known, and why it is looked for."""

    name = TextField(
        _l("Name"),
        missing=_l("Type the name"),
        hint=_l("In any script, words in any order."),
    )
    other_names = ReasonField(_l("Other names and spellings"), hint=_l("One a line."))
    kind = RadioField(_l("What is it?"), choices=KINDS, missing=_l("Say what it is, or not known"))
    birth_date = DayField(_l("Born on"), hint=_l("Of a person, if it is known."))
    birth_year = WholeNumberField(
        _l("Or year of birth"), least=1850, most=2100, hint=_l("If only the year is known.")
    )
    country = CountryField(_l("Country"), none=_l("Not known"))
    identifiers = ReasonField(
        _l("Numbers"),
        hint=_l("Passport, identity card, company, ship or aircraft. One a line."),
    )
    purpose = SelectField(
        _l("Why do you look?"), choices=PURPOSES, missing=_l("Choose why you look")
    )
    case_ref = TextField(
        _l("For which case?"),
        hint=_l("Its number; at a border the declaration or the goods."),
        limit=CASE_LENGTH,
    )

    def value(self) -> Wanted:
        """The search."""
        kinds = BOTH if self.kind.data == EITHER else (Kind(self.kind.data),)
        queries = tuple(Query(subject=self._subject(kind), limit=MOST_FOUND) for kind in kinds)
        return Wanted(
            parties=(Party(queries=queries),),
            purpose=Purpose(self.purpose.data),
            case_ref=self.case_ref.data or "",
        )

    def _subject(self, kind: Kind) -> Subject:
        born = kind is Kind.PERSON
        return Subject(
            kind=kind,
            names=(self.name.data or "", *_lines(self.other_names.data)),
            birth_date=self.birth_date.data if born else None,
            birth_year=self.birth_year.data if born and not self.birth_date.data else None,
            countries=(self.country.data,) if self.country.data else (),
            identifiers=_lines(self.identifiers.data),
        )


def _lines(text: str | None) -> tuple[str, ...]:
    found = [line.strip() for line in (text or "").splitlines()]
    return tuple(line for line in found if line)[:MOST_LINES]
