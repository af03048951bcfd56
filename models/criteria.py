"""Criteria: which questions an officer answers, once each, before consent is proposed (RSK-07)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

EU = ("1", "2", "3", "4", "5", "6", "7", "8")
"""Common Position 2008/944/CFSP, article 2."""

ATT = (
    "att_7_1_a",
    "att_7_1_b_i",
    "att_7_1_b_ii",
    "att_7_1_b_iii",
    "att_7_1_b_iv",
    "att_7_4",
    "att_11",
)
"""Arms Trade Treaty, articles 7 and 11, by analogy to brokering (article 10)."""

CRITERIA = (*EU, *ATT)
"""The one-answer form: every one of them, in this order."""

STOPS = ("A1", "A2", "A3", "A4", "A5", "A6")
"""What stops absolutely; named as a ground of refusal, never weighed."""

REFUSAL_GROUNDS = (*CRITERIA, *STOPS)

CONSENT_STOPPED_BY = "refuse"
"""The answer that says an overriding risk remains: it blocks consent, never refusal (rules 7.3)."""


def unanswered(answers: Iterable[str]) -> tuple[str, ...]:
    """The criteria that have no answer yet, in the order of the form.

    >>> unanswered([*EU, "att_7_1_a", "att_7_1_b_i", "att_7_1_b_ii", "att_11"])
    ('att_7_1_b_iii', 'att_7_1_b_iv', 'att_7_4')
    """
    given = set(answers)
    return tuple(item for item in CRITERIA if item not in given)


def overriding(answers: Mapping[str, str]) -> tuple[str, ...]:
    """The criteria whose answer is to refuse.

    >>> overriding({"1": "met", "2": "refuse"})
    ('2',)
    """
    return tuple(item for item in CRITERIA if answers.get(item) == CONSENT_STOPPED_BY)
