"""The authorization table: role × resource × action × scope, read from `permissions.csv`.

The file is the law's floor and its extension in one; the code asks it, and never widens it.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from models.people import Role

FILE = Path(__file__).with_name("permissions.csv")
NOT_FOUND = 404


class Scope(StrEnum):
    """How a thing stands to the person who asks."""

    PUBLIC = "public"
    OWN_ORG = "own_org"
    OTHER_ORG = "other_org"
    OWN_STATE = "own_state"
    SHARED_STATE = "shared_state"
    OTHER_STATE = "other_state"


@dataclass(frozen=True)
class Cell:
    """One line of the table."""

    allow: bool
    conditions: tuple[str, ...]
    answer: int
    audit: str


Key = tuple[Role, str, str, Scope]


def read(path: Path = FILE) -> dict[Key, Cell]:
    """Read the table; a doubled line or an unknown word stops the start."""
    table: dict[Key, Cell] = {}
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            key = (Role(row["role"]), row["resource"], row["action"], Scope(row["scope"]))
            if key in table:
                msg = f"permissions.csv has two lines for {key}"
                raise ValueError(msg)
            allow = {"allow": True, "deny": False}[row["effect"]]
            answer = 200 if allow else int(row["expected_status"])
            conditions = tuple(item for item in row["conditions"].split(";") if item)
            table[key] = Cell(allow, conditions, answer, row["audit"])
    return table


CELLS = read()


def scopes_of(role: Role, resource: str, verb: str) -> dict[Scope, Cell]:
    """The cells of one role for one verb of one resource, by scope, that allow."""
    found = ((scope, CELLS.get((role, resource, verb, scope))) for scope in Scope)
    return {scope: cell for scope, cell in found if cell is not None and cell.allow}


def is_hidden(role: Role, resource: str, verb: str) -> bool:
    """Whether a role that has no cell of a verb is told that there is nothing at all.

    So it is where every line of the table answers 404. Where one says 403 and another 404, the
    answer is 403 for all: to tell them apart one would have to look, and the look would tell.
    """
    answers = {
        CELLS[key].answer for scope in Scope if (key := (role, resource, verb, scope)) in CELLS
    }
    return answers == {NOT_FOUND}
