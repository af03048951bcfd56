"""The format reference says what the code does: its example is the vector, its limits are ours."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.signed import cbor, status, token, trust
from app.signed.flaws import Flaw
from app.signed.judge import SKEW, Verdict, Why
from tools.vectors import codes, keys

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "formats.md").read_text("utf-8")


def block(name: str) -> str:
    found = re.search(rf"<!-- {name} -->\n```\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None, f"formats.md has no block {name}"
    return found[1]


def test_the_code_of_the_example_is_that_of_the_first_vector() -> None:
    assert block("code").strip("\n") == codes.text(codes.LICENCE)


def test_the_bytes_of_the_example_are_that_code() -> None:
    lines = (re.split(r" {3,}(?=\S)", line.strip())[0] for line in block("envelope").splitlines())
    written = bytes.fromhex("".join(lines).replace(" ", ""))
    assert written == token.signed(codes.LICENCE, keys.XA_TOKEN)


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_has_its_row(verdict: str) -> None:
    assert f"| {verdict} |" in PAGE


@pytest.mark.parametrize("reason", sorted({*Flaw, *Why}))
def test_every_reason_is_explained(reason: str) -> None:
    assert f"`{reason}`" in PAGE


@pytest.mark.parametrize(
    "figure",
    [
        f"| {token.LIMIT} ({token.LONGEST_TEXT} characters",
        f"| status list | {status.LIMIT:,} |",
        f"| trust list | {trust.LIMIT:,} |",
        f"exactly {status.LENGTH:,} bytes",
        f"{status.ENTRIES:,} entries",
        f"more than {cbor.DEPTH} lists or maps",
        f"more than {cbor.ITEMS:,} values",
        f"at most {trust.MOST_KEYS:,} keys",
        f"*Skew* is {SKEW.seconds} seconds",
        f"{status.TTL.seconds:,} seconds",
        f"list of 1 to {token.MOST_ISSUERS} ",
        f"list of 1 to {token.MOST_TRANSIT},",
        f"text of 1 to {token.LONGEST_REFERENCE} bytes",
        trust.CONTENT_TYPE,
        status.CONTENT_TYPE,
        token.PREFIX,
        str(codes.LICENCE.schedule_hash[:8].hex(" ", 2)),
    ],
)
def test_the_limits_are_those_of_the_code(figure: str) -> None:
    assert figure in PAGE
