"""Lets WeasyPrint compute the style of a document's elements in less time.

Nine of ten values that it looks up are inherited or initial; each of them went through every
question that a rule would raise: a sixth of the time of a document. And elements alike share one
style, unless they name a language, as half of ours do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from app.certificates.quick import replace

ASKED = {"position", "float", "display", "page"}
"""Properties whose value depends on others, or on those of ancestors."""
Missing = Callable[[Any, str], Any]


def quicken(css: Any) -> None:
    """Have computed styles answer plain questions at once; done once.

    `css` is WeasyPrint's module of that name. Style sheets must not calculate (`calc()`): what a
    child inherits is taken as it stands.
    """
    replace(css.ComputedStyle, "__missing__", lambda ask: _answering(ask, css))
    replace(css, "find_style_attributes", lambda _: _speaking(css.tinycss2.parse_one_declaration))


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


def _answering(ask: Missing, css: Any) -> Missing:
    inherited, initial = css.properties.INHERITED, css.properties.INITIAL_VALUES
    physical = css.computed_values.PHYSICAL_FUNCTIONS
    asked = ASKED | css.properties.INITIAL_NOT_COMPUTED
    plain = frozenset(
        key for key in initial if key not in asked and not key.startswith("text_decoration_")
    )

    def missing(style: Any, key: str) -> Any:
        if key not in plain or key in style.cascaded:
            return ask(style, key)
        logical = physical.get(key)
        if logical and logical(block="ttb", inline=style["direction"]) in style.cascaded:
            return ask(style, key)
        above = style.parent_style if key in inherited else None
        value = style[key] = initial[key] if above is None else above[key]
        return value

    return missing
