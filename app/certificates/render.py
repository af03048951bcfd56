"""Draws a sheet as an A4 PDF; the only file that knows WeasyPrint.

Nothing but the package's own crests is fetched while rendering; the same facts give the same
bytes (fixed dates and identifier).
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import segno
import weasyprint
from babel import Locale
from babel.support import NullTranslations
from jinja2 import Environment, FileSystemLoader, select_autoescape
from markupsafe import Markup
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from app import formats, words
from models.sheets import LicenceSheet, RegistrationSheet, Sheet

ROOT = Path(__file__).resolve().parents[2]
CRESTS = ROOT / "app" / "static" / "crests"
SCHEME = "crest:"
RENDERER = f"weasyprint {weasyprint.__version__}"
TEMPLATES = {LicenceSheet: "licence.html", RegistrationSheet: "registration.html"}


class ForeignAddress(Exception):  # noqa: N818  an answer to a document, not a fault of ours
    """A document asked for something that is not the package's own."""


def render(sheet: Sheet, base_url: str, locale: str = "en") -> bytes:
    """The PDF of a sheet; `base_url` is where its code leads."""
    address = f"{base_url}/verify/{sheet.number}/{sheet.check_code}"
    page = _environment(locale).get_template(TEMPLATES[type(sheet)])
    html = page.render(sheet=sheet, qr=_qr(address), address=f"{base_url}/verify", lang=locale)
    document = weasyprint.HTML(string=html, url_fetcher=CrestFetcher(), base_url=None)
    identifier = sheet.number.encode()
    pdf: bytes = document.write_pdf(
        font_config=FontConfiguration(),
        pdf_variant="pdf/ua-1",
        pdf_identifier=identifier,
        presentational_hints=False,
    )
    return pdf


class CrestFetcher(URLFetcher):  # type: ignore[misc]
    """Crests by code only; every other address is refused, whoever planted it."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:  # noqa: ARG002
        code = url.removeprefix(SCHEME)
        if not url.startswith(SCHEME) or not has_crest(code):
            raise ForeignAddress(url[:60])
        return URLFetcherResponse(
            url, (CRESTS / f"{code.lower()}.svg").read_bytes(), {"Content-Type": "image/svg+xml"}
        )


def has_crest(code: str) -> bool:
    """Whether the package has a crest of that State."""
    return code.isascii() and code.isalpha() and (CRESTS / f"{code.lower()}.svg").is_file()


def _qr(address: str) -> Markup:
    """The square code as inline SVG, 35 mm wide by the style sheet."""
    code = segno.make(address, error="q", micro=False)
    svg = code.svg_inline(border=0, omitsize=True)
    return Markup(svg)  # noqa: S704  drawn by segno from numbers and letters of our own


@lru_cache(maxsize=8)
def _environment(locale: str) -> Environment:
    """Templates with the words of one language; no web."""
    env = Environment(
        loader=FileSystemLoader(ROOT / "templates" / "certificates" / "sheets"),
        autoescape=select_autoescape(default=True),
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    spoken = Locale.parse(locale)
    translations = NullTranslations()
    env.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]
    env.filters.update(
        day=lambda value: formats.day(value, spoken),
        moment=lambda value: _utc(value, spoken),
        in_zone=lambda value, zone: _in_zone(value, zone, spoken),
        quantity=lambda value: formats.quantity(value, spoken),
        say=lambda code: translations.gettext(words.merged().get(code, code)),
    )
    env.globals.update(has_crest=has_crest)
    return env


def _utc(value: datetime, spoken: Locale) -> str:
    return formats.moment(value, "UTC", spoken)


def _in_zone(value: datetime, zone: str, spoken: Locale) -> str:
    return formats.moment(value, ZoneInfo(zone), spoken)
