"""Words of certificates and of checking them."""

from app.words import N_

WORDS = {
    "sheet.demonstration": N_("DEMONSTRATION"),
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
    "refusal.certificate_not_made": N_(
        "The certificate is being made. It is here within a minute; load the page again."
    ),
}
