"""Words for the refusals that the core of the register gives, wherever they come up."""

from app.words import N_

WORDS = {
    "refusal.not_found": N_("There is nothing here that you may see."),
    "refusal.not_allowed": N_("Your role does not do this. Ask an officer whose task it is."),
    "refusal.only_as_consequence": N_("This happens only as part of another act."),
    "refusal.sign_in_first": N_("Sign in first, then send it again."),
    "refusal.sign_in_ended": N_("Your sign-in is over. Sign in again; nothing was changed."),
    "refusal.cross_site": N_("This came from another site. Open the register and do it there."),
    "refusal.proof_needed": N_("Give your password again: it was last given too long ago."),
    "refusal.password_wrong": N_("That is not your password. Type it again"),
    "refusal.password_too_short": N_("Use at least %(least)s characters, such as four words"),
    "refusal.password_too_long": N_("Use at most %(most)s characters"),
    "refusal.sign_in_wrong": N_("E-mail address and password do not fit. Check both and try again"),
    "refusal.too_many_tries": N_("That was too often. Try again in %(wait)s seconds."),
    "refusal.busy": N_("Many people act on this at once. Nothing was changed; send it again."),
    "refusal.changed_meanwhile": N_(
        "Somebody changed this meanwhile. Your text is kept; read the change, then send again."
    ),
    "refusal.page_out_of_date": N_(
        "This page was out of date. Read it again as it stands now, then send it."
    ),
    "refusal.evidence_changed": N_(
        "The evidence has changed since it was proposed. Read the change; the case officer "
        "must propose again."
    ),
    "refusal.wrong_stage": N_("This is no longer possible: the case has moved on. Read it again."),
    "refusal.reason_missing": N_("Give the reason in your own words"),
    "refusal.purpose_missing": N_("Say why you look"),
    "refusal.case_ref_missing": N_("Name the case it is for"),
    "refusal.movement_ref_missing": N_("Name the declaration or the goods you look for"),
    "refusal.grounds_missing": N_("Choose at least one ground"),
    "refusal.declaration_missing": N_("Make the declaration with your full name"),
    "refusal.interest_declared": N_(
        "You have declared an interest in a party to this. Another officer must act."
    ),
    "refusal.not_your_case": N_("This case is held by another officer."),
    "refusal.assignee_may_not_sign": N_("You hold this case; another person must sign."),
    "refusal.proposer_may_not_sign": N_("You proposed this; another person must sign."),
    "refusal.author_may_not_sign": N_("You wrote this; another person must decide."),
    "refusal.suspender_may_not": N_("You suspended this; another senior officer must act."),
    "refusal.only_of_yourself": N_("You can do this only for yourself."),
    "refusal.not_of_yourself": N_("You cannot do this to your own account."),
    "refusal.state_not_on_route": N_("Your State is not on the route of this licence."),
    "refusal.not_empowered": N_(
        "Only the empowered official of your firm can submit. Ask the administrator of your firm."
    ),
    "refusal.last_administrator": N_("One administrator must stay. Name another one first."),
    "refusal.role_not_of_organisation": N_("A firm gives only the roles of its own users."),
    "refusal.more_than_left": N_("That is more than is left. Read the line again."),
    "refusal.more_than_exit": N_("That is more than left the State of dispatch."),
    "refusal.declaration_repeated": N_("This declaration is already recorded for this line."),
    "refusal.reversed_already": N_("This movement was reversed already."),
    "refusal.registration_live_already": N_(
        "There is already a registration, or an application for one, of this kind in this State."
    ),
    "refusal.renewal_open_already": N_("A renewal of this registration is already open."),
    "refusal.case_open_already": N_("A case against this trader is already open in your State."),
    "refusal.login_taken": N_("There is already an account with this address"),
}
