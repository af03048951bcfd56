"""The command line of the lists: counts, refusals in words, nothing taken twice."""

from __future__ import annotations

import html
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from app.screening.list_formats import FORMS
from app.screening.un_list import INVENTED
from tests import make, make_lists
from tests.app.screening.test_services import in_use
from tests.app.screening.test_sources import listed, publisher, sending


def run(application: Flask, *words: str) -> Result:
    return application.test_cli_runner().invoke(args=["lists", *words])


def test_a_file_is_imported_with_its_counts(application: Flask, house: make.House) -> None:
    done = run(application, "import", str(INVENTED), "--format", "un")
    assert done.exit_code == 0, done.output
    assert "List un of 2026-01-15: 26 persons, 16 firms and groups, 127 names." in done.output
    assert in_use(house) == [(date(2026, 1, 15), 42, 42)]


def test_the_same_file_again_is_said_and_is_no_failure(application: Flask) -> None:
    run(application, "import", str(INVENTED))
    again = run(application, "import", str(INVENTED))
    assert again.exit_code == 0
    assert "published on 15 January 2026, is in the register already" in again.output


def test_a_damaged_file_fails_with_its_line(
    application: Flask, house: make.House, tmp_path: Path
) -> None:
    run(application, "import", str(INVENTED))
    cut = tmp_path / "cut.xml"
    cut.write_bytes(INVENTED.read_bytes()[:5000])
    done = run(application, "import", str(cut))
    assert done.exit_code == 1
    assert "Line " in done.output
    assert "the file is damaged" in done.output
    assert in_use(house) == [(date(2026, 1, 15), 42, 42)]


def test_a_halved_file_needs_force(application: Flask, house: make.House, tmp_path: Path) -> None:
    whole, short = tmp_path / "whole.xml", tmp_path / "short.xml"
    whole.write_bytes(INVENTED.read_bytes().replace(b"INi.001", b"INi.991"))
    short.write_bytes(listed("2026-02-01T00:00:00Z"))
    assert run(application, "import", str(whole)).exit_code == 0
    refused = run(application, "import", str(short))
    assert refused.exit_code == 1
    assert "2 entries, the version in use 42" in refused.output
    assert run(application, "import", str(short), "--force").exit_code == 0
    assert in_use(house) == [(date(2026, 2, 1), 2, 2)]


@pytest.mark.parametrize("at", ["2026-02-01T00:00:00Z"])
def test_refresh_asks_the_configured_publisher(
    application: Flask, house: make.House, at: str
) -> None:
    with publisher(sending(listed(at))) as url:
        application.extensions["sacr.config"] = replace(
            application.extensions["sacr.config"], un_list_url=url
        )
        done = run(application, "refresh")
    assert done.exit_code == 0, done.output
    assert in_use(house) == [(date(2026, 2, 1), 2, 2)]


def test_refresh_says_when_nobody_answers(application: Flask, house: make.House) -> None:
    done = run(application, "refresh")
    assert done.exit_code == 1
    assert "The list did not come from http://127.0.0.1:9/list.xml" in done.output
    assert in_use(house) == []


def test_show_says_which_list_is_in_use(application: Flask) -> None:
    run(application, "import", str(INVENTED))
    assert "un  published 2026-01-15" in run(application, "show").output


def test_a_list_of_every_form_is_imported_and_every_page_says_which(
    application: Flask, house: make.House
) -> None:
    make.demonstration(house)
    forms = dict(make_lists.INVENTED) | {"un": str(INVENTED)}
    for form, name in forms.items():
        dated = FORMS[form].dated
        day = () if dated else ("--published", make_lists.DAY.isoformat())
        source = ("--source", form) if form in {"ofac-xml", "csl-json"} else ()
        done = run(
            application, "import", str(make_lists.FILES / name), "--format", form, *day, *source
        )
        assert done.exit_code == 0, done.output
        told = "(vessels and aircraft among them: 2)" in done.output
        assert told == (form == "ofac-csv")
    assert all(form in run(application, "formats").output for form in ("ca-sema", "ftm"))
    assert len(in_use(house)) == len(forms)
    shown = application.test_client().get("/sign-in").get_data(as_text=True)
    said = " ".join(html.unescape(shown).split())
    assert "Screened against 10 lists: BIS of 20 February 2026, CA of 20 February 2026," in said
    assert "and an invented list in the form of UN, of 15 January 2026." in said


def test_a_form_without_a_day_asks_for_it(application: Flask, house: make.House) -> None:
    file = str(make_lists.FILES / "dpl.txt")
    refused = run(application, "import", file, "--format", "bis-dpl")
    assert refused.exit_code == 1
    assert "--published" in refused.output
    assert in_use(house) == []
