"""Forms of what is moved: goods lines, route, end use, contract and days, further papers."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from app.dossiers.forms import FILE_HINT, DraftForm, paper_of, said
from app.dossiers.papers import Purpose
from app.dossiers.said import Contract, EndUse
from app.forms import (
    CountryField,
    CurrencyField,
    DayField,
    FileField,
    MoneyField,
    RadioField,
    ReasonField,
    SelectField,
    TextField,
    Upload,
    WholeNumberField,
)
from app.papers import Paper
from models.casework import DOCUMENT_LIMIT
from models.deals import (
    Deal,
    Stop,
)
from models.goods import GoodsClass, GoodsLine, Unit

TRANSITS = ("transit_1", "transit_2", "transit_3")
CURRENCIES = ("EUR", "USD", "GBP", "CHF", "JPY")


class LineForm(DraftForm):
    """One goods line."""

    goods_class = SelectField(
        _l("Class"), choices=said("class", GoodsClass), missing=_l("Choose the class")
    )
    description = TextField(
        _l("Description"),
        hint=_l("Like pistol, semi-automatic."),
        missing=_l("Describe the goods"),
    )
    make_model = TextField(_l("Make and model"))
    calibre = TextField(_l("Calibre"), limit=60)
    quantity = WholeNumberField(_l("Quantity"), missing=_l("Write the quantity"))
    unit = SelectField(_l("Unit"), choices=said("unit", Unit), missing=_l("Choose the unit"))
    currency = CurrencyField(_l("Currency"), codes=CURRENCIES, missing=_l("Choose the currency"))
    value_minor = MoneyField(
        _l("Value of the line"),
        currency="currency",
        hint=_l("In digits, like 210000."),
        missing=_l("Write the value"),
    )

    def as_line(self, no: int) -> GoodsLine:
        """The line under its number."""
        return GoodsLine(
            no=no,
            goods_class=GoodsClass(self.goods_class.data),
            description=self.description.data or "",
            make_model=self.make_model.data or "",
            calibre=self.calibre.data or "",
            quantity=self.quantity.data,
            unit=Unit(self.unit.data),
            value=self.value_minor.data,
            currency=self.currency.data or "",
        )

    @classmethod
    def of(cls, line: GoodsLine | None) -> LineForm:
        """Filled with what is kept."""
        form: LineForm
        if line is None:
            form = cls()
            return form
        form = cls(
            data={
                "goods_class": line.goods_class,
                "description": line.description,
                "make_model": line.make_model,
                "calibre": line.calibre,
                "quantity": line.quantity,
                "unit": line.unit,
                "currency": line.currency,
            }
        )
        form.value_minor.show(line.value, line.currency)
        return form


class RouteForm(DraftForm):
    """States of dispatch, transit and destination, in order."""

    dispatch = CountryField(
        _l("State of dispatch"), missing=_l("Choose the State that the goods leave")
    )
    dispatch_place = TextField(_l("Place of dispatch"))
    transit_1 = CountryField(_l("First State of transit"))
    transit_2 = CountryField(_l("Second State of transit"))
    transit_3 = CountryField(_l("Third State of transit"))
    destination = CountryField(
        _l("State of destination"), missing=_l("Choose the State where the goods stay")
    )
    destination_place = TextField(_l("Place of destination"))
    mode = RadioField(
        _l("How do the goods travel?"),
        choices=[
            ("sea", _l("By sea")),
            ("air", _l("By air")),
            ("road", _l("By road")),
            ("rail", _l("By rail")),
        ],
        missing=_l("Choose how the goods travel"),
    )

    def value(self) -> tuple[Stop, ...]:
        """The route in order."""
        mode = self.mode.data or ""
        between = [self[name].data for name in TRANSITS]
        return (
            Stop(self.dispatch.data or "", "dispatch", self.dispatch_place.data or "", mode),
            *(Stop(code, "transit", "", mode) for code in between if code),
            Stop(
                self.destination.data or "", "destination", self.destination_place.data or "", mode
            ),
        )

    @classmethod
    def of(cls, deal: Deal) -> RouteForm:
        """Filled with what is kept."""
        by_role = {stop.role: stop for stop in deal.route}
        data: dict[str, Any] = {}
        for role in ("dispatch", "destination"):
            stop = by_role.get(role)
            if stop is not None:
                data |= {role: stop.state, f"{role}_place": stop.place, "mode": stop.mode or None}
        between = [stop.state for stop in deal.route if stop.role == "transit"]
        data |= dict(zip(TRANSITS, between, strict=False))
        form: RouteForm = cls(data=data)
        return form


class EndUseForm(DraftForm):
    """What the goods are for, and the certificate of the end user."""

    purpose = ReasonField(_l("What are the goods for?"), missing=_l("Say what the goods are for"))
    number = TextField(
        _l("Number of the end-use certificate"), missing=_l("Write the number of the certificate")
    )
    issuer = TextField(_l("Who issued it?"), missing=_l("Say who issued the certificate"))
    issued_on = DayField(_l("Day of issue"))
    document = FileField(_l("The certificate as a file"), hint=FILE_HINT, limit=DOCUMENT_LIMIT)

    def value(self) -> tuple[EndUse, Paper | None]:
        """What is said, and the file if one was sent."""
        said_now = EndUse(
            purpose=self.purpose.data or "",
            number=self.number.data or "",
            issuer=self.issuer.data or "",
            issued_on=self.issued_on.data,
        )
        return said_now, paper_of(self.document, Purpose.END_USE_CERTIFICATE)

    @classmethod
    def of(cls, deal: Deal) -> EndUseForm:
        """Filled with what is kept."""
        certificate = deal.certificate
        form: EndUseForm = cls(
            data={
                "purpose": deal.end_use,
                "number": certificate.number,
                "issuer": certificate.issuer,
                "issued_on": certificate.issued_on,
            }
        )
        return form


class ContractForm(DraftForm):
    """The contract and the days that are asked for."""

    contract = TextField(_l("Number of the contract"))
    contract_day = DayField(_l("Day of the contract"))
    import_authorization = TextField(
        _l("Import authorization"), hint=_l("The authority and the number, if there is one.")
    )
    wanted_from = DayField(
        _l("First day that you want the licence for"), missing=_l("Write the first day")
    )
    wanted_until = DayField(_l("Last day that you want it for"), missing=_l("Write the last day"))

    def value(self) -> Contract:
        """What is said."""
        return Contract(
            contract=self.contract.data or "",
            contract_day=self.contract_day.data,
            import_authorization=self.import_authorization.data or "",
            wanted_from=self.wanted_from.data,
            wanted_until=self.wanted_until.data,
        )

    @classmethod
    def of(cls, deal: Deal) -> ContractForm:
        """Filled with what is kept."""
        names = ("contract", "contract_day", "import_authorization", "wanted_from", "wanted_until")
        form: ContractForm = cls(data={name: getattr(deal, name) for name in names})
        return form


class PaperForm(DraftForm):
    """A further paper."""

    purpose = SelectField(
        _l("What does it show?"),
        choices=said("purpose", (Purpose.CONTRACT, Purpose.IMPORT_AUTHORIZATION, Purpose.TRANSIT)),
        none=_l("Something else"),
    )
    document = FileField(
        _l("File"), hint=FILE_HINT, limit=DOCUMENT_LIMIT, missing=_l("Choose a file")
    )

    def value(self) -> Paper:
        """The file as the service takes it."""
        sent: Upload = self.document.data
        return Paper(sent.name, sent.content, self.purpose.data or Purpose.OTHER)
