"""The law of access, printed and compared: a change of who may do what shows in the review.

`SACR_PRINT=1 pytest tests/models/test_policy.py` writes the table anew.
"""

import csv
import os
from pathlib import Path

import pytest

from models import cells, policy
from models.actions import Action
from models.cells import CELLS, Scope, scopes_of
from models.conditions import KEPT_ELSEWHERE, PREDICATES
from models.people import Role
from models.policy import MAY
from models.sees import SEES

PRINTED = Path(__file__).with_name("policy.txt")
FLOOR = Path(__file__).resolve().parents[3] / "shared" / "permissions.csv"
PEOPLE = [role for role in Role if role is not Role.SYSTEM]


def table() -> str:
    """Every action with who may do it, on whose things, and under which conditions."""
    blocks = []
    for action in sorted(Action):
        rule = MAY[action]
        lines = [str(action)]
        if rule.inside:
            causes = ", ".join(sorted(rule.inside))
            lines.append(f"    only as a consequence of {causes}")
        if rule.system:
            lines.append("    the register itself")
        lines += [
            f"    {role}: {scope} [{'; '.join(cell.conditions)}]"
            for role in sorted(PEOPLE)
            if rule.resource
            for scope, cell in scopes_of(role, rule.resource, rule.verb).items()
        ]
        blocks.append("\n".join(line.replace(" []", "") for line in lines))
    return "\n".join(blocks) + "\n"


def test_the_table_of_access_is_the_one_that_was_reviewed() -> None:
    if os.environ.get("SACR_PRINT"):
        PRINTED.write_text(table())
    assert table() == PRINTED.read_text()


def test_every_action_has_a_rule_and_every_rule_an_action() -> None:
    assert set(MAY) == set(Action)


def test_every_rule_lets_somebody_do_it() -> None:
    nobody = [
        action
        for action, rule in MAY.items()
        if not rule.inside
        and not rule.system
        and not any(policy.role_may(role, action) for role in PEOPLE)
    ]
    assert nobody == []


def test_every_consequence_has_a_cause_that_somebody_may_do() -> None:
    for action, rule in MAY.items():
        for cause in rule.inside:
            inside = MAY[cause]
            assert inside.resource or inside.system or inside.inside, f"{action} of {cause}"


def test_every_condition_word_that_binds_an_action_is_known() -> None:
    asked = {(rule.resource, rule.verb) for rule in MAY.values() if rule.resource}
    asked |= {cell for cell, _ in SEES.values()}
    words = {
        word
        for (_, resource, verb, _), cell in CELLS.items()
        if cell.allow and (resource, verb) in asked
        for word in cell.conditions
    }
    read_only = {
        # of the reading cells of rows: models/sees.py says what each scope means
        word
        for (_, resource, verb, _), cell in CELLS.items()
        if (resource, verb) in {seen for seen, _ in SEES.values()}
        for word in cell.conditions
    }
    unknown = words - PREDICATES.keys() - KEPT_ELSEWHERE.keys() - read_only
    assert unknown == set()
    assert PREDICATES.keys() & KEPT_ELSEWHERE.keys() == set()


def test_every_condition_of_an_act_is_asked_or_kept_by_structure() -> None:
    """`refusal` asks PREDICATES[word] for each word that is not kept elsewhere: none may fail."""
    for action, rule in MAY.items():
        for role in PEOPLE:
            for scope in Scope:
                cell = CELLS.get((role, rule.resource, rule.verb, scope))
                for word in _asked(cell) if cell is not None and cell.allow else ():
                    known = word in PREDICATES or word in KEPT_ELSEWHERE
                    assert known, f"{action} of {role} in {scope}: {word}"


def _asked(cell: cells.Cell) -> tuple[str, ...]:
    """The words that are asked in turn: what only machines have to show refuses first of all."""
    words = cell.conditions
    return words[: words.index("cert=mtls") + 1] if "cert=mtls" in words else words


def test_every_place_that_keeps_a_condition_is_named() -> None:
    assert all(place.strip() for place in KEPT_ELSEWHERE.values())


def test_every_verb_that_is_ours_has_a_line_for_each_of_the_twelve_roles() -> None:
    if not FLOOR.exists():
        pytest.skip("the given table is not beside the project")
    given = {(resource, verb) for _, resource, verb, _ in cells.read(FLOOR)}
    ours: dict[tuple[str, str], set[Role]] = {}
    for role, resource, verb, _ in CELLS:
        if (resource, verb) not in given:
            ours.setdefault((resource, verb), set()).add(role)
    short = {cell: set(PEOPLE) - roles for cell, roles in ours.items() if roles != set(PEOPLE)}
    assert short == {}


def test_every_given_cell_stands_unchanged() -> None:
    if not FLOOR.exists():
        pytest.skip("the given table is not beside the project")
    columns = ("role", "resource", "action", "scope")

    def lines(path: Path) -> dict[tuple[str, ...], dict[str, str]]:
        with path.open(newline="", encoding="utf-8") as file:
            return {tuple(row[name] for name in columns): row for row in csv.DictReader(file)}

    ours = lines(cells.FILE)
    changed = {key for key, row in lines(FLOOR).items() if ours.get(key) != row}
    assert changed == set()


def test_machines_have_no_door() -> None:
    """What a machine's cell allows rests on a certificate that nothing can show yet."""
    for role in (Role.API_CUSTOMS, Role.API_PEER_STATE):
        for action, rule in MAY.items():
            for scope, cell in scopes_of(role, rule.resource, rule.verb).items():
                assert {"cert=mtls", "signed_message"} & set(cell.conditions), (
                    f"{role}: {action} in {scope}"
                )


def test_the_reader_of_the_table_refuses_a_doubled_line_and_an_unknown_word(
    tmp_path: Path,
) -> None:
    head, first = cells.FILE.read_text().splitlines()[:2]
    twice = tmp_path / "twice.csv"
    twice.write_text("\n".join([head, first, first]))
    with pytest.raises(ValueError, match="two lines"):
        cells.read(twice)
    for wrong in (first.replace("allow", "perhaps"), first.replace("anonymous", "nobody")):
        strange = tmp_path / "strange.csv"
        strange.write_text("\n".join([head, wrong]))
        with pytest.raises((KeyError, ValueError)):
            cells.read(strange)
