"""The keys on the command line: whole ceremonies, as docs/keys.md tells them."""

from __future__ import annotations

import contextlib
import json
import re
import shlex
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from app import commands_keys, keyring, known_keys
from app.authority import genuine
from app.signed import trust
from app.signed.cose import PublicKey
from app.work import REGISTER, reading
from config import PROJECT
from models.codes import PublishedList
from models.keys import Key, KeyMissing, KeyStanding, KeyUse
from tests import make, softhsm

TWO = ("--by", "Ada Brandt", "--witness", "Bo Castell")
Run = Callable[..., str]


@pytest.fixture
def run(application: Flask, house: make.House) -> Iterator[Run]:
    """Run `flask keys …` and return what it said; a failure is the test's unless expected."""
    make.states(house, "XA", "XB")

    def command(*words: str, fails: bool = False, two: bool = True) -> str:
        names = TWO if two else ()
        done: Result = application.test_cli_runner().invoke(args=["keys", *words, *names])
        assert (done.exit_code != 0) is fails, done.output
        return done.output

    yield command
    keyring.close_ring()


def kids(said: str) -> list[str]:
    """The keys that a command named."""
    return re.findall(r"\b[0-9a-f]{16}\b", said)


def standing() -> dict[str, str]:
    """The keys that stand, by what they are for."""
    with reading(REGISTER) as view:
        return {
            f"{key.state_code or '--'} {key.use}": key.kid
            for key in view.session.scalars(select(Key).order_by(Key.id))
            if key.standing(view.at) is KeyStanding.STANDS
        }


def signs(application: Flask, state: str, use: KeyUse) -> bytes:
    """The kid of what signs for a State now, having signed."""
    keyring.open_for(application.extensions["sacr.config"])
    with reading(REGISTER) as view:
        signer = keyring.signer(view.session, state, use, view.at)
        key = known_keys.of_kid(view.session, signer.kid)
    assert key is not None
    assert genuine(key.public_key, signer.sign(b"x"), b"x")
    return signer.kid


def test_a_regime_with_its_root_at_hand_sets_up_rotates_and_withdraws(
    run: Run, application: Flask, house: make.House, tmp_path: Path
) -> None:
    assert "is made" in run("init")
    assert len(kids(run("create", "XA"))) == 3
    said = run("list", two=False)
    assert "LACKING  XB  seal" in said
    assert "LACKING  XA" not in said
    before = standing()
    with house.at("2027-04-01 09:00"):
        assert "ROTATE" in run("list", two=False)
        (new,) = kids(run("rotate", "XA", "--use", "token"))
        assert "stands for seal of Xandria" in run("create", "XA", "--use", "seal", fails=True)
    with house.at("2027-04-02 09:00"):
        assert signs(application, "XA", KeyUse.TOKEN).hex() == new
        assert standing()["XA seal"] == before["XA seal"]
        run("retire", before["XA status"])
    with house.at("2027-04-02 09:01"):
        said = run("withdraw", new, "--reason", "Stolen with its machine")
        assert "Everything that it signed is refused" in said
        assert "LACKING  XA  token" in said
        assert "LACKING  XA  status" in said
        with pytest.raises(KeyMissing):
            signs(application, "XA", KeyUse.TOKEN)
        folder = tmp_path / "public"
        run("export", str(folder), two=False)
    listed = json.loads((folder / "keys.json").read_text())
    assert len(listed) == 5
    assert {file.suffix for file in folder.iterdir()} == {".json", ".pem"}
    assert not any("PRIVATE" in file.read_text() for file in folder.iterdir())


def test_an_act_by_one_person_is_refused_and_leaves_no_key_behind(
    run: Run, application: Flask
) -> None:
    folder = application.extensions["sacr.config"].keys_dir
    said = run("init", "--by", "Ada", "--witness", "Ada", fails=True, two=False)
    assert "two persons" in said
    assert list(folder.iterdir()) == []
    run("init")
    assert "no State of this register" in run("create", "XQ", fails=True)
    assert len(list(folder.iterdir())) == 1


def test_a_key_file_opened_to_others_is_refused_with_the_remedy(
    run: Run, application: Flask
) -> None:
    (root,) = kids(run("init"))
    path = application.extensions["sacr.config"].keys_dir / f"{root}.pem"
    path.chmod(0o644)
    said = run("create", "XA", fails=True)
    assert f"chmod 600 {path}" in said
    path.chmod(0o600)
    run("create", "XA")


def test_keys_are_made_and_sign_in_a_hardware_module(run: Run, application: Flask) -> None:
    config = replace(application.extensions["sacr.config"], hardware=softhsm.token())
    application.extensions["sacr.config"] = config
    run("init")
    run("create", "XA")
    assert signs(application, "XA", KeyUse.SEAL)
    assert "pkcs11" in run("list", two=False)
    assert not config.keys_dir.exists()
    run("create", "XB", "--use", "token", "--back-end", "file")
    assert signs(application, "XB", KeyUse.TOKEN)


@pytest.fixture
def offline(run: Run, tmp_path: Path) -> Path:
    """A root in a folder of its own, known to the register."""
    folder = tmp_path / "root"
    run("root", str(folder), two=False)
    assert "is known" in run("import", str(folder / "root.pem"))
    return folder


def ceremony(run: Run, root: Path, *asked: str, yes: str = "--yes") -> str:
    """Request, certify, import."""
    there, back = root.parent / "request.json", root.parent / "answer.json"
    run("request", *asked, "--out", str(there), two=False)
    run("certify", "--root", str(root), str(there), "--out", str(back), yes)
    return run("import", str(back))


def published() -> trust.TrustList:
    """The trust list that is out, as a reader without a network opens it."""
    with reading(REGISTER) as view:
        (root,) = known_keys.roots(view.session, view.at)
        content = view.session.scalars(
            select(PublishedList.content).where(PublishedList.kind == "trust")
        ).one()
    return trust.opened(content, [PublicKey.of_spki(root.public_key)])


def test_an_offline_root_certifies_rotates_and_withdraws(
    run: Run, application: Flask, house: make.House, offline: Path
) -> None:
    assert "kept offline" in run("create", "XA", fails=True)
    there, back = offline.parent / "there.json", offline.parent / "back.json"
    named = kids(run("request", "XB", "--out", str(there), two=False))
    words = ("certify", "--root", str(offline), str(there), "--out", str(back))
    assert kids(run(*words, fails=True)) == named, "two persons compare them before they agree"
    assert not back.exists()
    assert len(kids(ceremony(run, offline, "XA"))) == 3
    before = standing()
    assert signs(application, "XA", KeyUse.SEAL).hex() == before["XA seal"]
    assert {key.kid.hex() for key in published().keys} == set(before.values()) - {before["-- root"]}
    with house.at("2026-05-01 09:00"):
        (new,) = kids(ceremony(run, offline, "XA", "--use", "token"))
        old = published().by_kid[bytes.fromhex(before["XA token"])]
        assert old.covers(make.at("2026-05-01 08:59")), "what was issued stays good"
    with house.at("2026-05-02 09:00"):
        said = run("withdraw", new, "--reason", "Stolen")
        assert "keys request, now" in said
        assert "hold until 2026-08-10" in ceremony(run, offline)
        found = published()
        assert found.by_kid[bytes.fromhex(new)].withdrawn_at == make.at("2026-05-02 09:00")
        ended = found.by_kid[bytes.fromhex(before["XA token"])].not_after
        assert ended == make.at("2026-05-01 09:00:01"), "the next request tells its end"


def altered(path: Path, change: Callable[[Any], None]) -> None:
    said = json.loads(path.read_text())
    change(said)
    path.write_text(json.dumps(said))


def test_an_offline_root_signs_nothing_for_a_register_that_lies(run: Run, offline: Path) -> None:
    ceremony(run, offline, "XA")
    there, back = offline.parent / "request.json", offline.parent / "back.json"

    def refused(change: Callable[[Any], None]) -> str:
        run("request", "--out", str(there), two=False)
        altered(there, change)
        words = ("certify", "--root", str(offline), str(there), "--out", str(back), "--yes")
        said = run(*words, fails=True)
        assert not back.exists()
        return said

    longer = refused(lambda said: said["keys"][0].update(end="2099-01-01T00:00:00Z"))
    assert "this root never said" in longer
    assert "this root never said" in refused(lambda said: said["keys"][0].update(state="XB"))
    stranger = {"kid": "00" * 8}
    assert "never vouched for" in refused(
        lambda said: said["keys"].append(said["keys"][0] | stranger)
    )
    assert "no request" in refused(lambda said: said.update(more=1))
    assert "no root of this regime" in refused(lambda said: said.update(root="00" * 8))


def test_an_answer_is_taken_once_whole_and_from_the_root_alone(
    run: Run, offline: Path, tmp_path: Path
) -> None:
    ceremony(run, offline, "XA")
    answer = tmp_path / "answer.json"
    genuine_text = answer.read_text()
    assert "older than" in run("import", str(answer), fails=True)
    altered(answer, lambda said: said.update(body=said["body"].replace("XA", "XB")))
    assert "not signed by the root" in run("import", str(answer), fails=True)
    answer.write_text(genuine_text[:-20])
    assert "neither a root nor an answer" in run("import", str(answer), fails=True)
    other = tmp_path / "other"
    run("root", str(other), two=False)
    assert "is the root of this regime already" in run(
        "import", str(other / "root.pem"), fails=True
    )


def test_an_answer_lost_on_its_way_is_given_again(run: Run, offline: Path) -> None:
    there, back = offline.parent / "there.json", offline.parent / "back.json"
    run("request", "XA", "--out", str(there), two=False)
    words = ("certify", "--root", str(offline), str(there), "--out", str(back), "--yes")
    run(*words)
    back.unlink()
    run(*words)
    assert len(kids(run("import", str(back)))) == 3
    assert len(published().keys) == 3

    altered(there, lambda said: said["asked"][0].update(state="XB"))
    assert "vouched for before as another" in run(*words, fails=True)


def written() -> list[list[str]]:
    """Every `keys` command that docs/keys.md tells, as words."""
    page = (PROJECT / "docs" / "keys.md").read_text()
    lines = re.findall(r"^flask --app wsgi keys (.+)$", page, flags=re.MULTILINE)
    return [shlex.split(line) for line in dict.fromkeys(lines)]


@pytest.mark.parametrize("words", written(), ids=" ".join)
def test_every_command_of_the_page_is_one(words: list[str], tmp_path: Path) -> None:
    """Parsed, not run: its name, its arguments and its options are the program's own."""
    group: click.Group = commands_keys.keys
    while isinstance(found := group.commands[words[0]], click.Group):
        group, words = found, words[1:]
    for file in ("root.pem", "request-xa.json", "answer-xa.json"):
        (tmp_path / file).touch()
    with contextlib.chdir(tmp_path):
        found.make_context(words[0], words[1:])


def test_the_page_tells_every_command() -> None:
    told = {words[0] for words in written()} | {"retire"}
    assert told == set(commands_keys.keys.commands)
