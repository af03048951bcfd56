"""The first page after signing in: what to do next, for each role; and the box that finds."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug import Response

from app import gate, texts
from app.work_list import places, queries, shapes
from models.people import APPLICANTS, CASEWORK, Role

work_list = Blueprint("work_list", __name__)

LONGEST = 100
OLDEST = (5, 10, 20, 40)
"""Days: the bars of the chart of open cases, and one for what is older."""


@work_list.get("/work")
@gate.reads(("dashboard", "read"))
def dashboard() -> str:
    """What waits for this person, most pressing first; or that nothing does."""
    role = gate.visitor().role
    shown = queries.dashboard(gate.caller())
    return render_template(
        f"work_list/{_template(role)}.html",
        shown=shown,
        url=places.url,
        bars=_bars(shown.ages) if isinstance(shown, shapes.Desk) else (),
    )


def _template(role: Role) -> str:
    if role in APPLICANTS:
        return "trader"
    if role in CASEWORK:
        return "officer"
    pages = {Role.CUSTOMS_OFFICER: "border", Role.NATIONAL_ADMIN: "administration"}
    return pages.get(role, "reader")


def _bars(ages: tuple[int, ...]) -> tuple[tuple[int, int | None, int], ...]:
    """Open cases by age: (first day, last day or none, how many) of each bar."""
    found = []
    first = 0
    for last in (*OLDEST, None):
        held = [age for age in ages if age >= first and (last is None or age <= last)]
        found.append((first, last, len(held)))
        first = (last or 0) + 1
    return tuple(found)


@work_list.get("/find")
@gate.reads(("dashboard", "read"))
def find() -> str | Response:
    """Straight to the record whose number was typed; names are searched in each area."""
    typed = texts.visible(texts.tidy(request.args.get("q", "")))[:LONGEST]
    target = places.found(gate.visitor().role, typed)
    if target is not None:
        return redirect(target)
    return render_template("work_list/find.html", typed=typed)


@work_list.app_context_processor
def _find_box() -> dict[str, Any]:
    """The header's box, for those who find records by number."""
    offered = gate.visitor().role in places.FINDS
    return {"find_url": url_for("work_list.find") if offered else None}
