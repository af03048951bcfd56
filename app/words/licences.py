"""Words of stopping a licence: suspensions, revocation, what stands and what it says."""

from app.words import N_

WORDS = {
    "refusal.suspended_already": N_(
        "%(state)s has suspended this licence already. Confirm or lift that suspension."
    ),
    "refusal.suspension_over": N_("This suspension no longer stands: it was lifted or has lapsed."),
    "refusal.suspension_confirmed_already": N_("This suspension was confirmed already."),
    "refusal.revocation_proposed_already": N_(
        "Your State has already proposed to revoke it. A second person must answer that."
    ),
    "refusal.moment_in_future": N_("Choose a moment that has passed: the answer is of the record"),
    "refusal.time_of_day": N_("Write the time as hours and minutes, such as 14:10"),
    "licence_next.REVOKED": N_(
        "This is final: no goods may move on it. Ask the State that revoked it for its reasons."
    ),
    "licence_next.SURRENDERED": N_(
        "This is final: no goods may move on it. A further delivery needs a new dossier."
    ),
    "licence_next.SUPERSEDED": N_("Use the newer licence. No goods may move on this one."),
    "licence_next.SUSPENDED": N_(
        "Do not let goods move. Ask the State that suspended it what it needs to lift that."
    ),
    "licence_next.COVER_LOST": N_(
        "Do not let goods move. See below whose registration is not met; it must stand again first."
    ),
    "licence_next.EMBARGO": N_(
        "Do not let goods move while the embargo stands. Ask your State what it allows."
    ),
    "licence_next.NOT_YET_VALID": N_(
        "Goods may move from %(day)s. Before that no border lets them pass."
    ),
    "licence_next.EXPIRED": N_(
        "No goods may move on it any more. To deliver what is left, ask for a new licence."
    ),
    "licence_next.USED_UP": N_(
        "Everything it allows has moved. A further delivery needs a licence of its own."
    ),
    "happened.licence.suspend.plain": N_("The licence was suspended"),
    "happened.licence.confirm_suspension.plain": N_("A suspension was confirmed"),
    "happened.licence.lift.plain": N_("A suspension was lifted"),
    "happened.licence.revoke.plain": N_("The licence was revoked"),
}
