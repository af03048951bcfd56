"""The verdict: a fixed order of reasons, half-open days, and a past that stays as it was told."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.states import end_instant, first_instant
from models.verdicts import (
    Asked,
    Covered,
    EmbargoFact,
    LicenceFacts,
    LineFact,
    Moved,
    Reason,
    Registered,
    Span,
    Suspended,
    Warned,
    lost_cover_since,
    verdict,
)

START = datetime(2026, 1, 1, tzinfo=UTC)


def hour(number: int) -> datetime:
    return START + timedelta(hours=number)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


LIVE = Registered("XA-2026-R-00001-A", (Span(hour(-9999), hour(99999), hour(-9999)),))
COVER = Covered("Norvane Brokering Ltd", "XA", "broker", (LIVE,))


def licence(**changed: object) -> LicenceFacts:
    facts = LicenceFacts(
        number="XA-2026-L-00042-D",
        issued_at=at("2025-12-01"),
        valid_from=at("2026-01-01"),
        valid_until=at("2027-01-01"),
        authorizing=("XA", "XB"),
        route=("XB", "XD", "XE"),
        dispatch="XB",
        destination="XE",
        lines=(LineFact(1, "rifle", 300), LineFact(2, "pistol", 50)),
        cover=(COVER,),
    )
    return msgspec.structs.replace(facts, **changed)


def stop(state: str, start: str, end: str | None = None) -> Suspended:
    """A suspension that its second senior confirmed at once."""
    begun = at(start)
    return Suspended(
        state,
        begun,
        confirm_by=begun + timedelta(hours=72),
        limit_at=begun + timedelta(days=60),
        confirmed_at=begun,
        lifted_at=at(end) if end else None,
    )


def reason(facts: LicenceFacts, text: str, asked: Asked | None = None) -> Reason | None:
    return verdict(facts, at(text), asked).reason


def test_a_number_that_nobody_issued_is_unknown() -> None:
    assert verdict(None, hour(0)).reason is Reason.UNKNOWN
    assert reason(licence(), "2025-11-30 23:59") is Reason.UNKNOWN


def test_a_licence_is_valid_from_its_first_instant_and_not_at_its_end() -> None:
    vienna = ZoneInfo("Europe/Vienna")
    facts = licence(
        valid_from=first_instant(date(2026, 3, 1), vienna),
        valid_until=end_instant(date(2026, 11, 30), vienna),
    )
    assert reason(facts, "2026-02-28 22:59:59") is Reason.NOT_YET_VALID
    assert reason(facts, "2026-02-28 23:00") is None
    assert reason(facts, "2026-11-30 22:59:59") is None
    assert reason(facts, "2026-11-30 23:00") is Reason.EXPIRED


def test_c16_outside_the_common_days_and_beyond_the_smaller_number() -> None:
    facts = licence(
        valid_from=at("2026-03-01"),
        valid_until=at("2026-12-01"),
        lines=(LineFact(1, "rifle", 300, (Moved(at("2026-04-01"), 300),)),),
    )
    assert reason(facts, "2026-12-15") is Reason.EXPIRED
    asked = Asked(state="XB", line=1, quantity=1)
    fresh = msgspec.structs.replace(facts, lines=(LineFact(1, "rifle", 300),))
    assert reason(fresh, "2026-05-01", Asked(line=1, quantity=300)) is None
    assert reason(fresh, "2026-05-01", Asked(line=1, quantity=301)) is Reason.QUANTITY
    assert reason(facts, "2026-05-01", asked) is Reason.USED_UP


def test_c18_either_state_can_stop_it_and_all_must_lift() -> None:
    facts = licence(
        suspensions=(
            stop("XB", "2026-05-03 10:00", "2026-05-03 14:00"),
            stop("XA", "2026-05-03 12:00", "2026-05-03 16:00"),
        )
    )
    assert reason(facts, "2026-05-03 09:59") is None
    told = verdict(facts, at("2026-05-03 10:00"))
    assert (told.reason, told.facts) == (Reason.SUSPENDED, {"states": "XB"})
    assert verdict(facts, at("2026-05-03 12:00")).facts == {"states": "XA,XB"}
    assert verdict(facts, at("2026-05-03 14:00")).facts == {"states": "XA"}
    assert reason(facts, "2026-05-03 16:00") is None


def test_c38_valid_at_that_instant() -> None:
    facts = licence(suspensions=(stop("XA", "2026-05-03 14:00", "2026-05-03 16:00"),))
    assert reason(facts, "2026-05-03 14:10") is Reason.SUSPENDED
    assert reason(facts, "2026-05-03 13:59") is None
    assert reason(facts, "2026-05-03 16:01") is None


def test_an_unconfirmed_suspension_lapses_and_revives_nothing_else() -> None:
    begun = at("2026-05-03 10:00")
    alone = Suspended("XA", begun, begun + timedelta(hours=24), begun + timedelta(days=60))
    facts = licence(suspensions=(alone,))
    assert reason(facts, "2026-05-04 09:59") is Reason.SUSPENDED
    assert reason(facts, "2026-05-04 10:00") is None
    both = licence(suspensions=(alone, stop("XB", "2026-05-03 11:00")))
    assert verdict(both, at("2026-05-04 10:00")).facts == {"states": "XB"}


def test_a_confirmed_suspension_ends_after_its_limit_unless_a_case_is_open() -> None:
    row = stop("XA", "2026-05-03 10:00")
    assert row.stands(row.limit_at - timedelta(seconds=1))
    assert not row.stands(row.limit_at)
    carried = msgspec.structs.replace(row, case_spans=((at("2026-06-01"), at("2026-09-01")),))
    assert carried.stands(at("2026-08-31"))
    assert not carried.stands(at("2026-09-01"))
    assert carried.lapses_at(at("2026-06-02")) is None
    too_late = msgspec.structs.replace(row, case_spans=((row.limit_at, None),))
    assert not too_late.stands(row.limit_at)


def test_lost_cover_stops_everywhere_and_names_party_and_state() -> None:
    ended = msgspec.structs.replace(LIVE, ended_at=at("2026-06-01"), deregistered=True)
    agent = Covered("Orlane Logistics SA", "XB", "transport_agent", (ended,))
    facts = licence(cover=(COVER, agent))
    assert reason(facts, "2026-05-31 23:59") is None
    told = verdict(facts, at("2026-06-01"))
    assert told.reason is Reason.COVER_LOST
    assert told.facts == {"party": "Orlane Logistics SA", "state": "XB", "kind": "transport_agent"}


def test_cover_that_comes_back_revives_the_licence() -> None:
    terms = (
        Span(at("2025-01-01"), at("2026-03-01"), at("2025-01-01")),
        Span(at("2026-04-01"), at("2027-04-01"), at("2026-03-20")),
    )
    facts = licence(cover=(Covered("Norvane", "XA", "broker", (Registered("R", terms),)),))
    assert reason(facts, "2026-02-28") is None
    assert reason(facts, "2026-03-15") is Reason.COVER_LOST
    assert reason(facts, "2026-04-01") is None
    edges = (at("2026-03-01"), at("2026-04-01"))
    assert lost_cover_since(facts, at("2026-03-15"), edges) == at("2026-03-01")


def test_an_embargo_stops_only_its_goods_and_only_once_it_is_known() -> None:
    embargo = EmbargoFact("UN 9999", at("2026-02-01"), None, at("2026-02-10"), ("rifle",))
    facts = licence(embargoes=(embargo,))
    assert reason(facts, "2026-02-05") is None
    assert reason(facts, "2026-02-10") is Reason.EMBARGO
    pistols = msgspec.structs.replace(facts, lines=(LineFact(1, "pistol", 5),))
    assert reason(pistols, "2026-02-10") is None


def test_a_line_and_a_quantity_are_asked_last() -> None:
    assert reason(licence(), "2026-02-01", Asked(state="XB", line=9)) is Reason.LINE
    told = verdict(licence(), at("2026-02-01"), Asked(line=2, quantity=51))
    assert told.facts == {"line": "2", "left": "50", "asked": "51"}
    assert reason(licence(), "2026-02-01", Asked(state="XC", line=9)) is Reason.ROUTE


def test_a_contra_entry_gives_back() -> None:
    moved = (Moved(at("2026-02-01"), 50), Moved(at("2026-02-03"), -50))
    facts = licence(lines=(LineFact(1, "pistol", 50, moved),))
    assert reason(facts, "2026-02-02") is Reason.USED_UP
    assert reason(facts, "2026-02-03") is None


def test_warnings_stand_beside_the_verdict() -> None:
    warned = Warned("deregistered_elsewhere", party="Norvane", state="XC", start=at("2026-04-01"))
    facts = licence(warnings=(warned,))
    assert verdict(facts, at("2026-03-31")).warnings == ()
    told = verdict(facts, at("2026-04-01"))
    assert told.valid
    assert told.warnings == (warned,)


def test_the_first_reason_of_the_fixed_order_wins() -> None:
    """Each reason is put on top of all later ones, and takes their place."""
    over: dict[Reason, dict[str, object]] = {
        Reason.QUANTITY: {},
        Reason.LINE: {},
        Reason.ROUTE: {},
        Reason.USED_UP: {"lines": (LineFact(1, "rifle", 1, (Moved(hour(0), 1),)),)},
        Reason.EXPIRED: {"valid_until": at("2026-01-15")},
        Reason.NOT_YET_VALID: {"valid_from": at("2026-06-01")},
        Reason.EMBARGO: {"embargoes": (EmbargoFact("UN 1", hour(0), None, hour(0)),)},
        Reason.COVER_LOST: {"cover": (Covered("Norvane", "XA", "broker"),)},
        Reason.SUSPENDED: {"suspensions": (stop("XA", "2026-01-02"),)},
    }
    asks = {
        Reason.QUANTITY: Asked(line=1, quantity=999),
        Reason.LINE: Asked(line=9),
    }
    changed: dict[str, object] = {}
    for expected, more in over.items():
        changed |= more
        asked = asks.get(expected, Asked(state="XC", line=9))
        assert verdict(licence(**changed), at("2026-02-01"), asked).reason is expected
    for ended in (Reason.SUPERSEDED, Reason.SURRENDERED, Reason.REVOKED):
        facts = licence(**changed, ended_at=at("2026-01-20"), ended_as=ended)
        assert verdict(facts, at("2026-02-01"), asked).reason is ended


def test_the_order_is_that_of_the_rules() -> None:
    assert [str(item) for item in Reason] == [
        *("UNKNOWN", "REVOKED", "SURRENDERED", "SUPERSEDED", "SUSPENDED", "COVER_LOST", "EMBARGO"),
        *("NOT_YET_VALID", "EXPIRED", "USED_UP", "ROUTE", "LINE", "QUANTITY"),
    ]


# Against a second implementation, written plainly

HOURS = st.integers(-5, 60)
STATES = st.sampled_from(["XA", "XB", "XC"])
CLASSES = st.sampled_from(["rifle", "pistol", "ammunition"])


@st.composite
def suspensions(draw: st.DrawFn) -> Suspended:
    begun = draw(st.integers(-5, 50))
    confirm_by = begun + draw(st.integers(1, 20))
    limit = begun + draw(st.integers(1, 30))
    confirmed = draw(st.none() | st.integers(begun, confirm_by))
    lifted = draw(st.none() | st.integers(begun, 70))
    spans = []
    for opened in draw(st.lists(st.integers(-5, 60), max_size=2)):
        closed = draw(st.none() | st.integers(opened, 80))
        spans.append((hour(opened), None if closed is None else hour(closed)))
    return Suspended(
        draw(STATES),
        hour(begun),
        hour(confirm_by),
        hour(limit),
        None if confirmed is None else hour(confirmed),
        None if lifted is None else hour(lifted),
        tuple(spans),
    )


@st.composite
def registrations(draw: st.DrawFn) -> Registered:
    spans = []
    for begun in draw(st.lists(st.integers(-20, 40), max_size=2)):
        spans.append(Span(hour(begun), hour(begun + draw(st.integers(1, 60))), hour(draw(HOURS))))
    ended = draw(st.none() | HOURS)
    return Registered(
        "R",
        tuple(spans),
        None if ended is None else hour(ended),
        suspensions=tuple(draw(st.lists(suspensions(), max_size=1))),
    )


@st.composite
def licences(draw: st.DrawFn) -> LicenceFacts:
    ended = draw(st.none() | st.integers(0, 70))
    kinds = [Reason.REVOKED, Reason.SURRENDERED, Reason.SUPERSEDED]
    begun = draw(st.integers(-5, 30))
    lines = []
    for no in range(1, draw(st.integers(1, 3)) + 1):
        moved = draw(st.lists(st.tuples(HOURS, st.integers(-2, 3)), max_size=3))
        facts = tuple(Moved(hour(when), quantity) for when, quantity in moved)
        lines.append(LineFact(no, draw(CLASSES), draw(st.integers(1, 4)), facts))
    embargoes = []
    for start in draw(st.lists(HOURS, max_size=1)):
        end = draw(st.none() | st.integers(start, 80))
        scope = tuple(draw(st.lists(CLASSES, max_size=2)))
        known = hour(draw(HOURS))
        embargoes.append(
            EmbargoFact("UN", hour(start), None if end is None else hour(end), known, scope)
        )
    cover = []
    for state in draw(st.lists(STATES, max_size=2)):
        rows = draw(st.lists(registrations(), max_size=2))
        cover.append(Covered("Norvane", state, "broker", tuple(rows), draw(st.booleans())))
    return LicenceFacts(
        number="L",
        issued_at=hour(0),
        valid_from=hour(begun),
        valid_until=hour(begun + draw(st.integers(1, 50))),
        authorizing=("XA", "XB"),
        route=tuple(draw(st.lists(STATES, min_size=1, max_size=3, unique=True))),
        dispatch="XA",
        destination="XE",
        lines=tuple(lines),
        cover=tuple(cover),
        suspensions=tuple(draw(st.lists(suspensions(), max_size=2))),
        embargoes=tuple(embargoes),
        ended_at=None if ended is None else hour(ended),
        ended_as=None if ended is None else draw(st.sampled_from(kinds)),
    )


ASKED = st.builds(
    Asked,
    state=st.none() | STATES,
    line=st.none() | st.integers(1, 4),
    quantity=st.none() | st.integers(1, 5),
)


def stopped(row: Suspended, now: datetime) -> bool:
    if now < row.start:
        return False
    if row.lifted_at is not None and now >= row.lifted_at:
        return False
    if row.confirmed_at is None or now < row.confirmed_at:
        return now < row.confirm_by
    if now < row.limit_at:
        return True
    for opened, closed in row.case_spans:
        if opened < row.limit_at and (closed is None or now < closed):
            return True
    return False


def live(row: Registered, now: datetime) -> bool:
    if row.ended_at is not None and now >= row.ended_at:
        return False
    if any(stopped(item, now) for item in row.suspensions):
        return False
    return any(now >= term.recorded_at and term.start <= now < term.end for term in row.terms)


def left(line: LineFact, now: datetime) -> int:
    rest = line.quantity
    for item in line.moved:
        if item.at <= now:
            rest -= item.quantity
    return rest


def plainly(facts: LicenceFacts, now: datetime, asked: Asked) -> Reason | None:  # noqa: C901, PLR0911, PLR0912
    """What the rules say, one after the other (rules 3.1)."""
    if now < facts.issued_at:
        return Reason.UNKNOWN
    if facts.ended_at is not None and now >= facts.ended_at:
        return facts.ended_as
    for row in facts.suspensions:
        if stopped(row, now):
            return Reason.SUSPENDED
    for need in facts.cover:
        if not need.outside and not any(live(item, now) for item in need.registrations):
            return Reason.COVER_LOST
    for embargo in facts.embargoes:
        begun = now >= embargo.start and now >= embargo.recorded_at
        over = embargo.end is not None and now >= embargo.end
        for line in facts.lines:
            if begun and not over and (not embargo.classes or line.goods_class in embargo.classes):
                return Reason.EMBARGO
    if now < facts.valid_from:
        return Reason.NOT_YET_VALID
    if now >= facts.valid_until:
        return Reason.EXPIRED
    if not [line for line in facts.lines if left(line, now) > 0]:
        return Reason.USED_UP
    if asked.state and asked.state not in facts.route:
        return Reason.ROUTE
    if asked.line:
        chosen = [line for line in facts.lines if line.no == asked.line]
        if not chosen:
            return Reason.LINE
        if asked.quantity and asked.quantity > left(chosen[0], now):
            return Reason.QUANTITY
    return None


@given(licences(), st.integers(-5, 90), ASKED)
def test_the_verdict_is_what_the_rules_say_plainly(
    facts: LicenceFacts, when: int, asked: Asked
) -> None:
    assert verdict(facts, hour(when), asked).reason is plainly(facts, hour(when), asked)


def before(moment: datetime | None, cut: datetime) -> datetime | None:
    return moment if moment is not None and moment <= cut else None


def known_suspensions(rows: tuple[Suspended, ...], cut: datetime) -> tuple[Suspended, ...]:
    return tuple(
        msgspec.structs.replace(
            row,
            confirmed_at=before(row.confirmed_at, cut),
            lifted_at=before(row.lifted_at, cut),
            case_spans=tuple(
                (opened, before(closed, cut)) for opened, closed in row.case_spans if opened <= cut
            ),
        )
        for row in rows
        if row.start <= cut
    )


def known(facts: LicenceFacts, cut: datetime) -> LicenceFacts:
    """The same licence as the register knew it at the cut: every later row is left out."""

    def registered(row: Registered) -> Registered:
        return msgspec.structs.replace(
            row,
            terms=tuple(term for term in row.terms if term.recorded_at <= cut),
            ended_at=before(row.ended_at, cut),
            suspensions=known_suspensions(row.suspensions, cut),
        )

    return msgspec.structs.replace(
        facts,
        ended_at=before(facts.ended_at, cut),
        ended_as=facts.ended_as if before(facts.ended_at, cut) else None,
        suspensions=known_suspensions(facts.suspensions, cut),
        embargoes=tuple(row for row in facts.embargoes if row.recorded_at <= cut),
        lines=tuple(
            msgspec.structs.replace(
                line, moved=tuple(item for item in line.moved if item.at <= cut)
            )
            for line in facts.lines
        ),
        cover=tuple(
            msgspec.structs.replace(
                row, registrations=tuple(registered(item) for item in row.registrations)
            )
            for row in facts.cover
        ),
    )


@given(licences(), st.integers(-5, 90), st.integers(0, 40), ASKED)
def test_no_later_row_changes_what_was_told(
    facts: LicenceFacts, when: int, more: int, asked: Asked
) -> None:
    """rules 2.4: the answer for an instant is the same from that instant on, for ever."""
    then = verdict(known(facts, hour(when)), hour(when), asked)
    later = verdict(known(facts, hour(when + more)), hour(when), asked)
    assert then == later == verdict(facts, hour(when), asked)


@given(st.lists(suspensions(), min_size=1, max_size=3), st.integers(-5, 90))
def test_a_suspension_that_stands_says_when_it_lapses(rows: list[Suspended], when: int) -> None:
    for row in rows:
        end = row.lapses_at(hour(when))
        if end is not None:
            assert row.stands(hour(when))
            assert end > hour(when)


def test_every_edge_of_a_suspension_is_half_open() -> None:
    row = stop("XA", "2026-05-03 14:00", "2026-05-03 16:00")
    edges = [row.start, row.lifted_at or row.start]
    for begin, end in pairwise(edges):
        assert row.stands(begin)
        assert not row.stands(end)


@pytest.mark.parametrize("zone", ["Europe/Vienna", "Pacific/Auckland", "America/Lima"])
def test_days_change_at_midnight_of_the_states_own_clock(zone: str) -> None:
    clock = ZoneInfo(zone)
    day = date(2026, 3, 29)
    facts = licence(valid_from=first_instant(day, clock), valid_until=end_instant(day, clock))
    inside = [
        verdict(facts, facts.valid_from).valid,
        verdict(facts, facts.valid_until - timedelta(microseconds=1)).valid,
    ]
    outside = [
        verdict(facts, facts.valid_from - timedelta(microseconds=1)).valid,
        verdict(facts, facts.valid_until).valid,
    ]
    assert (inside, outside) == ([True, True], [False, False])
