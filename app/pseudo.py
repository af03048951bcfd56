"""A language that is not one: every translated text in brackets, so that the rest stands out."""

from __future__ import annotations

from babel.support import NullTranslations
from flask import Flask
from flask_babel import Domain

OPEN, CLOSE = "\N{FULLWIDTH LEFT SQUARE BRACKET}", "\N{FULLWIDTH RIGHT SQUARE BRACKET}"


class PseudoTranslations(NullTranslations):
    """Answers every text with itself in brackets."""

    def gettext(self, message: str) -> str:
        return f"{OPEN}{message}{CLOSE}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002  no context, one text
        return self.gettext(message)

    def npgettext(self, context: str, singular: str, plural: str, num: int) -> str:  # noqa: ARG002
        return self.ngettext(singular, plural, num)

    # The names by which flask-babel asks.
    ugettext = gettext
    ungettext = ngettext

    def upgettext(self, context: str, message: str) -> str:
        return self.pgettext(context, message)

    def unpgettext(self, context: str, singular: str, plural: str, num: int) -> str:
        return self.npgettext(context, singular, plural, num)


class PseudoDomain(Domain):  # type: ignore[misc]
    """The catalogue of that language, whatever the reader asked for."""

    def get_translations(self) -> PseudoTranslations:
        return PseudoTranslations()


def init(app: Flask) -> None:
    """Make an application speak it; for tests only, after flask-babel is set up."""
    app.extensions["babel"].instance.domain_instance = PseudoDomain()
