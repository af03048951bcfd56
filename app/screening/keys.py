"""By what two numbers, telephones, domains or addresses are known to be one, however written."""

from __future__ import annotations

import unicodedata

from rigour.addresses.compare import address_fingerprint

from app.screening.wordlists import PUBLIC_MAIL

PHONE_DIGITS = 7
PHONE_COMPARED = 9
IDENTIFIER_SIGNS = 5
ADDRESS_WORDS = 4
COUNTRY_SIGNS = 2


def phone_key(text: str) -> str:
    """The last nine digits, which no way of dialling changes; empty for too few.

    >>> phone_key("+99 (0)12 345-6789") == phone_key("0099 12 3456789") == "123456789"
    True
    """
    digits = "".join(str(unicodedata.decimal(char)) for char in text if char.isdecimal())
    return digits[-PHONE_COMPARED:] if len(digits) >= PHONE_DIGITS else ""


def mail_key(text: str) -> str:
    """The domain of a mail address or web site; empty for one that anybody can have.

    >>> mail_key("office@Orlane-Shadow.example"), mail_key("someone@gmail.com")
    ('orlane-shadow.example', '')
    """
    domain = text.strip().casefold().rpartition("@")[2].removeprefix("www.").rstrip(".")
    return "" if domain in PUBLIC_MAIL or "." not in domain else domain


def identifier_key(text: str) -> str:
    """Letters and digits alone, capitals; empty when too short or without a digit."""
    signs = "".join(char for char in text.upper() if char.isalnum())
    known = len(signs) >= IDENTIFIER_SIGNS and any(char.isdigit() for char in signs)
    return signs if known else ""


def address_key(text: str) -> str:
    """The words of an address in one spelling and order; empty when it names no house or box.

    A country code at the end is left out, since not everybody writes it.

    >>> address_key("12 Harbour Street, Port Meridian, XA")
    '12 hbr meridian port st'
    """
    parts = (address_fingerprint(text) or "").split()
    if parts and len(parts[-1]) == COUNTRY_SIGNS and parts[-1].isalpha():
        parts.pop()
    known = len(parts) >= ADDRESS_WORDS and any(map(str.isdigit, parts))
    return " ".join(sorted(parts)) if known else ""
