"""Where lists are published: the table `data/publishers.toml`, and what an address must be."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from app.screening.errors import SettingWrong
from app.screening.list_formats import FORMS
from app.screening.readers import ofac_csv
from app.screening.readers.shared import WHOLE

FILE = Path(__file__).with_name("data") / "publishers.toml"
PARTS: Mapping[str, frozenset[str]] = {
    "ofac-csv": frozenset({ofac_csv.SDN, ofac_csv.ADD, ofac_csv.ALT, ofac_csv.COMMENTS})
}
"""The files of a list of several, by its form."""
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
LONGEST = 500


class Publisher(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where one list is published, and in which form: one address, or one for each file."""

    form: str
    address: str = ""
    parts: dict[str, str] = {}

    def addresses(self) -> dict[str, str]:
        """Address of each file by what it is in the list."""
        return dict(self.parts) or {WHOLE: self.address}


@cache
def known(file: Path = FILE) -> Mapping[str, Publisher]:
    """Every publisher's address by the name of the list, as this release knows it."""
    return msgspec.convert(tomllib.loads(file.read_text("utf-8")), dict[str, Publisher])


def published(source: str, form: str) -> dict[str, str]:
    """The publisher's own addresses of a list in a form; empty where none is known.

    >>> sorted(published("ofac", "ofac-csv")), published("port-list", "ftm")
    (['add', 'alt', 'comments', 'sdn'], {})
    """
    for name in (source, form):
        found = known().get(name)
        if found is not None and found.form == form:
            return found.addresses()
    return {}


def form_of(source: str) -> str:
    """The form in which a list is published, as far as this release knows; else empty."""
    found = known().get(source)
    return found.form if found else ""


def is_safe(url: str) -> bool:
    """Whether nobody on the way can change what comes from there: TLS, or this very machine.

    >>> is_safe("https://lists.example/un.xml"), is_safe("http://lists.example/un.xml")
    (True, False)
    """
    try:
        parts = urlsplit(url)
        named = bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False
    return named and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    )


def is_here(url: str) -> bool:
    """Whether an address is on this very machine."""
    return urlsplit(url).hostname in LOOPBACK


def checked(form: str, given: Mapping[str, str]) -> dict[str, str]:
    """Addresses that a list of this form can be fetched from, or SettingWrong."""
    if form not in FORMS:
        raise SettingWrong("list_form_unknown", form=form[:40], forms=", ".join(FORMS))
    wanted = PARTS.get(form, frozenset({WHOLE}))
    if given and given.keys() != wanted:
        raise SettingWrong("list_address_parts", form=form, parts=", ".join(sorted(wanted)))
    for url in given.values():
        if len(url) > LONGEST or not is_safe(url):
            raise SettingWrong("list_address_unsafe", url=url[:LONGEST])
    return dict(given)
