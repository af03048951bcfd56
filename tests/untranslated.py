"""Finds text on a page that did not go through translation: what stands outside its brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import html as parser
from lxml.html import HtmlElement

from app.pseudo import CLOSE, OPEN

RECORD_NUMBER = re.compile(r"\b[A-Z]{2}-[0-9]{4}-[A-Z]-[0-9]{5,}-[A-Z]\b")
MONEY = re.compile(r"\b[A-Z]{3}\u00a0[0-9.,\u00a0\u202f]+|[0-9.,\u00a0\u202f]+\u00a0[A-Z]{3}\b")
UNIT = re.compile(r"\bUTC([+\u2212][0-9:]+)?\b")
UNSEEN = {"script", "style", "template", "textarea", "time", "bdi", "kbd", "head"}
SPOKEN = ("alt", "aria-label", "placeholder", "title")
BUTTONS = {"submit", "button", "reset"}


def untranslated(page: str) -> list[str]:
    """Every piece of text of a page, rendered in the pseudo-language, that nobody translates.

    Numbers, record numbers, money, days and moments are left out; so is what people and firms
    are called: `<bdi>`, `data-said` and `translate="no"` mark it.
    """
    tree = parser.document_fromstring(page)
    body: Any = tree.find("body")
    title = tree.findtext(".//title") or ""
    spoken = map(outside, (title, *_attributes(body)))
    return [*filter(None, spoken), *_texts(body)]


def outside(text: str) -> str:
    """What of one text stands outside brackets, when it holds a letter; else nothing.

    >>> outside(f"{OPEN}Sent to {OPEN}Xandria{CLOSE}{CLOSE} 12"), outside(f"{OPEN}Sent{CLOSE} to")
    ('', 'to')
    """
    return "".join(_outside(text, 0)[0])


def _outside(text: str, depth: int) -> tuple[list[str], int]:
    kept = []
    for letter in text:
        if letter == OPEN:
            depth += 1
        elif letter == CLOSE:
            depth -= 1
        elif depth == 0:
            kept.append(letter)
    rest = "".join(kept)
    for pattern in (RECORD_NUMBER, MONEY, UNIT):
        rest = pattern.sub("", rest)
    return ([rest.strip()] if any(map(str.isalpha, rest)) else []), depth


def _is_said(element: HtmlElement) -> bool:
    return (
        element.get("data-said") is not None
        or element.get("translate") == "no"
        or element.tag in UNSEEN
    )


def _texts(body: HtmlElement) -> list[str]:
    """Texts in the order of the page; one sentence may reach over several elements."""
    found: list[str] = []
    depth = 0
    for text, said in _walk(body, said=False):
        kept, depth = _outside(text, depth)
        if not said:
            found.extend(kept)
    return found


def _walk(element: HtmlElement, *, said: bool) -> Iterator[tuple[str, bool]]:
    if not isinstance(element.tag, str):
        return
    said = said or _is_said(element)
    yield element.text or "", said
    for child in element:
        yield from _walk(child, said=said)
        yield child.tail or "", said


def _attributes(body: HtmlElement) -> Iterator[str]:
    for element in body.iter():
        if not isinstance(element.tag, str) or _is_said(element):
            continue
        yield from (value for name in SPOKEN if (value := element.get(name)))
        if element.tag == "input" and element.get("type") in BUTTONS:
            yield element.get("value", "")
