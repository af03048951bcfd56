"""Collections of FollowTheMoney: parties with what other objects say of them."""

from __future__ import annotations

from app.screening.entries import Place
from app.screening.un_fields import country
from models.particulars import Form
from tests import make_lists as given

FORM = "ftm"


def test_a_party_has_what_other_objects_say_of_it() -> None:
    entries = given.entries(FORM, "collection.ftm.json")
    assert set(entries) == {"inv-1", "inv-2", "inv-3", "inv-4"}
    firm, person = entries["inv-2"], entries["inv-1"]
    assert firm.addresses == (Place("Quay Street 4, Karst", country("XA")),)
    assert firm.associates == ("Ilse Karrow",)
    assert firm.mail_domains == ("karrow-freight.example",)
    assert [(name.text, str(name.quality)) for name in person.names] == [
        ("Ilse Karrow", "primary"),
        ("Карроу Ильзе", "strong"),  # noqa: RUF001
        ("Ilse Oldens", "former"),
        ("The Ferryman", "weak"),
    ]
    assert (person.programme, str(person.listed_on)) == ("XDRUGS", "2019-04-11")


def test_an_object_inside_another_tells_of_it() -> None:
    entry = given.entries(FORM, "collection.ftm.json")["inv-3"]
    assert (entry.programme, entry.kind) == ("XARMS", Form.PERSON)


def test_an_object_that_nobody_knows_is_refused_rather_than_passed_over() -> None:
    whole = given.files(FORM, "collection.ftm.json")[""]
    for old, new, code, field, line in (
        (b'"Vessel"', b'"Submarine"', "list_unknown_value_in_entry", "schema", 7),
        (b'"1962-03"', b'"once"', "list_date_in_entry", "birthDate", 1),
        (b'["Karrow Freight Ltd"]', b"[]", "list_missing_in_entry", "name", 2),
        (b'"id": "inv-4", ', b"", "list_shape", "{}", 7),
        (b'"properties": {"full"', b'"properties": {full', "list_damaged", None, 3),
    ):
        found = given.refusal(FORM, {"": whole.replace(old, new)})
        assert (found.code, found.field, found.line) == (code, field, line)
