"""The entries of lists, prepared once to be asked for many parties; as bytes, to be kept."""

from __future__ import annotations

import hashlib
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, overload

import msgspec
import numpy as np

from app.screening.entries import ListEntry, NameQuality
from app.screening.index import NameIndex, StoredNames
from app.screening.judgement import NamePair
from app.screening.kinds import SILENT, TELLING
from app.screening.links import Links, StoredLinks
from app.screening.matches import Subject
from app.screening.names import NameForm
from app.screening.variants import forms
from models.particulars import Form

if TYPE_CHECKING:
    from numpy.typing import NDArray

WEAK_LEAST = 85
OTHER_KIND_LEAST = 85
PERSON_WORDS = 2
SEARCHED = 35
"""What names must agree by at least to come before those that are only written alike."""
BESIDE = 100
"""Names that are looked at only because they are written or sound alike."""
WRITTEN_ALIKE = 40
HEARD_ALIKE = 40
"""What it adds at most to be written, or to sound, alike."""
BLOCK = 16
"""Entries that are packed together: one is seldom asked for without its neighbours."""
BLOCKS_READ = 200
_SURENESS = {quality: place for place, quality in enumerate(NameQuality)}
_MARK = b"SACR-IX1"
_DIGEST = 32


class DamagedError(Exception):
    """Bytes that hold no prepared lists, or that other code made: prepare them again."""


class Entries(Sequence[ListEntry]):
    """Entries kept packed, some together, each read when it is asked for: most never are."""

    def __init__(self, packed: Sequence[bytes], count: int) -> None:
        self.packed = packed
        self._count = count
        self._block = lru_cache(BLOCKS_READ)(self._unpacked)

    @classmethod
    def of(cls, entries: Sequence[ListEntry]) -> Entries:
        """Entries, packed."""
        blocks = (entries[begin : begin + BLOCK] for begin in range(0, len(entries), BLOCK))
        encoded = ([msgspec.msgpack.encode(entry) for entry in block] for block in blocks)
        packed = [zlib.compress(msgspec.msgpack.encode(block)) for block in encoded]
        return cls(packed, len(entries))

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, number: int) -> ListEntry: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[ListEntry]: ...
    def __getitem__(self, number: int | slice) -> ListEntry | Sequence[ListEntry]:
        if isinstance(number, slice):
            return [self[one] for one in range(len(self))[number]]
        block, place = divmod(range(len(self))[number], BLOCK)
        return msgspec.msgpack.decode(self._block(block)[place], type=ListEntry)

    def _unpacked(self, block: int) -> list[bytes]:
        content = zlib.decompress(self.packed[block])
        return msgspec.msgpack.decode(content, type=list[bytes])


class _Stored(msgspec.Struct, array_like=True):
    """Prepared lists as bytes."""

    code: str
    count: int
    entries: list[bytes]
    references: list[str]
    kinds: list[Form]
    entry_of: list[int]
    place_of: list[int]
    names: StoredNames
    links: StoredLinks


class Index:
    """The entries of one or more lists, prepared once and asked for many parties."""

    def __init__(self, entries: Iterable[ListEntry]) -> None:
        known = tuple(entries)
        self.entries: Sequence[ListEntry] = known
        self.links = Links(known)
        self._references = [entry.reference for entry in known]
        self._kinds = [entry.kind for entry in known]
        self._names = NameIndex()
        self._entry_of = array("i")
        self._place_of = array("i")
        for number, entry in enumerate(known):
            for place, form in _forms_of(entry):
                self._names.add(form)
                self._entry_of.append(number)
                self._place_of.append(place)

    @classmethod
    def of_bytes(cls, kept: bytes | memoryview) -> Index:
        """What `as_bytes` kept, ready to be asked; raises DamagedError."""
        content = memoryview(kept)[len(_MARK) + _DIGEST :]
        head = bytes(kept[: len(_MARK) + _DIGEST])
        if head != _MARK + hashlib.sha256(content).digest():
            raise DamagedError
        try:
            stored = msgspec.msgpack.decode(content, type=_Stored)
        except msgspec.MsgspecError as fault:
            raise DamagedError from fault
        if stored.code != code_version():
            raise DamagedError
        index = cls(())
        index.entries = Entries(stored.entries, stored.count)
        index.links = Links.of_stored(stored.links, index.entries)
        index._references, index._kinds = stored.references, stored.kinds
        index._entry_of, index._place_of = array("i", stored.entry_of), array("i", stored.place_of)
        index._names = NameIndex.of_stored(stored.names)
        return index

    def as_bytes(self) -> bytes:
        """Everything prepared, with a digest, to be kept until the lists or the code change."""
        stored = _Stored(
            code_version(),
            len(self.entries),
            list(Entries.of(self.entries).packed),
            self._references,
            self._kinds,
            self._entry_of.tolist(),
            self._place_of.tolist(),
            self._names.stored(),
            self.links.stored(),
        )
        content = msgspec.msgpack.encode(stored)
        return _MARK + hashlib.sha256(content).digest() + content

    def __len__(self) -> int:
        return len(self.entries)

    def references(self) -> set[str]:
        """The publisher's references of all entries."""
        return set(self._references)

    def names_like(self, subject: Subject, least: int) -> dict[int, NamePair]:
        """By the number of the entry: its name that agrees best, of those that reach `least`."""
        best: dict[int, NamePair] = {}
        for form, former in forms_asked(subject):
            for name, found in self._names.search(form, least):
                number = self._entry_of[name]
                written = self.entries[number].names[self._place_of[name]]
                pair = NamePair(form, self._names.form(name), written, former, found)
                if _counts(pair, subject.kind, self._kinds[number]):
                    _keep(best, number, pair)
        return best

    def likeliest(self, subject: Subject, limit: int) -> list[int]:
        """The numbers of the entries that a party is likeliest to be, the likeliest first.

        In the order of how far names agree, and of how much they are written and sound alike: for
        whoever searches, and wants to see the nearest where nothing is near.
        """
        rank: dict[int, float] = {
            number: pair.found.score for number, pair in self.names_like(subject, SEARCHED).items()
        }
        for form, _ in forms_asked(subject):
            alike = WRITTEN_ALIKE * self._names.written_alike(form)
            alike += HEARD_ALIKE * self._names.heard_alike(form)
            first = np.argsort(-alike)[:BESIDE]
            known = np.flatnonzero(np.isin(self._entries_of, list(rank)))
            best: dict[int, float] = {}
            for name in {*first.tolist(), *known.tolist()}:
                number = self._entry_of[name]
                best[number] = max(best.get(number, 0.0), float(alike[name]))
            for number, share in best.items():
                rank[number] = rank.get(number, 0) + share
        return sorted(rank, key=lambda number: (-rank[number], number))[:limit]

    @cached_property
    def _entries_of(self) -> NDArray[np.int32]:
        return np.array(self._entry_of, np.int32)


@cache
def code_version() -> str:
    """A digest of everything on which it can depend how lists are prepared."""
    here = Path(__file__).parent
    digest = hashlib.sha256(version("rigour").encode())
    for path in sorted((*here.glob("*.py"), *(here / "data").glob("*.toml"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def forms_asked(subject: Subject) -> Iterator[tuple[NameForm, bool]]:
    """Every form of every name of a party, and whether it is a former name."""
    for former, names in ((False, subject.names), (True, subject.former_names)):
        for name in names:
            for form in forms(name, subject.kind):
                yield form, former


def _forms_of(entry: ListEntry) -> Iterator[tuple[int, NameForm]]:
    for place, written in enumerate(entry.names):
        for form in forms(written.text, entry.kind):
            yield place, form


def _keep(best: dict[int, NamePair], number: int, pair: NamePair) -> None:
    known = best.get(number)
    if known is None or _preference(pair) > _preference(known):
        best[number] = pair


def _preference(pair: NamePair) -> tuple[int, int, bool, str]:
    """A better score first; then a surer kind of listed name, then a present name of the party."""
    return pair.found.score, -_SURENESS[pair.written.quality], not pair.former, pair.listed.text


def _counts(pair: NamePair, asked: Form, listed: Form) -> bool:
    """Whether a pair of names that reaches the threshold is one that an officer should see."""
    found = pair.found
    left = [word for word in (*found.only_query, *found.only_listed) if word.kind not in SILENT]
    if pair.written.quality is NameQuality.WEAK and (left or found.score < WEAK_LEAST):
        return False
    if asked is listed:
        return True
    # A firm named after a person, or a person trading as a firm: the whole personal name is there.
    person, person_left = (
        (pair.party, found.only_query) if asked is Form.PERSON else (pair.listed, found.only_listed)
    )
    whole = all(word.kind in SILENT for word in person_left)
    enough = sum(word.kind in TELLING for word in person.words) >= PERSON_WORDS
    return whole and enough and found.score >= OTHER_KIND_LEAST
