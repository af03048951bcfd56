"""Reading and sending pages, for the tests of this area."""

import re
from collections.abc import Mapping
from typing import Any

from flask.testing import FlaskClient
from lxml import html

from tests.app.conftest import carried

Fields = Mapping[str, str]


def text_of(page: str) -> str:
    """What a reader reads of a page, in one line."""
    apart = re.sub(r"<(?=/?(?:b|br|dd|div|dt|h[1-6]|li|p|section|td|th)\b)", " <", page)
    tree: Any = html.document_fromstring(apart)
    return " ".join(tree.text_content().split())


def get(browser: FlaskClient, url: str, code: int = 200) -> str:
    answer = browser.get(url)
    assert answer.status_code == code, (url, answer.status_code)
    return answer.get_data(as_text=True)


def post(browser: FlaskClient, url: str, fields: Fields, code: int = 302, form_at: str = "") -> str:
    data = {**carried(browser, form_at or url), **fields}
    answer = browser.post(url, data=data)
    assert answer.status_code == code, (
        url,
        answer.status_code,
        text_of(answer.get_data(as_text=True)),
    )
    return answer.get_data(as_text=True)


def hidden(browser: FlaskClient, url: str) -> dict[str, str]:
    """The hidden values of the form at an address: revision and fingerprint."""
    found = every(get(browser, url), "//main//input[@type='hidden']")
    return {one.get("name"): one.get("value") for one in found if one.get("name") != "csrf_token"}


def every(page: str, path: str) -> list[Any]:
    """What an XPath finds on a page."""
    found: Any = html.document_fromstring(page).xpath(path)
    return list(found)


SIGNED = {"answer": "agree", "reason": "Read it all.", "no_interest": "y"}
