"""Where lists come from: a publisher on this machine, folders, and what a demonstration takes."""

from __future__ import annotations

import contextlib
import io
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from app.screening import services, sources
from app.screening.errors import ListTooLarge, NotFetched
from app.screening.un_list import INVENTED
from app.work import REGISTER
from models.errors import Refusal
from tests import make
from tests import make_screening as given
from tests.app.screening.test_services import in_use
from tests.app.screening.test_un_list import list_of

Answer = Callable[[BaseHTTPRequestHandler], None]
NOWHERE = "http://127.0.0.1:9/list.xml"


@contextmanager
def publisher(answer: Answer) -> Iterator[str]:
    """A publisher on this machine that answers every request alike; its address."""

    class Desk(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = HTTPServer(("127.0.0.1", 0), Desk)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/list.xml"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def sending(content: bytes, *, promised: int | None = None) -> Answer:
    def answer(desk: BaseHTTPRequestHandler) -> None:
        desk.send_response(200)
        desk.send_header("Content-Length", str(promised or len(content)))
        desk.end_headers()
        desk.wfile.write(content)

    return answer


def leading_to(url: str) -> Answer:
    def answer(desk: BaseHTTPRequestHandler) -> None:
        desk.send_response(302)
        desk.send_header("Location", url)
        desk.end_headers()

    return answer


def listed(made: str) -> bytes:
    return list_of(made=made).encode()


def kept_in(folder: Path, **files: str) -> Path:
    for name, made in files.items():
        (folder / f"{name}.xml").write_bytes(listed(made))
    return folder


def test_a_list_comes_from_its_publisher(house: make.House) -> None:
    with publisher(sending(INVENTED.read_bytes())) as url:
        taken = sources.refresh(REGISTER, url)
    assert (taken.published_on, taken.persons + taken.firms) == (date(2026, 1, 15), 42)
    assert in_use(house) == [(date(2026, 1, 15), 42, 42)]


def test_a_publisher_may_send_us_on_but_only_over_a_safe_road() -> None:
    with publisher(sending(b"whole")) as url, publisher(leading_to(url)) as first:
        assert sources.fetched(first).read() == b"whole"
    elsewhere = publisher(leading_to("http://list.example.org/list.xml"))
    with elsewhere as first, pytest.raises(NotFetched) as no:
        sources.fetched(first)
    assert no.value.facts["detail"] == "not an https address"


@pytest.mark.parametrize("url", ["http://list.example.org/x.xml", "file:///etc/hostname"])
def test_no_list_comes_over_an_open_road(url: str) -> None:
    with pytest.raises(NotFetched, match="list_not_fetched"):
        sources.fetched(url)


def test_a_file_cut_off_on_its_way_is_not_taken() -> None:
    with publisher(sending(b"half", promised=8)) as url, pytest.raises(NotFetched):
        sources.fetched(url)


def test_a_file_without_end_is_not_read_to_its_end() -> None:
    with publisher(sending(b"x" * 5000)) as url, pytest.raises(ListTooLarge):
        sources.fetched(url, most=4096)


def test_a_publisher_that_does_not_answer_is_said() -> None:
    with pytest.raises(NotFetched) as no:
        sources.fetched(NOWHERE)
    assert no.value.facts["url"] == NOWHERE
    assert no.value.facts["detail"]


def test_the_newest_file_of_a_folder_is_what_its_publisher_made_last(tmp_path: Path) -> None:
    folder = kept_in(tmp_path, a="2026-02-01T00:00:00Z", b="2025-11-20T00:00:00Z")
    (folder / "c.xml").write_bytes(b"no list at all")
    assert sources.newest_file(folder) == (date(2026, 2, 1), folder / "a.xml")
    assert sources.newest_file(folder / "nothing") is None


def best(folder: Path | None, url: str = NOWHERE, *, first: bool) -> str:
    return sources.best_list(REGISTER, folder, url, first=first).code


def test_a_demonstration_takes_the_newest_file_of_the_folder(
    house: make.House, tmp_path: Path
) -> None:
    given.invented_list()
    folder = kept_in(tmp_path, a="2025-04-19T00:00:00Z", b="2025-11-20T00:00:00Z")
    assert best(folder, first=True) == "list_imported"
    assert in_use(house)[0][0] == date(2025, 11, 20)
    assert best(folder, first=False) == "list_kept"
    kept_in(tmp_path, c="2026-02-20T00:00:00Z")
    assert best(folder, first=False) == "list_imported"
    assert in_use(house)[0][0] == date(2026, 2, 20)


def test_without_a_folder_it_asks_the_publisher_at_its_first_start_only(
    house: make.House,
) -> None:
    given.invented_list()
    with publisher(sending(listed("2026-02-20T00:00:00Z"))) as url:
        assert best(None, url, first=False) == "list_kept"
        assert in_use(house)[0][0] == date(2026, 1, 15)
        assert best(None, url, first=True) == "list_imported"
    assert in_use(house)[0][0] == date(2026, 2, 20)


def test_without_either_it_keeps_the_invented_list_and_says_why(house: make.House) -> None:
    given.invented_list()
    brought = sources.best_list(REGISTER, None, NOWHERE, first=True)
    assert brought.code == "list_not_reached"
    assert brought.trouble is not None
    assert in_use(house) == [(date(2026, 1, 15), 42, 42)]


def test_a_damaged_file_of_the_folder_stops_no_demonstration(
    house: make.House, tmp_path: Path
) -> None:
    given.invented_list()
    (tmp_path / "a.xml").write_bytes(listed("2026-02-20T00:00:00Z")[:-30])
    assert best(tmp_path, first=True) == "list_unusable"
    assert in_use(house) == [(date(2026, 1, 15), 42, 42)]


def test_two_imports_of_one_file_at_once_take_it_once(house: make.House) -> None:
    """Both have read the file before either writes."""
    ready = threading.Barrier(2)
    codes: list[str] = []

    def take() -> None:
        def wait(count: int) -> None:
            if count == 1:
                ready.wait(10)

        try:
            content = io.BytesIO(listed("2026-02-01T00:00:00Z"))
            services.import_list(REGISTER, content, progress=wait)
            codes.append("taken")
        except Refusal as no:
            codes.append(no.code)

    threads = [threading.Thread(target=take) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes)[1] == "taken"
    assert codes.count("taken") == 1
    assert set(codes) <= {"taken", "list_imported_already", "list_imported_at_once"}
    assert in_use(house) == [(date(2026, 2, 1), 2, 2)]


def test_of_two_files_at_once_the_newer_one_is_in_use_whoever_writes_last(
    house: make.House,
) -> None:
    """Both have read their file before either writes, so neither knows of the other."""
    given.invented_list()
    ready = threading.Barrier(2)

    def take(made: str) -> None:
        def wait(count: int) -> None:
            if count == 1:
                ready.wait(10)

        with contextlib.suppress(Refusal):
            services.import_list(REGISTER, io.BytesIO(listed(made)), progress=wait)

    days = ("2026-02-01T00:00:00Z", "2026-02-20T00:00:00Z")
    threads = [threading.Thread(target=take, args=(made,)) for made in days]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert in_use(house)[0][0] == date(2026, 2, 20)
