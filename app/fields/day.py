"""A field for a day, in three boxes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import wtforms
from flask_babel import gettext
from wtforms.validators import StopValidation

from app import texts, widgets
from app.fields.text import Said

PARTS = ("day", "month", "year")
YEARS = range(1500, 2200)
"""The years that are taken: the trade's oldest firms are of the 16th century, and the law counts
on from a day, which the last one of the calendar would not bear."""


class DayField(wtforms.Field):
    """A day in three boxes named `…-day`, `…-month` and `…-year`; None when all are empty."""

    widget = widgets.Day()
    data: date | None

    def __init__(
        self,
        label: Said,
        *,
        missing: Said = None,
        hint: Said = "",
        latest: Callable[[], date] | None = None,
        too_late: Said = None,
        earliest: Callable[[], date] | None = None,
        too_early: Said = None,
        **more: Any,
    ) -> None:
        super().__init__(label, description=hint, **more)
        self.missing = missing
        self.latest, self.too_late = latest, too_late
        self.earliest, self.too_early = earliest, too_early
        self.typed: dict[str, str] = {}
        self.wrong_boxes: frozenset[str] = frozenset()

    @property
    def boxes(self) -> dict[str, str]:
        """What stands in each box."""
        if self.typed or self.data is None:
            return self.typed
        day = self.data
        return {"day": str(day.day), "month": str(day.month), "year": str(day.year)}

    @property
    def focus_id(self) -> str:
        """The box that an error leads to."""
        first = next((part for part in PARTS if part in self.wrong_boxes), PARTS[0])
        return f"{self.id}-{first}"

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        super().process(None, data, extra_filters)
        if formdata is None:
            return
        sent = {part: formdata.getlist(f"{self.name}-{part}") for part in PARTS}
        self.typed = {
            part: texts.visible(texts.tidy(str(values[0])))[:10] if values else ""
            for part, values in sent.items()
        }
        self.raw_data = list(self.typed.values())
        self.data = real_day(self.typed)

    def _value(self) -> str:
        return " ".join(self.boxes.values())

    def pre_validate(self, _form: wtforms.form.BaseForm) -> None:
        if not any(self.typed.values()):
            if self.missing:
                self._refuse(str(self.missing), PARTS)
            return
        self._require_each_box()
        if self.data is None:
            self._refuse(
                gettext(
                    "%(label)s: that day does not exist; write it like 3 5 2026",
                    label=self.label.text,
                ),
                PARTS,
            )
            return
        if self.data.year not in YEARS:
            self._refuse(
                gettext(
                    "%(label)s: write a year from %(first)s to %(last)s",
                    label=self.label.text,
                    first=YEARS[0],
                    last=YEARS[-1],
                ),
                PARTS[-1:],
            )
        if self.latest and self.data > self.latest():
            self._refuse(str(self.too_late or gettext("The day must be earlier")), PARTS)
        if self.earliest and self.data < self.earliest():
            self._refuse(str(self.too_early or gettext("The day must be later")), PARTS)

    def _require_each_box(self) -> None:
        empty = [part for part in PARTS if not self.typed[part]]
        if not empty:
            return
        sentences = {
            "day": gettext("%(label)s: write the day as well", label=self.label.text),
            "month": gettext("%(label)s: write the month as well", label=self.label.text),
            "year": gettext("%(label)s: write the year as well", label=self.label.text),
        }
        self._refuse(sentences[empty[0]], empty)

    def _refuse(self, sentence: str, boxes: Sequence[str]) -> None:
        self.wrong_boxes = frozenset(boxes)
        raise StopValidation(sentence)


def real_day(boxes: dict[str, str]) -> date | None:
    """The day that three boxes of plain digits name, with a year of four digits; else None.

    >>> real_day({"day": "3", "month": "5", "year": "2026"})
    datetime.date(2026, 5, 3)
    >>> real_day({"day": "31", "month": "2", "year": "2026"}) is None
    True
    """
    if not all(re.fullmatch(r"[0-9]{1,4}", boxes[part], re.ASCII) for part in PARTS):
        return None
    if len(boxes["year"]) != 4:  # noqa: PLR2004  26 may mean 1926
        return None
    try:
        return date(int(boxes["year"]), int(boxes["month"]), int(boxes["day"]))
    except ValueError:
        return None
