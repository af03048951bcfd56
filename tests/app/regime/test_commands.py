"""An installation is founded once, from a whole file; a demonstration stays one."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from app import sessions
from app.people import services as people
from models.people import Person, Role, User
from models.stages import Stage
from models.states import Installation, State, StateTerms, Terms
from tests import make

EXAMPLE = Path(__file__).resolve().parents[3] / "docs" / "examples" / "regime.toml"
GOOD = "seven lanterns over quiet water"


def run(application: Flask, *words: str) -> tuple[int, str]:
    done = application.test_cli_runner().invoke(args=["regime", *words])
    return done.exit_code, done.output


def states(house: make.House) -> list[str]:
    with house.rows() as session:
        return list(session.scalars(select(State.code).order_by(State.code)))


def test_the_example_file_founds_an_installation_and_its_codes_open_accounts(
    house: make.House, application: Flask
) -> None:
    code, said = run(application, "init", str(EXAMPLE))
    assert code == 0, said
    assert states(house) == ["XA", "XB"]
    printed = [line.rpartition(" ")[2] for line in said.splitlines() if "one-time code" in line]
    assert len(printed) == 2
    assert people.open_account(printed[0], GOOD, "192.0.2.1")
    assert sessions.sign_in("tessaly.brandt@arms-office.xandria.example", GOOD, "192.0.2.1")
    with house.rows() as session:
        assert not session.get_one(Installation, 1).demonstration


def test_the_example_file_shows_every_default(house: make.House, application: Flask) -> None:
    """What the file says of a term is what leaving it out means, but for names and clocks."""
    run(application, "init", str(EXAMPLE))
    with house.rows() as session:
        said = session.scalars(select(StateTerms).where(StateTerms.state_code == "XA")).one().terms
    named = {"authority", "contact_point", "contact_phone", "contact_email", "time_zone"}
    default = Terms()
    assert {
        name for name in Terms.__struct_fields__ if getattr(said, name) != getattr(default, name)
    } == named | {"languages"}
    written = EXAMPLE.read_text()
    assert [name for name in Terms.__struct_fields__ if f"\n{name} = " not in written] == []


def test_the_first_code_is_good_for_one_hour_and_can_be_replaced(
    house: make.House, application: Flask
) -> None:
    _, said = run(application, "init", str(EXAMPLE))
    first = next(line.rpartition(" ")[2] for line in said.splitlines() if "XA" in line)
    with house.at("2026-03-02 10:00"):
        from models.errors import Invalid  # noqa: PLC0415

        with pytest.raises(Invalid, match="code_wrong"):
            people.open_account(first, GOOD, "192.0.2.1")
        login = "tessaly.brandt@arms-office.xandria.example"
        code, said = run(application, "code", login)
        assert code == 0, said
        again = next(line.rpartition(" ")[2] for line in said.splitlines() if login in line)
        assert people.open_account(again, GOOD, "192.0.2.1")
        code, said = run(application, "code", login)
        assert code != 0
        assert "no_unopened_administrator" in said


def test_an_installation_is_founded_once(house: make.House, application: Flask) -> None:
    run(application, "init", str(EXAMPLE))
    code, said = run(application, "init", str(EXAMPLE))
    assert code != 0
    assert "installed_already" in said
    assert states(house) == ["XA", "XB"]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda text: text[: text.index("Arms Transfer")], "regime.toml"),
        (lambda text: text.replace('code = "XB"', 'code = "Xbria"'), "code"),
        (lambda text: text.replace("2026-01-01T00:00:00Z", "2026-01-01T00:00:00"), "since"),
        (lambda text: text.replace("licence_months", "license_months", 1), "license_months"),
        (lambda text: text.replace("reply_days = 30", 'reply_days = "thirty"', 1), "reply_days"),
        (lambda text: text.replace("list_max_age_days = 7", "list_max_age_days = 0"), "list_max"),
        (lambda text: text.replace('administrator_email = "tess', 'mail = "tess', 1), "mail"),
        (lambda text: text + "\n[countries]\nmany = true\n", "countries"),
        (lambda text: text.replace("Europe/Berlin", "Europe/Atlantis", 1), "time_zone_unknown"),
        (lambda text: text.replace('code = "XB"', 'code = "XA"'), "state_admitted_already"),
    ],
)
def test_a_damaged_file_founds_nothing_and_says_where_it_is_wrong(
    house: make.House, application: Flask, tmp_path: Path, change: object, named: str
) -> None:
    file = tmp_path / "regime.toml"
    file.write_text(change(EXAMPLE.read_text()))  # type: ignore[operator]
    code, said = run(application, "init", str(file))
    assert code != 0
    assert named in said
    assert "Traceback" not in said
    assert states(house) == []
    with house.rows() as session:
        assert session.get(Installation, 1) is None


def test_a_demonstration_account_needs_a_demonstration_database(
    house: make.House, application: Flask
) -> None:
    """The database itself refuses, whatever program asks."""
    run(application, "init", str(EXAMPLE))
    with house.rows() as session:
        person = make._stamp(Person(name="Anybody"))
        session.add(person)
        session.flush()
        key = person.id

    def account(*, demonstration: bool) -> None:
        with house.rows() as session:
            session.add(
                make._stamp(
                    User(
                        login=f"demo{demonstration}@example.org",
                        person_id=key,
                        role=str(Role.CUSTOMS_OFFICER),
                        state_code="XA",
                        demonstration=demonstration,
                        stage=Stage.ACTIVE,
                    )
                )
            )

    with pytest.raises(DatabaseError, match="demonstration"):
        account(demonstration=True)
    account(demonstration=False)
    with pytest.raises(DatabaseError, match="never changed"), house.rows() as session:
        session.execute(text("UPDATE users SET demonstration = (1 = 1)"))
    with pytest.raises(DatabaseError, match="never changed"), house.rows() as session:
        session.execute(text("UPDATE installation SET demonstration = (1 = 1)"))


def test_a_real_installation_does_not_become_a_demonstration(
    house: make.House, application: Flask
) -> None:
    run(application, "init", str(EXAMPLE))
    code, said = run(application, "demo")
    assert code != 0
    assert "real installation" in said
    assert states(house) == ["XA", "XB"]


def test_a_demonstration_does_not_become_a_real_installation(
    house: make.House, application: Flask
) -> None:
    make.demonstration(house)
    code, said = run(application, "init", str(EXAMPLE))
    assert code != 0
    assert "installed_already" in said
