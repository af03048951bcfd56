"""A form as it arrives, for tests of its fields."""

from typing import Any

from werkzeug.datastructures import MultiDict

from app.forms import error_links
from tests.app.gallery import Meeting

errors = error_links
WHOLE = {
    "state": "XC",
    "day-day": "3",
    "day-month": "5",
    "day-year": "2026",
    "how": "meeting",
    "country": "DE",
    "name": "Karrow Works SA",
    "quantity": "1200",
    "currency": "EUR",
    "amount": "1286000.50",
    "goods": "pistol",
    "reason": "Two lines\r\nof reason",
    "own": "y",
    "version": "7",
}


def sent(**changes: Any) -> Meeting:
    """A form as it arrives, whole but for the changes; None takes a field away."""
    answers: MultiDict[str, Any] = MultiDict(WHOLE)
    for name, value in changes.items():
        key = name.replace("_", "-") if name.startswith("day") else name
        answers.pop(key, None)
        if value is not None:
            answers[key] = value
    form = Meeting(formdata=answers)
    form.validate()
    return form
