"""Where list files come from: the publisher's address, or a folder of files as published."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import IO
from urllib.error import URLError
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from app.screened import newest_lists
from app.screening import list_files, publishers, services, un_list
from app.screening.errors import ListError, ListTooLarge, NotFetched
from app.version import VERSION
from app.work import Caller, reading
from models.errors import Duplicate, Refusal
from models.screening import ListVersion

UN = "un"
AGENT = f"SACR/{VERSION}"
CHUNK = 64 * 1024
PATIENCE = 120
"""Seconds for a whole file when somebody waits for it on purpose."""
SHORT_PATIENCE = 8
"""Seconds at the first start of a demonstration, which works without it."""

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Brought:
    """What became of looking for a newer list: imported, or kept and why."""

    imported: services.Imported | None
    code: str
    """list_imported, list_kept, list_not_reached or list_unusable."""
    trouble: Refusal | None = None


def refresh(
    caller: Caller, url: str, *, forced: bool = False, progress: Progress | None = None
) -> services.Imported:
    """Fetch the list from its publisher and import it; raises NotFetched, and as an import does."""
    content = fetched(url)
    return services.import_list(caller, content, source_name=UN, forced=forced, progress=progress)


def best_list(caller: Caller, folder: Path | None, url: str, *, first: bool) -> Brought:
    """Put the best list in reach in use, for a demonstration; nothing slow on a later start.

    The newest file of the folder if it is newer than the version in use; without a folder, and on
    the `first` start only, the publisher's; else what is in use stays.
    """
    current = _in_use(caller)
    newest = newest_file(folder) if folder else None
    if newest is not None:
        if current and not current.invented and newest[0] <= current.published_on:
            return Brought(None, "list_kept")
        return _tried(lambda: services.import_list(caller, newest[1], source_name=UN))
    if not first or (current and not current.invented):
        return Brought(None, "list_kept")
    try:
        content = fetched(url, patience=SHORT_PATIENCE)
    except Refusal as no:
        return Brought(None, "list_not_reached", no)
    return _tried(lambda: services.import_list(caller, content, source_name=UN))


def _tried(take: Callable[[], services.Imported]) -> Brought:
    """A list that cannot be used is said and does not stop a demonstration."""
    try:
        return Brought(take(), "list_imported")
    except Duplicate:
        return Brought(None, "list_kept")
    except Refusal as no:
        return Brought(None, "list_unusable", no)


def _in_use(caller: Caller) -> ListVersion | None:
    with reading(caller) as view:
        return next((row for row in newest_lists(view.session) if row.source == UN), None)


def newest_file(folder: Path) -> tuple[date, Path] | None:
    """The list file of a folder that its publisher made last; other files are passed over."""
    found = []
    for path in sorted(folder.glob("*.xml")):
        try:
            found.append((un_list.made_on(path), path))
        except (ListError, OSError):
            continue
    return max(found, default=None)


def fetched(url: str, *, patience: int = PATIENCE, most: int = list_files.FILE_LIMIT) -> IO[bytes]:
    """The file at an address over TLS, or on this machine. Raises NotFetched, ListTooLarge.

    `patience` are the seconds for all of it, `most` the bytes.
    """
    until = time.monotonic() + patience
    try:
        _refuse_open_road(url)
        asked = Request(url, headers={"User-Agent": AGENT})  # noqa: S310  the road was looked at
        with _opener().open(asked, timeout=patience) as answer:
            content = io.BytesIO()
            while chunk := answer.read1(CHUNK):
                content.write(chunk)
                if content.tell() > most:
                    raise ListTooLarge(most)
                if time.monotonic() > until:
                    raise NotFetched(url, f"not whole after {patience} seconds")
            _refuse_cut(url, answer.headers, content.tell())
    except (URLError, HTTPException, OSError) as fault:
        raise NotFetched(url, _why(fault)) from None
    content.seek(0)
    return content


def _why(fault: Exception) -> str:
    """What went wrong on the way, in the words of the system and without its numbers."""
    reason = getattr(fault, "reason", fault)
    return str(getattr(reason, "strerror", None) or reason) or type(fault).__name__


def _refuse_cut(url: str, headers: HTTPMessage, size: int) -> None:
    """A connection that ended early is not the whole file."""
    promised = headers.get("Content-Length", "")
    if promised.isdigit() and int(promised) != size:
        raise NotFetched(url, f"{size} of {promised} bytes came")


def _refuse_open_road(url: str) -> None:
    if not publishers.is_safe(url):
        raise NotFetched(url, "not an https address")


class _Guarded(HTTPRedirectHandler):
    """Goes where the publisher sends it, on the same kind of road only."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        _refuse_open_road(newurl)
        if publishers.is_here(newurl) and not publishers.is_here(req.full_url):
            raise NotFetched(newurl, "a publisher does not lead to this machine")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener() -> OpenerDirector:
    return build_opener(_Guarded)
