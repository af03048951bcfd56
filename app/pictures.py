"""Coordinates of the pictures: bars of days, bars of counts, the clock of a case; whole units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WIDTH = 430
GAP = 10
ROW, BAR, TOP = 36, 22, 32
LETTER = 7
"""Units of one letter at the picture's type size: an estimate on the wide side."""
MIN_LABEL, MAX_LABEL = 72, 150
MONTHS_SHOWN = 6


@dataclass(frozen=True)
class Span:
    """One row of days: both days included. `proposed` is dashed, `together` strong."""

    label: str
    text: str
    first: date
    last: date
    proposed: bool = False
    together: bool = False


@dataclass(frozen=True)
class Bar:
    """A row as drawn; `text_x` and `anchor` say where its words stand, inside or beside it.

    Words without room at either place are left out: the picture's description has them all.
    """

    label: str
    text: str
    x: int
    y: int
    width: int
    text_x: int
    anchor: str
    inside: bool
    tone: str

    @property
    def text_y(self) -> int:
        return self.y + 16


@dataclass(frozen=True)
class Mark:
    """A day on the axis."""

    x: int
    day: date


@dataclass(frozen=True)
class Gantt:
    """Bars of days over one axis, the days that all allow shaded."""

    height: int
    left: int
    bars: tuple[Bar, ...]
    months: tuple[Mark, ...]
    years: tuple[Mark, ...]
    shade: tuple[int, int] | None
    cover_end: Mark | None

    width: int = WIDTH

    @property
    def foot(self) -> int:
        return self.height - 22


def gantt(spans: Sequence[Span], cover_end: date | None = None) -> Gantt:
    """Lay out rows of days; at least one span is needed.

    `cover_end` is the last day of a cover that ends inside the licence. Only spans that are not
    empty are drawn; the one marked `together` is shaded through all rows.
    """
    drawn = [span for span in spans if span.first <= span.last]
    if not drawn:
        msg = "a picture of days needs a day"
        raise ValueError(msg)
    longest = max(len(span.label) for span in drawn)
    left = min(max(MIN_LABEL, LETTER * longest + GAP), MAX_LABEL)
    axis = _Axis(
        first=min(span.first for span in drawn),
        last=max(span.last for span in drawn),
        left=left,
        right=WIDTH - GAP,
    )
    bars = tuple(_bar(span, number, axis) for number, span in enumerate(drawn))
    together = next((bar for bar in bars if bar.tone == "together"), None)
    return Gantt(
        height=TOP + ROW * len(bars) + 28,
        left=left,
        bars=bars,
        months=tuple(axis.months()),
        years=tuple(axis.years()),
        shade=(together.x, together.width) if together else None,
        cover_end=Mark(axis.x(cover_end + timedelta(days=1)), cover_end)
        if cover_end and axis.first <= cover_end <= axis.last
        else None,
    )


@dataclass(frozen=True)
class _Axis:
    first: date
    last: date
    left: int
    right: int

    def x(self, day: date) -> int:
        """Where a day begins."""
        days = (self.last - self.first).days + 1
        return self.left + (day - self.first).days * (self.right - self.left) // days

    def width(self, first: date, last: date) -> int:
        return max(2, self.x(last + timedelta(days=1)) - self.x(first))

    def months(self) -> list[Mark]:
        """Firsts of months, so thinned out that no more than six are shown."""
        firsts = []
        year, month = self.first.year, self.first.month
        while (day := date(year, month, 1)) <= self.last:
            if day >= self.first:
                firsts.append(day)
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)  # noqa: PLR2004
        step = -(-len(firsts) // MONTHS_SHOWN) or 1
        marks = [Mark(self.x(day), day) for day in firsts[::step]]
        # A name at the very edge would be cut off.
        return [mark for mark in marks if mark.x <= self.right - 3 * LETTER]

    def years(self) -> list[Mark]:
        """The year at the start, and each new one where its name does not touch the one before."""
        marks = [Mark(self.left, self.first)]
        for year in range(self.first.year + 1, self.last.year + 1):
            mark = Mark(self.x(date(year, 1, 1)), date(year, 1, 1))
            if marks[-1].x + 5 * LETTER < mark.x <= self.right - 4 * LETTER:
                marks.append(mark)
        return marks


def _bar(span: Span, number: int, axis: _Axis) -> Bar:
    x, width = axis.x(span.first), axis.width(span.first, span.last)
    text, needed = span.text, LETTER * len(span.text) + 2 * GAP
    inside = needed <= width
    if inside:
        text_x, anchor = x + GAP - 2, "start"
    elif x + width + needed <= WIDTH:
        text_x, anchor = x + width + 6, "start"
    else:
        text_x, anchor = x - 6, "end"
        text = text if x - needed >= axis.left else ""
    tone = "together" if span.together else "proposed" if span.proposed else "decided"
    return Bar(
        span.label,
        text,
        x,
        TOP + ROW * number,
        width,
        text_x,
        anchor,
        inside=inside,
        tone=tone,
    )


@dataclass(frozen=True)
class Count:
    """One bar of a chart of counts; `over` marks what is past the target."""

    label: str
    count: int
    over: bool = False


@dataclass(frozen=True)
class CountBar:
    """A count as drawn."""

    label: str
    count: int
    over: bool
    y: int
    width: int


CHART_LEFT, CHART_LONGEST, CHART_ROW = 68, 225, 33


def counts(items: Sequence[Count]) -> tuple[CountBar, ...]:
    """Lay out bars of counts; the largest fills the room there is, none has no bar at all."""
    largest = max((item.count for item in items), default=0) or 1
    return tuple(
        CountBar(
            item.label,
            item.count,
            item.over,
            y=6 + CHART_ROW * number,
            width=CHART_LONGEST * item.count // largest,
        )
        for number, item in enumerate(items)
    )


@dataclass(frozen=True)
class Phase:
    """A part of a case's time: both days included. `open` is the part that still runs."""

    text: str
    first: date
    last: date
    open: bool = False


@dataclass(frozen=True)
class PhaseBar:
    """A phase as drawn; its words are left out where they would not fit."""

    text: str
    x: int
    width: int
    open: bool
    day: date
    dark: bool
    fits: bool
    day_fits: bool


@dataclass(frozen=True)
class CaseClock:
    """The phases of a case side by side, and today."""

    phases: tuple[PhaseBar, ...]
    end: Mark
    today: Mark | None

    width: int = 700


def case_clock(phases: Sequence[Phase], today: date) -> CaseClock:
    """Lay out the time of a case; today is marked when it falls inside."""
    if not phases:
        msg = "a case has at least one phase"
        raise ValueError(msg)
    axis = _Axis(phases[0].first, phases[-1].last, 0, CaseClock.width - 7)
    inside = axis.first <= today <= axis.last
    now = Mark(axis.x(today), today) if inside else None
    bars = []
    for number, phase in enumerate(phases):
        x, width = axis.x(phase.first), axis.width(phase.first, phase.last) - 2
        near_today = now is not None and abs(now.x - x) < 12 * LETTER
        bars.append(
            PhaseBar(
                phase.text,
                x,
                max(width, 2),
                phase.open,
                phase.first,
                dark=number % 2 == 1,
                fits=LETTER * len(phase.text) + 2 * GAP <= width,
                day_fits=width >= 11 * LETTER and not near_today,
            )
        )
    return CaseClock(tuple(bars), Mark(axis.right, phases[-1].last), now)
