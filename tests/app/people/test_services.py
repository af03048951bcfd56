"""Accounts: opened once, made by administrators, privileged ones by two persons."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app import clock, sessions
from app.people import queries, services
from app.people.asked import NewAccount, SignUp
from app.work import Caller
from models.audit import AuditEntry
from models.errors import Blocked, Invalid, NotAllowed, NotFound, Refusal, TooMany
from models.particulars import Form
from models.people import Invitation, Person, Role, SignIn, User
from models.stages import Stage
from models.traders import Trader
from tests import make

GOOD = "seven lanterns over quiet water"
HERE = "192.0.2.7"


@pytest.fixture
def admin(house: make.House) -> Caller:
    make.states(house, "XA", "XB")
    return make.user(house, Role.NATIONAL_ADMIN, "XA", name="Tessaly Brandt")


def row(house: make.House, uid: str) -> User:
    with house.rows() as session:
        return (
            session.scalars(select(User))
            .unique()
            .all()[
                [str(user.uid) for user in session.scalars(select(User)).unique().all()].index(uid)
            ]
        )


def account(house: make.House, login: str) -> User:
    with house.rows() as session:
        return session.scalars(select(User).where(User.login == login)).unique().one()


def new(role: Role, login: str = "lio@example.org", **more: str) -> NewAccount:
    return NewAccount(name="Lio Marrec", login=login, role=role, **more)


def asked(login: str = "sela@example.org", **changed: object) -> SignUp:
    given = {
        "form": Form.FIRM,
        "trader_name": "Orlane Logistics SA",
        "home_state": "XA",
        "person_name": "Sela Corvane",
        "login": login,
        "password": GOOD,
    }
    return SignUp(**{**given, **changed})  # type: ignore[arg-type]


# Signing up


def test_a_sign_up_makes_a_trader_and_its_administrator(house: make.House, admin: Caller) -> None:
    services.sign_up(asked(), HERE)
    user = account(house, "sela@example.org")
    assert (user.role, user.stage) == (Role.APPLICANT_ADMIN, Stage.ACTIVE)
    with house.rows() as session:
        trader = session.get_one(Trader, user.trader_id)
        assert (trader.name, trader.home_state) == ("Orlane Logistics SA", "XA")
        assert trader.number.startswith("XA-2026-T-")
        assert trader.facts.name == "Orlane Logistics SA"
        assert trader.facts.email == "sela@example.org"
    assert sessions.sign_in("sela@example.org", GOOD, HERE)


def test_a_known_address_gets_the_same_answer_and_nothing_is_made(
    house: make.House, admin: Caller
) -> None:
    services.sign_up(asked(), HERE)
    services.sign_up(asked(trader_name="Somebody Else Ltd", password=GOOD + " again"), HERE)
    with house.rows() as session:
        assert [trader.name for trader in session.scalars(select(Trader))] == [
            "Orlane Logistics SA"
        ]
        assert session.query(Person).count() == 2
    with pytest.raises(Invalid):
        sessions.sign_in("sela@example.org", GOOD + " again", HERE)


def test_a_state_that_takes_no_part_numbers_nobody(house: make.House, admin: Caller) -> None:
    with pytest.raises(Invalid, match="state_takes_no_part"):
        services.sign_up(asked(home_state="XE"), HERE)


def test_sign_ups_of_one_client_are_counted(house: make.House, admin: Caller) -> None:
    for number in range(services.TRIES):
        services.sign_up(asked(login=f"n{number}@example.org"), HERE)
    with pytest.raises(TooMany):
        services.sign_up(asked(login="more@example.org"), HERE)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("fourteen chars", "password_too_short"),
        ("passwordpassword1", "password_common"),
        ("secretsecretsecretsecret", "password_common"),
        ("aaaaaaaaaaaaaaaaaaaa", "password_common"),
        ("the orlane of my dreams", "password_holds_name"),
        ("a corvane at sundown x", "password_holds_name"),
        ("long live xandria forever", "password_holds_name"),
        ("small arms and big hats", "password_holds_name"),
    ],
)
def test_a_password_that_others_try_first_is_refused(
    house: make.House, admin: Caller, password: str, code: str
) -> None:
    with pytest.raises(Invalid, match=code):
        services.sign_up(asked(password=password), HERE)


def test_a_password_is_one_however_its_letters_are_composed(
    house: make.House, admin: Caller
) -> None:
    services.sign_up(asked(password="zwölf Körbe voller Zwölffingerkraut"), HERE)
    assert sessions.sign_in(
        "sela@example.org", "zwo\u0308lf Ko\u0308rbe voller Zwo\u0308lffingerkraut", HERE
    )


# One-time codes


def test_a_code_opens_its_account_once(house: make.House, admin: Caller) -> None:
    made = services.create(admin, new(Role.LICENSING_OFFICER))
    assert not made.awaits_approval
    assert services.open_account(made.code, GOOD, HERE)
    assert sessions.sign_in("lio@example.org", GOOD, HERE)
    with pytest.raises(Invalid, match="code_wrong"):
        services.open_account(made.code, GOOD + " again", HERE)


def test_only_the_digest_of_a_code_is_kept(house: make.House, admin: Caller) -> None:
    made = services.create(admin, new(Role.LICENSING_OFFICER))
    with house.rows() as session:
        (kept,) = session.scalars(select(Invitation))
        assert kept.code_digest == sessions.digest(made.code)
        told = " ".join(entry.facts + entry.note for entry in session.scalars(select(AuditEntry)))
    assert made.code not in told


def test_a_code_is_too_old_after_72_hours(house: make.House, admin: Caller) -> None:
    made = services.create(admin, new(Role.CUSTOMS_OFFICER))
    assert made.expires_at == clock.now() + timedelta(hours=72)
    with house.at("2026-03-05 09:00"), pytest.raises(Invalid, match="code_wrong"):
        services.open_account(made.code, GOOD, HERE)


def test_an_invented_code_reads_like_a_spent_one_and_tries_are_counted(
    house: make.House, admin: Caller
) -> None:
    for _ in range(services.TRIES):
        with pytest.raises(Invalid, match="code_wrong"):
            services.open_account("invented", GOOD, HERE)
    with pytest.raises(TooMany):
        services.open_account("invented", GOOD, HERE)


def test_a_further_code_voids_the_earlier_one(house: make.House, admin: Caller) -> None:
    made = services.create(admin, new(Role.CUSTOMS_OFFICER))
    again = services.new_code(admin, made.uid)
    with pytest.raises(Invalid, match="code_wrong"):
        services.open_account(made.code, GOOD, HERE)
    assert services.open_account(again.code, GOOD, HERE)
    with pytest.raises(Invalid, match="account_opened_already"):
        services.new_code(admin, made.uid)


# Two administrators


@pytest.mark.parametrize("role", [Role.SENIOR_OFFICER, Role.AUDITOR])
def test_a_privileged_account_waits_for_a_second_administrator(
    house: make.House, admin: Caller, role: Role
) -> None:
    second = make.user(house, Role.NATIONAL_ADMIN, "XA")
    made = services.create(admin, new(role))
    assert made.awaits_approval
    assert not services.open_account(made.code, GOOD, HERE)
    with pytest.raises(Invalid, match="sign_in_wrong"):
        sessions.sign_in("lio@example.org", GOOD, HERE)
    with pytest.raises(NotAllowed, match="author_may_not_sign"):
        services.approve(admin, made.uid)
    services.approve(second, made.uid)
    assert sessions.sign_in("lio@example.org", GOOD, HERE)


def test_the_only_administrator_makes_the_second_alone_but_not_the_third(
    house: make.House, admin: Caller
) -> None:
    first = services.create(admin, new(Role.NATIONAL_ADMIN))
    assert not first.awaits_approval
    assert services.create(admin, new(Role.NATIONAL_ADMIN, "third@example.org")).awaits_approval


def test_the_only_administrator_makes_no_senior_officer_alone(
    house: make.House, admin: Caller
) -> None:
    assert services.create(admin, new(Role.SENIOR_OFFICER)).awaits_approval


def test_a_second_account_of_the_same_person_is_no_second_person(
    house: make.House, admin: Caller
) -> None:
    person = make.person_of(house, admin)
    other_hat = make.user(house, Role.NATIONAL_ADMIN, "XA", person=person)
    made = services.create(admin, new(Role.SENIOR_OFFICER))
    with pytest.raises(NotAllowed, match="author_may_not_sign"):
        services.approve(other_hat, made.uid)


def test_an_account_may_be_of_a_known_person(house: make.House, admin: Caller) -> None:
    first = services.create(admin, new(Role.LICENSING_OFFICER))
    services.create(admin, new(Role.CUSTOMS_OFFICER, "hat@example.org", same_as=first.uid))
    known, hat = account(house, "lio@example.org"), account(house, "hat@example.org")
    assert known.person_id == hat.person_id


def test_an_administrator_makes_no_account_for_itself_or_another_state(
    house: make.House, admin: Caller
) -> None:
    with house.rows() as session:
        own = str(session.get_one(User, admin.user_id).uid)
    with pytest.raises(NotAllowed, match="not_of_yourself"):
        services.create(admin, new(Role.LICENSING_OFFICER, same_as=own))
    foreign = make.user(house, Role.CUSTOMS_OFFICER, "XB")
    with house.rows() as session:
        uid = str(session.get_one(User, foreign.user_id).uid)
    with pytest.raises(NotFound):
        services.disable(admin, uid, "not ours")


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.APPLICANT_USER, Role.SYSTEM])
def test_a_state_gives_only_its_own_roles(house: make.House, admin: Caller, role: Role) -> None:
    with pytest.raises(Invalid, match="role_not_of_state"):
        services.create(admin, new(role))


def test_an_address_has_one_account(house: make.House, admin: Caller) -> None:
    services.create(admin, new(Role.LICENSING_OFFICER))
    with pytest.raises(Refusal, match="login_taken"):
        services.create(admin, new(Role.CUSTOMS_OFFICER))


def test_a_role_that_is_raised_waits_and_ends_every_sign_in(
    house: make.House, admin: Caller
) -> None:
    second = make.user(house, Role.NATIONAL_ADMIN, "XA")
    officer = make.user(house, Role.LICENSING_OFFICER, "XA")
    with house.rows() as session:
        uid = str(session.get_one(User, officer.user_id).uid)
    assert services.change(admin, uid, Role.SENIOR_OFFICER, "Head of unit")
    assert row(house, uid).stage is Stage.AWAITING_APPROVAL
    with pytest.raises(NotAllowed, match="sign_in_ended"):
        queries.own(officer)
    services.approve(second, uid)
    assert row(house, uid).stage is Stage.ACTIVE


def test_a_role_changed_sideways_ends_the_sign_ins_only(house: make.House, admin: Caller) -> None:
    officer = make.user(house, Role.LICENSING_OFFICER, "XA")
    with house.rows() as session:
        uid = str(session.get_one(User, officer.user_id).uid)
    assert not services.change(admin, uid, Role.CUSTOMS_OFFICER, "")
    assert (row(house, uid).stage, row(house, uid).role) == (Stage.ACTIVE, Role.CUSTOMS_OFFICER)
    with pytest.raises(NotAllowed, match="sign_in_ended"):
        queries.own(officer)


def test_a_disabled_account_is_out_at_once_and_comes_back_by_a_new_code(
    house: make.House, admin: Caller
) -> None:
    made = services.create(admin, new(Role.LICENSING_OFFICER))
    services.open_account(made.code, GOOD, HERE)
    token = sessions.sign_in("lio@example.org", GOOD, HERE)
    services.disable(admin, made.uid, "left the service")
    with house.rows() as session:
        assert sessions.visit(session, token, clock.now()) is None
    with pytest.raises(Invalid, match="sign_in_wrong"):
        sessions.sign_in("lio@example.org", GOOD, HERE)
    back = services.enable(admin, made.uid, "came back")
    with pytest.raises(Invalid, match="sign_in_wrong"):
        sessions.sign_in("lio@example.org", GOOD, HERE)
    assert services.open_account(back.code, "nine harbours under grey snow", HERE)


def test_a_disabled_account_is_not_opened_by_its_code(house: make.House, admin: Caller) -> None:
    made = services.create(admin, new(Role.LICENSING_OFFICER))
    services.disable(admin, made.uid, "made by mistake")
    with pytest.raises(Invalid, match="code_wrong"):
        services.open_account(made.code, GOOD, HERE)


def test_acts_on_accounts_need_fresh_proof(house: make.House, admin: Caller) -> None:
    with pytest.raises(NotAllowed, match="proof_needed"):
        services.create(make.stale(admin), new(Role.LICENSING_OFFICER))


# A firm's own accounts


@pytest.fixture
def firm(house: make.House, admin: Caller) -> Caller:
    return make.user(house, Role.APPLICANT_ADMIN, trader=make.trader(house))


def test_a_firm_invites_its_own_users_only(house: make.House, firm: Caller) -> None:
    made = services.invite(firm, new(Role.APPLICANT_USER))
    assert services.open_account(made.code, GOOD, HERE)
    with pytest.raises(NotAllowed, match="role_not_of_organisation"):
        services.invite(firm, new(Role.SENIOR_OFFICER, "x@example.org"))
    user = make.user(house, Role.APPLICANT_USER, trader=make.trader(house, "Other Ltd"))
    with pytest.raises(NotFound):
        services.invite(user, new(Role.APPLICANT_USER, "y@example.org"))


def test_a_user_of_a_firm_sees_only_the_own_account(house: make.House, firm: Caller) -> None:
    with house.rows() as session:
        trader = session.get_one(User, firm.user_id).trader_id
    user = make.user(house, Role.APPLICANT_USER, trader=trader)
    assert len(queries.accounts(firm).rows) == 2
    assert [item.is_self for item in queries.accounts(user).rows] == [True]


def test_the_last_administrator_of_a_firm_stays(house: make.House, firm: Caller) -> None:
    with house.rows() as session:
        own = str(session.get_one(User, firm.user_id).uid)
    with pytest.raises(Blocked, match="last_administrator"):
        services.disable(firm, own, "goodbye")
    made = services.invite(firm, new(Role.APPLICANT_ADMIN))
    services.open_account(made.code, GOOD, HERE)
    services.disable(firm, own, "goodbye")


# One's own password and sign-ins


@pytest.mark.parametrize(
    ("role", "state"),
    [(Role.LICENSING_OFFICER, "XA"), (Role.SECRETARIAT, None), (Role.AUDITOR, "XA")],
)
def test_a_changed_password_ends_the_other_sign_ins(
    house: make.House, admin: Caller, role: Role, state: str | None
) -> None:
    me = make.user(house, role, state, password_hash=sessions.HASHER.hash(GOOD))
    other = make.fresh(house, me)
    services.set_password(me, GOOD, "nine harbours under grey snow")
    with pytest.raises(NotAllowed, match="sign_in_ended"):
        queries.own(other)
    assert queries.own(me).role == role
    with pytest.raises(Invalid, match="password_wrong"):
        services.set_password(me, GOOD, "ten harbours under grey snow")


def test_one_sees_and_ends_the_own_other_sign_ins(house: make.House, admin: Caller) -> None:
    make.fresh(house, admin)
    assert [visit.this for visit in queries.own(admin).visits] == [False, True]
    sessions.end_others(admin)
    assert [visit.this for visit in queries.own(admin).visits] == [True]


@pytest.mark.parametrize(
    ("role", "idle", "whole"),
    [
        (Role.LICENSING_OFFICER, 30, 12 * 60),
        (Role.CUSTOMS_OFFICER, 30, 12 * 60),
        (Role.SENIOR_OFFICER, 15, 8 * 60),
        (Role.NATIONAL_ADMIN, 15, 8 * 60),
        (Role.AUDITOR, 15, 8 * 60),
    ],
)
def test_a_sign_in_ends_unused_and_at_all(
    house: make.House, admin: Caller, role: Role, idle: int, whole: int
) -> None:
    make.user(house, role, "XA", password_hash=sessions.HASHER.hash(GOOD))
    _limits(house, role, idle, whole)


def test_a_sign_in_of_a_trader_lasts_longer(house: make.House, firm: Caller) -> None:
    with house.rows() as session:
        trader = session.get_one(User, firm.user_id).trader_id
    for role in (Role.APPLICANT_ADMIN, Role.APPLICANT_USER):
        make.user(house, role, trader=trader, password_hash=sessions.HASHER.hash(GOOD))
        _limits(house, role, 60, 24 * 60)


def _limits(house: make.House, role: Role, idle: int, whole: int) -> None:
    with house.rows() as session:
        login = session.scalars(
            select(User.login).where(User.role == str(role), User.password_hash.is_not(None))
        ).first()
    token = sessions.sign_in(str(login), GOOD, HERE)
    start = clock.now()

    def holds(moment: datetime) -> bool:
        with house.rows() as session:
            return sessions.visit(session, token, moment) is not None

    assert holds(start + timedelta(minutes=idle))
    assert not holds(start + timedelta(minutes=idle, seconds=1))
    with house.rows() as session:
        for sign_in in session.scalars(select(SignIn)):
            sign_in.seen_at = start + timedelta(minutes=whole)
    assert holds(start + timedelta(minutes=whole))
    assert not holds(start + timedelta(minutes=whole, seconds=1))
