"""The forms of groups that are lists: each is of one item."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from app.forms import CountryField, Form, RadioField, SelectField, TextField, VersionField
from app.traders.fields import LinesField, ShareField, marked, said, share_text
from app.traders.forms import Values, answer_of, past_day
from models.particulars import Address, Associate, NationalityHeld, Position

SITES = ("registered", "business", "records", "warehouse")


class ItemForm(Form):
    """One item of a list of the particulars, named `field`."""

    field = ""
    revision = VersionField()

    def item(self) -> Any:
        """The item, as the particulars hold it."""
        raise NotImplementedError


class NationalityForm(ItemForm):
    """A nationality, or a firm's State of incorporation, with its days (REG-04)."""

    field = "nationalities"
    country = CountryField(_l("Country"), missing=_l("Choose the country"))
    since = past_day(_l("Since"), _l("For example, 4 5 2015"))
    until = past_day(_l("Last day held, if it has ended"))
    proof = TextField(_l("Proof of the end"), hint=_l("For example, the deed and its number"))

    def item(self) -> NationalityHeld:
        return NationalityHeld(
            self.country.data or "", self.since.data, self.until.data, self.proof.data or ""
        )

    def validate(self, extra_validators: Any = None) -> bool:
        whole = bool(super().validate(extra_validators))
        first, last = self.since.data, self.until.data
        if whole and first and last and last < first:
            self.add_error(gettext("The last day must not be before the first"), "until")
            return False
        if whole and last and not self.proof.data:
            self.add_error(gettext("Name the proof that it has ended"), "proof")
            return False
        return whole


class AddressForm(ItemForm):
    """One address."""

    field = "addresses"
    use = SelectField(
        _l("Kind of address"), choices=said("site", SITES), missing=_l("Choose the kind of address")
    )
    lines = TextField(_l("Street and number"), missing=_l("Write street and number"))
    town = TextField(_l("Town"), missing=_l("Write the town"))
    postcode = TextField(_l("Postcode"), limit=20)
    country = CountryField(_l("Country"), missing=_l("Choose the country"))

    def item(self) -> Address:
        return Address(
            use=self.use.data or "registered",
            lines=self.lines.data or "",
            town=self.town.data or "",
            postcode=self.postcode.data or "",
            country=self.country.data or "",
        )


class AssociateForm(ItemForm):
    """An officer or owner: a natural person or a firm (REG-06)."""

    field = "associates"
    name = TextField(_l("Full name"), missing=_l("Write the full name"))
    other_names = LinesField(_l("Other names"), hint=_l("One a line. Leave empty if none."))
    position = RadioField(
        _l("What are they to the firm?"),
        choices=marked("position", ("officer", "owner")),
        missing=_l("Choose officer or owner"),
    )
    title = TextField(_l("Office held"), hint=_l("For example, director or partner"))
    is_firm = RadioField(
        _l("Is this a person or a firm?"),
        choices=(("no", _l("A person")), ("yes", _l("A firm"))),
        missing=_l("Say whether this is a person or a firm"),
    )
    birth_date = past_day(_l("Date of birth, of a person"), _l("For example, 3 2 1975"))
    nationality = CountryField(_l("Nationality, or State of incorporation"))
    ownership = ShareField(
        _l("Share of the firm in percent"),
        hint=_l("For example, 25 or 33.34. Leave empty if none."),
        limit=6,
    )

    def item(self) -> Associate:
        return Associate(
            name=self.name.data or "",
            position=Position(self.position.data),
            title=self.title.data or "",
            is_firm=self.is_firm.data == "yes",
            birth_date=self.birth_date.data,
            nationality=self.nationality.data or "",
            ownership_bp=self.ownership.hundredths,
            other_names=self.other_names.entries,
        )

    def validate(self, extra_validators: Any = None) -> bool:
        whole = bool(super().validate(extra_validators))
        if whole and self.is_firm.data == "no" and self.birth_date.data is None:
            self.add_error(gettext("Write the date of birth of this person"), "birth_date")
            return False
        return whole


def item_values(item: Any) -> Values:
    """What stands in an item's form when it is changed."""
    found = {name: getattr(item, name) for name in item.__struct_fields__}
    if isinstance(item, Associate):
        found |= {
            "is_firm": answer_of(item.is_firm),
            "other_names": "\n".join(item.other_names),
            "ownership": share_text(item.ownership_bp),
            "position": str(item.position),
        }
    return found


ITEMS: dict[str, type[ItemForm]] = {
    "nationality": NationalityForm,
    "addresses": AddressForm,
    "people": AssociateForm,
}
