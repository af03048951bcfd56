"""Pages of the broker: every part is written, checked, signed; what was sent shows each State."""

from __future__ import annotations

import io
import re
import secrets
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.factory import create_app
from app.sessions import digest
from app.work import Caller
from models.casework import Question
from models.deals import DealStep
from models.dossiers import Authorization, Dossier
from models.people import Role, SignIn
from models.proposals import Proposal, Signature
from models.screening import Hit, ListEntryRow, ListVersion, Screening
from models.stages import Stage
from tests import make, make_dossiers
from tests.app.conftest import SignedIn, settings, token
from tests.untranslated import untranslated


def text_of(browser: FlaskClient, url: str) -> str:
    page = browser.get(url)
    assert page.status_code == 200, page.get_data(as_text=True)[:2000]
    return page.get_data(as_text=True)


def sent(browser: FlaskClient, url: str, at: str | None = None, **typed: Any) -> Any:
    """Send the form of a page as a browser would: with its token and its revision."""
    page = browser.get(at or url).get_data(as_text=True)
    found = dict(re.findall(r'name="(revision|base|csrf_token)"[^>]*value="([^"]+)"', page))
    return browser.post(url, data={**found, **typed}, content_type="multipart/form-data")


def day(name: str, text: str) -> dict[str, str]:
    year, month, number = text.split("-")
    return {f"{name}-day": number, f"{name}-month": month, f"{name}-year": year}


@pytest.fixture
def broker(house: make.House) -> int:
    make_dossiers.with_states(house)
    found = make.trader(house)
    for code in ("XA", "XB"):
        make.registration(house, found, code)
    return found


def test_a_broker_writes_every_part_and_submits(
    house: make.House, broker: int, signed_in: SignedIn
) -> None:
    page = signed_in(make_dossiers.official(house, broker))
    text_of(page, "/my-dossiers")
    started = sent(page, "/my-dossiers")
    base = started.headers["Location"].removesuffix("/questions")
    assert "First questions" in text_of(page, f"{base}/questions")

    def write(part: str, **typed: Any) -> None:
        answer = sent(page, f"{base}/{part}", **typed)
        assert answer.status_code == 303, answer.get_data(as_text=True)

    write("questions", title="Pistols to Selmark", international="yes", behalf="another",
          behalf_of="Karrow Works SA", consideration="fee", payer="Karrow Works SA",
          capacity="broker")  # fmt: skip
    assert "You act as an intermediary" in text_of(page, base)
    write("parties/99", capacity="seller", name="Karrow Works SA", state="XD")
    write("parties/99", capacity="buyer", name="Selmark Supply Ltd", state="XE")
    write("parties/99", capacity="end_user", name="Interior Ministry", is_state_body="y")
    write(
        "steps/99", party="1", state="XB", means="call", done="no", **day("first_day", "2026-3-16")
    )
    steps = text_of(page, f"{base}/steps")
    assert "It goes to 2 States" in steps
    assert "negotiates or arranges there on" in steps
    write("goods/99", goods_class="pistol", description="Pistol", quantity="1200", unit="item",
          currency="EUR", value_minor="480000.50")  # fmt: skip
    assert "480,000.50" in text_of(page, f"{base}/goods")
    assert 'value="480000.50"' in text_of(page, f"{base}/goods/1")
    write("route", dispatch="XD", transit_1="FR", destination="XE", mode="sea")
    write("end-use", purpose="Border police", number="EUC 17/2026", issuer="Ministry",
          document=(io.BytesIO(b"%PDF-1.7 invented"), "euc.pdf"))  # fmt: skip
    write("contract", contract="KW-1", **day("wanted_from", "2026-4-1"),
          **day("wanted_until", "2027-3-31"))  # fmt: skip
    write("papers", document=(io.BytesIO(b"%PDF-1.7 contract"), "contract.pdf"))
    check = text_of(page, f"{base}/check")
    assert "Still missing" not in check
    assert "Sign and submit to Xandria and Xbria" in check
    answer = sent(page, f"{base}/check", agreed="y", declared_by="Ada Quill")
    assert answer.status_code == 303
    done = text_of(page, answer.headers["Location"])
    number = re.search(r"XA-2026-D-\d+-[A-Z]", done)
    assert number
    shown = text_of(page, f"/my-dossiers/{number[0]}")
    assert "State of nationality" in shown
    assert "Waits for an officer" in shown
    assert number[0] in text_of(page, "/my-dossiers")


def test_sent_twice_the_page_shows_the_same_number(
    house: make.House, broker: int, signed_in: SignedIn
) -> None:
    caller, key = make_dossiers.drafted(house, broker=broker)
    page = signed_in(caller)
    url = f"/my-dossiers/{key}/write/check"
    text = text_of(page, url)
    found = dict(re.findall(r'name="(revision|base|csrf_token)"[^>]*value="([^"]+)"', text))
    typed = {**found, "agreed": "y", "declared_by": "Ada Quill"}
    first, second = page.post(url, data=typed), page.post(url, data=typed)
    assert first.status_code == second.status_code == 303
    assert first.headers["Location"] == second.headers["Location"]


def test_missing_cover_is_listed_and_nothing_can_be_signed(
    house: make.House, signed_in: SignedIn
) -> None:
    """C01 on the page: for whom and where."""
    make_dossiers.with_states(house)
    trader = make.trader(house, "Nell Averin")
    make.registration(house, trader, "XC")
    caller, key = make_dossiers.drafted(house, broker=trader)
    page = signed_in(caller)
    text = text_of(page, f"/my-dossiers/{key}/write/check")
    assert "Cover is missing in 2 places" in text
    assert "Nell Averin must first register in Xandria as Broker." in text
    assert "Nell Averin must first register in Xbria as Broker." in text
    assert "Sign and submit" not in text
    answer = sent(page, f"/my-dossiers/{key}/write/check", at=f"/my-dossiers/{key}/write/parties",
                  agreed="y", declared_by="Ada Quill", base="0")  # fmt: skip
    assert answer.status_code == 409
    assert "Nothing was sent" in answer.get_data(as_text=True)


def test_an_empty_dossier_is_checked_before_any_state_is_known(
    house: make.House, broker: int, signed_in: SignedIn
) -> None:
    owner = make_dossiers.official(house, broker, "Ada Quill")
    key = make_dossiers.services.start(owner)
    page = text_of(signed_in(owner), f"/my-dossiers/{key}/write/check")
    assert "It cannot be submitted before everything that is missing is there" in page


def test_a_stale_form_keeps_what_was_typed_and_says_so(
    house: make.House, broker: int, signed_in: SignedIn
) -> None:
    caller, key = make_dossiers.drafted(house, broker=broker)
    page = signed_in(caller)
    url = f"/my-dossiers/{key}/write/contract"
    old = re.search(r'name="revision"[^>]*value="(\d+)"', text_of(page, url))
    assert old
    make_dossiers.drafts.save_route(caller, key, make_dossiers.ROUTE)
    typed = {**day("wanted_from", "2026-5-1"), **day("wanted_until", "2026-9-1")}
    data = {"csrf_token": token(page, url), "revision": old[1], "contract": "KW-99", **typed}
    answer = page.post(url, data=data)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Somebody changed this meanwhile" in text
    assert 'value="KW-99"' in text
    assert sent(page, url, contract="KW-99", **typed).status_code == 303


def test_a_wrong_number_is_told_at_its_field(
    house: make.House, broker: int, signed_in: SignedIn
) -> None:
    caller, key = make_dossiers.drafted(house, broker=broker)
    page = signed_in(caller)
    answer = sent(page, f"/my-dossiers/{key}/write/parties/99", capacity="broker", linked="XA-1")
    assert answer.status_code == 400
    assert 'href="#linked"' in answer.get_data(as_text=True)


def test_a_clerk_writes_but_is_told_who_submits(
    house: make.House, broker: int, signed_in: SignedIn
) -> None:
    _, key = make_dossiers.drafted(house, broker=broker)
    page = signed_in(make.user(house, Role.APPLICANT_USER, trader=broker))
    text = text_of(page, f"/my-dossiers/{key}/write/check")
    assert "Only the empowered official" in text
    assert "Sign and submit" not in text


def test_others_find_nothing(house: make.House, broker: int, signed_in: SignedIn) -> None:
    _, key = make_dossiers.drafted(house, broker=broker)
    number = make_dossiers.submitted(house, broker=broker)
    stranger = make_dossiers.official(house, make.trader(house, "Orlane Logistics SA"), "Ulf Tarn")
    officer = make.user(house, Role.LICENSING_OFFICER, "XA")
    for url in (f"/my-dossiers/{key}/write", f"/my-dossiers/{number}"):
        assert signed_in(stranger).get(url).status_code == 404
        assert signed_in(officer).get(url).status_code == 404


def test_the_next_version_is_written_beside_what_was_submitted(
    house: make.House, broker: int, signed_in: SignedIn
) -> None:
    number = make_dossiers.submitted(house, broker=broker)
    page = signed_in(make_dossiers.owner(house, number))
    base = f"/my-dossiers/{number}/write"
    assert "Nothing differs" in text_of(page, f"{base}/check")
    sent(page, f"{base}/route", dispatch="XD", destination="XC", mode="sea")
    assert "You are writing the next version" in text_of(page, f"/my-dossiers/{number}")
    answer = sent(page, f"{base}/check", reason="another port", agreed="y",
                  declared_by="Ada Quill")  # fmt: skip
    assert answer.status_code == 303, answer.get_data(as_text=True)
    assert "New version submitted" in text_of(page, answer.headers["Location"])
    assert "version 2" in text_of(page, f"/my-dossiers/{number}")


def test_a_paper_is_handed_out_as_an_attachment(
    house: make.House, broker: int, signed_in: SignedIn
) -> None:
    number = make_dossiers.submitted(house, broker=broker)
    page = signed_in(make_dossiers.owner(house, number))
    link = re.search(
        r'href="(/my-dossiers/[^"]+/papers/[^"]+)"', text_of(page, f"/my-dossiers/{number}")
    )
    assert link
    answer = page.get(link[1])
    assert answer.data == make_dossiers.PAPER.content
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_discarding_a_draft_and_withdrawing_a_dossier(
    house: make.House, broker: int, signed_in: SignedIn
) -> None:
    caller, key = make_dossiers.drafted(house, broker=broker)
    page = signed_in(caller)
    answer = sent(page, f"/my-dossiers/{key}/write/discard", at=f"/my-dossiers/{key}/write")
    assert answer.status_code == 303
    assert page.get(f"/my-dossiers/{key}/write").status_code == 404
    number = make_dossiers.submitted(house, broker=broker)
    answer = sent(page, f"/my-dossiers/{number}/withdraw", reason="no buyer")
    assert answer.status_code == 303
    with house.rows() as session:
        rows = session.scalars(select(Dossier.stage).order_by(Dossier.id))
        assert [str(stage) for stage in rows] == ["WITHDRAWN", "WITHDRAWN"]


def asked_by_xb(house: make.House, number: str) -> str:
    """A question of Xbria that waits for the broker; the uid of its case."""
    officer = make.user(house, Role.LICENSING_OFFICER, "XB", name="Lio Marrec")
    with house.rows() as session:
        case = (
            session.scalars(
                select(Authorization)
                .join(Dossier)
                .where(Dossier.number == number, Authorization.state_code == "XB")
            )
            .unique()
            .one()
        )
        case.stage = Stage.INFO_REQUESTED
        session.add(
            Question(
                thing="authorization",
                thing_id=case.id,
                state_code="XB",
                text="Which vessel carries them?",
                asked_at=make.at("2026-03-02 09:00"),
                asked_by_id=officer.user_id,
                answer_by=make.at("2026-04-01 00:00"),
                recorded_at=make.at("2026-03-02 09:00"),
            )
        )
        return str(case.uid)


def test_a_question_is_the_first_thing_and_is_answered(
    house: make.House, broker: int, signed_in: SignedIn
) -> None:
    number = make_dossiers.submitted(house, broker=broker)
    case = asked_by_xb(house, number)
    page = signed_in(make_dossiers.owner(house, number))
    for url in ("/my-dossiers", f"/my-dossiers/{number}"):
        text = text_of(page, url)
        assert "Answer Xbria" in text
        assert "Answer by Tuesday 31 March" in text.replace("</time>", "").replace(
            '<time datetime="2026-03-31">', ""
        )
        assert "Lio Marrec" not in text
    url = f"/my-dossiers/questions/{case}"
    field = re.search(r'name="(answer_[^"]+)"', text_of(page, url))
    assert field
    assert sent(page, url).status_code == 400
    assert sent(page, url, **{field[1]: "The Halcyon."}).status_code == 303
    assert "You answered" in text_of(page, f"/my-dossiers/{number}")
    assert page.get(url).status_code == 404


def test_the_page_is_the_same_with_and_without_hits_to_the_byte(
    house: make.House, broker: int, signed_in: SignedIn
) -> None:
    """Rules 7.2: nothing of screening is on the applicant's pages."""
    number = make_dossiers.submitted(house, broker=broker)
    page = signed_in(make_dossiers.owner(house, number))

    def seen() -> list[str]:
        urls = ("/my-dossiers", f"/my-dossiers/{number}", f"/my-dossiers/{number}/write/check")
        pages = [text_of(page, url) for url in urls]
        return [re.sub(r'name="csrf_token"[^>]*>', "", text) for text in pages]

    before = seen()
    with house.rows() as session:
        version = ListVersion(
            source="un",
            published_on=date(2026, 2, 1),
            imported_at=make.at("2026-02-02 05:00"),
            sha256="0" * 64,
            entry_count=1,
            name_count=1,
            recorded_at=make.at("2026-02-02 05:00"),
            revision=1,
        )
        session.add(version)
        session.flush()
        entry = ListEntryRow(
            list_version_id=version.id,
            reference="QDi.1",
            kind="firm",
            name="Karrow",
            facts={},
            digest="-",
        )
        session.add(entry)
        session.flush()
        for screening in session.scalars(select(Screening)).unique():
            screening.answered_at = make.at("2026-03-02 08:59")
            screening.lists = ()
            hit = Hit(
                screening_id=screening.id,
                list_entry_id=entry.id,
                entry_name="Karrow",
                **make.hit_known_by("Karrow"),
                score=97,
                strength="strong",
                reasons=(),
                stage=Stage.OPEN,
                recorded_at=make.at("2026-03-02 08:59"),
                revision=1,
            )
            session.add(hit)
    assert seen() == before


def test_a_confirmed_consent_and_one_to_confirm_look_different(
    house: make.House, broker: int, signed_in: SignedIn
) -> None:
    """C06: what was consented on version 1 must be confirmed on version 2."""
    number = make_dossiers.submitted(house, broker=broker)
    officer = make.user(house, Role.LICENSING_OFFICER, "XA", name="Mira Thandel")
    senior = make.user(house, Role.SENIOR_OFFICER, "XA", name="Oren Vask")
    at = make.at("2026-03-02 08:00")
    first, second = make.person_of(house, officer), make.person_of(house, senior)
    with house.rows() as session:
        case = (
            session.scalars(select(Authorization).where(Authorization.state_code == "XA"))
            .unique()
            .one()
        )
        case.stage = Stage.APPROVED_PENDING_PEER
        proposal = Proposal(
            thing="authorization", thing_id=case.id, version=1, state_code="XA",
            decision="consent", reason="met", evidence="{}", evidence_digest="0" * 64,
            user_id=officer.user_id, person_id=first, proposed_at=at,
            recorded_at=at,
        )  # fmt: skip
        session.add(proposal)
        session.flush()
        session.add(
            Signature(
                proposal_id=proposal.id,
                proposer_person_id=proposal.person_id,
                state_code="XA",
                user_id=senior.user_id,
                person_id=second,
                outcome="accepted",
                reason="agreed",
                evidence_digest="0" * 64,
                signed_at=at,
                recorded_at=at,
            )
        )
    page = signed_in(make_dossiers.owner(house, number))
    text = text_of(page, f"/my-dossiers/{number}")
    assert "Waits for the other States" in text
    assert "Mira Thandel" not in text
    assert "Oren Vask" not in text
    owner = make_dossiers.owner(house, number)
    make_dossiers.drafts.save_route(
        owner, number, (*make_dossiers.ROUTE[:1], make_dossiers.Stop("XC", "destination"))
    )
    make_dossiers.services.amend(
        owner, number, reason="another port", declared_by="Ada Quill", declaration="true"
    )
    text = text_of(page, f"/my-dossiers/{number}")
    assert "Must confirm the new version" in text
    assert "Its consent is for version 1." in text


def test_an_embargo_and_an_early_step_are_told_before_signing(
    house: make.House, broker: int, signed_in: SignedIn
) -> None:
    caller, key = make_dossiers.drafted(house, broker=broker)
    early = DealStep(
        no=99, party=1, state="XB", first_day=date(2026, 2, 1), last_day=date(2026, 2, 1), done=True
    )
    make_dossiers.drafts.save_step(caller, key, early)
    text = text_of(signed_in(caller), f"/my-dossiers/{key}/write/check")
    assert "Step 2 is dated before authorization" in text
    assert "Selmark Supply Ltd names no registration or licence" in text


def test_no_text_of_these_pages_is_left_untranslated(
    house: make.House, broker: int, tmp_path: Path
) -> None:
    application = create_app(settings(house.url, tmp_path), pseudo=True)
    application.testing = True
    number = make_dossiers.submitted(house, broker=broker)
    case = asked_by_xb(house, number)
    caller, key = make_dossiers.drafted(house, broker=broker)
    day_there = date(2026, 3, 20)
    for state in ("XD", "FR"):
        step = DealStep(no=99, party=1, state=state, first_day=day_there, last_day=day_there)
        make_dossiers.drafts.save_step(caller, key, step)
    empty = make_dossiers.services.start(caller)
    page = entered(application, house, caller)
    write = f"/my-dossiers/{key}/write"
    parts = ("questions", "parties", "parties/99", "parties/2", "steps", "steps/1", "goods",
             "goods/1", "route", "end-use", "contract", "outside", "outside/1/FR", "papers",
             "check")  # fmt: skip
    urls = ["/my-dossiers", f"/my-dossiers/{number}", f"/my-dossiers/{number}/submitted",
            f"/my-dossiers/{number}/withdraw", f"/my-dossiers/questions/{case}", write,
            f"/my-dossiers/{empty}/write", f"/my-dossiers/{number}/write/check",
            *(f"{write}/{part}" for part in parts)]  # fmt: skip
    for url in urls:
        assert untranslated(text_of(page, url)) == [], url


def entered(application: Flask, house: make.House, caller: Caller) -> FlaskClient:
    """A browser of an account on an application of the test's own."""
    secret = secrets.token_urlsafe(32)
    now = make.at("2026-03-02 09:00")
    with house.rows() as session:
        session.add(
            SignIn(
                token_digest=digest(secret),
                user_id=caller.user_id,
                started_at=now,
                seen_at=now,
                proved_at=now,
            )
        )
    browser = application.test_client()
    with browser.session_transaction() as cookie:
        cookie["_user_id"] = secret
        cookie["_fresh"] = True
    return browser
