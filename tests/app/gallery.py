"""A small application that shows every part of a page with invented facts, for tests and eyes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace as Fact
from typing import Any

from flask import Flask, render_template
from flask_babel import Babel
from flask_babel import lazy_gettext as _
from flask_wtf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader
from markupsafe import Markup

from app import error_pages, forms, pages, pictures, pseudo
from app.public.views import REGIME, public
from models.states import Dated, Regime, Terms

PROJECT = Path(__file__).resolve().parents[2]
NAMES = {"XA": "Xandria", "XB": "Xbria", "XC": "Xcadia", "XD": "Xdonia", "XE": "Xeland"}
OFFICER = Fact(name="Ista Dovane", role="senior_officer", state="XC", firm=None)


class Meeting(forms.Form):
    """Every kind of field."""

    state = forms.StateField(_("State where you were"), missing=_("Choose the State where you met"))
    day = forms.DayField(
        _("When was it?"),
        hint=_("For example, 3 5 2026"),
        missing=_("Write the day of the meeting"),
        latest=lambda: date(2026, 6, 18),
        too_late=_("The date must be today or earlier"),
    )
    how = forms.RadioField(
        _("How?"),
        choices=[
            ("meeting", _("Meeting")),
            ("call", _("Call or video")),
            ("mail", _("Mail or message")),
        ],
        missing=_("Choose how you negotiated"),
    )
    country = forms.CountryField(_("Country of the seller"))
    name = forms.TextField(_("Name of the seller"), missing=_("Write the name of the seller"))
    quantity = forms.WholeNumberField(_("Quantity"), missing=_("Write the quantity"))
    currency = forms.CurrencyField(_("Currency"), missing=_("Choose the currency"))
    amount = forms.MoneyField(_("Value"), currency="currency", missing=_("Write the value"))
    goods = forms.ChecksField(
        _("Goods"), choices=[("pistol", _("Pistols")), ("rifle", _("Rifles"))]
    )
    paper = forms.FileField(_("Contract"), hint=_("PDF, PNG or JPEG, at most 10 MB"))
    reason = forms.ReasonField(_("Reason"), hint=_("It goes on the record."), limit=500)
    secret = forms.PasswordField(_("Password"))
    own = forms.CheckField(
        _("I have no interest in this deal"), missing=_("Say that you have no interest")
    )
    version = forms.VersionField()


def create(*, pseudo_language: bool = False, language: str = "en") -> Flask:
    """The application; `pseudo_language` brackets every translated text."""
    app = Flask(
        "app",
        root_path=str(PROJECT / "app"),
        template_folder=str(PROJECT / "templates"),
        static_folder=str(PROJECT / "app" / "static"),
    )
    app.config.update(SECRET_KEY="for this gallery only", TESTING=True)
    Babel(app, default_locale=language)
    CSRFProtect(app)
    pages.init(app)
    forms.init(app)
    if pseudo_language:
        pseudo.init(app)
    own = FileSystemLoader(str(Path(__file__).parent / "gallery_pages"))
    app.jinja_loader = ChoiceLoader([own, *([app.jinja_loader] if app.jinja_loader else [])])
    app.extensions[pages.STATES] = lambda: NAMES
    app.extensions[REGIME] = lambda: REGIME_NOW
    app.register_blueprint(public)
    _routes(app)
    return app


def _routes(app: Flask) -> None:
    @app.context_processor
    def page_facts() -> dict[str, Any]:
        return {"demonstration": True}

    @app.get("/gallery/<page>")
    def show(page: str) -> str:
        return render_template(f"{page}.html", **FACTS, who=OFFICER, menu=menu())

    @app.route("/gallery/form", methods=["GET", "POST"])
    def form() -> str:
        asked = Meeting()
        asked.validate_on_submit()
        return render_template(
            "form.html", form=asked, who=Fact(name="Sela Corvane", firm=None, role=None, state=None)
        )

    @app.get("/gallery/error/<int:code>")
    def error(code: int) -> tuple[str, int]:
        return error_pages.render(code, request_id="7f3a-19c2", wait=30), 200


def menu() -> list[Fact]:
    words = [_("My work"), _("Registrations"), _("Dossiers"), _("Licences"), _("Watchlist")]
    counts = [7, 0, 0, 0, 1200]
    return [
        Fact(url=f"/{number}", label=label, current=number == 2, count=count)
        for number, (label, count) in enumerate(zip(words, counts, strict=True))
    ]


def _moment(month: int, day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


TERMS = Terms(
    authority="Licensing Authority",
    contact_point="Duty officer",
    contact_phone="+00 0 55 01 42",
    contact_email="contact@xandria.example",
    time_zone="Europe/Vienna",
)
REGIME_NOW = Regime(
    names=NAMES,
    terms={
        code: (Dated(datetime(2020, 1, 1, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC), TERMS),)
        for code in NAMES
    },
)
SPANS = [
    pictures.Span("Xandria", _("1 Jul 2026 to 30 Jun 2027"), date(2026, 7, 1), date(2027, 6, 30)),
    pictures.Span(
        "Xcadia", _("1 Aug to 31 Mar, proposed"), date(2026, 8, 1), date(2027, 3, 31), proposed=True
    ),
    pictures.Span(
        _("Together"),
        _("1 Aug 2026 to 31 Mar 2027"),
        date(2026, 8, 1),
        date(2027, 3, 31),
        together=True,
    ),
]
FACTS: dict[str, Any] = {
    "today": date(2026, 6, 18),
    "first": date(2026, 8, 1),
    "last": date(2027, 3, 31),
    "at": _moment(6, 16, 12, 31),
    "entries": [
        Fact(at=_moment(6, 16, 12, 31), state="XC", text=_("Lio Marrec proposed consent.")),
        Fact(at=_moment(6, 1, 15, 20), state=None, text=_("Broker answered two questions.")),
        Fact(at=datetime(2025, 12, 3, 8, 0, tzinfo=UTC), state="XA", text=_("Registered.")),
    ],
    "lines": [
        Fact(
            no=1,
            title="Pistol, semi-automatic, 9×19 mm",
            note="Karrow K4",
            asked=1200,
            allowed={"XA": 1200, "XC": 800},
            effective=800,
            left=560,
            of=800,
        ),
        Fact(
            no=2,
            title="Rifle, bolt action, .308",
            note="Karrow Longmark",
            asked=300,
            allowed={"XA": 300, "XC": 300},
            effective=300,
            left=300,
            of=300,
        ),
        Fact(
            no=3,
            title="Cartridge, 9×19 mm, ball",
            note="",
            asked=250000,
            allowed={"XA": 250000, "XC": 0},
            effective=0,
            left=0,
            of=0,
        ),
        Fact(
            no=4,
            title="Magazine",
            note="",
            asked=50,
            allowed={"XA": 50, "XC": None},
            effective=None,
            left=50,
            of=50,
        ),
    ],
    "conditions": [
        Fact(text="Carriage by sea only", state="XA", note=None),
        Fact(text="No transit through Xdonia", state="XC", note=_("proposed")),
    ],
    "steps": [
        Fact(state="done", title=_("Submitted"), note=_("18 May, 10:02")),
        Fact(
            state="now", title=_("A second officer must countersign"), note=_("you or Hale Brisk")
        ),
        Fact(state="next", title=_("Appeal may be filed for 28 days"), note=None),
    ],
    "gantt": pictures.gantt(SPANS, cover_end=date(2026, 9, 30)),
    "counts": pictures.counts(
        [
            pictures.Count("0–5", 15),
            pictures.Count("6–10", 12),
            pictures.Count("11–15", 7),
            pictures.Count("16–20", 3),
            pictures.Count(_("over 20"), 3, over=True),
        ]
    ),
    "case": pictures.case_clock(
        [
            pictures.Phase(_("examined, 19 days"), date(2026, 4, 2), date(2026, 4, 21)),
            pictures.Phase(_("reply window, 30 days"), date(2026, 4, 22), date(2026, 5, 21)),
            pictures.Phase(_("decision"), date(2026, 5, 22), date(2026, 6, 30), open=True),
        ],
        date(2026, 6, 18),
    ),
    "evidence": [
        Fact(
            feature=_("Name"),
            ours=Markup("<bdi>Severnyi Most Trading LLC</bdi>"),
            theirs=Markup("<bdi>Severny Most Trading OOO</bdi>"),
            says=_("Same words in another script."),
            weight="for",
            strength=_("Strong"),
        ),
        Fact(
            feature=_("State"),
            ours=Markup("<bdi>Xcadia</bdi>"),
            theirs=Markup("<bdi>Xandria</bdi>"),
            says=_("Another State."),
            weight="against",
            strength=_("Little"),
        ),
        Fact(
            feature=_("Address"),
            ours=Markup("<bdi>Unit 6, Canal Yard</bdi>"),
            theirs=None,
            says=_("Cannot be compared."),
            weight="open",
            strength=None,
        ),
    ],
}
