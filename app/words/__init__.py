"""The words of the register: for every code of the models, what a person reads.

Each module of this package holds a `WORDS` table, code to English sentence, marked for
translation with `N_`, and perhaps a `PLURALS` table, code to the pair that ngettext chooses
from by the fact `n`. Translation happens where the words are shown, never here.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

Pair = tuple[str, str]


def N_(text: str) -> str:  # noqa: N802  the name that extraction knows
    """Mark a text for translation and return it as it is."""
    return text


def P_(one: str, many: str) -> Pair:  # noqa: N802
    """Mark a singular and a plural for translation and return them as they are."""
    return one, many


@cache
def merged() -> Mapping[str, str]:
    """Every code with its English text; two modules with the same code are an error."""
    return MappingProxyType(_collect("WORDS"))


@cache
def plurals() -> Mapping[str, Pair]:
    """Every code whose text depends on a number `n`, with its singular and plural."""
    both = merged().keys() & (found := _collect("PLURALS")).keys()
    if both:
        msg = f"codes with a word and a plural: {sorted(both)}"
        raise ValueError(msg)
    return MappingProxyType(found)


def _collect(table: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    home: dict[str, str] = {}
    for module in pkgutil.iter_modules(__path__, f"{__name__}."):
        for code, word in getattr(importlib.import_module(module.name), table, {}).items():
            if code in found:
                msg = f"{code} has words in {home[code]} and in {module.name}"
                raise ValueError(msg)
            found[code], home[code] = word, module.name
    return found
