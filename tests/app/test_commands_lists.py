"""The command line of lists as sources: how each is fetched, taken out of use, and what is told."""

from __future__ import annotations

from click.testing import Result
from flask import Flask

from app.screening import services
from app.screening.un_list import INVENTED
from app.work import REGISTER
from tests import make
from tests.app.screening.test_fetching import Shelf, offering, un


def run(application: Flask, *words: str) -> Result:
    return application.test_cli_runner().invoke(args=["lists", *words])


def test_a_list_is_scheduled_fetched_and_told(application: Flask, house: make.House) -> None:
    shelf = Shelf()
    shelf.content = un(3, "2026-02-28T23:00:00Z")
    with offering(shelf) as url:
        told = run(application, "schedule", "un", "--every", "12", "--address", url)
        assert told.output.splitlines() == ["List un (un) is fetched every 12 h from:", f"  {url}"]
        assert (
            "List un of 2026-02-28: 3 persons, 1 firms" in run(application, "fetch", "--due").output
        )
        assert run(application, "fetch", "--due").output == ""
        assert "nothing new" in run(application, "fetch", "un").output
        shelf.content = b"<html>gone</html>"
        failed = run(application, "fetch", "un")
    assert failed.exit_code == 1
    assert "This is not the list that was asked for" in failed.output
    shown = run(application, "show").output
    assert "un  published 2026-02-28, still the newest on 2026-03-02" in shown
    assert "fetched every 12 h" in shown
    assert "un: This is not the list that was asked for" in shown
    with house.at("2026-03-03 09:00"):
        again = run(application, "fetch", "--due")
    assert again.exit_code == 0, "what failed is on record; the worker goes on"


def test_a_list_is_taken_out_of_use_with_its_reason(application: Flask, house: make.House) -> None:
    make.states(house)
    services.import_list(REGISTER, INVENTED, invented=True)
    assert run(application, "retire", "un").exit_code == 2, "a reason is asked for"
    assert "is out of use" in run(application, "retire", "un", "--reason", "Moved").output
    assert "out of use since 2026-03-02 09:00 UTC: Moved" in run(application, "show").output
    assert "is out of use" in run(application, "fetch", "un").output
    assert "is in use again" in run(application, "resume", "un", "--reason", "Back").output
    assert (
        "is in use. Nothing was changed"
        in run(application, "resume", "un", "--reason", "Back").output
    )


def test_what_cannot_be_scheduled_is_said_with_the_remedy(application: Flask) -> None:
    for words, said in (
        (("port", "--every", "1"), "does not read"),
        (("port", "--every", "1", "--format", "ftm"), "--address"),
        (("un", "--every", "1", "--address", "http://x.example/un.xml"), "https"),
        (("ofac", "--every", "1", "--format", "ofac-csv", "--address", "sdn=https://x.example"),
         "add, alt, comments, sdn"),
    ):  # fmt: skip
        told = run(application, "schedule", *words)
        assert (told.exit_code, said in told.output) == (1, True), told.output
