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
    "verify.ENDED": N_("The registration has ended"),
    "verify.SUSPENDED": N_("The registration is suspended"),
    "verify.NOT_YET_VALID": N_("The registration is not valid yet"),
    "verify.EXPIRED": N_("The registration has expired"),
    "refusal.certificate_not_made": N_(
        "The certificate is being made. It is here within a minute; load the page again."
    ),
}
