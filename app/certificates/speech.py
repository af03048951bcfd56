"""The words of a document in one language, and the script of what people are called; no web."""

from __future__ import annotations

import io
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from rigour.text.scripts import codepoint_script

from app import formats, words

CATALOGUES = Path(__file__).resolve().parents[1] / "translations"
DOMAIN = "documents"
"""`app/translations/<language>/LC_MESSAGES/documents.po`: the words of documents alone."""
RIGHT_TO_LEFT = {"R", "AL"}


@dataclass(frozen=True)
class Speech:
    """One language: its formats, its catalogue."""

    locale: Locale
    catalogue: NullTranslations

    @property
    def tag(self) -> str:
        """The language as HTML and PDF name it."""
        return str(self.locale).replace("_", "-")

    @property
    def direction(self) -> str:
        """Which way its lines run: ltr or rtl."""
        return "rtl" if self.locale.character_order == "right-to-left" else "ltr"

    def say(self, code: str) -> str:
        """The words for a code; KeyError for one that has none, for no code is ever printed."""
        return str(self.catalogue.gettext(words.merged()[code]))

    def counted(self, quantity: int, unit: str) -> str:
        """A whole quantity with its unit."""
        one, many = words.plurals()[f"units.{unit}"]
        text = self.catalogue.ngettext(one, many, quantity)
        return str(text) % {"n": formats.quantity(quantity, self.locale)}

    def day(self, value: date) -> str:
        return formats.day(value, self.locale)

    def moment(self, value: datetime) -> str:
        return formats.moment(value, "UTC", self.locale)

    def money(self, minor: int, currency: str) -> str:
        return formats.money(minor, currency, self.locale)


ENGLISH = Speech(formats.ENGLISH, NullTranslations())


@lru_cache(maxsize=16)
def speech(locale: str) -> Speech:
    """The language of that name if the register has a catalogue of it, else English."""
    found = CATALOGUES / locale / "LC_MESSAGES" / f"{DOMAIN}.po"
    if not locale.isidentifier() or not found.is_file():
        return ENGLISH
    try:
        known = Locale.parse(locale)
    except UnknownLocaleError:
        return ENGLISH
    compiled = io.BytesIO()
    with found.open("rb") as text:
        write_mo(compiled, read_po(text, locale))
    compiled.seek(0)
    return Speech(known, Translations(compiled, DOMAIN))


def speeches(locales: Iterable[str]) -> tuple[Speech, ...]:
    """The languages that a document speaks, each once; one that the register lacks is left out.

    >>> [one.tag for one in speeches(["xx", "en"])]
    ['en']
    """
    return tuple(dict.fromkeys(speech(one) for one in locales)) or (ENGLISH,)


@dataclass(frozen=True)
class Hand:
    """How a name is written: its language tag (nothing for Latin letters) and its direction."""

    lang: str
    direction: str

    @property
    def turns(self) -> bool:
        """Whether it runs from right to left, and so needs a line of its own."""
        return self.direction == "rtl"


def hand(text: str) -> Hand:
    """The script that most letters are of, and the direction of the first strong one.

    The language of a name is not known, so only the script is told.

    >>> hand("Norvane Brokering Ltd"), hand("Норвейн").lang, hand("شركة نورفين").turns
    (Hand(lang='', direction='ltr'), 'und-Cyrl', True)
    """
    found = Counter(filter(None, (_code(letter) for letter in text if letter.isalpha())))
    most = found.most_common(1)[0][0] if found else "Latn"
    strong = (unicodedata.bidirectional(letter) for letter in text)
    first = next((kind for kind in strong if kind in {"L", *RIGHT_TO_LEFT}), "L")
    return Hand(
        lang="" if most == "Latn" else f"und-{most}",
        direction="rtl" if first in RIGHT_TO_LEFT else "ltr",
    )


def _code(letter: str) -> str:
    """The ISO 15924 code of a letter's script; nothing for a script without one."""
    return _script_codes().get(codepoint_script(ord(letter)) or "", "")


@lru_cache(maxsize=1)
def _script_codes() -> Mapping[str, str]:
    """ISO 15924 codes by the English names of the scripts."""
    return {str(name): str(code) for code, name in formats.ENGLISH.scripts.items()}
