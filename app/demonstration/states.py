"""Five invented States with different terms."""

from __future__ import annotations

from datetime import datetime, timedelta

from app import clock
from app.regime import services as regime
from app.work import REGISTER
from models.states import OutsideRule, Terms, Unlisted

STATES: dict[str, tuple[str, Terms]] = {
    "XA": (
        "Xandria",
        Terms(
            authority="Arms Transfer Office of Xandria",
            contact_point="Duty desk, Arms Transfer Office",
            contact_phone="+999 10 555 0100",
            contact_email="duty@xandria.example",
            time_zone="Europe/Berlin",
            languages=("en", "fr"),
            staff_nationality_counts=True,
        ),
    ),
    "XB": (
        "Xbria",
        Terms(
            authority="Ministry of Trade of Xbria, Export Control",
            contact_point="Export Control, room 12",
            contact_phone="+999 20 555 0100",
            contact_email="control@xbria.example",
            time_zone="Africa/Dakar",
            languages=("en", "fr"),
            registration_months=24,
            transport_alone_counts=False,
        ),
    ),
    "XC": (
        "Xcadia",
        Terms(
            authority="Firearms and Licensing Board of Xcadia",
            contact_point="Board secretariat",
            contact_phone="+999 30 555 0100",
            contact_email="board@xcadia.example",
            time_zone="America/Halifax",
            licence_months=18,
            reply_days=20,
            unlisted_party=Unlisted.GROUND,
        ),
    ),
    "XD": (
        "Xdonia",
        Terms(
            authority="Security Ministry of Xdonia, Department VII",
            contact_point="Department VII, shift officer",
            contact_phone="+999 40 555 0100",
            contact_email="dept7@xdonia.example",
            time_zone="Asia/Tashkent",
            languages=("en", "ru"),
            residence_counts=True,
            outside_authorization=OutsideRule.REFUSE,
        ),
    ),
    "XE": (
        "Xeland",
        Terms(
            authority="National Arms Registry of Xeland",
            contact_point="Registry, contact point",
            contact_phone="+999 50 555 0100",
            contact_email="registry@xeland.example",
            time_zone="Pacific/Auckland",
            languages=("en", "ar"),
            notice_reply_days=21,
            list_max_age_days=14,
        ),
    ),
}
HISTORY = timedelta(days=3 * 365)
"""How far the demonstration's history reaches back from its first start."""


def lay(first_start: datetime) -> None:
    """Admit the five States at the beginning of the history."""
    beginning = first_start - HISTORY
    with clock.standing_at(beginning):
        for code, (name, terms) in STATES.items():
            regime.admit(REGISTER, code, name, terms, beginning)
