"""Stages and standings: one word or two for each, and the tone it is shown in (design: stage tag).

A code with `.trader` after it is what the trader reads of the same stage: the trader is not
told who signs, and is told when it is the trader's turn.
"""

from app.words import N_

WORDS = {
    # stages: positions that a person's act has reached (models/stages.py)
    "stage.ACTIVE": N_("Active"),
    "stage.ANSWERED": N_("Answered"),
    "stage.APPROVED_PENDING_PEER": N_("Consented"),
    "stage.AWAITING_APPROVAL": N_("To approve"),
    "stage.AWAITING_COUNTERSIGN": N_("To countersign"),
    "stage.AWAITING_COUNTERSIGN.trader": N_("Under review"),
    "stage.CHALLENGED": N_("Challenged"),
    "stage.CLOSED": N_("Closed"),
    "stage.DECIDED": N_("Decided"),
    "stage.DELETED": N_("Deleted"),
    "stage.DEREGISTERED": N_("De-registered"),
    "stage.DISABLED": N_("Disabled"),
    "stage.DRAFT": N_("Draft"),
    "stage.INFO_REQUESTED": N_("Question open"),
    "stage.INFO_REQUESTED.trader": N_("Asks you"),
    "stage.ISSUED": N_("Issued"),
    "stage.LOCKED": N_("Submitted"),
    "stage.NOTICE_SERVED": N_("Notice served"),
    "stage.NOT_ISSUED_PEER_REFUSED": N_("Stopped"),
    "stage.OPEN": N_("Open"),
    "stage.PRELIMINARY": N_("Examination"),
    "stage.PROPOSED": N_("To countersign"),
    "stage.PROPOSED.trader": N_("Under review"),
    "stage.RECORDED": N_("Recorded"),
    "stage.REFUSED": N_("Refused"),
    "stage.REPLY_RECEIVED": N_("Reply received"),
    "stage.REVERSED": N_("Reversed"),
    "stage.REVOKED": N_("Revoked"),
    "stage.REVOKED_DATED": N_("Revoked from a date"),
    "stage.STOPPED": N_("Stopped"),
    "stage.SUBMITTED": N_("Submitted"),
    "stage.SUPERSEDED": N_("Superseded"),
    "stage.SURRENDERED": N_("Surrendered"),
    "stage.UNDER_REVIEW": N_("Under review"),
    "stage.WITHDRAWN": N_("Withdrawn"),
    # standings: what the calendar and the rows make of a stage (rules 2.3)
    "standing.CLOSED_INCOMPLETE": N_("Closed incomplete"),
    "standing.COVER_LOST": N_("Cover lost"),
    "standing.DORMANT": N_("Dormant"),
    "standing.ENDED": N_("Ended"),
    "standing.EXPIRED": N_("Expired"),
    "standing.LAPSED": N_("Lapsed"),
    "standing.NOT_ISSUED": N_("Not issued"),
    "standing.NOT_ISSUED_YET": N_("Not issued yet"),
    "standing.NOT_YET_VALID": N_("Not yet valid"),
    "standing.OVERDUE": N_("Overdue"),
    "standing.SUSPENDED": N_("Suspended"),
    "standing.TO_CONFIRM": N_("To confirm"),
    "standing.USED_UP": N_("Used up"),
    "standing.VALID": N_("Valid"),
}

OK, WAIT, WARN, STOP, INFO, NONE = "ok", "wait", "warn", "stop", "info", ""

TONES = {
    "stage.ACTIVE": OK,
    "stage.ANSWERED": OK,
    "stage.APPROVED_PENDING_PEER": OK,
    "stage.AWAITING_APPROVAL": WAIT,
    "stage.AWAITING_COUNTERSIGN": WAIT,
    "stage.AWAITING_COUNTERSIGN.trader": INFO,
    "stage.CHALLENGED": WARN,
    "stage.CLOSED": NONE,
    "stage.DECIDED": NONE,
    "stage.DELETED": NONE,
    "stage.DEREGISTERED": STOP,
    "stage.DISABLED": NONE,
    "stage.DRAFT": NONE,
    "stage.INFO_REQUESTED": NONE,
    "stage.INFO_REQUESTED.trader": WAIT,
    "stage.ISSUED": OK,
    "stage.LOCKED": NONE,
    "stage.NOTICE_SERVED": INFO,
    "stage.NOT_ISSUED_PEER_REFUSED": NONE,
    "stage.OPEN": INFO,
    "stage.PRELIMINARY": INFO,
    "stage.PROPOSED": WAIT,
    "stage.PROPOSED.trader": INFO,
    "stage.RECORDED": OK,
    "stage.REFUSED": STOP,
    "stage.REPLY_RECEIVED": INFO,
    "stage.REVERSED": NONE,
    "stage.REVOKED": STOP,
    "stage.REVOKED_DATED": STOP,
    "stage.STOPPED": NONE,
    "stage.SUBMITTED": NONE,
    "stage.SUPERSEDED": NONE,
    "stage.SURRENDERED": NONE,
    "stage.UNDER_REVIEW": INFO,
    "stage.WITHDRAWN": NONE,
    "standing.CLOSED_INCOMPLETE": NONE,
    "standing.COVER_LOST": STOP,
    "standing.DORMANT": NONE,
    "standing.ENDED": NONE,
    "standing.EXPIRED": STOP,
    "standing.LAPSED": NONE,
    "standing.NOT_ISSUED": STOP,
    "standing.NOT_ISSUED_YET": NONE,
    "standing.NOT_YET_VALID": WAIT,
    "standing.OVERDUE": STOP,
    "standing.SUSPENDED": STOP,
    "standing.TO_CONFIRM": WAIT,
    "standing.USED_UP": NONE,
    "standing.VALID": OK,
}


def tag_code(code: str, reader: str = "") -> str:
    """The full code of a stage or standing for a reader: `trader`, or nobody in particular.

    >>> tag_code("INFO_REQUESTED", "trader"), tag_code("EXPIRED"), tag_code("ACTIVE", "trader")
    ('stage.INFO_REQUESTED.trader', 'standing.EXPIRED', 'stage.ACTIVE')
    """
    full = f"stage.{code}" if f"stage.{code}" in WORDS else f"standing.{code}"
    return f"{full}.{reader}" if f"{full}.{reader}" in WORDS else full
