"""Roles, as they stand behind a person's name: "Ista Dovane, senior officer, Xcadia"."""

from app.words import N_

WORDS = {
    "role.anonymous": N_("visitor"),
    "role.api_customs": N_("customs system"),
    "role.api_peer_state": N_("system of another State"),
    "role.applicant_admin": N_("administrator of the firm"),
    "role.applicant_user": N_("user of the firm"),
    "role.auditor": N_("auditor"),
    "role.customs_officer": N_("customs"),
    "role.enforcement_officer": N_("enforcement officer"),
    "role.licensing_officer": N_("licensing officer"),
    "role.national_admin": N_("national administrator"),
    "role.secretariat": N_("secretariat"),
    "role.senior_officer": N_("senior officer"),
    "role.system": N_("the register itself"),
}
