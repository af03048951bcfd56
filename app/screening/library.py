"""A second opinion on two names, from the matching library where it is installed: logic-v2.

Importing the library takes seconds and 600 MB, so nothing of it is imported before it is asked.
"""

from __future__ import annotations

import ctypes
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import msgspec

from app.screening.compare import Comparison
from app.screening.kinds import SILENT
from app.screening.names import NameForm, Word
from models.particulars import Form

if TYPE_CHECKING:
    from followthemoney import EntityProxy

PACKAGES = ("nomenklatura", "followthemoney")
ALGORITHM = "logic-v2"

# Two names that we would pass over are put before an officer when the library finds them as much
# alike as this, and no more missing than so many hundredths of a word: a brother's name of seven
# words has six of them.
ALIKE = 82
MISSING = 50
# One word of a longer name is no name, unless it is the whole of it without blanks, in percent.
WRITTEN_TOGETHER = 60
# Openings that one name has in two spellings: Cho and Jo, Yauhen and Evgeny, Siarhei and Sergei.
OPENINGS = ("aeiouywh", "bfpvw", "cghjkqx", "cjstxz", "dt", "ilnry", "mn")
# Only a name that nobody bears is longer, in letters; the work it would make grows with its square.
LONGEST = 300
# What such a pair is worth begins at the review line and stays below what calls for haste.
MOST = 91

_SCHEMAS = {"vessel": "Vessel", "aircraft": "Airplane"}


class Opinion(msgspec.Struct, frozen=True):
    """What the library makes of two names: 0 to 100, and its own account of each word."""

    score: int
    detail: str


def installed() -> bool:
    """Whether the library is there; it is not imported."""
    return all(find_spec(package) for package in PACKAGES)


def versions() -> dict[str, str]:
    """The library's packages with their versions."""
    return {package: version(package) for package in PACKAGES}


def warm() -> None:
    """Load everything that the first opinion needs: some eight seconds of processor time."""
    opinion("Davor Meshkan", "Davor Petar Meshkhan", Form.PERSON)
    opinion("Orlane Shadow Logistics", "Orlane Shadow Freight Ltd", Form.FIRM)
    _give_back()


def opinion(party: str, listed: str, kind: Form, craft: str = "") -> Opinion | None:
    """What the library makes of two names of one kind, or None when one is too long to be a name.

    `craft` is "vessel", "aircraft" or empty.
    """
    if max(len(party), len(listed)) > LONGEST:
        return None
    model, settings = _loaded()
    schema = "Person" if kind is Form.PERSON else _SCHEMAS.get(craft, "Organization")
    asked, other = _entity(schema, party), _entity(schema, listed)
    result = model.compare(asked, other, settings)
    named = result.explanations.get("name_match")
    return Opinion(round(100 * result.score), (named.detail if named else "") or "")


def worth_asking(found: Comparison) -> bool:
    """Whether the library could take two names for one that we take for two.

    It knows other spellings of single words. Two words in place of two are other names to it too,
    and so is a word in place of one that opens in quite another way.
    """
    mine = [word for word in found.only_query if word.kind not in SILENT]
    theirs = [word for word in found.only_listed if word.kind not in SILENT]
    if not (mine and theirs):
        return True
    if len(mine) > 1 or len(theirs) > 1:
        return False
    first, second = mine[0].plain[0], theirs[0].plain[0]
    return any(first in opening and second in opening for opening in OPENINGS)


def lifted(found: Opinion, party: NameForm, listed: NameForm, line: int) -> int:
    """What two names are worth by the library's opinion alone; 0 when it does not carry them.

    Names are put before an officer from `line` on. One shared word never makes two names one.
    """
    words = max(len(_telling(party)), len(_telling(listed)))
    missing = (100 - found.score) * words
    if found.score < ALIKE or missing > MISSING or _one_word_of_many(party, listed):
        return 0
    return min(line + found.score - ALIKE, max(MOST, line))


def _one_word_of_many(party: NameForm, listed: NameForm) -> bool:
    shorter, longer = sorted((_telling(party), _telling(listed)), key=len)
    if len(shorter) > 1 or len(longer) == 1:
        return False
    return 100 * _letters(shorter) < WRITTEN_TOGETHER * _letters(longer)


def _telling(form: NameForm) -> list[Word]:
    return [word for word in form.words if word.kind not in SILENT] or list(form.words)


def _letters(words: list[Word]) -> int:
    return sum(len(word.plain) for word in words)


def _entity(schema: str, name: str) -> EntityProxy:
    """A name as the library reads it.

    It keeps what it has read of an entity by the entity's id alone. So the id is the name itself:
    a name that was changed, or another's, can never be taken for one that was read before.
    """
    from followthemoney import model  # noqa: PLC0415

    entity = model.make_entity(schema)
    entity.id = f"{schema}:{name}"
    entity.add("name", name)
    return entity


def _give_back() -> None:
    """Hand the system what loading took and does not keep, 50 MB, where its C library can."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


@cache
def _loaded() -> tuple[Any, Any]:
    from nomenklatura.matching import get_algorithm  # noqa: PLC0415
    from nomenklatura.matching.types import ScoringConfig  # noqa: PLC0415

    return get_algorithm(ALGORITHM), ScoringConfig.defaults()
