"""Certificates, measured: drawn, sealed, coded, listed, and judged where there is no network.

`python -m benchmarks.certificates`. `render_seal`, `pdf_kb` and the pool are of a licence in two
languages; English alone stands beside it, and five languages with names in three more scripts.
Wall clock and processor time (`_cpu_`) are both given, `yardstick_cpu_ms` says how fast this
machine was just then, and `interpreter_cpu_ms` how fast this build of Python. The last line is one
JSON object.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from app.jobs import settle
from benchmarks import _border, _documents, _lists
from benchmarks._timing import interpreter, yardstick

GOALS: dict[str, tuple[str, float]] = {
    "render_seal_p95_ms": ("≤", 500),
    "five_render_seal_p95_ms": ("≤", 800),
    "pool2_per_s": ("≥", 8),
    "five_pool2_per_s": ("≥", 6),
    "pdf_kb": ("≤", 100),
    "five_pdf_kb": ("≤", 150),
    "qr_chars": ("≤", 400),
    "offline_verify_p95_ms": ("≤", 5),
    "camera_p95_ms": ("≤", 1500),
}


@dataclass(frozen=True)
class Rounds:
    """How often each thing is done."""

    documents: int = 40
    pool: int = 20
    lists: int = 20
    judgements: int = 1000
    scans: int = 20


def main() -> None:
    """Measure, and print."""
    settle()
    found = measured(Rounds())
    for name, value in found.items():
        relation, goal = GOALS.get(name, ("", 0))
        met = value <= goal if relation == "≤" else value >= goal
        print(f"{name:32}{value:10}", f"goal {relation} {goal}: {met}" if relation else "")
    print(json.dumps(found))


def measured(rounds: Rounds) -> dict[str, Any]:
    """Every figure, by name."""
    before = yardstick()
    desk = _documents.Desk()
    found = desk.measured(_documents.sheet(*_documents.TWO), rounds.documents)
    found |= desk.measured(_documents.sheet("en"), rounds.documents, "english_")
    many = _documents.sheet(*_documents.FIVE, names=_documents.NAMES)
    found |= desk.measured(many, rounds.documents, "five_")
    found |= _documents.pool(_documents.sheet(*_documents.TWO), rounds.pool)
    found |= _documents.pool(many, rounds.pool, "five_")
    found |= _documents.square(rounds.judgements)
    found |= _lists.measured(rounds.lists)
    found |= _lists.judged(rounds.judgements)
    found |= _border.measured(rounds.judgements, rounds.scans)
    return {
        "yardstick_cpu_ms": before,
        "interpreter_cpu_ms": interpreter(),
        **found,
        "yardstick_after_cpu_ms": yardstick(),
    }


if __name__ == "__main__":
    main()
