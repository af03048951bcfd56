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
    "happened.licence.suspend.plain": N_("The licence was suspended"),
    "happened.licence.confirm_suspension.plain": N_("A suspension was confirmed"),
    "happened.licence.lift.plain": N_("A suspension was lifted"),
    "happened.licence.revoke.plain": N_("The licence was revoked"),
}
