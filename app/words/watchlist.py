"""Words of the watchlist: what an entry is, what it asks for, why it is refused."""

from app.words import N_

WORDS = {
    "refusal.entry_of_state_already": N_(
        "Your State has an entry on the same subject: %(number)s. Correct that one instead"
    ),
    "refusal.correction_waits": N_(
        "A correction of this entry waits for a signature. Have it signed or sent back first."
    ),
    "refusal.not_proportionate": N_(
        "Say that the entry is adequate, relevant and important enough, or send it back"
    ),
    "refusal.subject_missing": N_("Name what the entry is about"),
    "refusal.legal_basis_missing": N_("Name the legal basis of the entry"),
    "refusal.decided_later": N_("The day of the decision cannot lie ahead"),
    "refusal.until_before_decision": N_("The entry cannot end before it was decided"),
    "refusal.name_missing": N_("Type a name or number"),
    "entry_type.deregistration": N_("De-registration"),
    "entry_type.forged_certificate": N_("Forged end-use certificate"),
    "entry_type.false_statement": N_("False statement"),
    "entry_type.conviction": N_("Conviction"),
    "entry_type.diversion": N_("Diversion"),
    "entry_type.licence_denial": N_("Licence denied"),
    "entry_type.suspicious_trader": N_("Suspicious trader"),
    "requested.inform": N_("Tell the owner of the entry"),
    "requested.consult": N_("Consult the owner before you decide"),
    "requested.refuse": N_("Refuse registration and licence"),
    "requested.detain": N_("Hold the goods and call"),
    "requested.check_identity": N_("Check the identity"),
    "entry_asks.inform": N_("Say who, where and in which case; go on with your own procedure."),
    "entry_asks.consult": N_("Take no decision before the owner has answered."),
    "entry_asks.refuse": N_(
        "Of the subject itself; look closely at those who lead, own or succeed it."
    ),
    "entry_asks.detain": N_("Do not release anything before the owner has answered."),
    "entry_asks.check_identity": N_("Ask for papers; a name alone is not enough."),
    "subject.person": N_("Person"),
    "subject.firm": N_("Firm"),
    "subject.document": N_("Document"),
    "subject.object": N_("Object"),
}
