"""Prints the reference from the code: workflows, who may do what, the verdict, the match API.

`python -m tools.reference` writes docs/reference; a test fails when a page is not current.
"""

from collections.abc import Iterator
from pathlib import Path

from app.words import merged
from models.actions import Action
from models.cells import scopes_of
from models.conditions import KEPT_ELSEWHERE
from models.dossiers import AUTHORIZATION, DOSSIER
from models.enforcement import CASE
from models.licences import LICENCE
from models.people import ACCOUNT, Role
from models.policy import MAY
from models.traders import REGISTRATION, RENEWAL
from models.verdicts import Reason
from models.watchlist import ENTRY
from models.workflow import Workflow
from tools import openapi

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"
WORKFLOWS: dict[str, Workflow] = {
    "Registration": REGISTRATION,
    "Renewal": RENEWAL,
    "Dossier": DOSSIER,
    "Authorization of one State": AUTHORIZATION,
    "Licence": LICENCE,
    "De-registration case": CASE,
    "Watchlist entry": ENTRY,
    "Account": ACCOUNT,
}
NOTE = "<!-- Printed by `python -m tools.reference`; do not edit. -->"


def main() -> None:
    """Write every page."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


def pages() -> dict[str, str]:
    """Each page of the reference as it should stand now."""
    return {
        "workflows.md": "\n".join(_workflows()) + "\n",
        "permissions.md": "\n".join(_permissions()) + "\n",
        "verdict.md": "\n".join(_verdict()) + "\n",
        "match-api.openapi.json": openapi.text(),
    }


def _workflows() -> Iterator[str]:
    yield "# Workflows"
    yield NOTE
    yield ""
    yield "Stored stages only. What the calendar does (expired, used up, suspended, cover lost,"
    yield "lapsed, dormant) is computed when it is read, and stores nothing."
    for title, table in WORKFLOWS.items():
        yield f"\n## {title}\n"
        yield "```mermaid"
        yield "stateDiagram-v2"
        for stage in sorted(table.start):
            yield f"    [*] --> {stage}"
        for step in table.steps:
            for stage in sorted(step.while_at):
                yield f"    {stage} --> {step.becomes}: {step.action}"
        for stage in sorted(table.final):
            yield f"    {stage} --> [*]"
        yield "```"
        if table.acts:
            yield "\nActs that change no stage:\n"
            for action, stages in sorted(table.acts.items()):
                yield f"- `{action}` at {', '.join(sorted(stages))}"


def _permissions() -> Iterator[str]:
    yield "# Who may do what"
    yield NOTE
    yield ""
    yield "From `models/permissions.csv` and `models/policy.py`. No row, nobody. Conditions stand"
    yield "in brackets; those that another place keeps are explained below the table."
    yield ""
    yield "| act | resource and verb | who, on what |"
    yield "| --- | --- | --- |"
    for action in sorted(Action):
        rule = MAY[action]
        if rule.inside:
            causes = ", ".join(f"`{cause}`" for cause in sorted(rule.inside))
            yield f"| `{action}` | | only inside {causes} |"
            continue
        who = [] if not rule.system else ["the register itself"]
        if rule.resource:
            who += list(_who(rule.resource, rule.verb))
        verb = f"{rule.resource}/{rule.verb}" if rule.resource else ""
        yield f"| `{action}` | {verb} | {'; '.join(who)} |"
    yield "\n## Conditions that another place keeps\n"
    for word, place in sorted(KEPT_ELSEWHERE.items()):
        yield f"- `{word}`: {place}"


def _who(resource: str, verb: str) -> Iterator[str]:
    for role in Role:
        for scope, cell in scopes_of(role, resource, verb).items():
            conditions = f" [{', '.join(cell.conditions)}]" if cell.conditions else ""
            yield f"{role} ({scope}){conditions}"


def _verdict() -> Iterator[str]:
    words = merged()
    yield "# The verdict"
    yield NOTE
    yield ""
    yield "Is this licence good for these goods, now, or at any past instant? The first reason"
    yield "that applies is the answer; without one the licence is VALID. Computed from rows and"
    yield "dates by"
    yield "`models/verdicts.py`, the one function behind every page."
    yield ""
    yield "| order | reason | what a border is told |"
    yield "| --- | --- | --- |"
    for place, reason in enumerate(Reason, 1):
        yield f"| {place} | {reason} | {words[f'reason.{reason}']} |"
    yield "\nBeside a verdict stand warnings; they stop nothing by themselves.\n"
    for code in sorted(code for code in words if code.startswith("warning.")):
        yield f"- {words[code]}"


if __name__ == "__main__":
    main()
