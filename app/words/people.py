"""Words of people: why a password, code or account is refused."""

from app.words import N_

WORDS = {
    "refusal.password_common": N_(
        "This password is among the first that others try. Use four words that belong to nobody"
    ),
    "refusal.password_holds_name": N_(
        "This password holds a name of yours, your firm’s, your State’s or the register’s. "
        "Use other words"
    ),
    "refusal.code_wrong": N_(
        "This code opens nothing: it is mistyped, used or too old. Ask your administrator for a "
        "new one"
    ),
    "refusal.state_takes_no_part": N_("Choose a State that takes part in this register now"),
    "refusal.role_not_of_state": N_("Choose a role that your State gives"),
    "refusal.account_opened_already": N_(
        "This account was opened already. Disable and enable it to give a new code."
    ),
}
