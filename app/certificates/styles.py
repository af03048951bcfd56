"""Lets WeasyPrint compute the style of a document's elements in less time.

Nine of ten values that it looks up are inherited or initial; each of them went through every
question that a rule would raise, one by one. And elements alike share one style, unless they name
a language, as half of ours do.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from typing import Any

from app.certificates.quick import replace

ASKED = {"position", "float", "display", "page"}
"""Properties whose value depends on others, or on those of ancestors."""


def quicken(css: Any) -> None:
    """Begin each style with what no rule speaks of; done once.

    `css` is WeasyPrint's module of that name. Style sheets must not calculate (`calc()`): what a
    child inherits is taken as it stands.
    """
    fill = _filling(css)

    def filled(make: Callable[..., None]) -> Callable[..., None]:
        def made(style: Any, parent: Any, *rest: Any) -> None:
            fill(style, parent, rest[0] if rest else ())
            make(style, parent, *rest)

        return made

    replace(css.ComputedStyle, "__init__", filled)
    replace(css.AnonymousStyle, "__init__", filled)
    replace(css, "find_style_attributes", lambda _: _speaking(css.tinycss2.parse_one_declaration))


def _filling(css: Any) -> Callable[[Any, Any, Collection[str]], None]:
    """Fills a style but for `cascaded`, the properties that rules speak of."""
    asked = ASKED | css.properties.INITIAL_NOT_COMPUTED
    plain = {
        name: value
        for name, value in css.properties.INITIAL_VALUES.items()
        if name not in asked and not name.startswith("text_decoration_")
    }
    inherited = tuple(name for name in plain if name in css.properties.INHERITED)
    physical = css.computed_values.PHYSICAL_FUNCTIONS
    ways = ("ltr", "rtl")
    logical = {of(block="ttb", inline=way) for of in physical.values() for way in ways}

    def fill(style: Any, parent: Any, cascaded: Collection[str]) -> None:
        style.update(plain)
        if parent is not None:
            style.update({name: parent[name] for name in inherited})
        for name in cascaded if logical.isdisjoint(cascaded) else (*cascaded, *physical):
            style.pop(name, None)

    return fill


def _speaking(read: Callable[[str], Any]) -> Callable[..., Iterator[tuple[Any, ...]]]:
    """Of what an element itself says of its style, our markup says the language alone: in the same
    declaration each time, which tells elements alike.
    """
    kept = lru_cache(maxsize=64)(lambda lang: read(f'-weasy-lang:"{lang}"'))

    def languages(tree: Any, *_: object) -> Iterator[tuple[Any, ...]]:
        for element in tree.iter():
            lang = element.get("lang")
            if lang:
                yield (0, 0, 0), element, (kept(lang),), None

    return languages
