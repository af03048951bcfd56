"""Countries as lists write them, turned into ISO 3166 codes where that is certain."""

import re
from functools import lru_cache

import pycountry
from rigour.territories import lookup_territory

_OWN = re.compile("X[A-Z]")


@lru_cache(maxsize=1024)
def iso_code(text: str) -> str:
    """The two-letter code of a country's name, or an empty string when the name is not one.

    A code that ISO leaves to its users (XA to XZ), as invented States have, stands for itself.

    >>> iso_code("Iran (Islamic Republic of)"), iso_code("former Soviet Union"), iso_code("XA")
    ('IR', '', 'XA')
    """
    if _OWN.fullmatch(text):
        return text
    if not text.strip():
        return ""
    territory = lookup_territory(text)
    code = territory.code.upper() if territory else ""
    return code if pycountry.countries.get(alpha_2=code) else ""
