"""The locks name packages and digests only; each package that is asked for has its reason."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-matching.txt")
ASKED = tuple(lock.replace(".txt", ".in") for lock in LOCKS)


def asked_for(name: str) -> set[str]:
    """The packages that a requirements file names itself, in lower case."""
    lines = (ROOT / name).read_text().splitlines()
    return {re.split(r"[=\[<>~]", line)[0].lower() for line in lines if line[:1] not in "-#"}


def pinned(lock: str) -> dict[str, str]:
    """The packages of a lock with their versions."""
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+) \\$", (ROOT / lock).read_text(), re.MULTILINE))


def test_every_package_asked_for_has_its_reason() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text()
    reasons = dict(re.findall(r"^\| ([A-Za-z][A-Za-z0-9-]*) \| (.+) \|$", page, re.MULTILINE))
    reasons.pop("package", None)
    front = json.loads((ROOT / "package.json").read_text())["devDependencies"]
    asked = set(front).union(*map(asked_for, ASKED))
    assert {name.lower() for name in reasons} == asked
    assert all(len(reason) > len("because") for reason in reasons.values())


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_digest(lock: str) -> None:
    text = (ROOT / lock).read_text()
    blocks = re.split(r"\n(?=[a-z0-9])", text.partition("\n#\n")[2].partition("\n")[2])
    bare = [block for block in blocks if "==" in block and "--hash=sha256:" not in block]
    assert pinned(lock)
    assert bare == []


def test_testing_and_serving_use_the_same_versions() -> None:
    serving, testing = pinned("requirements.txt"), pinned("requirements-dev.txt")
    assert {name: testing.get(name) for name in serving} == serving


def test_the_matching_library_can_be_installed_beside_all_the_rest() -> None:
    testing, matching = pinned("requirements-dev.txt"), pinned("requirements-matching.txt")
    shared = testing.keys() & matching.keys()
    assert "rigour" in shared
    assert {name: matching[name] for name in shared} == {name: testing[name] for name in shared}


@pytest.mark.parametrize("lock", [*LOCKS, "package-lock.json"])
def test_locks_hold_no_address_to_fetch_from(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert not re.search(r'"resolved"|--(?:extra-)?index-url|--find-links|--trusted-host', text)
    assert not re.search(r"file:/|@ (?:https?|git)", text)


def test_stylesheet_packages_carry_their_digests() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert [name for name, of in packages.items() if name and "integrity" not in of] == []
