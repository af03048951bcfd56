"""The line to the screening process: a web process asks over a socket, and never matches itself.

A Unix-domain socket in the data folder, readable by the register's own user alone. One question,
one answer, then it is closed: each a length of four bytes and that many bytes of MessagePack.
"""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import socketserver
import struct
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from app.screening.matches import Match, Subject
from models.errors import Refusal

NAME = "screening.sock"
MOST_QUERIES = 100
MOST_ASKED = 1024 * 1024
MOST_ANSWERED = 32 * 1024 * 1024
"""Bytes of one question and of one answer."""
WAIT = 10.0
"""Seconds that a web process waits for its answer."""
SLOW_ASKER = 5.0
"""Seconds that the screening process waits for the rest of a question."""
_HEAD = struct.Struct("!I")
_LONGEST_PATH = 100

log = logging.getLogger("sacr.screening")


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """One party to look for, and how."""

    subject: Subject
    threshold: int | None = None
    """0 to 100; None is the review line, at which cases are screened."""
    limit: int = 20
    sources: tuple[str, ...] = ()
    """Names of lists, "watchlist" among them; empty asks all that are in use."""
    trader_id: int | None = None
    """Whose own name it is: entries about that very trader count by themselves."""


class FoundEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry that a party may be, and where it stands."""

    match: Match
    source: str
    list_entry_id: int | None = None
    entry_id: int | None = None
    entry_version: int | None = None


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What one query came to; empty answers name their lists as well (rules 7.1)."""

    at: datetime
    found: tuple[FoundEntry, ...] = ()
    """The likeliest first."""
    lists: tuple[dict[str, Any], ...] = ()
    """The lists that were asked, with their dates, as a screening stores them."""
    threshold: int
    made_with: dict[str, str]
    """Matcher and libraries, by name, with their versions."""
    fault: str = ""
    """What kind of fault kept this one query from being answered; empty when it was."""


class NotRunning(Refusal):
    """Nobody answers on the line: the screening process is down, still starting, or overrun."""

    http = 503


class TooMuch(Refusal):
    """More was asked at once than the line carries."""

    http = 413


class _Place:
    """Where the line of this installation is."""

    folder: Path | None = None


def open_at(folder: Path) -> None:
    """Tell this process in which folder the line is."""
    _Place.folder = folder


def ask(queries: Sequence[Query]) -> list[Answer]:
    """Ask the screening process; the answers come in the order of the queries, one for each.

    Raises NotRunning when nobody answers in time, TooMuch beyond a hundred queries or a mebibyte.
    """
    if len(queries) > MOST_QUERIES:
        raise TooMuch("screening_asked_too_much", most=MOST_QUERIES)
    if _Place.folder is None:
        raise NotRunning("screening_not_running")
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(WAIT)
            with _reached(_Place.folder) as address:
                line.connect(address)
            _send(line, _encoded(list(queries)), MOST_ASKED)
            return msgspec.msgpack.decode(_received(line, MOST_ANSWERED), type=list[Answer])
    except TimeoutError as slow:
        raise NotRunning("screening_slow") from slow
    except (OSError, msgspec.MsgspecError) as broken:
        raise NotRunning("screening_not_running") from broken


@contextlib.contextmanager
def serving(folder: Path, answered: Callable[[list[Query]], list[Answer]]) -> Iterator[None]:
    """Answer on the line of a folder, in threads of this process, while the block lasts.

    `answered` is called in a thread for each question. Who serves later takes the line over.
    """
    with _Server(folder, answered) as server:
        thread = threading.Thread(
            target=server.serve_forever, kwargs={"poll_interval": 0.1}, name="line"
        )
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()


class _Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """Listens; each question has a thread, so that none who is slow to ask keeps others waiting."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, folder: Path, answered: Callable[[list[Query]], list[Answer]]) -> None:
        self.answered = answered
        self._path = folder / NAME
        self._mine: os.stat_result | None = None
        with _reached(folder) as address:
            super().__init__(address, _Handler)

    def server_bind(self) -> None:
        """Make the socket under a name of its own, then put it in the place of an earlier one."""
        place = str(self.server_address)
        own = f"{place}.{os.getpid()}"
        os.fchmod(self.socket.fileno(), 0o600)  # before it has a name that anybody could open
        with contextlib.suppress(FileNotFoundError):
            Path(own).unlink()
        self.socket.bind(own)
        Path(own).chmod(0o600)
        self._mine = Path(own).stat()
        Path(own).replace(place)

    def server_close(self) -> None:
        """Take the socket away, unless a later process has put its own there."""
        super().server_close()
        with contextlib.suppress(FileNotFoundError):
            if self._mine is not None and self._path.stat().st_ino == self._mine.st_ino:
                self._path.unlink()

    def handle_error(self, _request: object, _client: object) -> None:
        """Nobody's question ends the process; what was asked stays out of the log."""
        log.exception("a question on the line could not be answered")


class _Handler(socketserver.BaseRequestHandler):
    """One question and its answer; one that is cut off, too long or no question gets none."""

    server: _Server

    def handle(self) -> None:
        self.request.settimeout(SLOW_ASKER)
        try:
            asked = msgspec.msgpack.decode(_received(self.request, MOST_ASKED), type=list[Query])
        except (OSError, msgspec.MsgspecError, TooMuch) as wrong:
            log.warning("a question on the line was not understood (%s)", type(wrong).__name__)
            return
        answers = self.server.answered(asked[:MOST_QUERIES])
        self.request.settimeout(WAIT)
        with contextlib.suppress(OSError):  # who asked may have gone
            _send(self.request, _encoded(answers), MOST_ANSWERED)


def _send(line: socket.socket, content: bytes, most: int) -> None:
    if len(content) > most:
        raise TooMuch("screening_asked_too_much", most=MOST_QUERIES)
    line.sendall(_HEAD.pack(len(content)) + content)


def _received(line: socket.socket, most: int) -> bytes:
    (length,) = _HEAD.unpack(_exactly(line, _HEAD.size))
    if length > most:
        raise TooMuch("screening_asked_too_much", most=MOST_QUERIES)
    return _exactly(line, length)


def _exactly(line: socket.socket, length: int) -> bytes:
    found = bytearray()
    while len(found) < length:
        part = line.recv(min(length - len(found), 65536))
        if not part:
            raise ConnectionError
        found += part
    return bytes(found)


def _encoded(items: list[Any]) -> bytes:
    """The items as bytes; halves of letters, which no bytes can say, become question marks.

    >>> _encoded(["half \\ud800"]) == _encoded(["half ?"])
    True
    """
    try:
        return msgspec.msgpack.encode(items)
    except UnicodeEncodeError:
        return msgspec.msgpack.encode(_whole(msgspec.to_builtins(items)))


def _whole(value: Any) -> Any:
    match value:
        case str():
            return value.encode("utf-8", "replace").decode()
        case dict():
            return {_whole(name): _whole(item) for name, item in value.items()}
        case list() | tuple():
            return [_whole(item) for item in value]
    return value


@contextlib.contextmanager
def _reached(folder: Path) -> Iterator[str]:
    """The address of the socket: a path of few bytes, however deep its folder lies."""
    path = str(folder / NAME)
    if len(os.fsencode(path)) < _LONGEST_PATH - len(".4194304"):
        yield path
        return
    handle = os.open(folder, os.O_PATH | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{handle}/{NAME}"
    finally:
        os.close(handle)
