"""Files are kept by their bytes, whoever gives them and whatever they are called."""

import pytest

from app import papers
from app.papers import Paper
from app.work import Caller, act, work
from models.casework import DOCUMENT_LIMIT, Document
from models.errors import Exceeds, Invalid, Refusal
from models.people import Role
from models.traders import Registration
from tests import make

PDF = b"%PDF-1.7 x"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20


@act
def give(caller: Caller, number: str, paper: Paper) -> str:
    """A small service of these tests."""
    with work(caller) as w:
        thing = w.find(Registration, number)
        return papers.keep(w, thing, paper, trader=thing.trader_id, state="XA").media_type


@pytest.fixture
def number(house: make.House) -> str:
    make.states(house, "XA")
    return make.registration(house, make.trader(house), "XA")


@pytest.fixture
def owner(house: make.House, number: str) -> Caller:
    with house.rows() as session:
        trader = session.query(Registration).one().trader_id
    return make.user(house, Role.APPLICANT_ADMIN, trader=trader)


@pytest.mark.parametrize(
    ("content", "kind"),
    [(PDF, "application/pdf"), (PNG, "image/png"), (JPEG, "image/jpeg")],
)
def test_three_kinds_are_taken(owner: Caller, number: str, content: bytes, kind: str) -> None:
    assert give(owner, number, Paper("x.bin", content, "other")) == kind


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"<svg onload=alert(1)>", b"\0" * 100, b"x%PDF-1.7"]
)
def test_everything_else_is_refused(owner: Caller, number: str, content: bytes) -> None:
    with pytest.raises(Invalid):
        give(owner, number, Paper("x.pdf", content, "other"))


def test_the_limit_is_ten_mebibytes_to_the_byte(owner: Caller, number: str) -> None:
    whole = PDF + b"\0" * (DOCUMENT_LIMIT - len(PDF))
    assert give(owner, number, Paper("x.pdf", whole, "other"))
    with pytest.raises(Invalid):
        give(owner, number, Paper("x.pdf", whole + b"\0", "other"))


def test_the_quota_is_of_the_trader_not_of_the_case(
    house: make.House, owner: Caller, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "TRADER_QUOTA", len(PDF))
    give(owner, number, Paper("x.pdf", PDF, "other"))
    with pytest.raises(Exceeds):
        give(owner, number, Paper("y.pdf", PDF, "other"))


def test_a_file_of_another_trader_is_not_given(house: make.House, number: str) -> None:
    stranger = make.user(house, Role.APPLICANT_ADMIN, trader=make.trader(house, "Orlane Arms SA"))
    with pytest.raises(Refusal):
        give(stranger, number, Paper("x.pdf", PDF, "other"))


def test_a_list_gives_no_content(house: make.House, owner: Caller, number: str) -> None:
    give(owner, number, Paper("x.pdf", PDF, "other"))
    with house.rows() as session:
        row = session.query(Document).one()
        (kept,) = papers.kept_with(session, row.thing, row.thing_id)
    assert (kept.name, kept.size, kept.media_type) == ("x.pdf", len(PDF), "application/pdf")
