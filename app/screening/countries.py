"""Countries as lists write them, turned into ISO 3166 codes where that is certain."""

from functools import lru_cache

import pycountry
from rigour.territories import lookup_territory


@lru_cache(maxsize=1024)
def iso_code(text: str) -> str:
    """The two-letter code of a country's name, or an empty string when the name is not one.

    >>> iso_code("Iran (Islamic Republic of)"), iso_code("former Soviet Union")
    ('IR', '')
    """
    if not text.strip():
        return ""
    territory = lookup_territory(text)
    code = territory.code.upper() if territory else ""
    return code if pycountry.countries.get(alpha_2=code) else ""
