"""The blueprint that every page of enforcement hangs on."""

from __future__ import annotations

from flask import Blueprint

enforcement = Blueprint("enforcement", __name__)

READERS = ("task", "read")
"""Officers who read cases of their State: the same who read its tasks."""
