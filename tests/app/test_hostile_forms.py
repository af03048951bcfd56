"""Whatever anybody types into any form: refused by name with nothing done, or taken as text."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import create_engine, func, make_url, select, text
from werkzeug.test import TestResponse

from app.factory import create_app
from app.work import NOBODY, close_house, open_house, reading
from models.audit import AuditEntry
from models.base import Base
from tests.app.asking import DAY, Asked, Page, Values, forms, read, signed_in, walk
from tests.app.conftest import settings
from tests.postgres import ADMIN, Cluster

pytestmark = pytest.mark.timeout(600)

READERS = (
    "Lio Marrec",
    "Mira Thandel",
    "Ista Dovane",
    "Bram Ottery",
    "Tovi Hanrel",
    "Tessaly Brandt",
    "Alda Norvane",
    "Hugo Bellmoor",
    "Ilmar Dost",
    "Jarl Rask",
)
"""Persons of the demonstration who between them meet every form that it has a record for."""
LOOKERS = ("Lio Marrec", "Ista Dovane", "Bram Ottery", "Tovi Hanrel", "Alda Norvane")
"""Of them, those who between them see what all have typed."""
ENDS = {
    "authorizations.refusal",
    "authorizations.sign",
    "dossiers.discard",
    "dossiers.remove_line",
    "dossiers.remove_party",
    "dossiers.remove_step",
    "dossiers.withdraw",
    "licences.surrender",
    "people.disable",
    "people.own",
    "registrations.countersign",
    "traders.discard",
    "traders.surrender",
    "traders.withdraw",
}
"""Forms that end what others are about: sent after those."""
FAULT, STALE, REFUSED, WRONG, FOUND = 500, 409, 400, 400, 200
SCRIPT = '"><script>alert(1)</script>'
SUM, DONE = "7919*7927", str(7919 * 7927)
TEXTS = {
    "a script": f"{SCRIPT}' OR 1=1 --{{{{{SUM}}}}}${{{SUM}}}%s %(label)s {{0}}",
    "what nobody sees": "Nor\0va\x1bne\u202egnp\ud800\r\nSet-Cookie: a=b",
    "far too much": "W" * 50_000,
    "nothing but space": " \u3000\t ",
}
FIGURES = ("-1", "9" * 30)
DAYS = (("31", "2", "2027"), ("31", "12", "9999"))
CHOICE = f"\0{SCRIPT}"
HIDDEN = "9" * 30
PASSWORD = "\0\ud800" * 100
WIDE = "\N{CJK UNIFIED IDEOGRAPH-20BB7}"
"""A letter of four bytes."""
RUNS = "//script[contains(., 'alert')]"
ENOUGH = 25
"""Routes that take what is typed, out of some sixty."""
SHOWN = {"version", "revision"}
"""Boxes that say which version of a record the page showed."""
MORE = {"stage": ["ACTIVE"], "state_code": ["XB"], "id": ["1"], SCRIPT: [SCRIPT]}


@dataclass
class Register:
    """A demonstration whose people have signed in, and the forms that they meet."""

    app: Flask
    file: Path
    asked: list[Asked]


def entries() -> int:
    """How many acts are on the record of the open house."""
    with reading(NOBODY) as view:
        return view.session.scalar(select(func.count()).select_from(AuditEntry)) or 0


@pytest.fixture(scope="module")
def register(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    """The demonstration as laid, walked by its people; a test works on a copy."""
    folder = tmp_path_factory.mktemp("hostile")
    file = folder / "sacr.db"
    shutil.copyfile(demonstration / "sacr.db", file)
    app = create_app(settings(f"sqlite:///{file}", folder))
    yield Register(app, file, asked_anywhere(app))
    close_house()


@pytest.fixture
def on_sqlite(register: Register, tmp_path: Path) -> Iterator[Path]:
    """A copy of it on SQLite: its file."""
    file = tmp_path / "sacr.db"
    copy_file(register.file, file)
    open_house(f"sqlite:///{file}")
    yield file
    close_house()


@pytest.fixture
def on_postgresql(register: Register, cluster: Cluster, postgresql_url: str) -> Iterator[None]:
    """A copy of it on PostgreSQL."""
    copy_rows(f"sqlite:///{register.file}", postgresql_url, cluster)
    open_house(postgresql_url)
    yield
    close_house()


def copy_file(source: Path, target: Path) -> None:
    """One SQLite file as another, under the hands of whoever has that open."""
    with closing(sqlite3.connect(source)) as given, closing(sqlite3.connect(target)) as taken:
        given.backup(taken)


def copy_rows(source: str, target: str, cluster: Cluster) -> None:
    """Every row of one database in another; no trigger speaks, for the rows are a record."""
    name = make_url(target).database
    assert name is not None
    given, taken = create_engine(source), create_engine(cluster.url(name, ADMIN))
    with given.connect() as rows, taken.begin() as into:
        into.execute(text("SET session_replication_role = replica"))
        for table in Base.metadata.sorted_tables:
            found = [dict(row) for row in rows.execute(select(table)).mappings()]
            if found:
                into.execute(table.insert(), found)
            if found and isinstance(found[0].get("id"), int):
                counter = func.pg_get_serial_sequence(table.name, "id")
                into.execute(select(func.setval(counter, max(row["id"] for row in found))))
    given.dispose()
    taken.dispose()


def asked_anywhere(app: Flask) -> list[Asked]:
    """Every form that somebody meets, once."""
    found: dict[tuple[object, ...], Asked] = {}
    seen: set[str] = set()
    for name in READERS:
        browser = signed_in(app, name)
        for url, page in walk(app, browser, starts(app), seen):
            for form in forms(app, browser, url, page):
                found.setdefault(form.kind, form)
    return sorted(found.values(), key=lambda form: (form.endpoint in ENDS, form.kind))


def starts(app: Flask) -> list[str]:
    """The pages that name no record in their address."""
    rules = [rule for rule in app.url_map.iter_rules() if not rule.arguments]
    return ["/work", *(rule.rule for rule in rules if "GET" in (rule.methods or ()))]


def rounds(form: Asked) -> Iterator[tuple[str, Values]]:
    """What is tried on a form: a name for it, and what is sent."""
    token = {"csrf_token": form.whole().get("csrf_token", [])}
    if form.of("text"):
        for name, words in TEXTS.items():
            yield name, form.whole(text=[words])
    if form.of("figure", "day"):
        for figure, day in zip(FIGURES, DAYS, strict=True):
            yield f"{figure} and {day}", form.whole(figure=[figure]) | on_day(form, *day)
    for kind, value in (("choice", CHOICE), ("hidden", HIDDEN), ("password", PASSWORD)):
        if set(form.of(kind)) - {"csrf_token"}:
            yield kind, form.whole(**{kind: [value]}) | token
    yield "nothing", token
    twice = {name: [*value, *value] for name, value in form.whole().items()}
    yield "everything twice, and more", twice | MORE


def on_day(form: Asked, day: str, month: str, year: str) -> dict[str, list[str]]:
    """The boxes of every day of a form."""
    parts = {"day": [day], "month": [month], "year": [year]}
    return {name: parts[name.rpartition("-")[2]] for name in form.of("day")}


def send(form: Asked, values: Values, number: int) -> TestResponse:
    """Send a form from an address of its own: nobody's tries are counted together."""
    place = f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"
    return form.send(values, environ_base={"REMOTE_ADDR": place})


def complaints(answer: TestResponse, page: str, *, changed: bool) -> Iterator[str]:
    """What is wrong with an answer."""
    if answer.status_code >= FAULT:
        yield "is a fault of ours"
    if SCRIPT in page or DONE in page:
        yield "runs what was typed"
    if urlsplit(answer.headers.get("Location", "")).netloc not in ("", "localhost"):
        yield f"leads to {answer.headers['Location']}"
    if REFUSED <= answer.status_code < FAULT:
        if changed:
            yield "is refused and half done"
        if answer.status_code == WRONG:
            yield from _unsaid(read(answer))


def _unsaid(page: Page) -> Iterator[str]:
    links = page.xpath("//*[contains(@class, 'govuk-error-summary')]//li")
    if not any(link.text_content().strip() for link in links):
        yield "is refused without a word"
    for target in page.xpath("//*[contains(@class, 'govuk-error-summary')]//li/a/@href"):
        if not page.xpath("//*[@id=$id]", id=target.removeprefix("#")):
            yield f"names {target}, which is not there"


def named(answer: TestResponse) -> dict[str, str]:
    """The boxes that an error summary names, without the parts of a day, and what it says."""
    if answer.status_code != WRONG:
        return {}
    links = read(answer).xpath("//*[contains(@class, 'govuk-error-summary')]//li/a")
    return {
        re.sub(r"-(\d+|day|month|year)$", "", link.get("href")[1:]): link.text_content()
        for link in links
    }


def mended(form: Asked, values: Values, names: Iterable[str]) -> Values:
    """The same with these boxes as a patient person would fill them."""
    whole = form.whole()
    return {
        name: whole[name] if DAY.sub("", name) in set(names) and name in whole else value
        for name, value in values.items()
    }


def insisted(
    form: Asked, values: Values, number: int, *, tries: int = 3
) -> Iterator[tuple[TestResponse, str]]:
    """Send a form, and again with what was named as wrong mended; each answer with its page."""
    for _again in range(tries):
        answer = send(form, values, number)
        yield answer, answer.get_data(as_text=True)
        names = named(answer)
        if not names:
            return
        values = mended(form, values, names)


def test_whatever_is_typed_is_refused_by_name_or_taken_as_text(
    register: Register, on_sqlite: Path
) -> None:
    wrong: list[str] = []
    taken: set[str] = set()
    before = entries()
    tried = [(form, *one) for form in register.asked for one in rounds(form)]
    for number, (form, name, values) in enumerate(tried):
        for answer, page in insisted(form, values, number, tries=3 if name == "a script" else 1):
            changed = entries() != before
            found = complaints(answer, page, changed=changed)
            wrong += [f"{form.endpoint}, {name}: {answer.status_code} {what}" for what in found]
        if answer.location:
            taken.add(form.endpoint)
            shown = form.browser.get(answer.location).get_data(as_text=True)
            wrong += [f"{form.endpoint} leads to what runs"] if SCRIPT in shown else []
        if changed:
            copy_file(register.file, on_sqlite)
    assert wrong == [], "\n".join(wrong)
    assert len(taken) > ENOUGH, sorted(taken)


def test_a_form_that_does_not_say_what_was_read_is_out_of_date(
    register: Register, on_sqlite: Path
) -> None:
    """Without the version of the record nothing is done, nor with an old one."""
    wrong: list[str] = []
    before = entries()
    bearing = [form for form in register.asked if SHOWN & set(form.of("hidden"))]
    for number, form in enumerate(bearing):
        blank = {name: value for name, value in form.whole().items() if name not in SHOWN}
        old = {name: ["0"] for name in SHOWN & set(form.whole())}
        answers = [send(form, values, number) for values in (blank, blank | old)]
        if answers[0].status_code != STALE and not answers[0].location:
            wrong.append(f"{form.endpoint} says {answers[0].status_code}")
        if entries() != before:
            wrong.append(f"{form.endpoint} acts on what nobody read")
            copy_file(register.file, on_sqlite)
    assert wrong == [], "\n".join(wrong)
    assert len(bearing) > ENOUGH


def again(app: Flask, form: Asked) -> Asked | None:
    """The form as its page shows it now; None for one that only looks, or is there no more."""
    answer = form.browser.get(form.page)
    if form.method == "GET" or answer.status_code != FOUND:
        return None
    now = forms(app, form.browser, form.page, read(answer))
    return next((one for one in now if one.kind == form.kind), None)


def at_the_limit(form: Asked, number: int) -> Values:
    """The longest texts and largest figures that the form takes by its own words."""
    most = {"text": ["W" * 50_000], "figure": ["9" * 10]}
    said = named(send(form, form.whole(**most), number))
    values = form.whole(figure=["9" * 10]) | on_day(form, "31", "12", "2199")
    for name in form.of("text"):
        limit = re.search(r"limit is ([\d,]+)", said.get(name, ""))
        if limit:
            values[name] = [(SCRIPT + WIDE * 50_000)[: int(limit[1].replace(",", ""))]]
    for name in form.of("figure"):
        limit = re.search(r"to ([\d,]+)$", said.get(name, "").strip())
        if limit:
            values[name] = [limit[1].replace(",", "")]
    return values


@pytest.mark.usefixtures("on_postgresql")
def test_what_fits_a_form_fits_the_database_and_is_shown_as_text(register: Register) -> None:
    wrong: list[str] = []
    taken: set[str] = set()
    for number, met in enumerate(register.asked):
        form = again(register.app, met)
        if form is None:
            continue
        for answer, page in insisted(form, at_the_limit(form, number), number):
            found = complaints(answer, page, changed=False)
            wrong += [f"{form.endpoint}: {answer.status_code} {what}" for what in found]
        taken |= {form.endpoint} if answer.location else set()
    for name in LOOKERS:
        browser = signed_in(register.app, name)
        for url, page in walk(register.app, browser, ["/work", "/register"], set()):
            wrong += [f"{url} runs what was typed"] if page.xpath(RUNS) else []
    assert wrong == [], "\n".join(wrong)
    assert len(taken) > ENOUGH, sorted(taken)
