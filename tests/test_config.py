"""What the environment may say, and what stops the start with one line that names the remedy."""

import dataclasses
import os
import re
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

import config
from app import authority
from config import Config, ConfigError
from tests.app.certificates.authorities import regime

POSTGRES = "postgresql+psycopg://sacr:hunter2hunter2@/sacr?host=/run/postgresql"


@pytest.fixture
def base(tmp_path: Path) -> dict[str, str]:
    return {"DATA_DIR": str(tmp_path / "instance")}


def secret_file(folder: Path, content: bytes, mode: int = 0o600) -> str:
    path = folder / "key"
    path.write_bytes(content)
    path.chmod(mode)
    return str(path)


def refused(environ: dict[str, str], variable: str) -> str:
    with pytest.raises(ConfigError) as caught:
        Config.from_env(environ)
    message = str(caught.value)
    assert caught.value.variable == variable
    assert message.startswith(variable)
    assert "\n" not in message
    assert message.endswith(".")
    return message


def test_nothing_set_gives_an_embedded_demonstration(base: dict[str, str], tmp_path: Path) -> None:
    settings = Config.from_env(base)
    assert settings.database_url == f"sqlite:///{tmp_path}/instance/sacr.db"
    assert settings.base_url == "http://127.0.0.1:8000"
    assert settings.cookie_secure is False
    assert settings.trusted_proxies == 0
    assert settings.un_list_url == "https://scsanctions.un.org/resources/xml/en/consolidated.xml"
    assert settings.languages == ("en",)


def test_without_a_data_folder_files_lie_in_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "PROJECT", tmp_path)
    assert Config.from_env({}).data_dir == tmp_path / "instance"
    assert Config.from_env({"DATA_DIR": "elsewhere"}).data_dir == tmp_path / "elsewhere"


def test_the_data_folder_is_made_for_its_owner_alone(base: dict[str, str]) -> None:
    settings = Config.from_env(base)
    assert stat.S_IMODE(settings.data_dir.stat().st_mode) == 0o700


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "file/below" in refused({"DATA_DIR": str(tmp_path / "file" / "below")}, "DATA_DIR")


def test_settings_are_frozen(base: dict[str, str]) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Config.from_env(base).trusted_proxies = 2  # type: ignore[misc]


def test_an_empty_variable_counts_as_not_set(base: dict[str, str]) -> None:
    empty = dict.fromkeys(("PORT", "BASE_URL", "DATABASE_URL", "COOKIE_SECURE"), " ")
    assert Config.from_env(base | empty) == Config.from_env(base)


def test_secrets_do_not_show_when_printed(base: dict[str, str], tmp_path: Path) -> None:
    key = secret_file(tmp_path, os.urandom(32))
    settings = Config.from_env(base | {"DATABASE_URL": POSTGRES, "SECRET_KEY_FILE": key})
    assert "hunter2" in settings.database_url
    assert "hunter2" not in repr(settings)
    assert repr(settings.secret_key) not in repr(settings)


# The secret


def test_a_generated_secret_is_kept_and_is_the_owner_s_alone(base: dict[str, str]) -> None:
    first = Config.from_env(base)
    path = first.data_dir / "secret-key"
    assert len(first.secret_key) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert Config.from_env(base).secret_key == first.secret_key
    assert [p.name for p in first.data_dir.iterdir()] == ["secret-key"]


def test_processes_that_start_together_agree_on_the_secret(base: dict[str, str]) -> None:
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(lambda _: Config.from_env(base).secret_key, range(32)))
    assert len(secrets) == 1


def test_a_generated_secret_that_others_may_read_stops_the_start(base: dict[str, str]) -> None:
    settings = Config.from_env(base)
    (settings.data_dir / "secret-key").chmod(0o640)
    assert "chmod 600" in refused(base, "SECRET_KEY_FILE")


def test_postgresql_never_runs_on_a_generated_secret(base: dict[str, str]) -> None:
    Config.from_env(base)
    assert "is not set" in refused(base | {"DATABASE_URL": POSTGRES}, "SECRET_KEY_FILE")


@pytest.mark.parametrize("content", [b"", b"x" * 31, b"x" * 64, b"secret" * 8])
def test_a_secret_that_can_be_guessed_stops_the_start(
    base: dict[str, str], tmp_path: Path, content: bytes
) -> None:
    key = secret_file(tmp_path, content)
    environ = base | {"DATABASE_URL": POSTGRES, "SECRET_KEY_FILE": key}
    assert str(len(content)) in refused(environ, "SECRET_KEY_FILE")


@pytest.mark.parametrize("mode", [0o604, 0o640, 0o660, 0o644])
def test_a_secret_that_others_may_read_stops_the_start(
    base: dict[str, str], tmp_path: Path, mode: int
) -> None:
    key = secret_file(tmp_path, os.urandom(32), mode)
    environ = base | {"DATABASE_URL": POSTGRES, "SECRET_KEY_FILE": key}
    assert f"chmod 600 {key}" in refused(environ, "SECRET_KEY_FILE")


def test_a_named_secret_that_is_missing_is_never_generated(
    base: dict[str, str], tmp_path: Path
) -> None:
    environ = base | {"SECRET_KEY_FILE": str(tmp_path / "nowhere")}
    assert "No such file" in refused(environ, "SECRET_KEY_FILE")
    assert not (tmp_path / "nowhere").exists()


# The database


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "mysql://host/name",
        "postgresql://host/name",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file:shared?mode=memory&uri=true",
    ],
)
def test_a_database_the_register_cannot_use_is_refused(base: dict[str, str], url: str) -> None:
    assert "sqlite:////folder/file.db" in refused(base | {"DATABASE_URL": url}, "DATABASE_URL")


def test_a_refused_database_does_not_show_its_password(base: dict[str, str]) -> None:
    message = refused(base | {"DATABASE_URL": "mysql://me:hunter2@host/name"}, "DATABASE_URL")
    assert "hunter2" not in message


def test_an_sqlite_file_may_be_named_from_the_project(base: dict[str, str]) -> None:
    settings = Config.from_env(base | {"DATABASE_URL": "sqlite:///some/file.db"})
    assert settings.database_url == f"sqlite:///{config.PROJECT}/some/file.db"


@pytest.mark.parametrize(
    ("server", "accepted"),
    [
        ("/sacr?host=/run/postgresql", True),
        ("localhost/sacr", True),
        ("127.0.0.1:5433/sacr", True),
        ("db.example/sacr", False),
        ("db.example/sacr?sslmode=require", False),
        ("/sacr?host=127.0.0.1&host=db.example", False),
        ("db.example/sacr?sslmode=verify-full&sslrootcert=/etc/ca.pem", True),
    ],
)
def test_postgresql_over_a_network_is_verified(
    base: dict[str, str], tmp_path: Path, server: str, *, accepted: bool
) -> None:
    environ = base | {
        "DATABASE_URL": f"postgresql+psycopg://sacr@{server}",
        "SECRET_KEY_FILE": secret_file(tmp_path, os.urandom(32)),
    }
    if accepted:
        settings = Config.from_env(environ)
        assert make_url(settings.database_url) == make_url(environ["DATABASE_URL"])
    else:
        assert "sslmode=verify-full" in refused(environ, "DATABASE_URL")


def test_postgresql_without_a_name_is_refused(base: dict[str, str]) -> None:
    refused(base | {"DATABASE_URL": "postgresql+psycopg://sacr@localhost"}, "DATABASE_URL")


def test_debugging_stops_the_start_on_postgresql(base: dict[str, str]) -> None:
    refused(base | {"DATABASE_URL": POSTGRES, "FLASK_DEBUG": "1"}, "FLASK_DEBUG")
    assert Config.from_env(base | {"FLASK_DEBUG": "1"}).base_url


# Addresses, cookies and the rest


def test_the_port_is_part_of_the_usual_address(base: dict[str, str]) -> None:
    assert Config.from_env(base | {"PORT": "8123"}).base_url == "http://127.0.0.1:8123"
    for wrong in ("0", "65536", "-1", "8e3", "\N{ARABIC-INDIC DIGIT EIGHT}"):
        assert "1 to 65535" in refused(base | {"PORT": wrong}, "PORT")


def test_an_address_over_a_network_has_tls_and_secure_cookies(base: dict[str, str]) -> None:
    settings = Config.from_env(base | {"BASE_URL": "https://sacr.example/"})
    assert settings.base_url == "https://sacr.example"
    assert settings.cookie_secure is True
    assert "https://" in refused(base | {"BASE_URL": "http://sacr.example"}, "BASE_URL")


@pytest.mark.parametrize(
    "url",
    [
        "sacr.example",
        "ftp://sacr.example",
        "https://",
        "https://me@sacr.example",
        "https://sacr.example/path",
        "https://sacr.example?x=1",
        "https://sacr.example:port",
        "https://[::1",
    ],
)
def test_an_address_with_more_or_less_than_scheme_and_host_is_refused(
    base: dict[str, str], url: str
) -> None:
    refused(base | {"BASE_URL": url}, "BASE_URL")


def test_cookies_are_never_insecure_over_tls(base: dict[str, str]) -> None:
    tls = base | {"BASE_URL": "https://sacr.example"}
    assert "BASE_URL" in refused(tls | {"COOKIE_SECURE": "false"}, "COOKIE_SECURE")
    assert Config.from_env(base | {"COOKIE_SECURE": "true"}).cookie_secure is True
    assert "true or false" in refused(base | {"COOKIE_SECURE": "maybe"}, "COOKIE_SECURE")


def test_trusted_proxies_is_a_small_number(base: dict[str, str]) -> None:
    assert Config.from_env(base | {"TRUSTED_PROXIES": "1"}).trusted_proxies == 1
    for wrong in ("9", "-1", "all", "1.0"):
        assert "0 to 8" in refused(base | {"TRUSTED_PROXIES": wrong}, "TRUSTED_PROXIES")


def test_the_hour_of_the_nightly_screening_is_an_hour_of_the_day(base: dict[str, str]) -> None:
    assert Config.from_env(base).screening_hour == 2
    assert Config.from_env(base | {"SCREENING_HOUR": "23"}).screening_hour == 23
    assert "0 to 23" in refused(base | {"SCREENING_HOUR": "24"}, "SCREENING_HOUR")


def test_the_matching_library_is_asked_where_it_is_and_only_then(
    base: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Config.from_env(base).screening_matcher == "auto"
    for chosen in ("simple", "logic", "AUTO"):
        monkeypatch.setattr(config, "find_spec", lambda _: "found")
        told = Config.from_env(base | {"SCREENING_MATCHER": chosen})
        assert told.screening_matcher == chosen.lower()
    assert "simple" in refused(base | {"SCREENING_MATCHER": "yente"}, "SCREENING_MATCHER")
    monkeypatch.setattr(config, "find_spec", lambda _: None)
    missing = refused(base | {"SCREENING_MATCHER": "logic"}, "SCREENING_MATCHER")
    assert "make install MATCHING=full" in missing
    assert Config.from_env(base | {"SCREENING_MATCHER": "simple"}).screening_matcher == "simple"


def test_the_list_is_fetched_over_tls_or_from_this_machine(base: dict[str, str]) -> None:
    local = "http://127.0.0.1:8999/list.xml"
    assert Config.from_env(base | {"UN_LIST_URL": local}).un_list_url == local
    for wrong in ("http://lists.example/un.xml", "file:///etc/passwd", "https://", "https://[x"):
        assert "publisher" in refused(base | {"UN_LIST_URL": wrong}, "UN_LIST_URL")


def test_the_folder_of_lists_is_found_beside_the_project_or_named(
    base: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "PROJECT", tmp_path / "project")
    assert Config.from_env(base).lists_dir is None
    beside = tmp_path / "shared" / "lists" / "un"
    beside.mkdir(parents=True)
    assert Config.from_env(base).lists_dir == beside
    assert Config.from_env(base | {"LISTS_DIR": str(tmp_path)}).lists_dir == tmp_path
    assert "nowhere" in refused(base | {"LISTS_DIR": "nowhere"}, "LISTS_DIR")


def test_languages_are_locale_names(base: dict[str, str]) -> None:
    settings = Config.from_env(base | {"LANGUAGES": "fr, en,zh_Hant_TW"})
    assert settings.languages == ("fr", "en", "zh_Hant_TW")
    for wrong in ("en,,fr", "English", "en_us", "../en"):
        assert "'" in refused(base | {"LANGUAGES": wrong}, "LANGUAGES")
    assert "twice" in refused(base | {"LANGUAGES": "en,en"}, "LANGUAGES")


def production(base: dict[str, str], folder: Path) -> Config:
    """A production installation whose keys are in `folder`."""
    secret = secret_file(folder.parent, os.urandom(32))
    return Config.from_env(
        base | {"DATABASE_URL": POSTGRES, "SECRET_KEY_FILE": secret, "KEYS_DIR": str(folder)}
    )


def test_pages_do_not_start_where_they_could_read_a_key(
    base: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "keys"
    settings = production(base, folder)
    settings.require_keys_apart()
    folder.mkdir(mode=0o700)
    with pytest.raises(ConfigError, match=r"KEYS_DIR .*may read.*two users"):
        settings.require_keys_apart()
    asked: list[Path] = []
    monkeypatch.setattr(os, "access", lambda path, _right: asked.append(path))
    settings.require_keys_apart()
    assert folder in asked


def test_pages_do_not_start_where_they_could_read_the_pin(
    base: dict[str, str], tmp_path: Path
) -> None:
    pin = tmp_path / "pin"
    pin.write_text("1234")
    module = config.HardwareModule(Path("module.so"), "sacr", pin)
    settings = dataclasses.replace(production(base, tmp_path / "none"), hardware=module)
    with pytest.raises(ConfigError, match="PKCS11_PIN_FILE"):
        settings.require_keys_apart()


def test_a_demonstration_of_one_user_serves_beside_its_keys(
    base: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "instance" / "keys").mkdir(parents=True)
    settings = Config.from_env(base)
    assert settings.keys_dir == tmp_path / "instance" / "keys"
    settings.require_keys_apart()


def test_the_server_of_pages_asks_and_a_command_does_not(base: dict[str, str]) -> None:
    """What wsgi.py does: the worker and the command line are told apart by Flask's own word."""
    keys = Path(base["DATA_DIR"]).parent / "keys"
    keys.mkdir(mode=0o700)
    secret = secret_file(keys.parent, os.urandom(32))
    environ = os.environ | base | {"DATABASE_URL": POSTGRES, "SECRET_KEY_FILE": secret}
    environ |= {"KEYS_DIR": str(keys)}
    environ.pop("FLASK_RUN_FROM_CLI", None)

    def starts(further: dict[str, str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", "import wsgi"],
            cwd=config.PROJECT,
            env=environ | further,
            check=False,
            capture_output=True,
            text=True,
        )

    refused_start = starts({})
    assert refused_start.returncode == 1
    assert refused_start.stderr.startswith("KEYS_DIR names")
    assert starts({"FLASK_RUN_FROM_CLI": "true"}).returncode == 0


def test_a_hardware_module_is_set_up_whole(base: dict[str, str], tmp_path: Path) -> None:
    library = tmp_path / "module.so"
    pin = {"PKCS11_PIN_FILE": str(tmp_path / "pin")}
    whole = base | pin | {"PKCS11_MODULE": str(library), "PKCS11_TOKEN": "sacr"}
    assert "no file" in refused(whole, "PKCS11_MODULE")
    library.touch()
    found = Config.from_env(whole).hardware
    assert found is not None
    assert (found.module, found.token) == (library, "sacr")
    assert "not set" in refused(base | pin, "PKCS11_MODULE")


def test_a_time_stamper_is_an_address(base: dict[str, str], tmp_path: Path) -> None:
    assert Config.from_env(base).tsa_url is None
    url = "http://stamper.example/tsr"
    roots = tmp_path / "stamper.pem"
    roots.write_bytes(authority.pem(regime().root.certificate or b""))
    whole = base | {"TSA_URL": url, "TSA_ROOTS": str(roots)}
    found = Config.from_env(whole)
    assert found.tsa_url == url
    assert found.tsa_roots == (authority.from_pem(roots.read_bytes()),)
    for wrong in ("stamper.example", "ftp://stamper.example", "https://a:b@stamper.example"):
        refused(whole | {"TSA_URL": wrong}, "TSA_URL")
    assert "not set" in refused(base | {"TSA_URL": url}, "TSA_ROOTS")
    assert "not set" in refused(base | {"TSA_ROOTS": str(roots)}, "TSA_URL")
    roots.write_text("no certificate")
    assert "no certificates" in refused(whole, "TSA_ROOTS")


def test_settings_know_no_flask() -> None:
    code = "import sys, config; sys.exit('flask' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], cwd=config.PROJECT, check=False).returncode
        == 0
    )


def test_every_setting_is_described() -> None:
    """`docs/settings.md` has a row for each variable that config.py reads, and no other."""
    source = (config.PROJECT / "config.py").read_text()
    read = set(re.findall(r'"([A-Z]+[0-9]*(?:_[A-Z]+)*)"', source))
    page = (config.PROJECT / "docs" / "settings.md").read_text()
    assert set(re.findall(r"^\| `([A-Z0-9_]+)`", page, flags=re.MULTILINE)) == read
