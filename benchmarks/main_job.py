"""The main job, measured: a verdict, a write-off, a case page, a queue, a certificate.

`python -m benchmarks.main_job` on both databases. Statements are all but BEGIN, COMMIT and
SAVEPOINT, session and audit counted in; CPU is this process's, as a ratio to a bare Flask
answer measured in the same run. The last line is one JSON object.
"""

from __future__ import annotations

import contextlib
import json
import re
import secrets
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from app import clock
from app.factory import create_app
from app.sessions import digest
from app.work import Caller, _House, close_house
from config import Config
from models.people import Role, SignIn
from tests import databases, make, make_dossiers, make_ledger, postgres

ROUNDS = 60
WARM = 5
PASSED_OVER = ("BEGIN", "COMMIT", "SAVEPOINT", "ROLLBACK", "RELEASE")


def main() -> None:
    """Measure on both databases and print."""
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sacr.db"
        found["sqlite"] = _measured(databases.migrated_sqlite(path), Path(folder))
        with postgres.running() as cluster:
            cluster.create("bench")
            url = databases.migrated_postgres(cluster.url("bench"))
            found["postgresql"] = _measured(url, Path(folder))
    found["certificate_ms"] = _certificate_ms()
    for name, figures in found.items():
        print(name, figures)
    print(json.dumps(found))


def _measured(url: str, folder: Path) -> dict[str, float | int]:
    app = create_app(_settings(url, folder))
    house = make.House(url)
    with clock.standing_at(make.at("2026-03-02 09:00")):
        make.states(house)
        customs = make.user(house, Role.CUSTOMS_OFFICER, "XB")
        given = make_ledger.licence(house, quantities=(1_000_000,))
        dossier = make_dossiers.submitted(house)
        officer = make.user(house, Role.LICENSING_OFFICER, "XA")
        border, desk = _browser(app, house, customs), _browser(app, house, officer)
        token = _token(border)
        bare = _cpu(_hello())
        asked = {"number": given.number, "code": given.code, "csrf_token": token}

        def check() -> None:
            assert border.post("/check", data=asked).status_code == 200

        def write_off() -> None:
            answer = border.post(
                f"/check/{given.number}/movements",
                data={
                    "csrf_token": token,
                    "code": given.code,
                    "declaration": secrets.token_hex(8),
                    "direction": "exit",
                    "line_1": "1",
                },
            )
            assert answer.status_code == 303

        def page(address: str) -> Callable[[], None]:
            def get() -> None:
                assert desk.get(address).status_code == 200, address

            return get

        with app.test_request_context():
            case = page(app.url_for("authorizations.page", number=dossier))
            queue = page(app.url_for("authorizations.queue"))
        figures: dict[str, float | int] = {
            "verdict_statements": _statements(check),
            "verdict_cpu_ratio": round(_cpu(check) / bare, 1),
            "writeoff_statements": _statements(write_off),
            "writeoff_cpu_ratio": round(_cpu(write_off) / bare, 1),
            "case_statements": _statements(case),
            "case_cpu_ratio": round(_cpu(case) / bare, 1),
            "queue_statements": _statements(queue),
            "queue_cpu_ratio": round(_cpu(queue) / bare, 1),
        }
    close_house()
    return figures


def _settings(url: str, folder: Path) -> Config:
    return Config(
        database_url=url,
        data_dir=folder,
        secret_key=secrets.token_bytes(32),
        base_url="http://127.0.0.1:8000",
        cookie_secure=False,
        trusted_proxies=0,
        un_list_url="http://127.0.0.1:9/list.xml",
        lists_dir=None,
        languages=("en",),
        keys_dir=folder / "keys",
        hardware=None,
        tsa_url=None,
    )


def _browser(app: Flask, house: make.House, caller: Caller) -> FlaskClient:
    token = secrets.token_urlsafe(32)
    now = clock.now()
    with house.rows() as session:
        session.add(
            SignIn(
                token_digest=digest(token),
                user_id=caller.user_id,
                started_at=now,
                seen_at=now,
                proved_at=now,
            )
        )
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
    browser.get("/work")
    return browser


def _token(browser: FlaskClient) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get("/check").text)
    assert found
    return found.group(1)


def _hello() -> Callable[[], None]:
    app = Flask("hello")
    app.add_url_rule("/", "hello", lambda: "hello")
    client = app.test_client()

    def get() -> None:
        assert client.get("/").status_code == 200

    return get


def _cpu(act: Callable[[], None]) -> float:
    """CPU seconds of one call: the median of many, after a warm-up."""
    for _ in range(WARM):
        act()
    times = []
    for _ in range(ROUNDS):
        before = time.process_time()
        act()
        times.append(time.process_time() - before)
    return statistics.median(times)


def _statements(act: Callable[[], None]) -> int:
    act()
    with _counted() as seen:
        act()
    return len(seen)


@contextlib.contextmanager
def _counted() -> Iterator[list[str]]:
    seen: list[str] = []
    engine = _House.engine
    assert engine is not None

    def note(_c: Any, _k: Any, statement: str, *_more: Any) -> None:
        if not statement.lstrip().upper().startswith(PASSED_OVER):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _certificate_ms() -> int:
    """Milliseconds of one warm certificate of a licence: the median of ten."""
    from app.certificates.render import render  # noqa: PLC0415
    from tests.app.certificates.sheets import licence_sheet  # noqa: PLC0415

    sheet = licence_sheet()
    times = []
    for _ in range(11):
        before = time.perf_counter()
        render(sheet, "http://127.0.0.1:8000")
        times.append(time.perf_counter() - before)
    return round(1000 * statistics.median(times[1:]))


if __name__ == "__main__":
    main()
