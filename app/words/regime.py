"""Words of the regime: what the State settings and the founding of an installation refuse."""

from app.words import N_

WORDS = {
    "refusal.installed_already": N_("This database is installed already."),
    "refusal.state_admitted_already": N_("%(state)s is a State of this register already."),
    "refusal.no_state": N_("Your account belongs to no State."),
    "refusal.terms_in_the_past": N_("Choose a day from today on: what was decided stays"),
    "refusal.country_unknown": N_("Choose a country of the list"),
    "refusal.state_has_accounts": N_(
        "%(state)s has accounts already; its administrators make further ones."
    ),
}
