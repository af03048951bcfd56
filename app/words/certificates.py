"""Words of certificates and of checking them."""

from app.words import N_

WORDS = {
    "letter.case_closed": N_("Decision: no measure"),
    "letter.case_notice": N_("Notice of a case"),
    "letter.deregistered": N_("Decision: de-registration"),
    "letter.dossier_refused": N_("Refusal of a licence"),
    "letter.licence_revoked": N_("Decision: licence revoked"),
    "letter.licence_suspended": N_("Decision: licence suspended"),
    "letter.licence_suspension_confirmed": N_("Decision: suspension of a licence confirmed"),
    "letter.licence_suspension_lifted": N_("Decision: suspension of a licence lifted"),
    "letter.registration_refused": N_("Refusal of a registration"),
    "letter.registration_suspended": N_("Decision: registration suspended"),
    "letter.registration_suspension_confirmed": N_(
        "Decision: suspension of a registration confirmed"
    ),
    "letter.registration_suspension_lifted": N_("Decision: suspension of a registration lifted"),
    "letter.renewal_refused": N_("Refusal of a renewal"),
    "letter.means.case_closed": N_("The case is closed. No measure is taken against you."),
    "letter.means.case_notice": N_(
        "A case is open against you. It may end in your de-registration in this State. Nothing is "
        "decided yet: you are heard first."
    ),
    "letter.means.case_notice_recognises": N_(
        "This State proposes to follow the decision of another State. It may end in your "
        "de-registration in this State. Nothing is decided yet: two officers decide, and you may "
        "write to the authority below before they do."
    ),
    "letter.means.deregistered": N_(
        "Every kind of your registration in this State has ended. Licences that rest on it are not "
        "valid at any border from this moment. The other States of the register are told."
    ),
    "letter.means.dossier_refused": N_(
        "This State does not authorize the transaction. No licence is issued on this dossier."
    ),
    "letter.means.licence_revoked": N_(
        "The licence has ended for good. It is not valid at any border from this moment, and "
        "nothing more may be moved on it."
    ),
    "letter.means.licence_suspended": N_(
        "The licence is not valid at any border from this moment. It stands again when no State "
        "suspends it and nothing else stops it."
    ),
    "letter.means.licence_suspension_confirmed": N_(
        "The suspension stands. Until it ends, the licence is not valid at any border."
    ),
    "letter.means.licence_suspension_lifted": N_(
        "This suspension is over. The licence is valid again where nothing else stops it."
    ),
    "letter.means.registration_refused": N_(
        "You are not registered in this State and have no cover here. You may apply again."
    ),
    "letter.means.registration_suspended": N_(
        "Your registration gives no cover from this moment. Licences that rest on it are not valid "
        "at any border, and nothing new can be submitted."
    ),
    "letter.means.registration_suspension_confirmed": N_(
        "The suspension stands. Until it ends, your registration gives no cover, and licences that "
        "rest on it are not valid at any border."
    ),
    "letter.means.registration_suspension_lifted": N_(
        "This suspension is over. Your registration gives cover again where nothing else stops it."
    ),
    "letter.means.renewal_refused": N_(
        "Your registration is not renewed. It ends with its last day; after it you have no cover "
        "in this State."
    ),
    "document.licence": N_("Licence for one transaction"),
    "pack.why.ended": N_("What it certifies has ended."),
    "pack.why.replaced": N_("A newer one took its place."),
    "pack.active": N_("Current"),
    "pack.archived": N_("Over"),
    "pack.draft": N_("Being made"),
    "pack.revoked": N_("No longer valid"),
    "reissue.key_withdrawn": N_("The key that sealed it was withdrawn"),
    "reissue.lost": N_("The paper was lost"),
    "reissue.name_changed": N_("A name has changed"),
    "sheet.demonstration": N_("DEMONSTRATION"),
    "sheet.draft": N_("DRAFT"),
    "sheet.registration.broker": N_("Registration as broker"),
    "sheet.registration.manufacturer": N_("Registration as manufacturer"),
    "sheet.registration.retailer": N_("Registration as retailer"),
    "sheet.registration.transport_agent": N_("Registration as transport agent"),
    "sheet.stop.destination": N_("State of destination"),
    "sheet.stop.dispatch": N_("State of dispatch"),
    "sheet.stop.transit": N_("transit"),
    "sheet.why.nationality": N_("State of nationality"),
    "sheet.why.place": N_("State of negotiation"),
    "sheet.why.establishment": N_("State of establishment"),
    "sheet.why.residence": N_("State of residence"),
    "sheet.why.staff": N_("State of nationality of the acting person"),
    "sheet.why.added": N_("State added on evidence"),
    "verify.letter.VALID": N_("The letter is genuine"),
    "verify.letter.REPLACED": N_("This letter was replaced by a newer one"),
    "verify.letter.KEY_WITHDRAWN": N_("The key that sealed this letter was withdrawn"),
    "verify.licence.KEY_WITHDRAWN": N_("The key that signed this certificate was withdrawn"),
    "verify.registration.KEY_WITHDRAWN": N_("The key that signed this certificate was withdrawn"),
    "verify.licence.REPLACED": N_("This certificate was replaced by a newer one"),
    "verify.licence.VALID": N_("The licence stands"),
    "verify.licence.UNKNOWN": N_("No licence has this number and check code"),
    "verify.licence.REVOKED": N_("The licence was revoked"),
    "verify.licence.SURRENDERED": N_("The holder gave the licence up"),
    "verify.licence.SUPERSEDED": N_("A newer licence took the place of this one"),
    "verify.licence.SUSPENDED": N_("The licence is suspended"),
    "verify.licence.COVER_LOST": N_("A registration that the licence rests on stands no more"),
    "verify.licence.EMBARGO": N_("An embargo stands against it"),
    "verify.licence.NOT_YET_VALID": N_("The licence is not valid yet"),
    "verify.licence.EXPIRED": N_("The licence has expired"),
    "verify.licence.USED_UP": N_("The whole quantity is used up"),
    "verify.registration.REPLACED": N_("This certificate was replaced by a newer one"),
    "verify.registration.VALID": N_("The registration stands"),
    "verify.registration.ENDED": N_("The registration has ended"),
    "verify.registration.SUSPENDED": N_("The registration is suspended"),
    "verify.registration.NOT_YET_VALID": N_("This certificate is not valid yet"),
    "verify.registration.EXPIRED": N_("This certificate has expired"),
    "verify.next.letter.KEY_WITHDRAWN": N_(
        "Do not rely on this letter. What was decided stands in the register: ask the State that "
        "wrote it."
    ),
    "verify.next.letter.REPLACED": N_(
        "Ask the holder for the newer paper. What it tells is the same; the register stands by "
        "that one."
    ),
    "verify.next.licence.REPLACED": N_(
        "Keep this paper from being used, and ask the holder for the newer one."
    ),
    "verify.next.licence.KEY_WITHDRAWN": N_(
        "Do not rely on this paper. Ask the holder for a certificate that was issued anew."
    ),
    "verify.next.licence.UNKNOWN": N_(
        "Let nothing move on it. Call the State that issued it: the register knows the paper, and "
        "no licence for it."
    ),
    "verify.next.licence.REVOKED": N_(
        "Let nothing move on it: it has ended for good. Whoever still uses it is reported to the "
        "State that issued it."
    ),
    "verify.next.licence.SURRENDERED": N_(
        "Let nothing move on it: it has ended for good. A new transaction needs a licence of its "
        "own."
    ),
    "verify.next.licence.SUPERSEDED": N_(
        "Let nothing move on it. Ask the holder for the newer licence, and check that one."
    ),
    "verify.next.licence.SUSPENDED": N_(
        "Let nothing move on it while it is suspended. It may stand again: check it again before "
        "anything moves, and ask the State that issued it."
    ),
    "verify.next.licence.COVER_LOST": N_(
        "Let nothing move on it. The holder settles the registration with its State; check the "
        "licence again before anything moves."
    ),
    "verify.next.licence.EMBARGO": N_(
        "Let nothing move on it while the embargo stands. The State that issued it says whether "
        "anything is exempt."
    ),
    "verify.next.licence.NOT_YET_VALID": N_(
        "Let nothing move before its first day, which stands below; check it again then."
    ),
    "verify.next.licence.EXPIRED": N_(
        "Let nothing move on it: its days are over. What is still to be moved needs a new licence."
    ),
    "verify.next.licence.USED_UP": N_(
        "Let nothing more leave on it: all of it has been written off. Goods that left before may "
        "still be on their way; customs see which."
    ),
    "verify.next.registration.REPLACED": N_(
        "Keep this paper from being used, and ask the holder for the newer one."
    ),
    "verify.next.registration.KEY_WITHDRAWN": N_(
        "Do not rely on this paper. Ask the holder for a certificate that was issued anew."
    ),
    "verify.next.registration.ENDED": N_(
        "Do not deal with the holder as registered there. The public register shows who is."
    ),
    "verify.next.registration.SUSPENDED": N_(
        "Do not deal with the holder as registered there while this lasts: no licence that rests "
        "on it is valid now. Check it again later."
    ),
    "verify.next.registration.NOT_YET_VALID": N_(
        "It says days that have not begun. Ask the holder for the certificate that runs now."
    ),
    "verify.next.registration.EXPIRED": N_(
        "Its days are over. If the registration was renewed, the holder has a newer certificate: "
        "ask for that one."
    ),
    "refusal.certificate_ended": N_("What it certifies has ended: there is nothing to replace."),
    "refusal.certificate_replaced_already": N_(
        "A newer certificate took its place already. Replace that one."
    ),
    "refusal.key_not_withdrawn": N_(
        "No key that signed this certificate was withdrawn. Choose another cause."
    ),
    "refusal.letter_keeps_names": N_(
        "A letter keeps the names of the day it was written. Choose another cause."
    ),
    "refusal.name_unchanged": N_(
        "The register still has the name that stands on the certificate. Choose another cause."
    ),
    "refusal.reissue_cause_missing": N_("Choose why it is replaced"),
    "refusal.certificate_not_made": N_(
        "The certificate is being made. It is here within a minute; load the page again."
    ),
}
