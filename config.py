"""Settings from the environment, checked once at the start, in one frozen value."""

import os
import re
import secrets
import stat
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Self
from urllib.parse import SplitResult, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

PROJECT = Path(__file__).resolve().parent
UN_LIST_URL = "https://scsanctions.un.org/resources/xml/en/consolidated.xml"
SECRET_BYTES = 32
DISTINCT_BYTES = 8
"""Fewer than these are a word repeated, not chance: hexadecimal digits alone have 16."""
MOST_PROXIES = 8
MATCHERS = ("auto", "simple", "logic")

_LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z][a-z]{3})?(_[A-Z]{2})?")
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_YES, _NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


class ConfigError(Exception):
    """A setting that cannot be used; one line that names the variable and the remedy."""

    def __init__(self, variable: str, problem: str, remedy: str) -> None:
        super().__init__(f"{variable} {problem}. {remedy}.")
        self.variable = variable


@dataclass(frozen=True)
class HardwareModule:
    """Where a hardware security module is reached, by way of PKCS#11."""

    module: Path
    """The library that its maker gives."""
    token: str
    """Label of the token that holds the keys."""
    pin_file: Path
    """File of the PIN, mode 0600; read by the worker and the command line alone."""


@dataclass(frozen=True)
class Config:
    """Everything the register is told from outside; `docs/settings.md` describes each one."""

    database_url: str = field(repr=False)
    """SQLAlchemy address: an SQLite file, or PostgreSQL by way of psycopg."""
    data_dir: Path
    """Folder of the SQLite file, the generated secret and other files of this installation."""
    secret_key: bytes = field(repr=False)
    """At least 32 bytes; signs what travels through browsers."""
    base_url: str
    """Public address, without a slash at the end; QR codes lead there."""
    cookie_secure: bool
    """Whether the session cookie travels over TLS only."""
    trusted_proxies: int
    """How many proxies in front are believed about the client's address."""
    un_list_url: str
    """Where `lists refresh` fetches the UN Security Council's consolidated list."""
    lists_dir: Path | None
    """Folder of list files as published, or None if there is none."""
    languages: tuple[str, ...]
    """Locale names that pages are offered in; the first is the default."""
    keys_dir: Path
    """Folder of secret key files; in production only the worker's user may open it."""
    hardware: HardwareModule | None
    """Where keys are instead, in a hardware security module; or None."""
    tsa_url: str | None
    """The RFC 3161 time stamper; without one only a demonstration seals documents."""
    tsa_roots: tuple[bytes, ...] = ()
    """Where the time stamper's chain ends: certificates (DER); empty without `tsa_url`."""
    screening_matcher: str = "auto"
    """What compares names: `simple`, `logic` (the matching library is asked too), or `auto`."""
    screening_hour: int = 2
    """The hour, UTC, after which all screened names are compared with all lists again."""

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Self:
        """Read and check every setting; an empty variable counts as not set.

        Raises ConfigError naming the variable and what to do. Makes the data folder, and on an
        embedded database the secret, when they are missing.
        """
        given = {name: value.strip() for name, value in environ.items() if value.strip()}
        data_dir = _folder(given.get("DATA_DIR"), PROJECT / "instance")
        database = _database(given.get("DATABASE_URL"), data_dir)
        production = database.get_backend_name() == "postgresql"
        if production and given.get("FLASK_DEBUG", "0").lower() not in _NO:
            raise ConfigError(
                "FLASK_DEBUG", "is on with a PostgreSQL database", "Unset it, or use SQLite"
            )
        base_url = _base_url(given)
        return cls(
            database_url=database.render_as_string(hide_password=False),
            data_dir=data_dir,
            secret_key=_secret_key(given.get("SECRET_KEY_FILE"), data_dir, production=production),
            base_url=base_url.geturl(),
            cookie_secure=_cookie_secure(given.get("COOKIE_SECURE"), base_url),
            trusted_proxies=_number(given, "TRUSTED_PROXIES", 0, MOST_PROXIES, default=0),
            un_list_url=_list_url(given.get("UN_LIST_URL", UN_LIST_URL)),
            lists_dir=_lists_dir(given.get("LISTS_DIR")),
            languages=_languages(given.get("LANGUAGES", "en")),
            keys_dir=(PROJECT / given["KEYS_DIR"]).resolve()
            if "KEYS_DIR" in given
            else data_dir / "keys",
            hardware=_hardware(given),
            tsa_url=_tsa_url(given.get("TSA_URL")),
            tsa_roots=_tsa_roots(given),
            screening_matcher=_matcher(given.get("SCREENING_MATCHER", "auto")),
            screening_hour=_number(given, "SCREENING_HOUR", 0, 23, default=2),
        )

    def require_keys_apart(self) -> None:
        """Stop a process that answers pages where it could read a secret key.

        In production pages and worker run as two users (`docs/keys.md`); a demonstration on
        SQLite runs as one.
        """
        if make_url(self.database_url).get_backend_name() != "postgresql":
            return
        _unreadable("KEYS_DIR", self.keys_dir)
        if self.hardware is not None:
            _unreadable("PKCS11_PIN_FILE", self.hardware.pin_file)


def _folder(text: str | None, default: Path) -> Path:
    path = (PROJECT / text).resolve() if text else default
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(
            "DATA_DIR",
            f"names {path}, which cannot be made ({error.strerror})",
            "Name a folder that the register may write to",
        ) from None
    if not os.access(path, os.R_OK | os.W_OK | os.X_OK):
        raise ConfigError(
            "DATA_DIR",
            f"names {path}, which this user may not write to",
            "Change its owner, or name another folder",
        )
    return path


def _database(text: str | None, data_dir: Path) -> URL:
    if text is None:
        return URL.create("sqlite", database=str(data_dir / "sacr.db"))
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        url = None
    if url is not None and url.drivername == "sqlite":
        return _sqlite(url)
    if url is not None and url.drivername == "postgresql+psycopg":
        return _postgresql(url)
    # The text itself may hold a password, so it is not repeated.
    raise ConfigError(
        "DATABASE_URL",
        "names a database that the register cannot use",
        "Write sqlite:////folder/file.db or postgresql+psycopg://user@host/name",
    )


def _sqlite(url: URL) -> URL:
    if not url.database or ":memory:" in url.database or url.database.startswith("file:"):
        raise ConfigError(
            "DATABASE_URL",
            "names an SQLite database without a file",
            "Write sqlite:////folder/file.db: several processes share the file",
        )
    return url.set(database=str((PROJECT / url.database).resolve()))


def _postgresql(url: URL) -> URL:
    """Accept a local socket, this machine, or a connection whose server is verified."""
    hosts = [url.host] if url.host else list(url.normalized_query.get("host", ()))
    local = all(host in _LOOPBACK or host.startswith("/") for host in hosts)
    if not local and url.query.get("sslmode") != "verify-full":
        raise ConfigError(
            "DATABASE_URL",
            "reaches PostgreSQL over a network without verifying the server",
            "Add ?sslmode=verify-full&sslrootcert=FILE",
        )
    if not url.database:
        raise ConfigError("DATABASE_URL", "names no database", "Add its name after the host")
    return url


def _secret_key(text: str | None, data_dir: Path, *, production: bool) -> bytes:
    if text is None and production:
        raise ConfigError(
            "SECRET_KEY_FILE",
            "is not set, and a PostgreSQL database needs it",
            f"Name a file of {SECRET_BYTES} or more random bytes with mode 0600",
        )
    path = (PROJECT / text).resolve() if text else data_dir / "secret-key"
    if text is None and not path.exists():
        _generate(path)
    return _read_secret(path)


def _generate(path: Path) -> None:
    """Write a new secret whole or not at all; whoever comes second keeps the first one's."""
    handle, name = tempfile.mkstemp(dir=path.parent)  # mode 0600 from its first moment
    try:
        with os.fdopen(handle, "wb") as unfinished:
            unfinished.write(secrets.token_bytes(SECRET_BYTES))
        os.link(name, path)
    except FileExistsError:
        pass
    finally:
        Path(name).unlink()


def _read_secret(path: Path) -> bytes:
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        secret = path.read_bytes()
    except OSError as error:
        raise ConfigError(
            "SECRET_KEY_FILE",
            f"names {path}, which cannot be read ({error.strerror})",
            f"Name a file of {SECRET_BYTES} or more random bytes that the register may read",
        ) from None
    if mode & 0o077:
        raise ConfigError(
            "SECRET_KEY_FILE",
            f"names {path}, which others may read (mode {mode:04o})",
            f"Run: chmod 600 {path}",
        )
    if len(secret) < SECRET_BYTES or len(set(secret)) < DISTINCT_BYTES:
        raise ConfigError(
            "SECRET_KEY_FILE",
            f"names {path}, whose {len(secret)} bytes can be guessed",
            f"Fill it with {SECRET_BYTES} or more random bytes",
        )
    return secret


def _base_url(given: Mapping[str, str]) -> SplitResult:
    port = _number(given, "PORT", 1, 65535, default=8000)
    text = given.get("BASE_URL", f"http://127.0.0.1:{port}").rstrip("/")
    try:
        url = urlsplit(text)
        whole = url._replace(path="", query="", fragment="").geturl() == text
        plain = bool(url.hostname) and "@" not in url.netloc and (url.port is None or url.port > 0)
    except ValueError:
        whole = plain = False
        url = urlsplit("")
    if not (whole and plain and url.scheme in {"http", "https"}):
        raise ConfigError(
            "BASE_URL", "is not an address", "Write the scheme and host, as in https://sacr.example"
        )
    if url.scheme == "http" and not _on_loopback(url):
        raise ConfigError(
            "BASE_URL", "is reached over a network without TLS", "Write an address with https://"
        )
    return url


def _cookie_secure(text: str | None, base_url: SplitResult) -> bool:
    plain = base_url.scheme == "http"
    if text is None:
        return not plain
    secure = text.lower() in _YES
    if not secure and text.lower() not in _NO:
        raise ConfigError("COOKIE_SECURE", "is neither true nor false", "Write true or false")
    if not secure and not plain:
        raise ConfigError(
            "COOKIE_SECURE",
            f"is {text} while BASE_URL starts with https://",
            "Leave it unset: it follows BASE_URL",
        )
    return secure


def _list_url(text: str) -> str:
    try:
        url = urlsplit(text)
        usable = bool(url.hostname) and "@" not in url.netloc
    except ValueError:
        usable = False
    if not usable or not (url.scheme == "https" or (url.scheme == "http" and _on_loopback(url))):
        raise ConfigError(
            "UN_LIST_URL",
            "is not an https:// address",
            f"Leave it unset for the publisher's own, {UN_LIST_URL}",
        )
    return text


def _hardware(given: Mapping[str, str]) -> HardwareModule | None:
    names = ("PKCS11_MODULE", "PKCS11_TOKEN", "PKCS11_PIN_FILE")
    missing = [name for name in names if name not in given]
    if len(missing) == len(names):
        return None
    if missing:
        raise ConfigError(
            missing[0],
            "is not set although other settings of the hardware module are",
            "Set all of PKCS11_MODULE, PKCS11_TOKEN and PKCS11_PIN_FILE, or none",
        )
    module = (PROJECT / given["PKCS11_MODULE"]).resolve()
    if not module.is_file():
        raise ConfigError(
            "PKCS11_MODULE",
            f"names {module}, which is no file",
            "Name the library of the hardware module",
        )
    pin_file = (PROJECT / given["PKCS11_PIN_FILE"]).resolve()
    return HardwareModule(module, given["PKCS11_TOKEN"], pin_file)


def _tsa_url(text: str | None) -> str | None:
    """A time stamper's answers are signed, so plain http:// serves as well."""
    if text is None:
        return None
    try:
        url = urlsplit(text)
        usable = bool(url.hostname) and "@" not in url.netloc
    except ValueError:
        usable = False
    if not usable or url.scheme not in {"http", "https"}:
        raise ConfigError(
            "TSA_URL",
            "is not the address of a time stamper",
            "Write an http:// or https:// address that answers RFC 3161",
        )
    return text


def _tsa_roots(given: Mapping[str, str]) -> tuple[bytes, ...]:
    """The certificates of the file TSA_ROOTS, in DER; needed with a time stamper, and only then."""
    if ("TSA_ROOTS" in given) != ("TSA_URL" in given):
        missing = "TSA_ROOTS" if "TSA_URL" in given else "TSA_URL"
        raise ConfigError(
            missing,
            "is not set although the other setting of the time stamper is",
            "Set both TSA_URL and TSA_ROOTS, or neither",
        )
    if "TSA_ROOTS" not in given:
        return ()
    path = (PROJECT / given["TSA_ROOTS"]).resolve()
    try:
        found = x509.load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError):
        raise ConfigError(
            "TSA_ROOTS",
            f"names {path}, which holds no certificates",
            "Name a PEM file of the certificates where the time stamper's chain ends",
        ) from None
    return tuple(item.public_bytes(Encoding.DER) for item in found)


def _unreadable(variable: str, path: Path) -> None:
    if any(os.access(path, right) for right in (os.R_OK, os.X_OK)):
        raise ConfigError(
            variable,
            f"names {path}, which the process that answers pages may read",
            "Run the pages and the worker as two users, and give it to the worker's: docs/keys.md",
        )


def _matcher(text: str) -> str:
    chosen = text.lower()
    if chosen not in MATCHERS:
        raise ConfigError("SCREENING_MATCHER", "names no matcher", "Write auto, simple or logic")
    if chosen == "logic" and find_spec("nomenklatura") is None:
        raise ConfigError(
            "SCREENING_MATCHER",
            "is logic, and the matching library is not installed",
            "Run make install MATCHING=full, or write auto",
        )
    return chosen


def _lists_dir(text: str | None) -> Path | None:
    path = (PROJECT / (text or "../shared/lists/un")).resolve()
    if path.is_dir():
        return path
    if text is None:
        return None
    raise ConfigError(
        "LISTS_DIR", f"names {path}, which is not a folder", "Name a folder of list files"
    )


def _languages(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(","))
    wrong = [name for name in names if not _LANGUAGE.fullmatch(name)]
    if wrong or len(set(names)) < len(names):
        raise ConfigError(
            "LANGUAGES",
            f"has an unusable entry: {wrong[0]!r}" if wrong else "names a language twice",
            "Write locale names with commas between them, as in en,fr,pt_BR",
        )
    return names


def _number(given: Mapping[str, str], variable: str, least: int, most: int, *, default: int) -> int:
    text = given.get(variable)
    if text is None:
        return default
    if re.fullmatch(r"[0-9]{1,9}", text):
        number = int(text)
        if least <= number <= most:
            return number
    raise ConfigError(variable, f"is {text!r}", f"Write a whole number from {least} to {most}")


def _on_loopback(url: SplitResult) -> bool:
    return url.hostname in _LOOPBACK
