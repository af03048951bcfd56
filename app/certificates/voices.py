"""One text said in every language of a document: under one another, each with its own mark.

The templates are written as if for one language: what `gettext` gives them here is a `Said`,
which holds the text in all, and draws each in an element that tells its language (DOC-08).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from markupsafe import Markup, escape

from app.certificates.speech import Speech

Voices = tuple[Speech, ...]
"""The languages of a document, the one that it mainly speaks first."""


class Said:
    """One text in each language; what two of them write alike is drawn once."""

    def __init__(self, voices: Voices, each: tuple[Markup, ...]) -> None:
        self.voices = voices
        self.each = each

    def __html__(self) -> Markup:
        said: dict[Markup, Speech] = {}
        for voice, text in zip(self.voices, self.each, strict=True):
            said.setdefault(text, voice)
        (first, main), *others = said.items()
        if not others:
            return first
        drawn = [_marked(main, first, "main")]
        drawn += [_marked(voice, text, "also") for text, voice in others]
        return Markup("").join(drawn)

    def __str__(self) -> str:
        """The first language alone: what has room for one text, such as a title."""
        return str(self.each[0])


def _marked(spoken: Speech, text: Markup, place: str) -> Markup:
    return Markup('<span class="{}" lang="{}" dir="{}">{}</span>').format(
        place, spoken.tag, spoken.direction, text
    )


class Chorus:
    """What the templates may say, in all languages at once."""

    def __init__(self, voices: Voices) -> None:
        self.voices = voices

    @property
    def tag(self) -> str:
        return self.voices[0].tag

    @property
    def direction(self) -> str:
        return self.voices[0].direction

    def gettext(self, text: str, /, **facts: Any) -> Said:
        """A text with its facts; a fact that differs by language is said in each."""
        return self._filled(lambda one: one.catalogue.gettext(text), facts)

    def ngettext(self, one: str, many: str, n: int, /, **facts: Any) -> Said:
        """A text by number."""
        return self._filled(lambda spoken: spoken.catalogue.ngettext(one, many, n), facts)

    def apart(self, *texts: Said | None) -> list[tuple[Speech, tuple[Markup, ...]]]:
        """Texts that belong together, language by language, not each torn from the next."""
        return [
            (voice, tuple(text.each[place] if text else Markup("") for text in texts))
            for place, voice in enumerate(self.voices)
        ]

    def say(self, code: str) -> Said:
        """The words for a code; KeyError for one that has none."""
        return self._said(lambda one, _: escape(one.say(code)))

    def day(self, value: date) -> Said:
        return self._said(lambda one, _: escape(one.day(value)))

    def moment(self, value: datetime) -> Said:
        return self._said(lambda one, _: escape(one.moment(value)))

    def money(self, minor: int, currency: str) -> Said:
        return self._said(lambda one, _: escape(one.money(minor, currency)))

    def counted(self, quantity: int, unit: str) -> Said:
        return self._said(lambda one, _: escape(one.counted(quantity, unit)))

    def _filled(self, text: Callable[[Speech], str], facts: dict[str, Any]) -> Said:
        """Texts of our own, which may hold markup, with facts, which are escaped."""
        return self._said(
            lambda one, place: Markup(text(one)) % _facts(facts, place)  # noqa: S704
        )

    def _said(self, say: Callable[[Speech, int], Markup]) -> Said:
        return Said(
            self.voices, tuple(say(spoken, place) for place, spoken in enumerate(self.voices))
        )


def _facts(facts: dict[str, Any], place: int) -> dict[str, Any]:
    return {
        name: value.each[place] if isinstance(value, Said) else value
        for name, value in facts.items()
    }
