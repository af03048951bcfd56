"""Words of certificates and of checking them."""

from app.words import N_

WORDS = {
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
