"""Draws a sheet as an A4 PDF; the only file that knows WeasyPrint.

Nothing but the package's own pictures is fetched while rendering, and the same facts give the
same bytes: dates and identifier come from the sheet.
"""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

import weasyprint
from cssselect2 import ElementWrapper
from weasyprint import css, document
from weasyprint.formatting_structure import boxes
from weasyprint.layout import absolute, block, inline, page, table
from weasyprint.pdf import stream, tags
from weasyprint.text import line_break
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from app.certificates import archival, lengths, lines, styles
from app.certificates.fields import FACTS
from app.certificates.markup import CRESTS, beginning, has_crest, markup, style
from app.certificates.pictures import Square
from app.certificates.speech import speeches
from models import sheets
from models.sheets import Sheet

RENDERER = f"weasyprint {weasyprint.__version__}"
CREST, CODE = "own:crest/", "own:code"


class ForeignAddress(FatalURLFetchingError):  # type: ignore[misc]  # noqa: N818  no fault of ours
    """A document asked for something that is not the package's own: it is not drawn at all."""


archival.mark_languages(tags)
archival.set_apart(document, stream)
styles.quicken(css)
lines.quicken(line_break, inline, boxes)
lengths.quicken(absolute, block, inline, page, table)


def render(sheet: Sheet, base_url: str, code: str = "", facts: str | None = None) -> bytes:
    """The PDF of a sheet in its languages, still unsealed: PDF/A-3a and PDF/UA-1 in one file.

    Its square holds the signed code; a document without one has a square that leads to the public
    check under `base_url`. `facts` is the sheet as it was frozen, byte for byte: it travels in
    the file as facts.json. A draft has neither square nor facts, and DRAFT across each page.
    """
    voices = speeches(sheet.languages)
    draft = sheets.is_draft(sheet)
    facts = sheets.written(sheet) if facts is None else facts
    whole = Page(markup(sheet, base_url, *voices))
    square = Square(code or f"{base_url}/verify/{sheet.number}/{sheet.check_code}")
    shared = {
        "font_config": _fonts(),
        "stylesheets": [_read_style(style(sheet, *voices))],
        "cache": {} if draft else {CODE: square},
    }
    if draft:
        return bytes(whole.write_pdf(pdf_variant="pdf/ua-1", **shared))
    pdf: bytes = whole.write_pdf(
        finisher=archival.finish,
        uncompressed_pdf=True,  # it is pressed as it is sealed, by a library in C++
        pdf_variant="pdf/a-3a",
        pdf_identifier=bytes.fromhex(sheets.digest(facts))[:16],
        attachments=[_attached(facts, FACTS, sheet.issued_at)],
        **shared,
    )
    return pdf


class _Warm(threading.local):
    """What each thread keeps from one document to the next."""

    fonts: FontConfiguration | None = None


_warm = _Warm()


def _fonts() -> FontConfiguration:
    """The fonts of this machine: found once, not anew with every sheet."""
    _warm.fonts = _warm.fonts or FontConfiguration()
    return _warm.fonts


@lru_cache(maxsize=16)
def _read_style(text: str) -> weasyprint.CSS:
    """A style sheet, read; it fetches no other."""
    return weasyprint.CSS(string=text, url_fetcher=Pictures())


def _attached(facts: str, name: str, at: datetime) -> weasyprint.Attachment:
    """The frozen facts as a file of the document: what a machine reads instead of the page."""
    at = at.astimezone(UTC)
    return weasyprint.Attachment(
        string=facts,
        name=name,
        description="Facts of this document",
        relationship="Data",
        created=at,
        modified=at,
    )


class Page(weasyprint.HTML):  # type: ignore[misc]
    """Markup of our own, read as XML: what is not well-formed is not drawn.

    WeasyPrint's own parser mends what strangers write; it takes twenty times as long.
    """

    def __init__(self, text: str) -> None:
        self.base_url = None
        self.url_fetcher = Pictures()
        self.media_type = "print"
        self.wrapper_element = ElementWrapper.from_html_root(
            ElementTree.fromstring(text),  # noqa: S314  our own, with what people wrote escaped
            content_language=None,
        )
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[weasyprint.CSS]:  # noqa: ARG002, FBT001, FBT002
        """Rules for the elements of our markup, in place of those for every page there is."""
        return [_read_style(beginning())]


class Pictures(URLFetcher):  # type: ignore[misc]
    """Crests by code; every other address is refused."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=())

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:  # noqa: ARG002
        """One of the package's own pictures; ForeignAddress for whatever else was planted."""
        code = url.removeprefix(CREST)
        if not (url.startswith(CREST) and has_crest(code)):
            raise ForeignAddress(url[:60])
        picture = (CRESTS / f"{code.lower()}.svg").read_bytes()
        return URLFetcherResponse(url, picture, {"Content-Type": "image/svg+xml"})
