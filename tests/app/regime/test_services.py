"""Terms of a State and embargoes: dated rows, entered by those whose task it is."""

from datetime import date

import msgspec
import pytest

from app.regime import queries, services
from app.regime.asked import NewEmbargo
from app.regime.terms import ALL
from app.standing import regime
from app.work import REGISTER, Caller, reading
from models.errors import Invalid, NotAllowed, NotFound
from models.people import Role
from models.states import Terms
from tests import make


@pytest.fixture
def admin(house: make.House) -> Caller:
    make.state(house, "XA", terms=Terms(authority="Office", time_zone="Asia/Tashkent"))
    make.state(house, "XB")
    return make.user(house, Role.NATIONAL_ADMIN, "XA")


def changed(**terms: object) -> Terms:
    return msgspec.structs.replace(
        Terms(authority="Office", time_zone="Asia/Tashkent"),
        **terms,  # type: ignore[arg-type]
    )


def months(at: str) -> int:
    with reading(REGISTER) as view:
        terms = regime(view.session).of("XA", make.at(at))
    assert terms is not None
    return terms.registration_months


def test_terms_hold_from_the_first_instant_of_their_day_by_the_states_clock(
    house: make.House, admin: Caller
) -> None:
    services.set_terms(admin, changed(registration_months=24), date(2026, 4, 1), "new law")
    assert months("2026-03-31 18:59") == 12
    assert months("2026-03-31 19:00") == 24


def test_terms_without_a_day_hold_from_now_on(house: make.House, admin: Caller) -> None:
    services.set_terms(admin, changed(registration_months=24), None, "new law")
    assert (months("2026-03-02 08:59"), months("2026-03-02 09:00")) == (12, 24)


def test_the_past_is_not_given_other_terms(house: make.House, admin: Caller) -> None:
    with pytest.raises(Invalid, match="terms_in_the_past"):
        services.set_terms(admin, changed(), date(2026, 3, 2), "too late")


def test_a_clock_that_does_not_exist_is_refused(house: make.House, admin: Caller) -> None:
    with pytest.raises(Invalid, match="time_zone_unknown"):
        services.set_terms(admin, changed(time_zone="Mars/Olympus"), None, "new clock")
    with pytest.raises(Invalid, match="time_zone_unknown"):
        services.admit(REGISTER, "XC", "Xcadia", Terms(time_zone="Nowhere"), make.LONG_AGO)


@pytest.mark.parametrize("role", [Role.SENIOR_OFFICER, Role.AUDITOR, Role.LICENSING_OFFICER])
def test_others_of_the_state_read_but_do_not_set(
    house: make.House, admin: Caller, role: Role
) -> None:
    officer = make.user(house, role, "XA")
    shown = queries.settings(officer)
    assert (shown.terms.authority, shown.may_set) == ("Office", False)
    with pytest.raises(NotAllowed):
        services.set_terms(officer, changed(), None, "mine now")


def test_a_reason_and_fresh_proof_are_asked(house: make.House, admin: Caller) -> None:
    with pytest.raises(Invalid, match="reason_missing"):
        services.set_terms(admin, changed(), None, " ")
    with pytest.raises(NotAllowed, match="proof_needed"):
        services.set_terms(make.stale(admin), changed(), None, "new law")


def test_the_history_says_what_each_row_changed(house: make.House, admin: Caller) -> None:
    services.set_terms(admin, changed(reply_days=20), None, "shorter")
    newest, first = queries.settings(admin).rows
    assert [(item.name, item.before, item.after) for item in newest.changes] == [
        ("reply_days", 30, 20)
    ]
    assert (newest.holds, first.holds, first.changes) == (True, False, ())


def test_nobody_reads_the_terms_page_of_no_state(house: make.House, admin: Caller) -> None:
    with pytest.raises(NotFound):
        queries.settings(make.user(house, Role.SECRETARIAT))


def test_every_term_is_on_the_form(house: make.House) -> None:
    assert set(ALL) == set(Terms.__struct_fields__)


# Embargoes


def wanted(**more: object) -> NewEmbargo:
    given: dict[str, object] = {
        "regime": "Resolution 9999",
        "target": "XE",
        "classes": ("pistol",),
        "first_day": date(2026, 3, 3),
        "last_day": date(2026, 3, 9),
        "legal_basis": "Arms Act, section 4",
    }
    return NewEmbargo(**{**given, **more})  # type: ignore[arg-type]


def test_an_embargo_stands_on_its_days_by_the_entering_states_clock(
    house: make.House, admin: Caller
) -> None:
    make.state(house, "XE")
    senior = make.user(house, Role.SENIOR_OFFICER, "XA")
    services.add_embargo(senior, wanted(), "the Council decided")

    def stands(at: str) -> bool:
        with house.at(at):
            return queries.embargoes(REGISTER).rows[0].stands

    assert not stands("2026-03-02 18:59")
    assert stands("2026-03-02 19:00")
    assert stands("2026-03-09 18:59")
    assert not stands("2026-03-09 19:00")


def test_an_embargo_names_a_country_that_exists_and_ends_after_it_begins(
    house: make.House, admin: Caller
) -> None:
    senior = make.user(house, Role.SENIOR_OFFICER, "XA")
    with pytest.raises(Invalid, match="embargo_country_unknown"):
        services.add_embargo(senior, wanted(target="ZZ"), "why")
    with pytest.raises(Invalid, match="embargo_ends_before"):
        services.add_embargo(senior, wanted(target="FR", last_day=date(2026, 3, 2)), "why")


def test_only_a_senior_officer_enters_an_embargo(house: make.House, admin: Caller) -> None:
    with pytest.raises((NotAllowed, NotFound)):
        services.add_embargo(admin, wanted(target="FR"), "why")
