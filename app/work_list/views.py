"""The first page after signing in: what to do next, for each role."""

from __future__ import annotations

from flask import Blueprint, render_template

from app import gate

work_list = Blueprint("work_list", __name__)


@work_list.get("/work")
@gate.reads(("dashboard", "read"))
def dashboard() -> str:
    """What waits for this person, most pressing first; or that nothing does."""
    return render_template("work_list/dashboard.html")
