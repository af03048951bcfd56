"""What the Treasury writes of somebody in one text: "DOB 1962; POB Karst; a.k.a. 'OSK'."."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.screening.entries import Birth, Country, Document, ListedName, NameQuality, Place
from app.screening.readers.days import births_in
from app.screening.readers.shared import countries_once, mail_domains, surname_last
from app.screening.un_fields import NAME_LIMIT, country

_ALIAS = re.compile(r"(a|f|n)\.k\.a\.,?\s+'(.+)'", re.IGNORECASE)
_ALIAS_QUALITIES = {"a": NameQuality.WEAK, "f": NameQuality.FORMER, "n": NameQuality.STRONG}
_NUMBER = re.compile(
    r"(?P<kind>[^\d()]{0,60}?"
    r"(?:No\.|#|\bNumber(?: \(MSN\))?|\bID|Passport|Code(?: \(USCC\))?|Registration|IMO|MMSI"
    r"|D\.N\.I\.|R\.F\.C\.|C\.U\.R\.P\.|C\.U\.I\.T\.|SSN|FEIN|BIK \(RU\)|Licen[cs]e|SWIFT/BIC"
    r"|Identification|Italian Fiscal Code|electoral|RFC|CURP))\s+"
    r"(?P<number>(?=(?:[A-Z]{1,4} )?\S*\d|[A-Z]{6,11}\b)[^()]+?)"
    r"(?:\s+\((?P<country>[^()]*)\))?(?:\s+(?P<note>(?:expires|issued|\().*))?"
)
IMO = "IMO "
_PHONE = re.compile(r"(?:Telephone|Phone)(?: No\.| Number)?:?\s+(\S.*)", re.IGNORECASE)
_PLAIN = re.compile(r"(DOB|POB|nationality|citizen|Gender|Email Address)\s+(\S.*)", re.IGNORECASE)
_NOT_IDENTIFYING = re.compile(
    r":$|Directive|\bDate\b|Sanctions Information|Target Type|Gender|Website|Email|Phone|Telephone"
    r"|Issuer Name|Equity Ticker|\bISIN\b|Secondary sanctions|Nationality|Digital Currency"
    r"|Organization Type|Transactions Prohibited|Aircraft M(?:ode|anufacture D)|Aircraft Operator"
    r"|Vessel (?:Type|Flag)|Former Vessel",
    re.IGNORECASE,
)


@dataclass
class Remarks:
    """What could be read of a text of remarks; everything stays in the remarks as well."""

    names: list[ListedName] = field(default_factory=list)
    births: list[Birth] = field(default_factory=list)
    birth_places: list[Place] = field(default_factory=list)
    nationalities: list[str] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    mails: list[str] = field(default_factory=list)
    gender: str = ""

    @property
    def countries(self) -> tuple[Country, ...]:
        """Nationalities and citizenships, each once."""
        return countries_once(self.nationalities)

    @property
    def mail_domains(self) -> tuple[str, ...]:
        """The domains of the mail addresses."""
        return mail_domains(self.mails)


def read(text: str, *, person: bool) -> Remarks:
    """Take a text of remarks apart; what is not known stays where it is.

    >>> found = read("DOB 1962; Passport KX 4471 (Cuba) expires 2016; a.k.a. 'OSK'.", person=True)
    >>> found.documents[0].number, found.documents[0].note, found.names[0].quality.value
    ('KX 4471', 'expires 2016', 'weak')
    """
    found = Remarks()
    for part in _parts(text):
        if match := _ALIAS.fullmatch(part):
            name = surname_last(match[2]) if person else match[2]
            found.names.append(ListedName(name, _ALIAS_QUALITIES[match[1].lower()]))
        elif match := _PLAIN.fullmatch(part):
            _take(found, match[1].lower(), match[2])
        elif match := _PHONE.fullmatch(part):
            found.phones.append(match[1])
        elif (match := _NUMBER.fullmatch(part)) and identifying(match["kind"]):
            found.documents.append(
                document(
                    match["kind"], match["number"], match["country"] or "", match["note"] or ""
                )
            )
    return found


def identifying(kind: str) -> bool:
    """Whether a kind of number says who somebody is; lists keep other facts among the numbers.

    >>> identifying("Passport"), identifying("Secondary sanctions risk:"), identifying("ISIN")
    (True, False, False)
    """
    return not _NOT_IDENTIFYING.search(kind)


def _parts(text: str) -> Iterator[str]:
    for part in text.split(";"):
        yield part.strip().removesuffix(".").removeprefix("alt. ").strip()


def _take(found: Remarks, kind: str, value: str) -> None:
    match kind:
        case "dob":
            found.births += births_in(value)
        case "pob":
            found.birth_places.append(Place(value))
        case "nationality" | "citizen":
            found.nationalities.append(value)
        case "gender":
            found.gender = value
        case _:
            found.mails.append(value)


def document(kind: str, number: str, where: str = "", note: str = "") -> Document:
    """A paper or number; of a vessel the bare number, since lists write it in both ways.

    >>> document("Vessel Registration Identification", "IMO 9990013").number
    '9990013'
    """
    if number.startswith(IMO):
        kind, number = f"{kind} {IMO}".strip(), number.removeprefix(IMO)
    return Document(kind.strip(), number.strip()[:NAME_LIMIT], country(where), note)
