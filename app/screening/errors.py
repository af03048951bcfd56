"""Why a list file is not taken: what is wrong, on which line, in which field."""

from __future__ import annotations

from models.errors import Refusal


class ListError(Refusal):
    """The file is damaged or is not what it claims to be; nothing of it is taken.

    `facts` give the `line` of the file, counted from 1, the `element` where there is one (it is
    the `field` too), and the `reference` of the entry where the fault is in one.
    """

    http = 400

    def __init__(self, code: str, *, line: int, field: str | None = None, **facts: object) -> None:
        super().__init__(f"list_{code}", field=field)
        self.line = line
        self.facts = {"line": line, "element": field or "", **facts}

    def inside(self, reference: str) -> ListError:
        """The same fault, told of an entry."""
        facts = {**self.facts, "reference": reference}
        code = self.code.removeprefix("list_") + "_in_entry"
        told = ListError(code, line=self.line, field=self.field)
        told.facts = facts
        return told


class PartMissing(Refusal):
    """A list of several files came without one of them."""

    http = 400

    def __init__(self, part: str, file: str) -> None:
        super().__init__("list_part_missing", part=part, file=file)


class Undated(Refusal):
    """Nobody says of what day the list is; or somebody does, and the file itself does as well."""

    http = 400

    def __init__(self, *, dated: bool) -> None:
        super().__init__("list_dated_itself" if dated else "list_undated")


class SourceName(Refusal):
    """A name that no list can have."""

    http = 400

    def __init__(self, name: str) -> None:
        super().__init__("list_source_name", name=name[:40])


class SettingWrong(Refusal):
    """How a list is to be kept cannot be: no such form, no such address, nothing to change."""

    http = 400


class ListTooLarge(Refusal):
    """The file is larger than any list."""

    http = 400

    def __init__(self, most: int) -> None:
        super().__init__("list_file_too_large", limit=most // (1024 * 1024))


class NotFetched(Refusal):
    """The publisher's address gave no whole file."""

    http = 503

    def __init__(self, url: str, detail: str) -> None:
        super().__init__("list_not_fetched", url=url, detail=detail)


class Unreadable(Refusal):
    """A reader failed in a way that nobody foresaw; `kind` is the name of the fault."""

    http = 400

    def __init__(self, kind: str) -> None:
        super().__init__("list_unreadable", kind=kind)


class Halved(Refusal):
    """The new version has less than half the entries of the current one: rather cut than shrunk."""

    def __init__(self, new: int, current: int) -> None:
        super().__init__("list_halved", new=new, current=current)


def refuse_halved(new: int, current: int | None, *, forced: bool = False) -> None:
    """Refuse a version with fewer than half the entries of the current one, unless forced.

    `current` is None when no version is held yet. Raises Halved.

    >>> refuse_halved(500, 1000)
    >>> refuse_halved(1, None)
    >>> refuse_halved(499, 1000, forced=True)
    """
    if current is not None and not forced and new * 2 < current:
        raise Halved(new, current)
