"""Telephones, mail, numbers and addresses compared whatever way they are written."""

import pytest

from app.screening.keys import address_key, identifier_key, mail_key, phone_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("+990 12 345 6789", "00990 (12) 345-67-89"),
        ("+990 (0)12 345 6789", "012 345 6789"),
        ("\u0660\u0661\u0662 345 6789", "012 345 6789"),
    ],
)
def test_one_telephone_dialled_in_two_ways_is_one(one: str, other: str) -> None:
    assert phone_key(one) == phone_key(other) != ""


@pytest.mark.parametrize("text", ["", "112", "ext. 44", "none"])
def test_what_is_no_telephone_is_left_out(text: str) -> None:
    assert phone_key(text) == ""


def test_mail_is_compared_by_a_domain_of_ones_own() -> None:
    assert mail_key("Office@Orlane.example") == mail_key("www.orlane.example.") == "orlane.example"
    assert {mail_key(text) for text in ("a@gmail.com", "GMX.net", "", "office", "a@b")} == {""}


def test_document_numbers_are_compared_by_letters_and_figures() -> None:
    assert identifier_key("kx-447 1902") == identifier_key("KX 4471902") == "KX4471902"
    assert {identifier_key(text) for text in ("", "12", "unknown", "A-1")} == {""}


def test_addresses_are_compared_in_one_spelling_and_order() -> None:
    written = "12 Harbour Street, Port Meridian"
    assert address_key(written) == address_key("Harbour St. 12, PORT MERIDIAN, XA") != ""
    assert address_key("13 Harbour Street, Port Meridian") != address_key(written)
    assert {address_key(text) for text in ("", "Tehran", "Main Square, Port Meridian")} == {""}
