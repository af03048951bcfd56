"""Pages of the regime, and the address that says how the installation fares."""

from __future__ import annotations

from flask import Blueprint, jsonify
from werkzeug import Response

from app import gate
from app.regime import queries
from app.version import VERSION

regime = Blueprint("regime", __name__)


@regime.get("/healthz")
@gate.public
def healthz() -> tuple[Response, int]:
    """Version, database and the worker's heartbeat; 503 when one of them fails."""
    found = queries.health()
    body = {
        "version": VERSION,
        "database": "ok" if found.database else "unreachable",
        "worker": "ok" if found.worker else "silent",
        "worker_heartbeat": found.worker_beat.isoformat() if found.worker_beat else None,
    }
    return jsonify(body), 200 if found.well else 503
