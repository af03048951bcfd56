"""Words of the trader's own side of registration, and of the public register."""

from app.words import N_, P_

WORDS = {
    # groups of questions
    "part.identity.firm": N_("The firm"),
    "part.identity.person": N_("Yourself"),
    "part.nationality.firm": N_("State of incorporation"),
    "part.nationality.person": N_("Nationalities"),
    "part.addresses": N_("Addresses"),
    "part.contact": N_("Telephone and e-mail"),
    "part.people": N_("Officers and owners"),
    "part.group": N_("Parent and subsidiaries"),
    "part.activities": N_("Activities and goods"),
    "part.kind.broker": N_("Where you negotiate"),
    "part.kind.manufacturer": N_("Premises and marking"),
    "part.kind.retailer": N_("Premises and storage"),
    "part.kind.transport_agent": N_("How you carry or arrange"),
    "part.eligibility": N_("Charges, convictions, exclusions"),
    "part.documents": N_("Documents"),
    "part.states": N_("States asked"),
    # what is missing
    "missing.activities.none": N_("Say what you do"),
    "missing.addresses.registered": N_("Give the registered address"),
    "missing.contact.phone_or_email": N_("Give a telephone number or an e-mail address"),
    "missing.documents.identity": N_("Attach a copy of your identity document"),
    "missing.documents.incorporation": N_("Attach the proof of incorporation"),
    "missing.eligibility.answers": N_("Answer the three questions on charges and convictions"),
    "missing.eligibility.explanation": N_("Explain what you answered with yes"),
    "missing.identity.birth_date": N_("Give your date of birth"),
    "missing.identity.company_number": N_("Give the company number"),
    "missing.identity.document": N_("Give the number of your identity document"),
    "missing.identity.incorporated_on": N_("Give the day of incorporation"),
    "missing.identity.name": N_("Give the name"),
    "missing.kind.carrier_or_arranger": N_("Say whether you carry or arrange"),
    "missing.kind.marking": N_("Say how you mark what you make"),
    "missing.kind.modes": N_("Choose how the goods travel"),
    "missing.kind.premises": N_("Describe the premises"),
    "missing.kind.storage": N_("Describe how the goods are stored"),
    "missing.nationality.dropped": N_(
        "You once gave a nationality that is not here now. Keep it, with the last day it was held"
    ),
    "missing.nationality.none": N_("Give the State of incorporation, or your nationality"),
    "missing.people.birth_date": N_("Give the date of birth of each officer and owner"),
    "missing.people.group": N_("Say whether there is a parent or subsidiary"),
    "missing.people.group_statement": N_("Describe the parent and subsidiaries"),
    "missing.people.officer": N_("Name at least one officer"),
    # what a trader does
    "activity.arranging": N_("Arranging"),
    "activity.assembly": N_("Assembly"),
    "activity.chartering": N_("Chartering"),
    "activity.finance": N_("Finance"),
    "activity.forwarding": N_("Forwarding"),
    "activity.insurance": N_("Insurance"),
    "activity.manufacture": N_("Manufacture"),
    "activity.negotiation": N_("Negotiation"),
    "activity.promotion": N_("Promotion"),
    "activity.repair": N_("Repair"),
    "activity.sale": N_("Sale"),
    "activity.storage": N_("Storage"),
    "activity.transport": N_("Transport"),
    "carriage.air": N_("By air"),
    "carriage.inland_water": N_("By inland water"),
    "carriage.rail": N_("By rail"),
    "carriage.road": N_("By road"),
    "carriage.sea": N_("By sea"),
    "carries.arranger": N_("Arranger"),
    "carries.both": N_("Carrier and arranger"),
    "carries.carrier": N_("Carrier"),
    "site.business": N_("Place of business"),
    "site.records": N_("Where records are kept"),
    "site.registered": N_("Registered address"),
    "site.warehouse": N_("Warehouse"),
    "position.officer": N_("Officer"),
    "position.owner": N_("Owner"),
    "position.staff": N_("Staff"),
    "paper.answer": N_("With an answer"),
    "paper.chart": N_("Chart of the group"),
    "paper.identity": N_("Identity document"),
    "paper.incorporation": N_("Proof of incorporation"),
    "paper.insurance": N_("Insurance policy"),
    "paper.other": N_("Something else"),
    "paper.police": N_("Police certificate"),
    "paper.premises": N_("Plan or permit of premises"),
    "likeness.birth_date": N_("Same date of birth and the same words in the name"),
    "likeness.company_number": N_("Same company number"),
    "likeness.name": N_("Same name"),
    # statements that are signed
    "statement.registration": N_(
        "I am empowered to sign for the applicant. What is said here is true and complete. "
        "I know that a false statement ends the registration."
    ),
    "statement.renewal": N_(
        "I am empowered to sign for the trader. Name, addresses, officers, owners and the answers "
        "on charges and convictions are still as recorded."
    ),
    # the timeline as a trader is told
    "event.registration.submit": N_("The application arrived"),
    "event.registration.take": N_("An officer took up the application"),
    "event.registration.ask": N_("Asked you a question; its clock stands still"),
    "event.registration.answer": N_("Your answer arrived; its clock goes on"),
    "event.registration.approve": N_("Registered you"),
    "event.registration.refuse": N_("Refused the application"),
    "event.registration.withdraw": N_("You withdrew the application"),
    "event.registration.stop": N_("Stopped the application, because you were de-registered"),
    "event.registration.suspend": N_("Suspended the registration"),
    "event.registration.lift": N_("Lifted a suspension"),
    "event.registration.surrender": N_("You gave the registration back"),
    "event.registration.deregister": N_("De-registered you"),
    "event.renewal.file": N_("Your renewal arrived"),
    "event.renewal.approve": N_("Renewed the registration"),
    "event.renewal.refuse": N_("Refused the renewal"),
    "event.renewal.withdraw": N_("You withdrew the renewal"),
    "event.renewal.stop": N_("Stopped the renewal, because you were de-registered"),
    # refusals
    "refusal.answer_missing": N_("Write the answer"),
    "refusal.answer_too_late": N_(
        "The last day of the answer is over, and %(state)s has closed the application as "
        "incomplete. Withdraw it and apply again; what you wrote is taken over."
    ),
    "refusal.barred_until": N_(
        "You were de-registered in %(state)s. You can apply there again after %(day)s."
    ),
    "refusal.contact_missing": N_("Give a telephone number or an e-mail address"),
    "refusal.declaration_name": N_("Sign with your own name, as the account has it: %(name)s"),
    "refusal.document_empty": N_("The file is empty. Choose it again"),
    "refusal.document_kind": N_("Send a PDF, PNG or JPEG file"),
    "refusal.document_quota": N_(
        "Your files together would be more than %(limit)s MB. Send a smaller file, or write to "
        "the authority."
    ),
    "refusal.document_too_large": N_("The file is larger than %(limit)s MB. Send a smaller one"),
    "refusal.group_unknown": N_("This part of the application cannot be changed here."),
    "refusal.identity_fixed": N_(
        "This stands on a registration, or on an application that a State decides. It cannot be "
        "changed in a new application; tell that State’s authority of the change first."
    ),
    "refusal.list_is_full": N_("There is room for %(most)s. Take one away first."),
    "refusal.kinds_missing": N_("Choose at least one kind"),
    "refusal.last_state_asked": N_(
        "One State must stay. To ask none, discard the whole application"
    ),
    "refusal.no_state_asked": N_("No State is asked. Add one first."),
    "refusal.purpose_unknown": N_("Choose what the file shows"),
    "refusal.renewal_too_early": N_("It is too early. You can file the renewal from %(day)s."),
    "refusal.state_outside": N_(
        "%(state)s takes no part in this register now. Take it away, or apply there directly."
    ),
    "refusal.states_missing": N_("Choose at least one State"),
    "refusal.surrender_case_open": N_(
        "A matter is open in %(state)s. The registration cannot be given back before it is "
        "decided; ask the authority."
    ),
    "refusal.suspended_no_submission": N_(
        "%(state)s has suspended your registration. Nothing new can be submitted until that is "
        "lifted. Your draft is kept."
    ),
    "refusal.value_unfit": N_("Something in this part is too long or not in its form. Shorten it."),
}

PLURALS = {
    "refusal.application_incomplete": P_(
        "%(n)s thing is missing. It is listed on this page.",
        "%(n)s things are missing. They are listed on this page.",
    ),
}
