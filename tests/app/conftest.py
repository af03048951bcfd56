"""Pages without a browser: the real application on the test's own database."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.factory import create_app
from app.screening import line
from app.sessions import digest
from app.work import Caller, open_house
from config import Config
from models.people import SignIn
from tests import make

SignedIn = Callable[[Caller], FlaskClient]


def settings(url: str, folder: Path) -> Config:
    """The settings of a test's installation."""
    return Config(
        database_url=url,
        data_dir=folder,
        secret_key=b"k" * 32,
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


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An application, put together once a process: its routes and templates take a while."""
    folder = tmp_path_factory.mktemp("built")
    return create_app(settings(f"sqlite:///{folder / 'sacr.db'}", folder))


@pytest.fixture
def application(built: Flask, house: make.House, tmp_path: Path) -> Iterator[Flask]:
    """The register on this test's database; what a test sets in it ends with the test."""
    config = settings(house.url, tmp_path)
    before = dict(built.config)
    built.extensions["sacr.config"] = config
    built.testing = True
    open_house(config.database_url)
    line.open_at(config.data_dir)
    yield built
    built.config.clear()
    built.config.update(before)


@pytest.fixture
def client(application: Flask) -> FlaskClient:
    """Somebody who is not signed in."""
    return application.test_client()


@pytest.fixture
def signed_in(application: Flask, house: make.House) -> SignedIn:
    """A browser of an account: `page = signed_in(officer)`; posts need `token(page, url)`."""

    def enter(caller: Caller) -> FlaskClient:
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
        browser = application.test_client()
        with browser.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True
        return browser

    return enter


def token(browser: FlaskClient, url: str) -> str:
    """The token against forged requests that the form at `url` carries."""
    page = browser.get(url).get_data(as_text=True)
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, f"no form at {url}"
    return found.group(1)


def carried(browser: FlaskClient, url: str) -> dict[str, str]:
    """What the forms at `url` carry unseen: the token, and the version that the page shows."""
    page = browser.get(url).get_data(as_text=True)
    boxes = re.findall(r'<input[^>]*type="hidden"[^>]*>', page)
    pairs = [re.search(r'name="([^"]+)"[^>]*value="([^"]*)"', box) for box in boxes]
    found = {pair[1]: pair[2] for pair in pairs if pair}
    assert "csrf_token" in found, f"no form at {url}"
    return found
