"""The first page after signing in: what to do next, for each role; and the box that finds."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug import Response

from app import gate, pictures, texts
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
        **_chart(shown),
    )


def _template(role: Role) -> str:
    if role in APPLICANTS:
        return "trader"
    if role in CASEWORK:
        return "officer"
    pages = {Role.CUSTOMS_OFFICER: "border", Role.NATIONAL_ADMIN: "administration"}
    return pages.get(role, "reader")


def _chart(shown: queries.Shown) -> dict[str, Any]:
    """The bars of an officer's open cases by age, and the same in words."""
    if not isinstance(shown, shapes.Desk):
        return {}
    bars = pictures.counts(_ages(shown.ages))
    said = " ".join(gettext("%(days)s days: %(count)s.", days=b.label, count=b.count) for b in bars)
    return {"bars": bars, "bars_said": said}


def _ages(ages: tuple[int, ...]) -> list[pictures.Count]:
    """How many cases are of each age; what is older than all bars stands last."""
    found = []
    first = 0
    for last in OLDEST:
        held = sum(first <= age <= last for age in ages)
        found.append(pictures.Count(f"{first}\N{EN DASH}{last}", held))
        first = last + 1
    older = gettext("over %(days)s", days=first - 1)
    return [*found, pictures.Count(older, sum(age >= first for age in ages))]


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
