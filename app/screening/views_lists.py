"""Pages of public lists: one list, what a version changed, one entry through all versions."""

from __future__ import annotations

from flask import render_template, request

from app import gate
from app.screening import queries, queries_lists
from app.screening.forms_lists import FindEntryForm
from app.screening.queries_lists import Part
from app.screening.views import READS, screening

__all__ = ["screening"]

LISTS = ("sanctions_list", "read")


@screening.get("/lists")
@gate.reads(READS, LISTS, ("border_check", "ask"))
def lists() -> str:
    """Which lists names are compared with, how old each is, and what is wrong with them."""
    return render_template("screening/lists.html", page=queries.lists(gate.caller()))


@screening.route("/lists/<source>", methods=["GET", "POST"])
@gate.reads(LISTS)
def of_list(source: str) -> str:
    """One list, its versions and its entries; what is typed stays out of addresses."""
    form = FindEntryForm()
    sent = gate.submitted(form)
    typed = (form.words.data or "") if sent else ""
    after = (form.after.data or "") if sent else request.args.get("after", "")
    page = queries_lists.of_list(gate.caller(), source, typed, after)
    form.after.data = ""
    return render_template("screening/list.html", page=page, form=form)


@screening.get("/lists/<source>/versions/<uid>")
@gate.reads(LISTS)
def changes(source: str, uid: str) -> str:
    """What a version added, changed and left out."""
    asked = request.args.get("part", "")
    part = Part(asked) if asked in list(Part) else None
    after = request.args.get("after", "")
    page = queries_lists.changes(gate.caller(), source, uid, part, after)
    return render_template("screening/changes.html", page=page, parts=list(Part))


@screening.get("/lists/<source>/entries/<path:reference>")
@gate.reads(LISTS)
def listed(source: str, reference: str) -> str:
    """One entry as published, and its history."""
    page = queries_lists.entry(gate.caller(), source, reference)
    return render_template("screening/listed.html", page=page)
