"""Words of the verdict: the first reason that applies, and what stands beside it."""

from app.words import N_

WORDS = {
    "reason.VALID": N_("The licence is good"),
    "reason.UNKNOWN": N_("No licence has this number and check code"),
    "reason.REVOKED": N_("The licence was revoked"),
    "reason.SURRENDERED": N_("The holder gave the licence up"),
    "reason.SUPERSEDED": N_("A newer licence took the place of this one"),
    "reason.SUSPENDED": N_("The licence is suspended by %(states)s"),
    "reason.COVER_LOST": N_(
        "%(party)s (%(kind)s) has no live registration in %(state)s, which this licence rests on"
    ),
    "reason.EMBARGO": N_("An embargo on %(state)s stands: %(regime)s"),
    "reason.NOT_YET_VALID": N_("The licence is not valid yet"),
    "reason.EXPIRED": N_("The licence has expired"),
    "reason.USED_UP": N_("The whole quantity is used up"),
    "reason.ROUTE": N_("%(state)s is not on the route of this licence"),
    "reason.LINE": N_("The licence has no line %(line)s"),
    "reason.QUANTITY": N_("Line %(line)s: %(left)s left, %(asked)s asked"),
    "verdict.VALID": N_("Valid"),
    "verdict.UNKNOWN": N_("No such licence"),
    "verdict.REVOKED": N_("Revoked"),
    "verdict.SURRENDERED": N_("Given up"),
    "verdict.SUPERSEDED": N_("Replaced by a newer licence"),
    "verdict.SUSPENDED": N_("Suspended"),
    "verdict.COVER_LOST": N_("A registration that it rests on stands no more"),
    "verdict.EMBARGO": N_("Under an embargo"),
    "verdict.NOT_YET_VALID": N_("Not valid yet"),
    "verdict.EXPIRED": N_("Expired"),
    "verdict.USED_UP": N_("Used up"),
    "verdict.ROUTE": N_("Not on its route"),
    "verdict.LINE": N_("No such line"),
    "verdict.QUANTITY": N_("More than is left"),
    "verdict.REPLACED": N_("The paper was replaced"),
    "verdict.KEY_WITHDRAWN": N_("The key of the paper was withdrawn"),
    "verdict.FORGED": N_("Forged, by a device without a network"),
    "verdict.NUMBER_ONLY": N_("The number alone, by a device without a network"),
    "verdict.STALE_LIST": N_("Lists too old, by a device without a network"),
    "verdict.UNKNOWN_KEY": N_("Unknown key, by a device without a network"),
    "verdict.VALID_OLD_LIST": N_("Valid with an old list, by a device without a network"),
    "warning.deregistered_elsewhere": N_(
        "%(party)s was de-registered in %(state)s, which does not authorize this licence."
    ),
    "warning.watchlist": N_("%(party)s is on the watchlist of %(state)s: %(requested)s."),
}
